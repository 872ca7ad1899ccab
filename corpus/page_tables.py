"""Ruled tables on a PDF page: where their cells are, and the page's text with each row a line of cells.

What is ruled is told by pdfium; pdfplumber's rules make cells of the rulings, so that its slow reading of
characters is not needed and every character keeps its place on the page. Only what has two rows and two columns
at least is a table: a single frame is a box. Cells are parted by tabs, the lines of a cell by blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.models import Frozen, Span

if TYPE_CHECKING:
    import pypdfium2 as pdfium

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points from the lower left corner

_THIN = 1.5  # points; a drawn object no thicker is a ruled line
_SHORTEST = 6.0  # points of a ruled line that counts; a cell is no smaller
_NEAR = 3.0  # points by which the ends of ruled lines may miss each other
_OBJECTS = 20_000  # drawn objects of a page that are looked at; a plan or map has more
_LATIN = 0x2000  # below, words are parted by blanks
_ENDS = frozenset("。：")
_MARKS = frozenset("・○●■□◆◇※（【①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_RULINGS = 4_000  # and rulings: more are a pattern


class TabledText(Frozen):
    """The text of a page, pdfium's number of each character, and where rows and lines of cells stand in it."""

    text: str
    glyphs: tuple[int, ...]
    rows: tuple[Span, ...] = ()
    cell_lines: tuple[Span, ...] = ()  # of cells of several lines only


@dataclass
class _Table:
    """A table's cells by row and column, and what stands in each: stretches of the page's text, a line each."""

    rows: list[list[Box]]
    lines: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell that holds a point."""
        for row, cells in enumerate(self.rows):
            for column, (left, bottom, right, top) in enumerate(cells):
                if left <= x <= right and bottom <= y <= top:
                    return row, column
        return None


def with_tables(
    page: pdfium.PdfPage, text: str, glyphs: tuple[int, ...], box_of: Callable[[int], Box]
) -> TabledText:
    """The text of a page, that of its tables brought into rows of cells."""
    tables = _tables(page)
    if not tables:
        return TabledText(text=text, glyphs=glyphs)
    writer = _Writer(text, glyphs)
    current: _Table | None = None
    pending: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end, table, cell in _pieces(tables, text, glyphs, box_of, at, at + len(line.rstrip("\n"))):
            if table is not None and cell is not None:
                table.lines.setdefault(cell, []).append((start, end))
                current = current or table
            else:
                pending.append((start, end))
        at += len(line)
        if not pending and current is not None:
            continue
        if current is not None:
            _write_tables(writer, tables)
            current = None
        for start, end in pending:
            writer.line(start, end)
        pending = []
    _write_tables(writer, tables)
    return writer.result()


def _write_tables(writer: _Writer, tables: Sequence[_Table]) -> None:
    for table in tables:
        for row in range(len(table.rows)):
            cells = [table.lines.pop((row, column), []) for column in range(len(table.rows[row]))]
            writer.row([cell for cell in cells if cell])


def _pieces(
    tables: Sequence[_Table],
    text: str,
    glyphs: Sequence[int],
    box_of: Callable[[int], Box],
    start: int,
    end: int,
) -> list[tuple[int, int, _Table | None, tuple[int, int] | None]]:
    """A printed line in pieces, each within one cell or outside all; without the blanks at their ends."""
    pieces: list[tuple[int, int, _Table | None, tuple[int, int] | None]] = []
    for at in range(start, end):
        if text[at].isspace():
            continue
        left, bottom, right, top = box_of(glyphs[at])
        x, y = (left + right) / 2, (bottom + top) / 2
        places = ((table, cell) for table in tables if (cell := table.cell_at(x, y)) is not None)
        table, cell = next(places, (None, None))
        if pieces and pieces[-1][2] is table and pieces[-1][3] == cell:
            pieces[-1] = (pieces[-1][0], at + 1, table, cell)
        else:
            pieces.append((at, at + 1, table, cell))
    return pieces


class _Writer:
    """Writes stretches of a page's text in another order, keeping the number of each character."""

    def __init__(self, text: str, glyphs: Sequence[int]) -> None:
        self._text, self._glyphs = text, glyphs
        self._chars: list[str] = []
        self._numbers: list[int] = []
        self._rows: list[Span] = []
        self._cell_lines: list[Span] = []

    def result(self) -> TabledText:
        """The text as written."""
        return TabledText(
            text="".join(self._chars),
            glyphs=tuple(self._numbers),
            rows=tuple(self._rows),
            cell_lines=tuple(self._cell_lines),
        )

    def line(self, start: int, end: int) -> None:
        """A line outside all tables."""
        self._take(start, end)
        self._add("\n")

    def row(self, cells: Sequence[Sequence[tuple[int, int]]]) -> None:
        """The cells of a row that are not blank; one alone is a line of its own."""
        begin = len(self._chars)
        for number, lines in enumerate(cells):
            if number:
                self._add("\t")
            spans: list[Span] = []
            for start, end in lines:
                first = len(self._chars)
                if spans and self._wrapped(start):
                    first = spans.pop().start
                elif spans:
                    self._add(" ")
                    first += 1
                self._take(start, end)
                spans.append(Span(start=first, end=len(self._chars)))
            self._cell_lines += spans if len(spans) > 1 else []
        if len(cells) > 1:
            self._rows.append(Span(start=begin, end=len(self._chars)))
        if cells:
            self._add("\n")

    def _wrapped(self, start: int) -> bool:
        """Whether what begins at ``start`` goes on with the line written last: no sentence ended, no mark begins."""
        before, after = self._chars[-1], self._text[start]
        return ord(before) > _LATIN and ord(after) > _LATIN and before not in _ENDS and after not in _MARKS

    def _take(self, start: int, end: int) -> None:
        self._chars += self._text[start:end]
        self._numbers += self._glyphs[start:end]

    def _add(self, char: str) -> None:
        self._chars.append(char)
        self._numbers.append(self._numbers[-1] if self._numbers else 0)


