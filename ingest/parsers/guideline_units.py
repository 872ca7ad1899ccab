"""The paragraphs of a guideline with what their format says of them: web page, PDF or plain text alike."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.extract import Block, BlockKind, Extracted
from ingest.parsers.layout import Line
from ingest.parsers.wraps import Wraps, ends_sentence

_HEADING_LINES = 3  # a heading wraps over no more
_LONGEST = 80  # lines of one paragraph
_REMEMBERED = 1000  # characters of a paragraph that are looked at for how it ends
_INDENT = 4.0  # points; a smaller difference is none
_DEEPEST = 60  # elements within each other that are told apart


@dataclass
class Unit:
    """One paragraph, heading, list item or table row."""

    lines: list[Line]
    heading: int = 0  # level of a heading of a web page
    anchored: bool = False  # whether links may lead to it
    depth: int = 0  # lists deep
    opens: bool = False  # whether it begins an item of a list or what stands beside a term
    item: bool = False  # whether it begins an item of a list
    number: str | None = None  # the number its list gives it, which does not stand in the text
    term: bool = False
    row: bool = False
    box: int = 0  # which frame it stands in; 0 is none
    picture: float | None = None  # left edge of a mark printed as a picture before it
    titled: bool = False  # taken for a section's heading when lines were joined

    @property
    def text(self) -> str:
        """Its characters, wraps removed."""
        return "".join(line.text for line in self.lines)

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.lines[0].start


Begins = Callable[[str], bool]  # whether a line begins with a mark of a guideline
Titles = Callable[
    [Sequence[Unit]], int
]  # how many of these lines are a section's heading; 0 if they are none
Note = Callable[[Unit], object]  # takes note of the heading that a unit is


@dataclass
class _Active:
    """The blocks that hold a line."""

    blocks: list[Block] = field(default_factory=list)

    def at(self, line: Line, fresh: list[Block]) -> list[Block]:
        self.blocks = [block for block in self.blocks if block.end > line.start] + fresh
        return self.blocks[-_DEEPEST:]


def units_of(lines: Sequence[Line], extracted: Extracted) -> list[Unit]:
    """One unit a line, with what the blocks say of it."""
    blocks = sorted(extracted.blocks, key=lambda block: (block.start, -block.end, block.level))
    starts = [block.start for block in blocks]
    active, units, taken = _Active(), [], 0
    boxes = _Boxes(extracted)
    opened: set[tuple[int, int, int]] = set()
    for line in lines:
        until = bisect_right(starts, max(line.start, line.end - 1))
        here = active.at(line, blocks[taken:until])
        taken = until
        unit = Unit([line])
        for block in here:
            if block.end > line.start:
                _tell(unit, block, opened)
        unit.box = boxes.of(line, here)
        units.append(unit)
    return units


def _tell(unit: Unit, block: Block, opened: set[tuple[int, int, int]]) -> None:
    if block.kind is BlockKind.HEADING:
        unit.heading = block.level
    elif block.kind is BlockKind.ANCHOR:
        unit.anchored = unit.anchored or block.start >= unit.start
    elif block.kind is BlockKind.PICTURE:
        unit.picture = block.indent
    elif block.kind is BlockKind.ROW:
        unit.row = "\t" in unit.text
    elif block.kind in (BlockKind.ITEM, BlockKind.DETAIL):
        unit.depth = max(unit.depth, block.level)
        place = (block.start, block.end, block.level)
        unit.opens = place not in opened
        unit.item = unit.opens and block.kind is BlockKind.ITEM
        unit.number = block.number if unit.opens else None
        opened.add(place)
    elif block.kind is BlockKind.TERM:
        unit.term = True


class _Boxes:
    """Numbers frames; one that goes on over the page is one."""

    def __init__(self, extracted: Extracted) -> None:
        self._extracted = extracted
        self._block: Block | None = None
        self._page: int | None = None
        self._count = 0

    def of(self, line: Line, blocks: Sequence[Block]) -> int:
        """The number of the frame that a line stands in; 0 if it stands in none."""
        block = next((b for b in blocks if b.kind is BlockKind.BOX and b.end > line.start), None)
        page = self._extracted.page_at(line.start)
        if block is not None and block != self._block:
            goes_on = self._block is not None and page is not None and page != self._page
            self._count += 0 if goes_on else 1
        self._block, self._page = block, page
        return self._count if block is not None else 0


def has_markup(extracted: Extracted) -> bool:
    """Whether the format told paragraphs and headings apart, so that no line is wrapped."""
    return bool(extracted.blocks) and all(block.kind is not BlockKind.LINE for block in extracted.blocks)


def joined(
    units: Sequence[Unit], extracted: Extracted, begins: Begins, titles: Titles, note: Note
) -> list[Unit]:
    """The units of printed text with wrapped lines made whole; ``note`` is told each heading in its turn."""
    indents = {
        b.start: b.indent for b in extracted.blocks if b.kind is BlockKind.LINE and b.indent is not None
    }
    wraps = Wraps([unit.lines[0] for unit in units])
    whole: list[Unit] = []
    at = 0
    while at < len(units):
        length = titles(units[at : at + _HEADING_LINES])
        titled = length > 0
        if not titled:
            length = _length(units, at, wraps, indents, begins, titles)
        first = units[at]
        first.lines = [line for unit in units[at : at + length] for line in unit.lines]
        first.titled = titled
        note(first)
        whole.append(first)
        at += length
    return whole


def _length(
    units: Sequence[Unit],
    at: int,
    wraps: Wraps,
    indents: dict[int, float],
    begins: Begins,
    titles: Titles,
) -> int:
    """How many lines the paragraph has that begins with line ``at``."""
    last = at
    text = units[at].text
    while last + 1 < len(units) and last - at < _LONGEST:
        following = units[last + 1]
        if following.box != units[at].box or titles(units[last + 1 : last + 1 + _HEADING_LINES]):
            break
        ended = wraps.ends(last, text)
        if ended and not _goes_on(units, at, last, wraps, indents, begins(units[at].text)):
            break
        if begins(following.text) and _stands_apart(units, at, last, indents):
            break
        text = (text + following.text)[-_REMEMBERED:]
        last += 1
    return last - at + 1


def _goes_on(
    units: Sequence[Unit], at: int, last: int, wraps: Wraps, indents: dict[int, float], marked: bool
) -> bool:
    """Whether a paragraph goes on though its line ends a sentence: the line is full and the next not set in."""
    here, following = indents.get(units[last].start), indents.get(units[last + 1].start)
    if here is None or following is None or not wraps.wrapped:
        return False
    if not ends_sentence(units[last].text) or wraps.short(last):
        return False
    first = indents.get(units[at].start, here)
    if marked:
        return following > first + _INDENT and (last == at or abs(following - here) <= _INDENT)
    if last == at:
        return following < first - _INDENT
    return abs(following - here) <= _INDENT


def _stands_apart(units: Sequence[Unit], at: int, last: int, indents: dict[int, float]) -> bool:
    """Whether a mark at the head of a line begins something: it does unless the line hangs in its paragraph."""
    first, following = indents.get(units[at].start), indents.get(units[last + 1].start)
    if first is None or following is None:
        return True
    here = indents.get(units[last].start, first)
    return (
        last == at
        or abs(following - here) > _INDENT
        or re.match(r"[（(]?[※注]", units[last + 1].text) is not None
    )
