"""Tables as files that Excel opens: CSV (UTF-8 with the mark Excel looks for) and XLSX.

A cell that a spreadsheet would take for a formula gets an apostrophe before it: the record's words come from
documents, and a document must not be able to run anything on its reader's machine.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | None
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_767  # characters of a cell, Excel's limit
_WIDTHS = (8, 60)  # of a column, in characters


@dataclass(frozen=True)
class Table:
    """A table with a name, a heading a column, and rows as long as the headings."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_of(table: Table) -> bytes:
    """The table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (table.headings, *table.rows):
        writer.writerow([guarded(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def xlsx_of(table: Table) -> bytes:
    """The table as a workbook of one sheet: headings stay in sight, every column can be filtered."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table.name[:31]
    for row in (table.headings, *table.rows):
        sheet.append([guarded(cell) for cell in row])
    for at, cells in enumerate(sheet.iter_cols(), 1):
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(2 * longest, _WIDTHS[0]), _WIDTHS[1])
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def guarded(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula, without characters that it cannot hold."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub("", cell)[: _LONGEST - 1]
    return f"'{text}" if _FORMULA.match(text) else text