def _tables(page: pdfium.PdfPage) -> list[_Table]:
    """The tables ruled on a page, from the top down."""
    level, upright = _rulings(page)
    columns = {round(left) for left, _, _, _ in upright}
    rows = {round(bottom) for _, bottom, _, _ in level}
    if len(columns) < 3 or len(rows) < 3 or len(level) + len(upright) > _RULINGS:
        return []
    from pdfplumber import table as rules

    edges = [_edge(box, "h") for box in level] + [_edge(box, "v") for box in upright]
    merged = rules.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = rules.intersections_to_cells(rules.edges_to_intersections(merged, _NEAR, _NEAR))
    found = []
    for group in rules.cells_to_tables(cells):
        table = _Table(_rows_of([(x0, -bottom, x1, -top) for x0, top, x1, bottom in group]))
        if len(table.rows) >= 2 and max(map(len, table.rows)) >= 2:
            found.append(table)
    return sorted(found, key=lambda table: -max(top for _, _, _, top in table.rows[0]))


def _rows_of(cells: list[Box]) -> list[list[Box]]:
    """The cells by row, from the top down, each from the left: those whose tops are level are of one row."""
    rows: list[list[Box]] = []
    for cell in sorted(cells, key=lambda one: (-one[3], one[0])):
        if rows and abs(rows[-1][0][3] - cell[3]) <= _NEAR:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row) for row in rows]


def _edge(box: Box, orientation: str) -> dict[str, object]:
    """A ruling as pdfplumber has them: measured from the top down."""
    left, bottom, right, top = box
    x = (left + right) / 2
    y = -(bottom + top) / 2
    level = orientation == "h"
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": left if level else x,
        "x1": right if level else x,
        "top": y if level else -top,
        "bottom": y if level else -bottom,
        "width": right - left if level else 0.0,
        "height": 0.0 if level else top - bottom,
    }


def _rulings(page: pdfium.PdfPage) -> tuple[list[Box], list[Box]]:
    """The level and the upright lines drawn on a page, sides of rectangles too."""
    from pypdfium2 import raw

    level: list[Box] = []
    upright: list[Box] = []
    for count, thing in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)):
        if count > _OBJECTS:
            return [], []
        left, bottom, right, top = thing.get_bounds()
        wide, high = right - left, top - bottom
        if high <= _THIN and wide >= _SHORTEST:
            level.append((left, bottom, right, top))
        elif wide <= _THIN and high >= _SHORTEST:
            upright.append((left, bottom, right, top))
        elif wide >= _SHORTEST and high >= _SHORTEST:
            level += [(left, y, right, y) for y in (bottom, top)]
            upright += [(x, bottom, x, top) for x in (left, right)]
    return level, upright
