"""The cells of a flattened form, row by row, and the items that are read from them.

Tabs and the strokes of a Markdown table part cells; a form that came out as plain lines has rows of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.parsers.assessment_form import normal
from ingest.parsers.assessment_markup import CELL, ROW, Sheet

# A row whose first cell is blank: a tab, | | or <td></td>.
_BLANK_CELL = re.compile(r"[ 　]*(?:\t|\|\s*\||<t[dh][^<>]*>\s*</t[dh]>)", re.I)


class ItemKind(Enum):
    """What a stretch of a form is."""

    PART = "part"
    SECTION = "section"
    BLOCK = "block"
    FIELD = "field"
    PROSE = "prose"
    CONTENTS = "contents"
    CHANGE = "change"  # one row of 変更箇所
    BLANK = "blank"  # the form's own words where nothing was filled in


@dataclass
class Cell:
    """One cell that is not blank, without outer white space and markup."""

    start: int
    end: int
    text: str


@dataclass
class Row:
    """One line of the source as cells."""

    cells: list[Cell]
    tabular: bool
    indented: bool  # its first cell is blank: it goes on with the group of the row above


@dataclass
class Item:
    """One stretch of a form, in reading order."""

    kind: ItemKind
    start: int  # of its heading or label
    end: int
    title: str = ""
    number: int | None = None
    sign: str = ""  # 別添1, 委託事項
    known: bool = True
    lower: bool = False  # belongs to the field above it
    group: tuple[int, int] | None = None  # label that stands before this one in the same row
    group_title: str = ""
    value: tuple[int, int] | None = None
    cells: list[Cell] = field(default_factory=list)

    def extend(self, start: int, end: int) -> None:
        """Take more of the source into the value."""
        self.value = (self.value[0] if self.value else start, end)


def rows_of(sheet: Sheet) -> list[Row]:
    """The rows of a sheet that hold anything but white space and markup."""
    rows: list[Row] = []
    for line in re.finditer(rf"[^\r\n{ROW}]+", sheet.masked):
        raw = list(re.finditer(rf"[^\t{CELL}]+", line.group()))
        cells = []
        for match in raw:
            start, end = sheet.held(line.start() + match.start(), line.start() + match.end())
            if end > start:
                cells.append(Cell(start, end, sheet.words(start, end)))
        if cells:
            tabular = "\t" in line.group() or CELL in line.group()
            blank = _BLANK_CELL.match(sheet.source, line.start()) is not None
            rows.append(Row(cells, tabular, blank))
    return rows


def unwrapped(sheet: Sheet, rows: Sequence[Row], known: frozenset[str]) -> list[Row]:
    """The rows with labels and titles of the form put together that were wrapped over two lines."""
    done: list[Row] = []
    for row in rows:
        above = done[-1] if done else None
        if above is not None and not above.tabular and not row.tabular:
            first, second = above.cells[0], row.cells[0]
            whole = Cell(first.start, second.end, sheet.words(first.start, second.end))
            name = re.sub(r"^[0-9０-９]{1,2}\s*[.．]\s*", "", whole.text)
            if normal(name) in known and normal(first.text) not in known and normal(second.text) not in known:
                done[-1] = Row([whole], tabular=False, indented=False)
                continue
        done.append(row)
    return done
