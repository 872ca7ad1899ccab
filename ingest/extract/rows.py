"""Writes the text of office files: paragraphs as lines, table rows as lines of cells parted by tabs.

A line feed within a cell would end its row, so it is written as a blank; where it stood is told by the
blocks: each line of such a cell is a ``CELL_LINE`` block within the row's ``ROW`` block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ingest.extract import Block, BlockKind

_FEEDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\ue006]")  # and the signs that parsers mask with


class RowWriter:
    """Collects text and blocks in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._at = 0

    def result(self) -> tuple[str, tuple[Block, ...]]:
        """The text, each line ended by a line feed, and its blocks, outer ones first."""
        ordered = sorted(self._blocks, key=lambda block: (block.start, -block.end))
        return "".join(self._parts), tuple(ordered)

    def gap(self) -> None:
        """A blank line, unless there is one already or nothing stands above it."""
        if self._parts and self._parts[-2:] != ["\n", "\n"]:
            self._write("\n")

    def line(self, text: str, kind: BlockKind | None = None, level: int = 0) -> None:
        """A paragraph; its own line feeds stay. A blank paragraph is a blank line."""
        text = _FEEDS.sub("\n", _CONTROLS.sub("", text))
        start = self._at
        self._write(text)
        if kind is not None and text.strip():
            self._blocks.append(Block(kind=kind, start=start, end=self._at, level=level))
        self._write("\n")

    def row(self, cells: Sequence[str], *, goes_on: bool = False) -> None:
        """The cells of a row that are not blank. ``goes_on``: a cell from above reaches down before the first.

        A row of one cell is a line of its own.
        """
        start = self._at
        lines: list[Block] = []
        if goes_on:
            self._write("\t")
        for number, cell in enumerate(cells):
            if number:
                self._write("\t")
            lines += self._cell(cell)
        if len(cells) > 1 or goes_on:
            self._blocks.append(Block(kind=BlockKind.ROW, start=start, end=self._at))
        self._blocks += lines
        self._write("\n")

    def _cell(self, cell: str) -> list[Block]:
        cell = _CONTROLS.sub("", cell.strip()).replace("\t", " ")
        pieces = [piece.rstrip() for piece in _FEEDS.split(cell)]
        pieces = [piece for piece in pieces if piece.strip()]
        blocks: list[Block] = []
        for number, piece in enumerate(pieces):
            if number:
                self._write(" ")
            blocks.append(Block(kind=BlockKind.CELL_LINE, start=self._at, end=self._at + len(piece)))
            self._write(piece)
        return blocks if len(blocks) > 1 else []

    @contextmanager
    def within(self, kind: BlockKind) -> Iterator[None]:
        """What is written meanwhile stands in a block of this kind."""
        start = self._at
        yield
        if self._at > start:
            self._blocks.append(Block(kind=kind, start=start, end=self._at))

    def _write(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._at += len(text)
