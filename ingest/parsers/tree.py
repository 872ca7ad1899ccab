"""From a parser's nodes to clauses: ids, paths, order, the text of containers, proof that nothing is lost.

A parser builds ``Node`` objects: a leaf carries spans, a container carries children. ``assemble`` gives every
node its id (document id, then the keys from the root down, joined by dots), checks that leaves and furniture
cover each character of the source exactly once, and turns what no node claimed into furniture (white space)
or into ``plain`` clauses with a notice (anything else), so that nothing is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.errors import ParseFault
from corpus.models import (
    Clause,
    ClauseKind,
    Document,
    Furniture,
    FurnitureReason,
    Notice,
    ParsedDocument,
    Span,
)
from ingest.parsers.layout import text_of

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*")
_BLACK = re.compile(r"\S(?:.*\S)?", re.S)


@dataclass
class Node:
    """One clause to be: a leaf has spans, a container has children."""

    key: str  # its part of the id, unique among its siblings: g2, s3, p12, a6.i4.ni.2
    kind: ClauseKind
    name: str  # its element of the path, short: 議題2, 事務局, ⑤再委託の許諾方法
    label: str  # the whole citation
    spans: tuple[Span, ...] = ()
    children: list[Node] = field(default_factory=list)
    speaker: str | None = None
    role: str | None = None
    agenda_item: str | None = None
    field: str | None = None
    value: str | None = None
    options: tuple[str, ...] = ()
    replies_to: Node | None = None
    address: str | None = None
    law: str | None = None
    page: int | None = None
    withheld: bool = False
    note: str | None = None
    within: tuple[str, ...] = ()  # names before its own in the path that are no part of ids: 第四章, 第二節
    rooted: bool = False  # whether its id is the document's and its own key, whatever it stands under

    def leaves(self) -> Iterator[Node]:
        """The leaves below, itself if it is one, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def distinct(siblings: Sequence[Node]) -> None:
    """Make the keys of siblings unique: one that stood before gets -2, -3 ... in the order of the source."""
    taken: set[str] = set()
    for node in siblings:
        key, number = node.key, 1
        while node.key in taken:
            number += 1
            node.key = f"{key}-{number}"
        taken.add(node.key)


def assemble(
    document: Document,
    source: str,
    roots: Sequence[Node],
    furniture: Sequence[Furniture] = (),
    notices: Sequence[Notice] = (),
) -> ParsedDocument:
    """The parsed document of a parser's nodes. Raises ParseFault for characters claimed twice, keys that clash."""
    roots = [root for root in (_pruned(node) for node in roots) if root]
    claimed = sorted(
        [span for root in roots for leaf in root.leaves() for span in leaf.spans]
        + [piece.span for piece in furniture],
        key=lambda span: (span.start, span.end),
    )
    spare, rescued = _unclaimed(source, claimed)
    notes = [
        Notice(span=span, message=f"no rule knows 「{source[span.start : span.end][:40]}」")
        for span in rescued
    ]
    for number, span in enumerate(rescued, 1):
        label = f"{document.cite}（未分類の記載）"
        _insert(roots, Node(f"plain{number}", ClauseKind.PLAIN, "（未分類）", label, (span,)))
    clauses: list[Clause] = []
    ids: dict[int, str] = {}
    for root in roots:
        _emit(document, source, root, None, (), clauses, ids)
    pieces = sorted([*furniture, *spare], key=lambda piece: piece.span.start)
    seen = {clause.id for clause in clauses}
    if len(seen) != len(clauses):
        doubled = sorted({c.id for c in clauses if sum(d.id == c.id for d in clauses) > 1})
        raise ParseFault(f"{document.id}: clause ids clash: {doubled[:5]}")
    return ParsedDocument(
        document=document,
        source=source,
        clauses=tuple(clauses),
        furniture=tuple(pieces),
        notices=(*notices, *notes),
    )


def _pruned(node: Node) -> Node | None:
    """The node without empty leaves and empty containers."""
    if node.children:
        node.children = [child for child in (_pruned(c) for c in node.children) if child]
        return node if node.children else None
    node.spans = tuple(span for span in node.spans if span.end > span.start)
    return node if node.spans else None


def _unclaimed(source: str, claimed: Sequence[Span]) -> tuple[list[Furniture], list[Span]]:
    spare: list[Furniture] = []
    rescued: list[Span] = []
    at = 0
    for span in [*claimed, Span(start=len(source), end=len(source))]:
        if span.start < at or span.end > len(source):
            twice = source[span.start : at][:60]
            raise ParseFault(f"characters {span.start}-{min(at, span.end)} are claimed twice: {twice!r}")
        if span.start > at:
            _sort_gap(source, at, span.start, spare, rescued)
        at = span.end
    return spare, rescued


def _sort_gap(source: str, start: int, end: int, spare: list[Furniture], rescued: list[Span]) -> None:
    black = _BLACK.search(source, start, end)
    cuts = [start, end] if black is None else [start, black.start(), black.end(), end]
    for begin, stop in pairwise(cuts):
        if begin == stop:
            continue
        if source[begin:stop].isspace():
            spare.append(Furniture(span=Span(start=begin, end=stop), reason=FurnitureReason.WHITESPACE))
        else:
            rescued.append(Span(start=begin, end=stop))


def _insert(roots: list[Node], node: Node) -> None:
    """Put a rescued piece before the first root that begins after it."""
    at = node.spans[0].start
    for index, root in enumerate(roots):
        if next(root.leaves()).spans[0].start > at:
            roots.insert(index, node)
            return
    roots.append(node)


def _emit(
    document: Document,
    source: str,
    node: Node,
    parent: str | None,
    path: tuple[str, ...],
    clauses: list[Clause],
    ids: dict[int, str],
) -> None:
    if not _KEY.fullmatch(node.key):
        raise ParseFault(f"{document.id}: the key {node.key!r} cannot stand in a clause id")
    own = f"{document.id if node.rooted else parent or document.id}.{node.key}"
    ids[id(node)] = own
    here = (*path, *node.within, node.name)
    leaves = list(node.leaves())
    clauses.append(
        Clause(
            id=own,
            document_id=document.id,
            parent_id=parent,
            order=len(clauses),
            kind=node.kind,
            label=node.label,
            path=here,
            text="\n".join(text_of(source, leaf.spans) for leaf in leaves),
            spans=tuple(span for leaf in leaves for span in leaf.spans),
            leaf=not node.children,
            speaker=node.speaker,
            role=node.role,
            agenda_item=node.agenda_item,
            field=node.field,
            value=node.value,
            options=node.options,
            replies_to=ids.get(id(node.replies_to)) if node.replies_to is not None else None,
            address=node.address,
            law=node.law,
            page=node.page,
            withheld=node.withheld,
            audience=document.audience,
            note=node.note,
        )
    )
    for child in node.children:
        _emit(document, source, child, own, here, clauses, ids)
