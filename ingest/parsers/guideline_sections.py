"""The sections of a guideline: which paragraphs head one, with what number; the contents; marks that are pictures.

A number is believed where it can follow the one before (3-4-4 after 3-4-3 or 3-4), or where the page marks
the line as a heading. A number printed as a picture cannot be read, so it is counted: how far the picture is
set in tells its level, and the numbers that are printed as text (3-5-1-1) check the count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.numerals import to_int
from corpus.text import squash
from ingest.parsers.guideline_marks import begins_mark, law_heading
from ingest.parsers.guideline_units import Unit
from ingest.parsers.wraps import ends_sentence, has_open_bracket, width_of

_D = r"[0-9０-９]{1,2}"
_JOIN = r"\s*[-－‐−–ー]\s*"
_NUMBER = re.compile(
    rf"(?P<dai>第)?(?P<n>{_D}(?:{_JOIN}{_D})*(?:{_JOIN}(?:[⑴-⒇]|[（(]{_D}[）)]))*)(?P<gap>[．.、]?[\s　]+|(?=[^\s]))(?P<title>.*)"
)
_ANNEX = re.compile(
    rf"(?:[（(]\s*(?P<a>別添|別紙|付録|別表)\s*(?P<n>{_D})?\s*[）)]|【\s*(?P<b>付録|別添|別紙)\s*】).*"
)
_LEADERS = re.compile(r"\s*[.．…・‥]{3,}\s*[0-9０-９]{1,4}\s*$")
_UNITS = re.compile(r"[年月日条項号回人件名歳円%％]")
_CONTENTS = re.compile(r"目[\s　]*次")
_TITLE_CHARS = 120
_FULL = 30.0  # ems from which on a heading may have filled its line
_CLUSTER = 2.5  # points; pictures set in alike stand for the same level
_ASTRAY = 2  # lines of the contents that need not be found again in the text


@dataclass(frozen=True)
class Heading:
    """A section's number as printed and as figures: 第４－１－⑴ is 第4-1-(1) and (4, 1, 1)."""

    numbers: tuple[int, ...]
    printed: str
    title: str
    annex: str = ""  # printed name of an annex that it opens: 別添1


@dataclass
class Contents:
    """The table of contents: its units, and the titles it lists (squashed, without numbers)."""

    units: list[Unit] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


def bare(text: str) -> str:
    """A heading's title, squashed, without its number, leaders and page."""
    title = _LEADERS.sub("", text)
    numbered = _NUMBER.fullmatch(title)
    return squash(numbered["title"] if numbered else title)


def contents_of(units: Sequence[Unit]) -> Contents:
    """The table of contents, if there is one."""
    found = Contents()
    at = next((i for i, unit in enumerate(units[:80]) if _CONTENTS.fullmatch(unit.text)), None)
    if at is None:
        return found
    later: dict[str, int] = {}
    for index, unit in enumerate(units):
        later[bare(unit.text)] = index
    end = at
    for index in range(at + 1, len(units)):
        text = units[index].text
        listed = _LEADERS.search(text) is not None or later.get(bare(text), -1) > index
        if listed:
            end = index
        elif index - end > _ASTRAY:
            break
    while units[end].depth and end + 1 < len(units) and units[end + 1].depth and not units[end + 1].anchored:
        end += 1  # the rest of the list that the contents are
    found.units = list(units[at : end + 1])
    pieces = ""
    for unit in found.units[1:]:
        pieces += unit.text
        found.titles |= {bare(unit.text), bare(pieces)}
        pieces = "" if _LEADERS.search(unit.text) or unit.depth else pieces
    return found


