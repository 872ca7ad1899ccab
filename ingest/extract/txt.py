"""Plain text files: which encoding they are in, and their text with every character kept.

Japanese public documents come as UTF-8, UTF-16, Shift_JIS as Windows writes it (CP932), EUC-JP and
ISO-2022-JP. The first four steps are certain (a mark at the head, escape sequences, valid UTF-8); between
CP932 and EUC-JP, which share their bytes, the reading that looks like Japanese prose wins.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import UnreadableSource
from ingest.extract import Extracted

MEDIA = "text/plain"

_MARKS = (  # UTF-32 before UTF-16: its little-endian mark begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([DOQ]|\([BJI])")  # the sequences that ISO-2022-JP switches with
_SEVEN_BIT = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")
_EIGHT_BIT = ("cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004")

# What prose is made of: ASCII, kana, Han, punctuation, full-width forms, circled and Roman figures.
_EXPECTED = re.compile(r"[\t\n\r\f\x20-\x7e　-〿぀-ヿ一-鿿！-～￠-￥①-⓿Ⅰ-ↈ←-⇿─-◿☀-⛿㈱-㏿‐-※々〆]")
_HALF_WIDTH = re.compile(r"[｡-ﾟ]")
_KANA = re.compile(r"[ぁ-んァ-ヶー、。]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LEAST_EXPECTED = 0.8  # of all characters; below, the bytes are no Japanese text


def extract(data: bytes) -> Extracted:
    """The text of a file. Raises UnreadableSource if it is empty, binary or in no known encoding."""
    if not data.strip():
        raise UnreadableSource("The file is empty. Save the document's text in it and try again.")
    text, encoding = decoded(data)
    if not text.strip():
        raise UnreadableSource("The file holds nothing but white space. Save the document's text in it.")
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls * 100 > len(text):
        raise UnreadableSource(
            "The file is binary, not text. Save the document as text (UTF-8) and try again."
        )
    return Extracted(text=text, media=MEDIA, encoding=encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """The characters of a file and its encoding. Raises UnreadableSource if none is known to fit."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    if b"\x00" in data:
        raise UnreadableSource(
            "The file is binary, not text. Save the document as text (UTF-8) and try again."
        )
    candidates = ["utf-8", *_EIGHT_BIT]
    if _ESCAPE.search(data) and data.isascii():
        candidates = [*_SEVEN_BIT, "utf-8"]
    read = {encoding: text for encoding in candidates if (text := _tried(data, encoding)) is not None}
    for encoding in ("utf-8",) if candidates[0] == "utf-8" else candidates:
        if encoding in read:
            return read[encoding], encoding
    likely = max(read, key=lambda encoding: _likeness(read[encoding]), default=None)
    if likely is None or _share(read[likely]) < _LEAST_EXPECTED:
        raise UnreadableSource(
            "The file is in no encoding that is known here (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP). "
            "Save it as text in UTF-8 and try again."
        )
    return read[likely], likely


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"The file says it is {encoding.upper()} but breaks off or is damaged at byte {error.start}. "
            "Save it as text in UTF-8 and try again."
        ) from error


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str) -> float:
    """The share of characters that prose or half-width kana are made of."""
    return (len(_EXPECTED.findall(text)) + len(_HALF_WIDTH.findall(text))) / len(text)


def _likeness(text: str) -> tuple[float, float]:
    """How much a reading looks like Japanese prose: nothing unexpected, then kana and punctuation.

    EUC-JP read as CP932 is full of half-width kana, so that they count for nothing here.
    """
    return round(len(_EXPECTED.findall(text)) / len(text), 2), len(_KANA.findall(text)) / len(text)
