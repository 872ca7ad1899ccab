"""A briefing as a Word file: real headings, a table of precedents, a footnote at the first mark of each source.

Later marks of a source lead to its entry in the list at the end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from assistant.briefing.blocks import Block, Heading, Line, Reference, Table
from assistant.briefing.footnotes import Footnotes
from assistant.briefing.models import Briefing, Source
from assistant.briefing.outline import outline, particulars, title
from assistant.briefing.pagestyle import HEADING_FONT, dress
from assistant.briefing.wording import Language, word

# Characters that XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDTHS = (33, 18, 22, 33, 56)  # of the table's columns, in millimetres
_LISTS = {1: "List Bullet", 2: "List Bullet 2"}


def docx_of(briefing: Briefing) -> bytes:
    """The whole briefing as a .docx file."""
    document = docx.Document()
    heading = _clean(title(briefing))
    dress(document, heading, particulars(briefing), briefing.made_on, briefing.language)
    document.add_paragraph(heading, style="Title")
    writer = _Writer(document, {source.number: source for source in briefing.sources}, briefing.language)
    for block in outline(briefing):
        writer.write(block)
    writer.close()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


class _Writer:
    """Writes blocks, and knows which sources have their footnote already."""

    def __init__(self, document: Document, sources: dict[int, Source], language: Language) -> None:
        self._document, self._sources, self._language = document, sources, language
        self._footnotes = Footnotes(document)
        self._noted: set[int] = set()

    def write(self, block: Block) -> None:
        """One block, at the end of the document."""
        if isinstance(block, Heading):
            self._document.add_heading(_clean(block.text), block.level)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Reference):
            self._reference(block.source)
        else:
            self._line(block, self._document.add_paragraph(style=_LISTS.get(block.depth, "Normal")))

    def close(self) -> None:
        """Write what could only be written at the end."""
        self._footnotes.close()

    def _line(self, line: Line, paragraph: Paragraph) -> None:
        if line.lead:
            _lead(paragraph, line)
        paragraph.add_run(_clean(f"「{line.text}」" if line.quoted else line.text))
        if line.source is not None:
            self._mark(paragraph, line.source)

    def _mark(self, paragraph: Paragraph, number: int) -> None:
        if number in self._noted:
            _link(paragraph, number)
            return
        self._noted.add(number)
        self._footnotes.add(paragraph, number, _clean(self._sources[number].label))

    def _table(self, table: Table) -> None:
        made = self._document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
        made.autofit = False
        for cell, text in zip(made.rows[0].cells, table.headings, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.bold = True
            _shade(cell)
        repeated = OxmlElement("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in table.rows:
            added = made.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a row stays on its page
            for cell, lines in zip(added.cells, row, strict=True):
                self._cell(cell, lines)
        for column, width in zip(made.columns, _WIDTHS, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
                for paragraph in cell.paragraphs:
                    _tighten(paragraph)

    def _cell(self, cell: _Cell, lines: Sequence[Line]) -> None:
        for at, line in enumerate(lines):
            self._line(line, cell.add_paragraph() if at else cell.paragraphs[0])

    def _reference(self, source: Source) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(11)
        paragraph.paragraph_format.first_line_indent = Mm(-11)
        paragraph.paragraph_format.space_after = Pt(2)
        _bookmark(paragraph, source.number)
        page = word("page", self._language, number=source.page) if source.page else ""
        note = word("superseded", self._language) if source.superseded else ""
        link = f"　{source.url}" if source.url else ""
        text = f"［{source.number}］　{source.label}{page}{note}　{source.clause_id}{link}"
        paragraph.add_run(_clean(text)).font.size = Pt(9)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _lead(paragraph: Paragraph, line: Line) -> None:
    run = paragraph.add_run(_clean(line.lead) + ("　" if line.text else ""))
    run.bold = True
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEADING_FONT)
    if not line.text:
        paragraph.paragraph_format.keep_with_next = True


def _link(paragraph: Paragraph, number: int) -> None:
    """A raised number that leads to the list of sources."""
    run = paragraph.add_run(str(number))
    run.font.superscript = True
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"source{number}")
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: Paragraph, number: int) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), f"source{number}")
        paragraph._p.append(mark)


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8ECF4")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _tighten(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    for run in paragraph.runs:
        run.font.size = Pt(9)
