"""What stands in one section of a guideline: paragraphs, groups of cases, points, notes, frames, quoted provisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.address import parse
from corpus.errors import AddressError
from corpus.models import ClauseKind, Span
from ingest.parsers.guideline_marks import Mark, Rank, law_heading, mark_of
from ingest.parsers.guideline_units import Unit
from ingest.parsers.layout import run_of, text_of
from ingest.parsers.outline import joined_label
from ingest.parsers.tree import Node, distinct

_KINDS = {
    Rank.BOX: ClauseKind.BLOCK,
    Rank.HEADING: ClauseKind.SECTION,
    Rank.LAW: ClauseKind.ARTICLE,
    Rank.GROUP: ClauseKind.SECTION,
    Rank.PROSE: ClauseKind.PARAGRAPH,
    Rank.NOTE: ClauseKind.PARAGRAPH,
}
_KEYS = {
    Rank.BOX: "box",
    Rank.HEADING: "h",
    Rank.LAW: "law",
    Rank.GROUP: "g",
    Rank.POINT: "n",
    Rank.BULLET: "u",
    Rank.CASE: "case",
    Rank.NOTE: "note",
    Rank.PROSE: "p",
}
_DEEPEST = 12  # marks below one another; what stands deeper stands beside its parent
_TOGETHER = 300  # a heading and its one paragraph stand together up to so many characters
_LABEL_CHARS = 60  # a heading in a label is cut here
_GROUP_RANKS = {"angle": 0, "term": 1, "black": 1, "round": 2}
_ADDRESSED = {"digit": "p", "paren": "i"}  # how quoted provisions number paragraphs and items


@dataclass
class Entry:
    """A unit with what stands below it."""

    unit: Unit
    mark: Mark
    children: list[Entry] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many lists deep it stands."""
        return self.unit.depth


@dataclass(frozen=True)
class Setting:
    """What the nodes of a section have in common."""

    source: str
    label: str  # of the section
    laws: dict[str, str]  # 法 -> 個人情報保護法
    front: bool = False  # whether it stands before the first section


def body_nodes(units: Sequence[Unit], setting: Setting) -> list[Node]:
    """The nodes of a section's paragraphs, in order."""
    return _nodes(_outline(units), setting, setting.label, None)


def _outline(units: Sequence[Unit]) -> list[Entry]:
    roots: list[Entry] = []
    stack: list[Entry] = []
    box = 0
    for unit in units:
        mark = mark_of(unit)
        if unit.box and unit.box != box and mark.rank is not Rank.LAW and _is_title(unit, mark):
            mark = Mark(Rank.BOX, "box", unit.text, heads=True)
        box = unit.box
        entry = Entry(unit, mark)
        while stack and (len(stack) >= _DEEPEST or not _holds(stack, entry)):
            stack.pop()
        (stack[-1].children if stack else roots).append(entry)
        if mark.rank is not Rank.PROSE:
            stack.append(entry)
    return roots


def _is_title(unit: Unit, mark: Mark) -> bool:
    return len(unit.text) <= 20 and (mark.heads or mark.rank is Rank.PROSE)


def _holds(stack: Sequence[Entry], new: Entry) -> bool:
    """Whether ``new`` stands below the last of the stack."""
    top = stack[-1]
    rank, other = top.mark.rank, new.mark.rank
    if rank in (Rank.BOX, Rank.LAW) and top.unit.box:
        return new.unit.box == top.unit.box and other > rank
    if new.unit.box != top.unit.box and (top.unit.box or rank >= Rank.POINT):
        return False
    if other is Rank.NOTE and (rank is Rank.CASE or (rank is Rank.GROUP and top.children)):
        return False
    if new.depth != top.depth:
        within = top.unit.opens or top.unit.term
        return new.depth > top.depth and (within or (rank <= Rank.POINT and other is not Rank.GROUP))
    if top.unit.opens and not new.unit.opens and new.depth:
        return True  # goes on within the same item of a list
    if other <= Rank.HEADING or (other is Rank.LAW and rank >= Rank.LAW):
        return other is Rank.HEADING and rank is Rank.HEADING and new.mark.style > top.mark.style
    if any(
        entry.mark.style == new.mark.style and entry.depth == new.depth for entry in stack if entry.mark.style
    ):
        return False
    return _may_hold(top, new)


