"""A conversation as a Word file: questions as headings, answers, each mark a footnote with its clause's label."""

from __future__ import annotations

import io
import re

import docx
from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from assistant.briefing.footnotes import Footnotes
from assistant.briefing.pagestyle import dress
from assistant.conversations import Asked, Talk
from assistant.transcript.blocks import Grid, Line, Piece, blocks
from assistant.transcript.wording import asked_on, name_of

# Characters that XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_INDENT = Mm(7)
_PAGE = 162.0  # millimetres between the margins
_SHORTEST, _LONGEST = 10, 40  # characters of a column's longest cell, as far as they count for its width


def docx_of(talk: Talk) -> bytes:
    """The whole conversation as a .docx file."""
    document = docx.Document()
    heading = _clean(name_of(talk))
    told = asked_on(talk.turns[-1]) if talk.turns else ""
    language = talk.turns[-1].reply.understood.language if talk.turns else "ja"
    dress(document, heading, told, talk.about.updated_at.date(), language)
    document.add_paragraph(heading, style="Title")
    writer = _Writer(document)
    for turn in talk.turns:
        writer.turn(turn)
    writer.close()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


class _Writer:
    """Writes turns, numbering footnotes over the whole document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._footnotes = Footnotes(document)
        self._noted = 0
        self._labels: dict[int, str] = {}

    def turn(self, turn: Asked) -> None:
        """One question and its answer."""
        self._labels = {one.number: f"{one.clause.label}　{one.clause.id}" for one in turn.reply.citations}
        self._document.add_heading(_clean(" ".join(turn.question.split())), 1)
        self._document.add_paragraph(asked_on(turn))
        for block in blocks(turn.reply.answer):
            if isinstance(block, Grid):
                self._grid(block)
            else:
                self._line(block)

    def close(self) -> None:
        """Write what could only be written at the end."""
        self._footnotes.close()

    def _line(self, line: Line) -> None:
        if line.kind == "heading":
            self._pieces(self._document.add_heading(level=2), line.pieces)
            return
        style = ("List Bullet 2" if line.depth > 1 else "List Bullet") if line.kind == "item" else "Normal"
        paragraph = self._document.add_paragraph(style=style)
        if line.kind == "quote":
            paragraph.paragraph_format.left_indent = _INDENT * (line.depth + 1)
        self._pieces(paragraph, line.pieces)

    def _grid(self, grid: Grid) -> None:
        columns = max(len(row) for row in grid.rows)
        table = self._document.add_table(rows=0, cols=columns, style="Table Grid")
        table.autofit = False
        widths = _widths(grid, columns)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for at, row in enumerate(grid.rows):
            cells = table.add_row().cells
            for cell, width, content in zip(cells, widths, row, strict=False):
                cell.width = Mm(width)
                self._pieces(cell.paragraphs[0], content)
                for run in cell.paragraphs[0].runs:
                    run.bold = True if at == 0 else run.bold

    def _pieces(self, paragraph: Paragraph, pieces: tuple[Piece, ...]) -> None:
        for piece in pieces:
            label = self._labels.get(piece.mark) if piece.mark is not None else None
            if label is None:
                paragraph.add_run(_clean(piece.text)).bold = True if piece.bold else None
            else:
                self._noted += 1
                self._footnotes.add(paragraph, self._noted, _clean(label))


def _widths(grid: Grid, columns: int) -> list[float]:
    """Widths of the columns in millimetres: a column of short words is narrow, the others share the rest."""
    longest = [
        max((sum(len(piece.text) for piece in row[at]) for row in grid.rows if at < len(row)), default=0)
        for at in range(columns)
    ]
    shares = [min(max(length, _SHORTEST), _LONGEST) for length in longest]
    return [_PAGE * share / sum(shares) for share in shares]


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
