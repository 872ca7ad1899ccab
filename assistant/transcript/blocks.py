"""The blocks of an answer's Markdown, as far as our own answers use it: lines, quotations, tables, emphasis, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_ROW = re.compile(r"^\|.*\|$")
_RULE = re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+$")
_CELL = re.compile(r"(?<!\\)\|")
_ITEM = re.compile(r"^(?P<indent> *)- (?P<text>.*)$")
_HEADING = re.compile(r"^(?P<marks>#{1,6}) (?P<text>.*)$")
_QUOTE = re.compile(r"^(?P<indent> *)> (?P<text>.*)$")
_INLINE = re.compile(r"\*\*(?P<bold>(?:\\.|[^*])+?)\*\*|(?<!\\)\[(?P<mark>\d+)\]")
_ESCAPED = re.compile(r"\\([\\`*_#<>|~\[\]])")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: text, emphasised text, or the mark of a citation (its number)."""

    text: str
    bold: bool = False
    mark: int | None = None


@dataclass(frozen=True)
class Line:
    """A paragraph, an item at some depth (from 1), a quotation, or a heading at some depth."""

    kind: Literal["paragraph", "item", "quote", "heading"]
    pieces: tuple[Piece, ...]
    depth: int = 0


@dataclass(frozen=True)
class Grid:
    """A table; its first row is that of the headings."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


def blocks(markdown: str) -> Iterator[Line | Grid]:
    """The blocks of a text, in order."""
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    for line in [*markdown.split("\n"), ""]:
        if _ROW.match(line.strip()):
            if not _RULE.match(line.strip()):
                cells = _CELL.split(line.strip()[1:-1])
                rows.append(tuple(pieces(cell.replace("<br>", "\n").strip()) for cell in cells))
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        if line.strip():
            yield _line(line)


def pieces(text: str) -> tuple[Piece, ...]:
    """A line in its pieces, escapes undone."""
    found: list[Piece] = []
    at = 0
    for match in _INLINE.finditer(text):
        found.append(Piece(_plain(text[at : match.start()])))
        if match["mark"]:
            found.append(Piece(match[0], mark=int(match["mark"])))
        else:
            found.append(Piece(_plain(match["bold"]), bold=True))
        at = match.end()
    found.append(Piece(_plain(text[at:])))
    return tuple(piece for piece in found if piece.text)


def _line(line: str) -> Line:
    if heading := _HEADING.match(line):
        return Line("heading", pieces(heading["text"]), len(heading["marks"]))
    if item := _ITEM.match(line):
        return Line("item", pieces(item["text"]), len(item["indent"]) // 2 + 1)
    if quote := _QUOTE.match(line):
        return Line("quote", pieces(quote["text"]), len(quote["indent"]) // 2)
    return Line("paragraph", pieces(line.strip()))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