def _may_hold(top: Entry, new: Entry) -> bool:
    """Whether what ``top`` is may hold what ``new`` is, neither list nor frame deciding."""
    rank, other = top.mark.rank, new.mark.rank
    if rank is Rank.HEADING:
        return True
    if rank is Rank.LAW:
        unmarked = any(child.mark.rank is Rank.PROSE for child in top.children)
        return other in (Rank.POINT, Rank.BULLET) or (other is Rank.PROSE and not unmarked)
    if rank is Rank.GROUP:
        if other is Rank.GROUP:
            return _GROUP_RANKS.get(top.mark.style, 1) < _GROUP_RANKS.get(new.mark.style, 1)
        return other in (Rank.POINT, Rank.BULLET, Rank.CASE) or (other is Rank.PROSE and not top.children)
    if rank is Rank.POINT and other is Rank.GROUP and (top.unit.term or new.unit.term):
        return False  # terms side by side
    if rank is Rank.POINT:
        return top.mark.heads or other in (Rank.POINT, Rank.BULLET, Rank.CASE)
    return False


def _nodes(entries: Sequence[Entry], setting: Setting, above: str, quoted: _Quoted | None) -> list[Node]:
    counts: dict[Rank, int] = {}
    nodes: list[Node] = []
    prose = sum(1 for entry in entries if entry.mark.rank is Rank.PROSE)
    for entry in entries:
        rank = entry.mark.rank
        counts[rank] = counts.get(rank, 0) + 1
        if rank is Rank.LAW:
            nodes.append(_law(entry, setting, above, counts[rank]))
        else:
            alone = rank is Rank.PROSE and prose == 1 and len(entries) == 1
            nodes.append(_node(entry, setting, above, 0 if alone else counts[rank], quoted))
    distinct(nodes)
    return nodes


def _node(entry: Entry, setting: Setting, above: str, count: int, quoted: _Quoted | None) -> Node:
    rank, mark = entry.mark.rank, entry.mark
    element = _element(entry, count)
    label = joined_label(above, element) if element else above
    here = quoted.below(mark) if quoted is not None else None
    node = Node(_key(mark, count or 1), _kind(entry, setting, here), _name(entry, element), label)
    if here is not None:
        node.law, node.address = here.law, here.address
    spans = run_of(setting.source, entry.unit.lines)
    if not entry.children:
        node.spans = spans
        if rank in (Rank.BOX, Rank.HEADING, Rank.GROUP):
            node.kind = ClauseKind.HEADING
        return node
    heads = mark.heads
    if heads and len(entry.children) == 1 and (whole := _whole(entry, setting, _TOGETHER)) is not None:
        node.spans = whole
        node.kind = node.kind if rank is Rank.POINT else ClauseKind.POINT
        return node
    key, kind, name = ("t", ClauseKind.HEADING, "見出し") if heads else ("c", ClauseKind.CHAPEAU, "柱書")
    opening = Node(key, kind, name, joined_label(label, name), spans, law=node.law, address=node.address)
    node.children = [opening, *_nodes(entry.children, setting, label, here)]
    distinct(node.children)
    return node


def _element(entry: Entry, count: int) -> str:
    mark = entry.mark
    if mark.rank is Rank.PROSE:
        if not count:
            return ""
        return f"表{count}行目" if mark.style == "row" else f"第{count}段落"
    if mark.rank is Rank.BULLET:
        return f"{mark.printed if mark.style != 'item' else '・'}{count}"
    if mark.rank is Rank.NOTE and mark.number is None and count > 1:
        return f"{mark.printed[:-1]}・{count}）"
    if mark.rank is Rank.CASE and mark.number is None:
        return f"{mark.printed}{count}"
    if mark.rank in (Rank.BOX, Rank.HEADING) or mark.style == "term":
        return f"「{_cut(mark.printed)}」"
    return _cut(mark.printed)


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL_CHARS else f"{text[: _LABEL_CHARS - 1]}…"


