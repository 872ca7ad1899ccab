"""Word documents (.docx, .docm): paragraphs and tables in the order of the page, as a reader sees them.

Numbers that Word counts itself are written before their paragraphs, for they are printed. Revisions count as
accepted. A frame, or a table of one column, gives its paragraphs; any other table a line a row, cells parted
by tabs, merged cells once. The head of the first page comes first, notes come last; other heads and feet are
left out and said to be.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from corpus.errors import UnreadableSource
from corpus.text import squash
from ingest.extract import Block, BlockKind, Extracted
from ingest.extract.docx_markup import (
    attribute,
    child,
    children,
    frames_of,
    is_on,
    name_of,
    number_of,
    text_of,
)
from ingest.extract.docx_numbering import Mark, Numbering
from ingest.extract.office import opened, package
from ingest.extract.rows import RowWriter

if TYPE_CHECKING:
    from docx.document import Document

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_PROGRAM = "Word"
_HEADS, _FEET, _NOTES, _COMMENTS = ("header", "footer", ("footnotes", "endnotes"), "comments")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_PROSE, _PRINTED = 25, 70  # ems: a line so wide is no heading; no printed line is wider
_ENDS = tuple("。．.！？」』）)")
_DEEPEST_HEADING = 6
_TITLE_LEVEL = 1
_THROUGH = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}


def extract(data: bytes) -> Extracted:
    """The text of a document. Raises UnreadableSource if it is damaged, locked, too large or without text."""
    with package(data, _PROGRAM) as archive:
        if not any(name.startswith("word/") for name in archive.namelist()):
            raise UnreadableSource(
                "The file holds no document. Open it in Word, save it as .docx and try again."
            )
    text, blocks, left_out = opened(lambda: _Walk(_document(data)).result(), _PROGRAM)
    if not text.strip():
        raise UnreadableSource(
            "The document holds no text: it may be pictures only. Save it as PDF with text, or copy the text in."
        )
    return Extracted(
        text=text, media=MEDIA, blocks=blocks, left_out=left_out, wrapped=_wrapped(text.splitlines())
    )


def _width_of(text: str) -> float:
    """The printed width in ems: a full-width character is 1, another one half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken by hand, or by a converter that took each printed line for a paragraph."""
    long = [line.strip() for line in lines if _width_of(line) >= _PROSE]
    broken = sum(1 for line in long if not line.endswith(_ENDS))
    return 2 * broken > len(long) and max(map(_width_of, long)) <= _PRINTED


def _document(data: bytes) -> Document:
    import docx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return docx.Document(io.BytesIO(data))


@dataclass(frozen=True)
class _Style:
    """What a paragraph has from its style or, as ``pPr``, from itself."""

    name: str
    outline: int | None  # from 0
    numbers: tuple[str, int] | None  # list, level
    based_on: str


class _Walk:
    """One way through a document, writing its text."""

    def __init__(self, document: Document) -> None:
        self._writer = RowWriter()
        self._parts = list(_related(document))
        self._numbering = Numbering.of(
            next((root for kind, root in self._parts if kind == "numbering"), None)
        )
        self._styles = {
            attribute(style, "styleId"): _style(style) for style in children(_styles(document), "style")
        }
        body = child(document.element, "body")
        if body is None:
            raise UnreadableSource("The document has no body. Open it in Word, save it anew and try again.")
        written = self._first_head(body)
        self._blocks(body)
        self._notes()
        self._left_out = tuple(_left_out(self._parts, written))

    def result(self) -> tuple[str, tuple[Block, ...], tuple[str, ...]]:
        """Text, blocks and what was left out."""
        text, blocks = self._writer.result()
        return text, blocks, self._left_out

    def _blocks(self, container: etree._Element) -> None:
        for element in container:
            match name_of(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self._table(element)
                case name if name in _THROUGH:
                    self._blocks(element)

    # -- paragraphs

    def _paragraph(self, paragraph: etree._Element) -> None:
        mark = self._mark(paragraph)
        text = text_of(paragraph)
        if mark is not None and text.strip():
            text = mark.text + text.lstrip()
        level = self._heading(paragraph)
        if level:
            self._writer.line(text, BlockKind.HEADING, level)
        elif mark is not None:
            self._writer.line(text, BlockKind.ITEM, mark.level)
        else:
            self._writer.line(text)
        for frame in frames_of(paragraph):
            with self._writer.within(BlockKind.BOX):
                self._blocks(frame)

    def _chain(self, paragraph: etree._Element) -> Iterator[_Style]:
        """The paragraph's own settings, then those of its style and of the styles below that one."""
        own = _own(child(paragraph, "pPr"), "", attribute(child(paragraph, "pPr", "pStyle"), "val"))
        yield own
        seen: set[str] = set()
        name = own.based_on
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].based_on

    def _heading(self, paragraph: etree._Element) -> int:
        """The level of a heading, from 1; 0 for a paragraph that is none."""
        for style in self._chain(paragraph):
            if style.outline is not None:
                return min(style.outline + 1, _DEEPEST_HEADING) if style.outline < 9 else 0
            if style.name.lower() in ("title", "表題"):
                return _TITLE_LEVEL
        return 0

    def _mark(self, paragraph: etree._Element) -> Mark | None:
        numbers = next((style.numbers for style in self._chain(paragraph) if style.numbers), None)
        if numbers is None or numbers[0] == "0":
            return None
        return self._numbering.next(*numbers)

    # -- tables

    def _table(self, table: etree._Element) -> None:
        rows = [list(_through(row, "tc")) for row in _through(table, "tr")]
        if max((len(row) for row in rows), default=0) == 1:
            with self._writer.within(BlockKind.BOX):
                for row in rows:
                    for cell in row:
                        self._blocks(cell)
            return
        for row in rows:
            self._row(row)

    def _row(self, row: list[etree._Element]) -> None:
        texts: list[str] = []
        goes_on = False
        for cell in row:
            text = self._cell(cell)
            reaching = child(cell, "tcPr", "vMerge")
            if reaching is not None and attribute(reaching, "val") != "restart" and not text.strip():
                goes_on = goes_on or not texts
            elif text.strip():
                texts.append(text)
        if texts:
            self._writer.row(texts, goes_on=goes_on)

    def _cell(self, cell: etree._Element) -> str:
        """The text of a cell, its paragraphs as lines; a table in it likewise."""
        lines: list[str] = []
        for element in cell:
            name = name_of(element)
            if name == "p":
                mark = self._mark(element)
                text = text_of(element)
                lines.append(mark.text + text if mark and text.strip() else text)
                lines += [self._cell(frame) for frame in frames_of(element)]
            elif name == "tbl":
                inner = (list(_through(row, "tc")) for row in _through(element, "tr"))
                lines += [" ".join(filter(None, map(self._cell, row))) for row in inner]
            elif name in _THROUGH:
                lines.append(self._cell(element))
        return "\n".join(line for line in lines if line.strip())

    # -- beside the body

    def _first_head(self, body: etree._Element) -> etree._Element | None:
        """Write the head of the first page; gives its element."""
        section = next((element for element in body.iter() if name_of(element) == "sectPr"), None)
        kind = "first" if is_on(child(section, "titlePg")) else "default"
        wanted = [ref for ref in children(section, "headerReference") if attribute(ref, "type") == kind]
        ids = {value for ref in wanted for key, value in ref.attrib.items() if key.endswith("}id")}
        head = next((root for name, root in self._parts if name in {f"{_HEADS} {i}" for i in ids}), None)
        if head is not None and any(text_of(p).strip() for p in head.iter() if name_of(p) == "p"):
            self._blocks(head)
        return head

    def _notes(self) -> None:
        for kind, root in self._parts:
            if kind not in _NOTES:
                continue
            for note in root:
                if attribute(note, "type") not in _SEPARATORS:
                    self._writer.gap()
                    self._blocks(note)


