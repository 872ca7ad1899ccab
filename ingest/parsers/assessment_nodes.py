"""From the parts of one field to nodes: label and value in one leaf, or a heading with groups and points."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.models import ClauseKind, Span
from ingest.parsers.assessment_choice import Choice
from ingest.parsers.assessment_markup import Sheet
from ingest.parsers.assessment_value import LEAF, NUMBERS, Group, Unit, groups_of, units_of
from ingest.parsers.tree import Node

_NAME = 24  # characters of a paragraph that stand for it in a path
_ROW_NAME = 40  # characters of a table row that stand for it
_RECORD_LINES = 10  # record items to a leaf


@dataclass(frozen=True)
class Caption:
    """How a field is named and cited."""

    key: str
    name: str  # in the path
    label: str  # whole citation
    field: str | None


@dataclass(frozen=True)
class NodeMaker:
    """Makes the nodes of one sheet."""

    sheet: Sheet
    page_at: Callable[[int], int | None]

    def leaf(self, kind: ClauseKind, caption: Caption, ranges: Sequence[tuple[int, int]]) -> Node:
        """One leaf of the ranges, a white-space character between two of them where the source has one."""
        spans: list[Span] = []
        for at, (start, end) in enumerate(ranges):
            if at:
                spans += self._between(ranges[at - 1][1], start)
            spans += self.sheet.spans(start, end)
        return Node(
            caption.key,
            kind,
            caption.name,
            caption.label,
            tuple(_merged(spans)),
            field=caption.field,
            page=self.page_at(ranges[0][0]),
        )

    def _between(self, end: int, start: int) -> list[Span]:
        """What parts two ranges; a value that stood before its label is parted by what follows the label."""
        if start < end:
            return [Span(start=end, end=end + 1)] if self.sheet.source[end : end + 1].isspace() else []
        return self.sheet.space(end, start)

    def choice(self, caption: Caption, head: tuple[int, int], choice: Choice) -> Node:
        """A choice field: its label and what was chosen."""
        node = self.leaf(ClauseKind.FIELD, caption, [head, *choice.kept])
        node.value, node.options, node.note = choice.value, choice.options, choice.note
        return node

    def field(self, caption: Caption, head: tuple[int, int], value: tuple[int, int]) -> Node:
        """A field of text: one leaf if short or one paragraph, else a heading with groups and points."""
        units = units_of(self.sheet, *value)
        heads = sum(unit.mark == "head" for unit in units)
        if len(units) == 1 or (value[1] - value[0] <= LEAF and heads < 2):
            return self.leaf(ClauseKind.FIELD, caption, [head, *((unit.start, unit.end) for unit in units)])
        node = Node(caption.key, ClauseKind.FIELD, caption.name, caption.label, field=caption.field)
        node.page = self.page_at(head[0])
        heading = Caption("h", caption.name, caption.label, caption.field)
        node.children = [
            *([self.leaf(ClauseKind.HEADING, heading, [head])] if head[1] > head[0] else []),
            *self.inside(groups_of(self.sheet, units), caption),
        ]
        return node

    def text(self, caption: Caption, value: tuple[int, int]) -> list[Node]:
        """Text without a label as groups and points."""
        return self.inside(groups_of(self.sheet, units_of(self.sheet, *value)), caption)

    def row(self, caption: Caption, cells: Sequence[tuple[int, int]]) -> Node:
        """One row of a table: a leaf, or a leaf a cell where the row is long."""
        name = " ".join(self.sheet.words(*cell) for cell in cells[:2])[:_ROW_NAME]
        own = Caption("r1", name, f"{caption.label} {name}", caption.field)
        if len(cells) == 1 or cells[-1][1] - cells[0][0] <= 2 * LEAF:
            return self.leaf(ClauseKind.PARAGRAPH, own, cells)
        node = Node(own.key, ClauseKind.PARAGRAPH, own.name, own.label, field=own.field)
        node.page = self.page_at(cells[0][0])
        for number, cell in enumerate(cells, 1):
            entry = Caption(f"c{number}", self._short(self.sheet.words(*cell)), own.label, own.field)
            node.children.append(self._cell(entry, cell))
        return node

    def _cell(self, caption: Caption, cell: tuple[int, int]) -> Node:
        units = units_of(self.sheet, *cell)
        if cell[1] - cell[0] <= LEAF or len(units) == 1:
            return self.leaf(ClauseKind.PARAGRAPH, caption, [(unit.start, unit.end) for unit in units])
        node = Node(caption.key, ClauseKind.PARAGRAPH, caption.name, caption.label, field=caption.field)
        node.page = self.page_at(cell[0])
        node.children = self.inside(groups_of(self.sheet, units), caption)
        return node

    def inside(self, group: Group, caption: Caption) -> list[Node]:
        """The nodes of what stands in a group."""
        nodes: list[Node] = []
        for number, part in enumerate(group.inside, 1):
            if isinstance(part, Group):
                nodes.append(self._group(part, caption, number))
            else:
                nodes.append(self._points(part, caption, number))
        return nodes

    def _points(self, units: Sequence[Unit], caption: Caption, number: int) -> Node:
        first = units[0]
        numbered = first.mark in NUMBERS
        name = first.sign.strip() if numbered else self._short(self.sheet.words(first.start, first.end))
        label = f"{caption.label} {name}" if numbered else caption.label
        kind = ClauseKind.POINT if first.mark else ClauseKind.PARAGRAPH
        own = Caption(f"n{number}", name, label, caption.field)
        return self.leaf(kind, own, [(unit.start, unit.end) for unit in units])

    def _group(self, group: Group, caption: Caption, number: int) -> Node:
        head = group.head
        assert head is not None, "only the root of a field has no heading"
        name = self.sheet.words(head.start, head.end)
        cited = head.sign if head.mark == "head" else head.sign.strip() if head.mark in NUMBERS else name
        label = f"{caption.label}{'' if head.mark == 'head' else ' '}{cited}"
        own = Caption(f"n{number}", name, label, caption.field)
        if group.size() <= LEAF:
            return self.leaf(ClauseKind.POINT, own, list(group.ranges()))
        node = Node(
            own.key, ClauseKind.POINT, own.name, own.label, field=own.field, page=self.page_at(head.start)
        )
        heading = Caption("h", name, label, caption.field)
        node.children = [
            self.leaf(ClauseKind.HEADING, heading, [(head.start, head.end)]),
            *self.inside(group, own),
        ]
        return node

    def _short(self, words: str) -> str:
        return words if len(words) <= _NAME else words[:_NAME] + "…"

    def records(self, caption: Caption, value: tuple[int, int]) -> list[Node]:
        """記録項目: about ten numbered items a leaf, each line without a number beginning a group."""
        lines = [
            self.sheet.trimmed(value[0] + line.start(), value[0] + line.end())
            for line in re.finditer(r"[^\r\n]+", self.sheet.masked[value[0] : value[1]])
        ]
        lines = [line for line in lines if line[1] > line[0]]
        if any(end - start > LEAF for start, end in lines):
            return self.text(caption, value)
        nodes: list[Node] = []
        heading = ""
        batch: list[tuple[int, int]] = []
        for line in [*lines, None]:
            opens = line is not None and not re.match(r"[-・\s]*[0-9０-９]", self.sheet.words(*line))
            if batch and (line is None or opens or len(batch) >= _RECORD_LINES):
                nodes.append(self._batch(caption, heading, batch, len(nodes) + 1))
                batch = []
            if opens and line is not None:
                heading = re.sub(r"^[-・\s]+", "", self.sheet.words(*line))
            if line is not None:
                batch.append(line)
        return nodes

    def _batch(self, caption: Caption, heading: str, lines: Sequence[tuple[int, int]], number: int) -> Node:
        name = heading or self.sheet.words(*lines[0])[:_NAME]
        label = f"{caption.label} {heading}" if heading else caption.label
        return self.leaf(ClauseKind.POINT, Caption(f"n{number}", name, label, caption.field), lines)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].end == span.start:
            merged[-1] = Span(start=merged[-1].start, end=span.end)
        else:
            merged.append(span)
    return merged
