"""A law from law XML: the same clauses, labels and ids as the plain-text parser gives (``statute``).

Chapters (編章節款目) head the articles after them: their names stand in the articles' paths, never in an id
or an address. The supplementary provisions of an amending law are told apart by its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import amendments
from corpus.laws import common_name
from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, Notice, ParsedDocument
from corpus.numerals import to_int
from ingest.extract.law_text import Element, LawText
from ingest.parsers.law_blocks import BlockBuilder
from ingest.parsers.law_provisions import Lines, ProvisionReader
from ingest.parsers.layout import Line, run_of
from ingest.parsers.outline import joined_label
from ingest.parsers.provision_nodes import Setting, nodes_of
from ingest.parsers.provisions import Provision
from ingest.parsers.tree import Node, assemble, distinct

_CHAPTERS = {"Part": "part", "Chapter": "ch", "Section": "sec", "Subsection": "subsec", "Division": "div"}
_APPENDED = {
    "AppdxTable": "hyo",
    "AppdxNote": "bekki",
    "AppdxStyle": "yoshiki",
    "AppdxFormat": "shoshiki",
    "AppdxFig": "zu",
    "Appdx": "furoku",
}
_ORDINAL = re.compile(r"第?([0-9０-９一二三四五六七八九十百]+)")


def parse(document: Document, law: LawText) -> ParsedDocument:
    """The clauses of a law. Raises ParseFault if characters were lost (a defect of ours)."""
    reader = _LawReader(document, law)
    roots = reader.read()
    readings = [Furniture(span=span, reason=FurnitureReason.MARKUP) for span in law.readings]
    return assemble(document, law.text, roots, [*readings, *reader.contents], reader.notices)


@dataclass
class _Part:
    """Where nodes go that are being read: the law itself, one 附則 or one 別表."""

    setting: Setting
    into: list[Node]
    node: Node | None = None
    within: tuple[str, ...] = ()  # names of the chapters that are open


class _LawReader:
    """Reads a law from its first element to its last."""

    def __init__(self, document: Document, law: LawText) -> None:
        self.contents: list[Furniture] = []  # the table of contents, which repeats the chapters
        self._root = law.root
        self._lines = Lines(law)
        self._law = self._named() or common_name(document.cite)
        self._provisions = ProvisionReader(self._lines)
        self._blocks = BlockBuilder(self._lines)
        self._roots: list[Node] = []

    @property
    def notices(self) -> list[Notice]:
        """What was not understood."""
        return self._blocks.notices

    def read(self) -> list[Node]:
        """All nodes in order."""
        self._children(self._root)
        distinct(self._roots)
        return self._roots

    def _named(self) -> str:
        """The law's common name, from its title."""
        title = next((element for element in self._root.walk() if element.tag == "LawTitle"), None)
        text = "".join(line.text for line in self._lines.of(title))
        return common_name(re.sub(r"[\s　]*抄$", "", text)) if text else ""

    def _children(self, above: Element) -> None:
        for element in above.children:
            if element.tag == "LawBody":
                self._children(element)
            elif element.tag == "LawTitle":
                self._front("title", "題名", self._lines.of(element))
            elif element.tag == "LawNum":
                self._front("title-2", "法令番号", self._lines.of(element))
            elif element.tag == "Preamble":
                for line in self._lines.of(element):
                    self._front("preamble", "前文", [line])
            elif element.tag == "EnactStatement":
                self._front("enact", "制定文", self._lines.of(element))
            elif element.tag == "TOC":
                self.contents += (
                    Furniture(span=line.span, reason=FurnitureReason.CONTENTS)
                    for line in self._lines.of(element)
                )
            elif element.tag == "MainProvision":
                self._read(element, _Part(self._setting(), self._roots), sole="本則")
            elif element.tag == "SupplProvision":
                self._supplement(element)
            elif element.tag in _APPENDED:
                self._appended(element, self._roots, self._law, within=())
            elif not element.blank:
                self._unknown(element)

    def _front(self, key: str, name: str, lines: list[Line]) -> None:
        spans = run_of(self._lines.source, lines)
        self._roots.append(
            Node(key, ClauseKind.FRONT_MATTER, name, f"{self._law} {name}", spans, law=self._law)
        )

    def _unknown(self, element: Element) -> None:
        """An element that the schema does not have beside the provisions: plain text of the law itself."""
        law = Node("", ClauseKind.LAW, self._law, self._law, law=self._law)
        self._roots += self._blocks.nodes([element], law)

    def _setting(self, amendment: str = "", part: str = "附則", *, suppl: bool = False) -> Setting:
        return Setting(
            self._lines.source,
            self._law,
            self._law,
            suppl=suppl,
            amendment=amendment,
            part=part,
            attached=self._attached,
        )

    def _attached(self, provision: Provision, node: Node) -> list[Node]:
        return self._blocks.nodes(provision.beside, node)

    def _supplement(self, element: Element) -> None:
        number = element.attributes.get("AmendLawNum", "")
        name = f"附則（{number}）" if number else "附則"
        setting = self._setting(amendments.key_of(number) or "", name, suppl=True)
        place = str(setting.place)
        node = Node(place, ClauseKind.PART, name, f"{self._law} {name}", law=self._law, address=place)
        heading = self._lines.of(element.child("SupplProvisionLabel"))
        node.children.append(self._heading(node, heading))
        self._roots.append(node)
        self._read(element, _Part(setting, node.children, node), sole=name, known=("SupplProvisionLabel",))
        distinct(node.children)

    def _heading(self, node: Node, lines: list[Line]) -> Node:
        spans = run_of(self._lines.source, lines)
        return Node("h", ClauseKind.HEADING, "見出し", f"{node.label}見出し", spans, law=self._law)

    def _read(self, above: Element, part: _Part, *, sole: str = "", known: tuple[str, ...] = ()) -> None:
        """Read provisions and chapters; ``sole`` is how an only paragraph without a number is cited."""
        counts = {"Article": 0, "Paragraph": 0}
        for element in above.children:
            if element.tag in known:
                continue
            if element.tag in _CHAPTERS:
                self._chapter(element, part)
            elif element.tag in counts:
                counts[element.tag] += 1
                self._provision(element, counts[element.tag], part)
            elif (tag := element.tag.removeprefix("SupplProvision")) in _APPENDED:
                cite = part.node.label if part.node else self._law
                self._appended(element, part.into, cite, within=part.within, kind=tag)
            elif part.node is not None:
                part.into += self._blocks.nodes([element], part.node)
            elif not element.blank:
                self._unknown(element)
        if sole and counts == {"Article": 0, "Paragraph": 1}:
            self._cite_alone(above, part, sole)

    def _provision(self, element: Element, position: int, part: _Part) -> None:
        read = self._provisions.article if element.tag == "Article" else self._provisions.paragraph
        for node in nodes_of([read(element, position)], part.setting):
            node.within = part.within
            part.into.append(node)

    def _cite_alone(self, above: Element, part: _Part, name: str) -> None:
        """An only paragraph that bears no number is cited as the whole: 附則, 本則."""
        paragraph = above.child("Paragraph")
        mark = paragraph.child("ParagraphNum") if paragraph is not None else None
        node = part.into[-1]
        if (mark is None or mark.blank) and not node.children:
            node.name, node.label = name, f"{self._law} {name}"

    def _chapter(self, element: Element, part: _Part) -> None:
        title = element.child(f"{element.tag}Title")
        name = "".join(line.text for line in self._lines.of(title))
        number = element.attributes.get("Num", "").partition(":")[0].replace("_", "-")
        key = f"{_CHAPTERS[element.tag]}{number if re.fullmatch('[0-9-]+', number) else ''}"
        label = f"{self._law} {part.setting.part + ' ' if part.setting.suppl else ''}{name}"
        spans = run_of(self._lines.source, self._lines.of(title))
        node = Node(key, ClauseKind.HEADING, name, label, spans, law=self._law, within=part.within)
        part.into.append(node)
        inner = _Part(part.setting, part.into, part.node, (*part.within, name) if name else part.within)
        self._read(element, inner, known=(f"{element.tag}Title",))

    def _appended(
        self, element: Element, into: list[Node], cite: str, *, within: tuple[str, ...], kind: str = ""
    ) -> None:
        """An appended table, form, figure or note (別表, 別記様式 ...), whatever it holds."""
        head = [
            child
            for child in element.children
            if child.tag in (f"{element.tag}Title", "ArithFormulaNum", "RelatedArticleNum")
        ]
        lines = self._lines.of(*head)
        name = "".join(line.text for line in lines) or "付録"
        node = Node(
            f"{_APPENDED[kind or element.tag]}{_number(element, name)}",
            ClauseKind.PART,
            name,
            f"{cite} {name}",
            law=self._law,
            within=within,
        )
        node.children.append(self._heading(node, lines))
        rest = [child for child in element.children if child not in head]
        tables = [child for child in rest if child.tag == "TableStruct"]
        for child in rest:
            if child.tag == "Item":
                node.children.append(self._point(child, node))
            elif len(tables) == 1 and child.tag == "TableStruct":
                node.children += self._blocks.table(child, node, node.label)
            else:
                node.children += self._blocks.nodes([child], node)
        distinct(node.children)
        into.append(node)

    def _point(self, element: Element, above: Node) -> Node:
        """An item of an appended table: no item of an article, so it has a label but no address."""
        title, sentence = element.child(f"{element.tag}Title"), element.child(f"{element.tag}Sentence")
        name = "".join(line.text for line in self._lines.of(title)) or "項目"
        number = element.attributes.get("Num", "").partition(":")[0].replace("_", "-")
        key = f"k{number if re.fullmatch('[0-9-]+', number) else ''}"
        node = Node(key, ClauseKind.POINT, name, joined_label(above.label, name), law=self._law)
        rest = [child for child in element.children if child not in (title, sentence)]
        below = [child for child in rest if child.tag.startswith("Subitem")]
        others = [child for child in rest if child not in below]
        spans = run_of(self._lines.source, self._lines.of(title, sentence))
        node.children = [self._point(child, node) for child in below] + self._blocks.nodes(others, node)
        if not node.children:
            node.spans = spans
            return node
        label = f"{node.label}柱書"
        node.children.insert(0, Node("c", ClauseKind.CHAPEAU, "柱書", label, spans, law=self._law))
        distinct(node.children)
        return node


def _number(element: Element, name: str) -> str:
    """The number of an appended table in keys: 別表第一 is 1, as is the only one."""
    number = element.attributes.get("Num", "").partition(":")[0].replace("_", "-")
    if re.fullmatch(r"[1-9][0-9]*(?:-[1-9][0-9]*)*", number):
        return number
    match = _ORDINAL.search(name.partition("（")[0])
    return str((to_int(match[1]) if match else None) or 1)