def _name(entry: Entry, element: str) -> str:
    text = "".join(line.text for line in entry.unit.lines)
    return text if entry.mark.heads and entry.mark.rank is not Rank.PROSE else element or "本文"


def _key(mark: Mark, count: int) -> str:
    number = mark.number if mark.number is not None and mark.rank is not Rank.PROSE else count
    letter = _KEYS[mark.rank]
    if mark.rank is Rank.POINT:
        letter = {
            "circled": "m",
            "kana": "k",
            "kanaparen": "k",
            "latin": "l",
            "capital": "c",
            "small": "l",
        }.get(mark.style, "n")
    return f"{letter}{number}"


def _kind(entry: Entry, setting: Setting, quoted: _Quoted | None) -> ClauseKind:
    if quoted is not None:
        return quoted.kind
    if setting.front and entry.mark.rank is Rank.PROSE:
        return ClauseKind.FRONT_MATTER
    return _KINDS.get(entry.mark.rank, ClauseKind.POINT)


@dataclass(frozen=True)
class _Quoted:
    """The place in a law whose text is quoted."""

    law: str | None
    address: str
    kind: ClauseKind = ClauseKind.STATUTE_PARAGRAPH

    def below(self, mark: Mark) -> _Quoted:
        """The place of what stands below with a mark; the same place where the mark does not tell."""
        letter = _ADDRESSED.get(mark.style)
        if letter is None or mark.number is None:
            return self
        kind = ClauseKind.ITEM if letter == "i" else ClauseKind.STATUTE_PARAGRAPH
        kept = self.address if letter == "i" else re.sub(r"[.][pi][0-9].*$", "", self.address)
        kept = re.sub(r"[.]i[0-9-]+.*$", "", kept)
        return _Quoted(self.law, f"{kept}.{letter}{mark.number}", kind)


def _law(entry: Entry, setting: Setting, above: str, count: int) -> Node:
    """A quoted provision: its heading and text, addressed in the law that it is of."""
    match = law_heading(entry.mark.printed)
    assert match is not None
    law = setting.laws.get(match["law"])
    quoted = _quoted(law, match["article"], match["part"] or match["parts"] or "")
    label = joined_label(above, f"「{_cut(entry.mark.printed)}」")
    node = Node(f"law{count}", ClauseKind.ARTICLE, entry.mark.printed, label)
    spans = run_of(setting.source, entry.unit.lines)
    if not entry.children:  # names a provision and does not quote it
        node.kind, node.spans = ClauseKind.POINT, spans
        return node
    if quoted is not None:
        node.law, node.address = quoted.law, quoted.address
    if len(entry.children) == 1 and (whole := _whole(entry, setting)) is not None:
        node.kind, node.spans = ClauseKind.STATUTE_PARAGRAPH, whole
        return node
    heading = Node("t", ClauseKind.HEADING, "見出し", joined_label(label, "見出し"), spans)
    node.children = [heading, *_nodes(entry.children, setting, label, quoted)]
    distinct(node.children)
    return node


def _whole(entry: Entry, setting: Setting, most: int | None = None) -> tuple[Span, ...] | None:
    """A heading and the one paragraph or case below it as one stretch, a line feed between them.

    None if more stands below it, or if both have more than ``most`` characters.
    """
    child = entry.children[0]
    single = child.mark.rank in (Rank.PROSE, Rank.CASE) and not child.children
    if not single or (most is not None and len(entry.unit.text) + len(child.unit.text) > most):
        return None
    heading = run_of(setting.source, entry.unit.lines)
    text = run_of(setting.source, child.unit.lines)
    feed = setting.source.find("\n", heading[-1].end, text[0].start)
    if feed < 0:
        return None
    return (*heading, Span(start=feed, end=feed + 1), *text)


def _quoted(law: str | None, article: str, part: str) -> _Quoted | None:
    """The place that the heading names; only the Article where it names several of its parts."""
    if law is None:
        return None
    try:
        return _Quoted(law, str(parse(article + part)))
    except AddressError:
        pass
    try:
        return _Quoted(law, str(parse(article)))
    except AddressError:
        return None


def title_text(unit: Unit, source: str) -> str:
    """A heading as it stands in the source, wraps removed."""
    return text_of(source, run_of(source, unit.lines))