class Sections:
    """Reads headings in the order of the text; knows which number may follow."""

    def __init__(self, contents: Contents, marked: bool, pictures: Sequence[float]) -> None:
        """``marked``: whether the format marks headings; ``pictures``: left edges of marks that are pictures."""
        self.current: tuple[int, ...] = ()
        self.doubts: list[Unit] = []
        self._contents = contents
        self._marked = marked
        self._levels = _clusters(pictures)
        self._counted = False
        self._chapters = 0  # levels above the pictured ones: 1 if chapters' numbers are text

    def length(self, units: Sequence[Unit]) -> int:
        """How many of these lines are the heading of a section; 0 if they are none. Nothing is noted."""
        if not units or units[0].box:
            return 0
        if (
            units[0].picture is None
            and _NUMBER.match(units[0].text) is None
            and not _ANNEX.match(units[0].text)
        ):
            return 0
        lengths = [n for n in range(1, len(units) + 1) if all(u.picture is None for u in units[1:n])]
        listed = [n for n in lengths if bare(_text(units[:n])) in self._contents.titles]
        if listed:
            return listed[-1] if self._heads(units[0], _text(units[: listed[-1]]), True) else 0
        for n in lengths:
            text = _text(units[:n])
            if not has_open_bracket(text):
                n += _overhang(units[n - 1 : n + 1])
                return n if self._heads(units[0], _text(units[:n]), False) else 0
        return 0

    def take(self, unit: Unit) -> Heading | None:
        """The heading that a unit is, noted as the one that is open; None if it is none."""
        listed = bare(unit.text) in self._contents.titles
        marked = bool(unit.heading or unit.anchored)
        if unit.box or law_heading(unit.text):
            return None
        if self._marked and not marked and not (listed and unit.titled):
            return None
        if not (unit.titled or self._heads(unit, unit.text, listed)):
            return None
        return self._annex(unit) or self._pictured(unit) or self._numbered(unit, believed=marked)

    def _heads(self, unit: Unit, text: str, listed: bool) -> bool:
        if ends_sentence(text) and not listed and not text.endswith(("）", ")")):
            return False
        if len(text) > _TITLE_CHARS or re.search(r"[。]", text):
            return False
        if unit.picture is not None:
            return True
        if _ANNEX.match(text):
            return listed or bool(unit.heading or unit.anchored)
        read = _read(text)
        if read is None:
            return False
        numbers, printed, title = read
        if unit.heading or unit.anchored:
            return True
        if len(numbers) == 1 and not printed.startswith("第"):
            return listed
        return listed or (self._follows(numbers) and not re.match(r"[（(をにはがのとから、参]", title))

    def _follows(self, numbers: tuple[int, ...]) -> bool:
        here = self.current
        if not here:
            return True
        nexts = {(*here, 1)} | {(*here[:n], here[n] + 1) for n in range(len(here))}
        return numbers in nexts

    def _annex(self, unit: Unit) -> Heading | None:
        match = _ANNEX.fullmatch(unit.text)
        if match is None:
            return None
        name = match["a"] or match["b"]
        number = str(to_int(match["n"])) if match["n"] else ""
        self.current = ()
        return Heading((), name + number, unit.text, annex=name + number)

    def _pictured(self, unit: Unit) -> Heading | None:
        if unit.picture is None or not self._levels:
            return None
        picture = unit.picture
        level = min(range(len(self._levels)), key=lambda n: abs(self._levels[n] - picture))
        depth = level + 1 + self._chapters
        here = (*self.current, *(0,) * depth)[:depth]
        self.current = (*here[:-1], here[-1] + 1)
        self._counted = True
        return Heading(self.current, "-".join(map(str, self.current)), unit.text)

    def _numbered(self, unit: Unit, *, believed: bool) -> Heading | None:
        read = _read(unit.text)
        if read is None:
            return None
        numbers, printed, title = read
        if len(numbers) == 1 and not printed.startswith("第") and not believed and not self._follows(numbers):
            return None
        if self._counted and not self._follows(numbers):
            self.doubts.append(unit)
        self.current = numbers
        if len(numbers) == 1 and not self._counted:
            self._chapters = 1
        return Heading(numbers, printed, title)


def _read(text: str) -> tuple[tuple[int, ...], str, str] | None:
    match = _NUMBER.fullmatch(text)
    if match is None or not match["title"]:
        return None
    title = match["title"]
    figures = re.findall(rf"{_D}|[⑴-⒇]", match["n"])
    if not match["gap"] and not match["dai"] and (_UNITS.match(title) or title[0] in "、，,.．）)-－"):
        return None
    numbers = tuple(number for figure in figures if (number := to_int(figure)) is not None)
    if len(numbers) != len(figures):
        return None
    printed = "-".join(
        f"({number})" if re.search(rf"[（(]\s*{figure}|[⑴-⒇]", _around(match["n"], figure)) else str(number)
        for figure, number in zip(figures, numbers, strict=True)
    )
    return numbers, ("第" if match["dai"] else "") + printed, title


def _overhang(units: Sequence[Unit]) -> int:
    """1 if a heading's full line goes on in a short one."""
    if len(units) < 2 or units[1].box or units[1].picture is not None or begins_mark(units[1].text):
        return 0
    full, rest = width_of(units[0].text), width_of(units[1].text)
    return int(
        full >= _FULL
        and rest < full - 4
        and "。" not in units[1].text
        and _NUMBER.match(units[1].text) is None
    )


def _around(whole: str, figure: str) -> str:
    at = whole.rfind(figure)
    return whole[max(0, at - 1) : at + len(figure)]


def _text(units: Sequence[Unit]) -> str:
    return "".join(unit.text for unit in units)


def _clusters(lefts: Sequence[float]) -> list[float]:
    """The left edges that differ, in order."""
    levels: list[float] = []
    for left in sorted(lefts):
        if not levels or left - levels[-1] > _CLUSTER:
            levels.append(left)
    return levels
