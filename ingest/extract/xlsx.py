"""Spreadsheets (.xlsx, .xlsm): the sheets that a reader sees, a line a row, cells parted by tabs.

Merged cells stand once. A row into whose left part a cell reaches down from above begins with a tab: that
cell is the label of this row too. ``[ ○ ]`` drawn with three cells is put together. Formulas give the result
stored with them; macros are not looked at. Sheets are parted by a blank line, a sheet's name stands above it
where it says something. Hidden sheets (the lists behind choices) are left out and said to be.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.errors import UnreadableSource
from corpus.text import squash
from ingest.extract import BlockKind, Extracted
from ingest.extract.office import opened, package
from ingest.extract.rows import RowWriter
from ingest.extract.xlsx_shapes import shapes_of
from ingest.extract.xlsx_values import shown

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PROGRAM = "Excel"
_CELLS = 400_000  # a workbook's cells, those of merged areas too; some 300 bytes each once opened
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_AREA = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]{0,500}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_UNSOLVED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_OPENS = re.compile(r"[\[［]")
_CLOSES = re.compile(r"\s*[\]］]")
_BOX_CELLS = 3  # cells between the two brackets of a box
_HEAD = 8  # rows at the head of a sheet that may say what its name says
_SAYS_NOTHING = re.compile(
    r"sheet|シート|ワークシート|表紙|様式|本文|原本|コピー|copy|[0-9\s()._\-~]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳]|\b[ivx]+\b",
    re.I,
)


@dataclass(frozen=True)
class _Cell:
    row: int
    column: int
    text: str


def extract(data: bytes) -> Extracted:
    """The text of a workbook. Raises UnreadableSource if it is damaged, locked, too large or without text."""
    with package(data, _PROGRAM) as archive:
        unread = opened(lambda: _measured(archive), _PROGRAM)
        return opened(lambda: _extracted(data, archive, unread), _PROGRAM)


def _extracted(data: bytes, archive: zipfile.ZipFile, unread: Sequence[str]) -> Extracted:
    workbook = _workbook(data)
    told: list[str] = []
    shapes = shapes_of(archive)
    writer = RowWriter()
    sheets = [(sheet, _cells(sheet)) for sheet in workbook.worksheets]
    for sheet, cells in sheets:
        if sheet.sheet_state != "visible":
            count = sum(len(cell.text) for cell in cells)
            told += [f"hidden sheet 「{sheet.title}」: {count} characters"] if count else []
            continue
        _write(writer, sheet, cells, shapes.get(sheet.title, ()))
    text, blocks = writer.result()
    if not text.strip():
        raise UnreadableSource(
            "The workbook holds no text in any sheet that can be seen: it may be pictures only. "
            "Save it as PDF with text, or copy the text into the cells."
        )
    return Extracted(
        text=text, media=MEDIA, blocks=blocks, left_out=tuple(told), unread=tuple(unread), wrapped=False
    )


def _workbook(data: bytes) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions and styles, which carry no text
        return load_workbook(io.BytesIO(data), data_only=True, keep_links=False)


def _measured(archive: zipfile.ZipFile) -> list[str]:
    """What cannot be read for want of a stored result. Raises UnreadableSource if there are too many cells."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        binary = any(name.endswith("workbook.bin") for name in names)
        raise UnreadableSource(
            "The workbook is of Excel's binary kind (.xlsb): save it as .xlsx."
            if binary
            else "The file holds no workbook. Open it in Excel, save it as .xlsx and try again."
        )
    cells = unsolved = 0
    for name in names:
        if _SHEET.fullmatch(name) is None:
            continue
        xml = archive.read(name)
        cells += sum(1 for _ in _CELL.finditer(xml)) + sum(_area(match) for match in _AREA.finditer(xml))
        unsolved += sum(1 for _ in _UNSOLVED.finditer(xml))
        if cells > _CELLS:
            raise UnreadableSource(
                f"The workbook has more than {_CELLS:,} cells: split it into several workbooks, or delete the "
                "rows and columns that are formatted but empty."
            )
    told = f"{unsolved} formulas without a stored result: open the file in Excel and save it"
    return [told] if unsolved else []


def _area(match: re.Match[bytes]) -> int:
    left, top, right, bottom = match.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(sheet: Worksheet) -> list[_Cell]:
    """The cells of a sheet that show anything, row by row.

    ``iter_rows`` would make every cell of the rectangle that the outermost ones span, a million rows of them
    for one stray cell at the foot.
    """
    cells: list[_Cell] = []
    for (row, column), cell in sorted(sheet._cells.items()):
        value = cell.value
        text = "" if value is None else _plain(shown(value, cell.number_format or "General"))
        if text.strip():
            cells.append(_Cell(row, column, text))
    return cells


def _plain(text: str) -> str:
    """Without the escapes of characters that XML has no place for: _x000D_."""
    return re.sub(r"_x000[9AaDd]_", lambda match: chr(int(match.group()[2:6], 16)), text)


def _write(writer: RowWriter, sheet: Worksheet, cells: Sequence[_Cell], shapes: Sequence[str]) -> None:
    if not cells and not shapes:
        return
    writer.gap()
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    head = "".join(cell.text for row in rows[:_HEAD] for cell in row)
    if _names(sheet.title, head):
        writer.line(sheet.title, BlockKind.HEADING, 1)
    reaching = _reaching(sheet, cells)
    for row in rows:
        goes_on = reaching.get(row[0].row, row[0].column) < row[0].column
        writer.row(_boxed([cell.text for cell in row]), goes_on=goes_on)
    for shape in shapes:
        writer.row([shape])


def _names(title: str, head: str) -> bool:
    """Whether a sheet's name says what the first rows do not: half of its letter pairs are missing there."""
    name = squash(_SAYS_NOTHING.sub("", unicodedata.normalize("NFKC", _SAYS_NOTHING.sub("", title))))
    said = squash(head)
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    return bool(pairs) and 2 * sum(pair in said for pair in pairs) < len(pairs)


def _reaching(sheet: Worksheet, cells: Sequence[_Cell]) -> dict[int, int]:
    """For each row into which cells reach down from above: the leftmost column of those that hold anything."""
    filled = {(cell.row, cell.column) for cell in cells}
    reached: dict[int, int] = {}
    for area in sheet.merged_cells.ranges:
        if (area.min_row, area.min_col) in filled:
            for row in range(area.min_row + 1, area.max_row + 1):
                reached[row] = min(reached.get(row, area.min_col), area.min_col)
    return reached


def _boxed(texts: Sequence[str]) -> list[str]:
    """The cells of a row with boxes that are drawn with several cells put together: [ / ○ / ] is [ ○ ]."""
    done: list[str] = []
    at = 0
    while at < len(texts):
        stop = _box_end(texts, at)
        done.append(" ".join(text.strip() for text in texts[at : stop + 1]))
        at = stop + 1
    return done


def _box_end(texts: Sequence[str], at: int) -> int:
    """The cell that closes the bracket which opens, and stands alone, in cell ``at``; else ``at``."""
    if _OPENS.fullmatch(texts[at].strip()) is None:
        return at
    within = range(at + 1, min(len(texts), at + 2 + _BOX_CELLS))
    return next((stop for stop in within if _CLOSES.match(texts[stop])), at)