def _through(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, those wrapped in content controls too."""
    for below in element:
        if name_of(below) == name:
            yield below
        elif name_of(below) in _THROUGH:
            yield from _through(below, name)


def _style(style: etree._Element) -> _Style:
    name = attribute(child(style, "name"), "val")
    return _own(child(style, "pPr"), name, attribute(child(style, "basedOn"), "val"))


def _own(settings: etree._Element | None, name: str, based_on: str) -> _Style:
    outline, numbers = child(settings, "outlineLvl"), child(settings, "numPr")
    listed = attribute(child(numbers, "numId"), "val")
    return _Style(
        name=name,
        outline=number_of(outline, "val") if outline is not None else None,
        numbers=(listed, number_of(child(numbers, "ilvl"), "val")) if listed else None,
        based_on=based_on,
    )


def _styles(document: Document) -> etree._Element:
    return document.styles.element


def _related(document: Document) -> Iterator[tuple[str, etree._Element]]:
    """The parts beside the body by their kind; heads and feet with the id by which a section names them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in (_HEADS, _FEET, *_NOTES, _COMMENTS, "numbering"):
            continue
        name = f"{kind} {relation.rId}" if kind in (_HEADS, _FEET) else kind
        yield name, etree.fromstring(relation.target_part.blob, parser)


def _left_out(parts: list[tuple[str, etree._Element]], written: etree._Element | None) -> Iterator[str]:
    names = {_HEADS: "heads of pages", _FEET: "feet of pages", _COMMENTS: "comments"}
    for kind, name in names.items():
        roots = [root for part, root in parts if part.split()[0] == kind and root is not written]
        count = sum(len(squash(text_of(p))) for root in roots for p in root.iter() if name_of(p) == "p")
        if count:
            yield f"{name}: {count} characters"
