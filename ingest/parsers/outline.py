"""From lines to an outline of sections, points and paragraphs, and from the outline to nodes.

The order of marks is not fixed by any rule: papers number １．>(1)>①, guidelines １>１－１>(1), others use
○ and ・. So a mark not yet open stands below what is open, and one whose style is open continues that list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.models import ClauseKind, Span
from ingest.parsers.layout import Line, run_of, text_of
from ingest.parsers.marks import OutlineMark, Role, outline_mark
from ingest.parsers.tree import Node, distinct
from ingest.parsers.wraps import Wraps, ends_sentence

_LISTS = (Role.POINT, Role.BULLET)
_HEADING_CHARS = 90  # a heading is no longer than this
# The letter of a key by the style of its mark; else s for sections, n for points.
_STYLE_KEYS = {"dai": "c", "dai章": "c", "dai節": "e", "dai部": "v", "dai編": "v"}
_STYLE_KEYS |= {"topic": "t", "roman": "r", "kanji": "k", "kparen": "k"}
_EXPLAINED = re.compile(r"[（(][^（）()]{0,20}第[^（）()]{1,60}関係[）)]$")  # （法第25条関係）
_GROUP_KEYS = {"group": "g", "ref": "ref", "box": "box"}


@dataclass
class Entry:
    """A block of lines with its mark and what stands below it; ``nodes`` if ready-made (a statute)."""

    mark: OutlineMark | None
    lines: list[Line] = field(default_factory=list)
    children: list[Entry] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, wraps removed."""
        return "".join(line.text for line in self.lines)

    def is_heading(self) -> bool:
        """Whether it heads what follows rather than saying something in a sentence."""
        if self.mark is None or self.mark.role in (Role.BULLET, Role.NOTE):
            return False
        return not ends_sentence(self.text) and len(self.text) <= _HEADING_CHARS

    def descend(self) -> Iterator[Entry]:
        """Itself and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.descend()


class Outliner:
    """Takes blocks in order and hangs each where its mark belongs; ``roots`` is the outline so far."""

    def __init__(self) -> None:
        self.roots: list[Entry] = []
        self._open: list[Entry] = []
        self._closed: list[Entry] = []  # what was open when （参考） came; the numbering may go on after it

    def expects(self, mark: OutlineMark) -> bool:
        """Whether the mark is just the next of a list that is open, or was before （参考）."""
        return any(_next(entry.mark, mark) for entry in (*self._open, *self._closed))

    def plausible(self, mark: OutlineMark) -> bool:
        """Whether the mark can stand here even where the line before has not clearly ended."""
        if not mark.numbers:
            return mark.style == "group"
        return self.expects(mark) or (self._of_style(mark) is None and mark.numbers[-1] == 1)

    def add(self, entry: Entry) -> None:
        """Hang the block into the outline."""
        mark = entry.mark
        if mark is None:
            self._leave(lambda open_: not open_.is_heading())
            self._hang(entry)
            return
        if mark.style == "ref":
            self._open, self._closed = [], self._open or self._closed
        elif mark.role is Role.POINTER:
            self._leave(lambda open_: open_.mark is not None and open_.mark.role in _LISTS)
        elif mark.role is not Role.NOTE:
            self._leave_list(mark)
        self._hang(entry)
        if mark.role not in (Role.NOTE, Role.POINTER):
            self._open.append(entry)

    def hang_nodes(self, entry: Entry) -> None:
        """Hang a ready-made entry under the section that is open."""
        self._leave(lambda open_: not open_.is_heading())
        self._hang(entry)

    def enclose(self) -> None:
        """Make a box of the bullets just added, beside the point whose list they interrupt."""
        if not self._open or self._open[-1].mark is None or len(self._open) < 2:
            return
        style = self._open.pop().mark.style  # type: ignore[union-attr]  # checked above
        inner = self._open[-1].children
        count = 0
        while count < len(inner) and (mark := inner[-1 - count].mark) is not None and mark.style == style:
            count += 1
        box = Entry(OutlineMark("box", Role.GROUP, (), "枠囲み", 0), children=inner[len(inner) - count :])
        del inner[len(inner) - count :]
        (self._open[-2].children if len(self._open) > 1 else self.roots).append(box)

    def _of_style(self, mark: OutlineMark) -> Entry | None:
        """The open entry of whose list the mark is: the one it is next to, else the innermost."""
        same = [entry for entry in reversed(self._open) if entry.mark and entry.mark.style == mark.style]
        return next((entry for entry in same if _next(entry.mark, mark)), same[0] if same else None)

    def _leave_list(self, mark: OutlineMark) -> None:
        before = self._of_style(mark) or self._chapter_before(mark)
        if before is None and any(_next(entry.mark, mark) for entry in self._closed):
            self._open, self._closed = self._closed, []
            before = self._of_style(mark)
        nested = mark.numbers[-1:] == (1,) and before is not self.top() and before is not None
        if before is not None and not nested:
            del self._open[self._open.index(before) :]
        elif mark.style.startswith("decimal"):
            self._leave(lambda open_: not _is_prefix(open_.mark, mark))

    def _chapter_before(self, mark: OutlineMark) -> Entry | None:
        """The open 2-19 before which a chapter 3 cannot stand; None if there is none."""
        if mark.style != "digit":
            return None
        decimals = (entry for entry in self._open if entry.mark and entry.mark.style.startswith("decimal"))
        return next(
            (entry for entry in decimals if entry.mark and entry.mark.numbers[0] + 1 == mark.numbers[0]), None
        )

    def top(self) -> Entry | None:
        """The block under which the next one would stand."""
        return self._open[-1] if self._open else None

    def _leave(self, while_: Callable[[Entry], bool]) -> None:
        while self._open and while_(self._open[-1]):
            self._open.pop()

    def _hang(self, entry: Entry) -> None:
        (self._open[-1].children if self._open else self.roots).append(entry)


def blocks_of(lines: Sequence[Line], wraps: Wraps, outliner: Outliner, at: int) -> Entry:
    """The block that begins with line ``at``: its mark and the lines up to where the paragraph ends."""
    first = lines[at]
    entry = Entry(outline_mark(first.text), [first])
    index = at
    while index + 1 < len(lines):
        following = outline_mark(lines[index + 1].text)
        ended = wraps.ends(index, entry.text)
        if ended or (following is not None and _breaks(following, entry, outliner)):
            break
        entry.lines.append(lines[index + 1])
        index += 1
    return entry


def _breaks(mark: OutlineMark, entry: Entry, outliner: Outliner) -> bool:
    """Whether a mark at the head of a line begins a new block though the line before seems to go on."""
    if _next(entry.mark, mark):
        return True
    if mark.role is Role.BULLET:
        return mark.style not in ("bullet・", "bullet-")
    return outliner.plausible(mark) or mark.role is Role.NOTE


def _next(before: OutlineMark | None, mark: OutlineMark) -> bool:
    return before is not None and before.precedes(mark)


def _is_prefix(above: OutlineMark | None, mark: OutlineMark) -> bool:
    return above is not None and bool(above.numbers) and above.numbers == mark.numbers[: len(above.numbers)]


@dataclass(frozen=True)
class Writing:
    """How nodes of an outline are labelled: ``cite`` begins every label."""

    source: str
    cite: str


def outline_nodes(entries: Sequence[Entry], writing: Writing) -> list[Node]:
    """The nodes of an outline."""
    return _siblings(entries, writing, writing.cite)


def joined_label(above: str, element: str) -> str:
    """A citation continued by one element; brackets need no space beside them."""
    beside_bracket = not above or above[-1] in "）】」" or element[0] in "（【「"
    return f"{above}{element}" if beside_bracket else f"{above} {element}"


def _siblings(entries: Sequence[Entry], writing: Writing, above: str) -> list[Node]:
    prose = sum(1 for entry in entries if entry.mark is None and not entry.nodes)
    bullets: dict[str, int] = {}
    nodes: list[Node] = []
    paragraph = 0
    for entry in entries:
        if entry.nodes:
            nodes += entry.nodes
        elif entry.mark is None:
            paragraph += 1
            nodes.append(
                _prose(entry, writing, above, paragraph if prose > 1 or above == writing.cite else 0)
            )
        else:
            bullets[entry.mark.style] = bullets.get(entry.mark.style, 0) + 1
            nodes.append(_marked(entry, writing, above, bullets[entry.mark.style]))
    distinct(nodes)
    return nodes


def _prose(entry: Entry, writing: Writing, above: str, number: int) -> Node:
    name = f"第{number}段落" if number else "本文"
    label = joined_label(above, name) if number else above
    return Node(f"p{number or 1}", ClauseKind.PARAGRAPH, name, label, run_of(writing.source, entry.lines))


def _marked(entry: Entry, writing: Writing, above: str, count: int) -> Node:
    assert entry.mark is not None
    mark = entry.mark
    whole = mark.style == "box" or mark.style.startswith("decimal")  # names its place without what is above
    label = joined_label(writing.cite if whole else above, _element(entry, mark, count))
    spans = run_of(writing.source, entry.lines)
    node = Node(_key(mark, count), _kind(mark), _name(entry, spans, writing.source), label)
    if not entry.children:
        node.spans = spans
        if entry.is_heading() and mark.role in (Role.GROUP, Role.SECTION):
            node.kind = ClauseKind.HEADING if mark.role is Role.GROUP else ClauseKind.POINT
        return node
    opening = ClauseKind.HEADING if entry.is_heading() else ClauseKind.CHAPEAU
    suffix = "見出し" if opening is ClauseKind.HEADING else "柱書"
    key = "h" if opening is ClauseKind.HEADING else "c"
    node.children = [Node(key, opening, suffix, joined_label(label, suffix), spans)] if spans else []
    node.children += _siblings(entry.children, writing, label)
    distinct(node.children)
    return node


def _kind(mark: OutlineMark) -> ClauseKind:
    if mark.style == "box":
        return ClauseKind.BLOCK
    if mark.role in (Role.SECTION, Role.GROUP):
        return ClauseKind.SECTION
    return ClauseKind.PARAGRAPH if mark.role in (Role.NOTE, Role.POINTER) else ClauseKind.POINT


def _key(mark: OutlineMark, count: int) -> str:
    if mark.role is Role.GROUP:
        return f"{_GROUP_KEYS[mark.style]}{count}"
    if mark.role in (Role.NOTE, Role.POINTER):
        return f"{mark.style}{count}"
    if mark.role is Role.BULLET:
        return f"u{count}"
    letter = _STYLE_KEYS.get(mark.style, "s" if mark.role is Role.SECTION else "n")
    return letter + "-".join(str(number) for number in mark.numbers)


def _element(entry: Entry, mark: OutlineMark, count: int) -> str:
    if mark.role is Role.SECTION and entry.is_heading() and (explained := _EXPLAINED.search(entry.text)):
        return mark.printed + explained.group()
    if mark.role is Role.BULLET:
        return f"{mark.printed}{count}"
    if mark.role is Role.NOTE and not re.search(r"[0-9０-９]", mark.printed):
        return f"{mark.printed}{count}"
    return mark.printed


def _name(entry: Entry, spans: tuple[Span, ...], source: str) -> str:
    """A short name for the path: the heading as printed, or the mark."""
    assert entry.mark is not None
    text = text_of(source, spans)
    if entry.is_heading() and text:
        return text
    return entry.mark.printed
