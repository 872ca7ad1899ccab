"""What stands in a law beside its provisions: tables row by row, lists, notes, forms, pictures.

A row is cited by what stands in its first cell, as drafting does (…の表「第三十二条第一項」の項); where that
cell goes on from the row above, so does its name. An element of an unknown tag is kept as plain text and
reported.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import ClauseKind, Notice, Span
from ingest.extract.law_text import Element
from ingest.parsers.law_provisions import Lines
from ingest.parsers.layout import Line, run_of
from ingest.parsers.tree import Node, distinct

PICTURE_NOTE = "図・様式等の画像は収録していない。原典を参照。"
_LONGEST_NAME = 30  # characters of a first cell that names its row
_TABLES = {"TableStruct", "Table"}
_ROWS = {"TableRow", "TableHeaderRow"}
# What may stand below or beside a provision, and how its lines are called
_WORDS = {
    "List": "列記",
    "Class": "類",
    "AmendProvision": "改正規定",
    "SupplNote": "付記",
    "Remarks": "備考",
    "NoteStruct": "記",
    "Note": "記",
    "StyleStruct": "様式",
    "Style": "様式",
    "FormatStruct": "書式",
    "Format": "書式",
    "FigStruct": "図",
    "Fig": "図",
    "ArithFormula": "算式",
    "QuoteStruct": "引用",
    "RelatedArticleNum": "関係条文",
}
_OTHERS = "記載"


class BlockBuilder:
    """Makes nodes of elements that are no provisions; ``notices`` gathers what was not understood."""

    def __init__(self, lines: Lines) -> None:
        self.notices: list[Notice] = []
        self._lines = lines

    def nodes(self, elements: Sequence[Element], parent: Node) -> list[Node]:
        """The nodes of elements that stand below ``parent``, in order."""
        found: list[Node] = []
        for element in elements:
            self._report_pictures(element, parent)
            if element.blank:
                continue
            if element.tag in _TABLES:
                found.append(self._table(element, parent))
            else:
                found += self._text(element, parent)
        distinct(found)
        return found

    def table(self, element: Element, node: Node, label: str) -> list[Node]:
        """What a table holds, as nodes below ``node``: its title, its rows, remarks."""
        found: list[Node] = []
        name = ""
        for part in _unwrapped(element):
            if part.tag == "TableStructTitle" and not part.blank:
                found.append(self._leaf(node, "h", ClauseKind.HEADING, "見出し", f"{label}見出し", part))
            elif part.tag in _ROWS and not part.blank:
                name = self._name(part) or name
                found.append(self._row(part, node, label, name, len(found)))
            else:
                found += self.nodes([part], node)
        distinct(found)
        return found

    def _table(self, element: Element, parent: Node) -> Node:
        node = Node(
            "t", ClauseKind.BLOCK, "表", f"{parent.label}の表", law=parent.law, address=parent.address
        )
        node.children = self.table(element, node, node.label)
        return node

    def _row(self, row: Element, node: Node, label: str, name: str, count: int) -> Node:
        element = f"「{name}」の項" if name and row.tag == "TableRow" else f"第{count + 1}行"
        return self._leaf(node, f"r{count + 1}", ClauseKind.POINT, element, f"{label}{element}", row)

    def _name(self, row: Element) -> str:
        """The first cell's text, if it is short enough to name the row."""
        first = row.children[0] if row.children else row
        text = "".join(line.text for line in self._lines.of(first)).strip()
        return text if len(text) <= _LONGEST_NAME else ""

    def _text(self, element: Element, parent: Node) -> list[Node]:
        """A leaf a line; the tables within apart."""
        tables = _outermost(element)
        known = element.tag in _WORDS
        word, kind = (_WORDS.get(element.tag, _OTHERS), ClauseKind.PARAGRAPH if known else ClauseKind.PLAIN)
        if not known:
            message = f"no rule knows the element {element.tag}; its text was kept as it is"
            self.notices.append(Notice(span=element.span, message=message))
        pieces: list[list[Line] | Element] = []
        at = element.span.start
        for table in [*tables, None]:
            end = element.span.end if table is None else table.span.start
            pieces += [[line] for line in self._lines.within(Span(start=at, end=end))]
            if table is not None:
                pieces.append(table)
                at = table.span.end
        several = len(pieces) > 1
        nodes: list[Node] = []
        for number, piece in enumerate(pieces, 1):
            if isinstance(piece, Element):
                nodes.append(self._table(piece, parent))
                continue
            name = f"{word}（{number}）" if several else word
            spans = run_of(self._lines.source, piece)
            nodes.append(
                Node("x", kind, name, f"{parent.label} {name}", spans, law=parent.law, address=parent.address)
            )
        return nodes

    def _leaf(
        self, parent: Node, key: str, kind: ClauseKind, name: str, label: str, element: Element
    ) -> Node:
        spans = run_of(self._lines.source, self._lines.of(element))
        return Node(key, kind, name, label, spans, law=parent.law, address=parent.address)

    def _report_pictures(self, element: Element, parent: Node) -> None:
        for figure in element.walk():
            if figure.tag == "Fig":
                place = figure.attributes.get("src", "")
                message = f"a picture ({place}) is not text and was left out; see the original"
                self.notices.append(Notice(span=figure.span, message=message))
                parent.note = PICTURE_NOTE


def _outermost(element: Element) -> list[Element]:
    """The tables within an element, without those within another table and blank ones."""
    if element.blank:
        return []
    if element.tag in _TABLES:
        return [element]
    return [table for child in element.children for table in _outermost(child)]


def _unwrapped(element: Element) -> list[Element]:
    """The parts of a table: those of the Table within the TableStruct among its title and remarks."""
    return [
        part for child in element.children for part in (child.children if child.tag == "Table" else (child,))
    ]
