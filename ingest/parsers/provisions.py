"""The grammar of statute text in lines: 条 > 項 > 号 > イロハ > (1) > (i), read into a tree of provisions.

Which mark stands for which level is the drafting rule of Japanese statutes: articles are 第N条, paragraphs
Arabic figures from 2 on (older prints: ②), items kanji numerals, below them イロハ, then (1), then (i).
A quotation may leave provisions out (第８条 略, ２・３ 略), so numbers may jump, but only where the line
before has ended: else the line merely wraps before a mark-like word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from corpus.address import Subitem
from corpus.numerals import iroha_index, to_int
from ingest.parsers.layout import Line
from ingest.parsers.wraps import Wraps, ends_sentence

if TYPE_CHECKING:
    from ingest.extract.law_text import Element

_DIGITS = r"[0-9０-９]{1,4}"
_KANJI = r"[一二三四五六七八九十百千]{1,7}"
_IROHA = r"[イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス]"
_AND = r"\s*(?:[・、～〜~―－-]|から|及び|乃至)\s*"
_GAP = r"(?=[\s　]|$)"
_OMITTED = re.compile(r"[（(\[［〔]?\s*略\s*[）)\]］〕]?。?")


class Level(IntEnum):
    """The level of a provision within its law."""

    ARTICLE = 1
    PARAGRAPH = 2
    ITEM = 3
    IROHA = 4
    PAREN = 5
    ROMAN = 6


@dataclass(frozen=True)
class Mark:
    """The mark a line begins with; ``numbers`` has branches (第27条の2 is 27, 2), ``last`` ends a range."""

    level: Level
    numbers: tuple[int, ...]
    last: int | None
    length: int
    firm: bool  # white space or a caption parts it from the text


@dataclass
class Provision:
    """One provision: its caption, its own lines (chapeau) and what stands below it."""

    level: Level
    numbers: tuple[int, ...]
    last: int | None = None
    length: int = 0  # of the printed mark, in the first line
    lines: list[Line] = field(default_factory=list)
    children: list[Provision] = field(default_factory=list)
    caption: list[Line] = field(default_factory=list)
    inferred: bool = False  # not printed; other places of the source show it
    last_branch: tuple[int, ...] = ()  # of the last of a range: 第38条の2から第38条の4まで
    subitem: Subitem | None = None  # a sub-item whose mark is neither イ nor (1) nor (i): ①, (ア)
    beside: list[Element] = field(default_factory=list)  # of law XML: its tables, figures and the like

    @property
    def omitted(self) -> bool:
        """Whether the quotation leaves its wording out (略)."""
        text = "".join(line.text for line in self.lines)[self.length :].strip()
        return _OMITTED.fullmatch(text) is not None

    def descend(self) -> list[Provision]:
        """Itself and everything below it, in order."""
        return [self, *(below for child in self.children for below in child.descend())]


_ARTICLE = re.compile(
    rf"第(?P<n>{_DIGITS}|{_KANJI})条(?P<b>(?:の(?:{_DIGITS}|{_KANJI}))*)"
    rf"(?:{_AND}(?:第(?P<last>{_DIGITS}|{_KANJI})条(?:の(?:{_DIGITS}|{_KANJI}))*)(?:まで)?)?"
    r"(?:[\s　]|(?=[（(])|$)"
)
_PARAGRAPH = re.compile(rf"(?P<n>[0-9０-９]{{1,2}})(?:{_AND}(?P<last>[0-9０-９]{{1,2}})(?:まで)?)?{_GAP}")
_CIRCLED = re.compile(r"(?P<n>[①-⑳])[\s　]?")
_ITEM = re.compile(
    rf"(?P<n>{_KANJI})(?P<b>(?:の{_KANJI})*)(?:{_AND}(?P<last>{_KANJI})(?:の{_KANJI})*(?:まで)?)?{_GAP}"
)
_IROHA_MARK = re.compile(rf"(?P<n>{_IROHA})(?:{_AND}(?P<last>{_IROHA})(?:まで)?)?{_GAP}")
_PAREN = re.compile(r"[（(](?P<n>[0-9０-９]{1,2})[）)]|(?P<one>[⑴-⒇])")
_ROMAN = re.compile(r"[（(](?P<n>[ivxｉｖｘ]{1,5}|[ⅰ-ⅻ])[）)]|(?P<one>[ⅰ-ⅻ])(?=[\s　])")
_CAPTION = re.compile(r"[（(][^（）()。]{1,120}(?:[（(][^（）()]*[）)][^（）()。]*){0,2}[）)]")
_CAPTION_LINES = 3
_REFERS = re.compile(r"(?:及び|又は|若しくは|並びに|から|まで|に(?!つ)|の|と|を|は|、|，|・)")


def marks_of(text: str) -> list[Mark]:
    """Every mark of statutes that a line could begin with (at most one a level)."""
    found: list[Mark] = []
    if match := _ARTICLE.match(text):
        found.append(_mark(Level.ARTICLE, match, len(match.group()), firm=True))
    if match := _PARAGRAPH.match(text) or _CIRCLED.match(text):
        found.append(_mark(Level.PARAGRAPH, match, match.end(), firm=True))
    if match := _ITEM.match(text):
        found.append(_mark(Level.ITEM, match, match.end(), firm=True))
    if match := _IROHA_MARK.match(text):
        first, last = iroha_index(match["n"]), iroha_index(match["last"]) if match["last"] else None
        found.append(Mark(Level.IROHA, (first or 0,), last, match.end(), True))
    for level, pattern in ((Level.PAREN, _PAREN), (Level.ROMAN, _ROMAN)):
        if match := pattern.match(text):
            rest = text[match.end() :]
            number = to_int(match["n"] or match["one"])
            if number is not None and (rest[:1].isspace() or not _REFERS.match(rest)):
                found.append(Mark(level, (number,), None, match.end(), rest[:1].isspace()))
    return [mark for mark in found if mark.numbers[0] > 0]


def begins_article(lines: Sequence[Line], index: int) -> bool:
    """Whether an article begins with the line, or with the caption （目的） that stands in it."""
    index += caption_length(lines, index, (Level.ARTICLE,))
    return index < len(lines) and article_mark(lines[index].text) is not None


def caption_length(lines: Sequence[Line], index: int, levels: Sequence[Level]) -> int:
    """How many lines from ``index`` are the caption of a provision of one of the levels; 0 if none are."""
    for length in range(1, _CAPTION_LINES + 1):
        after = index + length
        if after >= len(lines):
            return 0
        if _CAPTION.fullmatch("".join(line.text for line in lines[index:after])):
            return length if any(mark.level in levels for mark in marks_of(lines[after].text)) else 0
    return 0


def article_mark(text: str) -> Mark | None:
    """The mark of an article at the head of a line, if there is one."""
    return next((mark for mark in marks_of(text) if mark.level is Level.ARTICLE), None)


def _mark(level: Level, match: re.Match[str], length: int, *, firm: bool) -> Mark:
    groups = match.groupdict()
    branches = [to_int(part) or 0 for part in (groups.get("b") or "").split("の") if part]
    last = to_int(groups["last"]) if groups.get("last") else None
    return Mark(level, (to_int(groups["n"]) or 0, *branches), last, length, firm)


class Reader:
    """Reads lines into provisions one after the other; ``roots`` are those of the highest level so far.

    With ``loose`` paragraphs may stand without an article above them, as in supplementary provisions.
    """

    def __init__(self, lines: Sequence[Line], wraps: Wraps, *, loose: bool = False) -> None:
        self._lines = lines
        self._wraps = wraps
        self._loose = loose
        self.roots: list[Provision] = []
        self._open: list[Provision] = []
        self._caption: list[Line] = []  # read, for the provision that comes next
        self._awaited = 0  # lines of it still to read

    def take(self, index: int) -> bool:
        """Take a line in: as a new provision or as more of the open one. False if it belongs to neither."""
        line = self._lines[index]
        self._awaited = self._awaited or caption_length(self._lines, index, self._top_levels())
        if self._awaited:
            self._awaited -= 1
            self._caption.append(line)
            return True
        mark = self._mark_at(index)
        if mark is not None:
            caption, self._caption = self._caption, []
            self._push(Provision(mark.level, mark.numbers, mark.last, mark.length, [line], caption=caption))
            return True
        if self._open and not self._ended(index - 1):
            self._open[-1].lines.append(line)
            return True
        return False

    def append(self, index: int) -> bool:
        """Give a line that no rule knows to the provision that is open. False if none is."""
        if self._open:
            self._open[-1].lines.append(self._lines[index])
        return bool(self._open)

    def _top_levels(self) -> tuple[Level, ...]:
        """The levels that may stand without a provision above them."""
        return (Level.ARTICLE, Level.PARAGRAPH) if self._loose else (Level.ARTICLE,)

    def expects(self, index: int) -> bool:
        """Whether the line begins with just the mark that comes next in what is open."""
        mark = self._mark_at(index)
        return mark is not None and self._follows(mark)

    def _mark_at(self, index: int) -> Mark | None:
        marks = marks_of(self._lines[index].text)
        if not self._open:
            return next((mark for mark in marks if mark.level in self._top_levels()), None)
        may_end = (
            bool(self._caption)
            or self._wraps.ends_provision(index - 1)
            or ends_sentence(self._lines[index - 1].text)
        )
        fitting = [mark for mark in marks if self._follows(mark) and (mark.firm or may_end)]
        if fitting:
            return fitting[0]
        fresh = [mark for mark in marks if mark.firm and self._later(mark)]
        return fresh[0] if fresh and may_end else None

    def _ended(self, index: int) -> bool:
        own = self._open[-1].lines
        return bool(own) and own[-1] is self._lines[index] and self._wraps.ends_provision(index)

    def _last(self, level: Level) -> Provision | None:
        """The provision of that level that is open, if any."""
        return next((provision for provision in self._open if provision.level is level), None)

    def _follows(self, mark: Mark) -> bool:
        before = self._last(mark.level)
        if before is None and mark.level is Level.PARAGRAPH and mark.numbers[0] == 2:
            return bool(self._open)  # the first paragraph of an article has no number
        if before is None:
            return bool(self._open) and mark.numbers[0] == 1 and self._open[-1].level < mark.level
        end = before.last or before.numbers[0]
        if len(mark.numbers) > 1:
            return mark.numbers[0] == end
        return mark.numbers[0] == end + 1

    def _later(self, mark: Mark) -> bool:
        before = self._last(mark.level)
        return before is None or mark.numbers > before.numbers

    def _push(self, provision: Provision) -> None:
        while self._open and self._open[-1].level >= provision.level:
            self._open.pop()
        (self._open[-1].children if self._open else self.roots).append(provision)
        self._open.append(provision)
