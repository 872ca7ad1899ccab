"""Tables as files that Excel opens: CSV (UTF-8 with the mark Excel looks for) and XLSX.

A cell that a spreadsheet would take for a formula gets an apostrophe before it: the record's words come from
documents, and a document must not be able to run anything on its reader's machine.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # characters of a cell, Excel's limit
_AT_ONCE = 500  # rows of a CSV that are sent together
_PIECE = 64 * 1024  # bytes of a workbook that are
_LOOKED_AT = 200  # rows by which the width of a column is chosen
_WIDTHS = (8, 60)  # of a column, in characters


@dataclass(frozen=True)
class Table:
    """A table with a name, a heading a column, and rows as long as the headings."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_of(table: Table) -> bytes:
    """The table as CSV."""
    return b"".join(csv_pieces(table))


def csv_pieces(table: Table) -> Iterator[bytes]:
    """The table as CSV, some rows at a time."""
    yield b"\xef\xbb\xbf"
    rows = iter((table.headings, *table.rows))
    while some := list(islice(rows, _AT_ONCE)):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([guarded(cell) for cell in row] for row in some)
        yield text.getvalue().encode("utf-8")


def xlsx_of(table: Table) -> bytes:
    """The table as a workbook of one sheet: headings stay in sight, every column can be filtered."""
    return b"".join(xlsx_pieces(table))


def xlsx_pieces(table: Table) -> Iterator[bytes]:
    """The same workbook in pieces. It is written row by row to a file of its own, which grows on disk, not in memory."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(table.headings))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    plain, heading = _cell_styles(sheet)
    sheet.append([_cell(sheet, cell, heading) for cell in table.headings])
    for row in table.rows:
        sheet.append([_cell(sheet, cell, plain) for cell in row])
    with tempfile.TemporaryFile() as made:
        book.save(made)
        made.seek(0)
        while piece := made.read(_PIECE):
            yield piece


def _widths(table: Table) -> list[int]:
    """Of each column, by its longest cell among the first rows."""
    some = (table.headings, *table.rows[:_LOOKED_AT])
    longest = [max(len(str(row[at] or "")) for row in some) for at in range(len(table.headings))]
    return [min(max(2 * length, _WIDTHS[0]), _WIDTHS[1]) for length in longest]


def _cell_styles(sheet: WriteOnlyWorksheet) -> tuple[WriteOnlyCell, WriteOnlyCell]:
    """A cell as all are set, and one of the headings: their styles are taken over, which is quick."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    plain, heading = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    for cell in (plain, heading):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    heading.font = Font(bold=True)
    return plain, heading


def _cell(sheet: WriteOnlyWorksheet, value: Cell, like: WriteOnlyCell) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=guarded(value))
    made._style = like._style
    return made


def guarded(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula, without characters that it cannot hold."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub("", cell)[: _LONGEST - 1]
    return f"'{text}" if _FORMULA.match(text) else text
