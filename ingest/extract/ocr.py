"""Pages that are pictures, read by a text recognition engine (OCR) where a setting names one: Tesseract.

The engine is a program of the machine, called once a page, within a limit of time. What it reads is marked as
recognised wherever it shows, for recognised text may be wrong and nothing in it says so.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import statistics
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from corpus.errors import InputError, ReadersMissing
from corpus.models import Frozen
from corpus.pages import RECOGNISED_END

if TYPE_CHECKING:
    import pypdfium2 as pdfium

ENGINE = "tesseract"
LANGUAGES = "jpn"  # where the setting names none
PAGE_SECONDS = 60.0  # a page of print takes two to five
_SETTING = re.compile(r"tesseract(?::(?P<languages>\w[\w/]*(?:\+\w[\w/]*)*))?")
_DPI = 300  # what the engine's models were made for
_MOST_PIXELS = 40_000_000  # of a page; an A4 page has nine million
_LAYOUT = "3"  # the engine finds columns and blocks itself
_WORD = "5"  # level of a row of the engine's table that is a word
_COLUMNS = 12
_GAP = (
    1.0  # heights of a line between two words from which on a gap stands for a space beside a wide character
)
_GAP_BESIDE_MARKS = 2.0  # the same beside 、 and 「, which are half empty
_FAILURES = 3  # pages that may fail before the others are not tried: an engine that hangs, hangs
_START_S = 20.0


class Page(Frozen):
    """The text of a page that was a picture, lines parted by line feeds, paragraphs by blank lines."""

    text: str
    confidence: int  # 0 to 100, the engine's own, as a mean over its words


@dataclass(frozen=True)
class _Word:
    line: tuple[int, int, int]  # block, paragraph, line
    left: int
    right: int
    height: int
    confidence: float
    text: str


def languages_of(setting: str) -> str:
    """The engine's languages, out of a setting: ``tesseract:jpn+eng``. Raises InputError."""
    match = _SETTING.fullmatch(setting)
    if match is None:
        raise InputError(
            f"SENREI_OCR is {setting!r}: set it to tesseract, to tesseract:LANGUAGES such as tesseract:jpn+eng, or to none."
        )
    return match["languages"] or LANGUAGES


@lru_cache(maxsize=8)
def check(setting: str) -> None:
    """Raises ReadersMissing, saying what to install, unless the engine and its languages are here."""
    wanted = languages_of(setting).split("+")
    if shutil.which(ENGINE) is None:
        raise ReadersMissing(
            "SENREI_OCR names tesseract, which is not installed where files are read. Install it (Debian, Ubuntu: "
            f"apt-get install {' '.join(['tesseract-ocr', *map(_package, wanted)])}), or unset SENREI_OCR."
        )
    missing = [language for language in wanted if language not in _installed()]
    if missing:
        raise ReadersMissing(
            f"SENREI_OCR asks tesseract for {'+'.join(wanted)}, but its language {', '.join(missing)} is not installed "
            f"where files are read. Install it (Debian, Ubuntu: apt-get install {' '.join(map(_package, missing))}), or "
            "change SENREI_OCR."
        )


@dataclass
class Recogniser:
    """Reads pages of one file. After some failures in a row it gives the rest up unread."""

    setting: str
    seconds: float = PAGE_SECONDS
    failures: list[str] = field(default_factory=list)

    def page(self, page: pdfium.PdfPage) -> Page | None:
        """The text of a page; None where it could not be had (``failures`` says why). Raises ReadersMissing."""
        check(self.setting)
        if len(self.failures) >= _FAILURES:
            return None
        picture = _picture(page)
        try:
            told = _table(self.setting, picture, self.seconds)
        except subprocess.TimeoutExpired:
            self.failures.append(f"it took more than {self.seconds:g} seconds")
            return None
        except (subprocess.CalledProcessError, OSError) as error:
            self.failures.append(_last_words(error))
            return None
        self.failures.clear()
        return read(told)

    @property
    def failure(self) -> str:
        """Why the last page was not read; empty if it was."""
        return self.failures[-1] if self.failures else ""


def read(table: str) -> Page:
    """The text that the engine's table (TSV) of words holds."""
    lines = [list(words) for _, words in groupby(_words(table.splitlines()), key=lambda word: word.line)]
    parts: list[str] = []
    for number, words in enumerate(lines):
        if number and lines[number - 1][0].line[:2] != words[0].line[:2]:
            parts.append("")
        parts.append(_joined(words))
    text = "\n".join(parts)
    sure = [word.confidence for words in lines for word in words]
    return Page(text=text + RECOGNISED_END, confidence=round(statistics.fmean(sure)) if sure else 0)


def _words(rows: Iterable[str]) -> Iterable[_Word]:
    for row in rows:
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD or not (text := _plain(cells[11])):
            continue
        left, _top, width, height = (int(cell) for cell in cells[6:10])
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        yield _Word(line, left, left + width, height, float(cells[10]), text)


def _plain(text: str) -> str:
    """Without white space and characters that print nothing."""
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char)[0] != "C")


def _joined(words: list[_Word]) -> str:
    """The words of a line. The engine parts Japanese characters as it parts words: such spaces are none."""
    height = max(word.height for word in words)
    parts = [words[0].text]
    for before, after in pairwise(words):
        sides = (before.text[-1], after.text[0])
        letters = all(unicodedata.category(char)[0] in "LN" for char in sides)
        gap = (_GAP if letters else _GAP_BESIDE_MARKS) * height
        parted = after.left - before.right >= gap or not any(map(_wide, sides))
        parts += [" " if parted else "", after.text]
    return "".join(parts)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"


def _picture(page: pdfium.PdfPage) -> bytes:
    """A page as a grey picture, as fine as the engine wants it."""
    across, down = page.get_size()
    scale = min(_DPI / 72, (_MOST_PIXELS / max(across * down, 1.0)) ** 0.5)
    drawn = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(drawn, format="PNG", compress_level=1)
    return drawn.getvalue()


def _table(setting: str, picture: bytes, seconds: float) -> str:
    """The engine's table of a picture."""
    options = ["-l", languages_of(setting), "--dpi", str(_DPI), "--psm", _LAYOUT]
    return _told([ENGINE, "-", "-", *options, "tsv"], picture, seconds)


def _installed() -> list[str]:
    try:
        return _told([ENGINE, "--list-langs"], b"", _START_S).splitlines()
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadersMissing(
            f"tesseract, which SENREI_OCR names, does not run ({_last_words(error)}). Mend it, or unset SENREI_OCR."
        ) from error


def _told(command: list[str], given: bytes, seconds: float) -> str:
    """What a program says. After that time it is ended, and whatever it started with it.

    Raises TimeoutExpired, CalledProcessError, OSError.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            said, complaint = process.communicate(given, timeout=seconds)
        except BaseException:
            _end(process)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said, complaint)
    return said.decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _package(language: str) -> str:
    """The Debian package of a language: jpn_vert is tesseract-ocr-jpn-vert."""
    name = language.rpartition("/")[2].lower().replace("_", "-")
    return f"tesseract-ocr-{'script-' if '/' in language else ''}{name}"


def _last_words(error: Exception) -> str:
    said = getattr(error, "stderr", None) or b""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else str(error)[:200]
