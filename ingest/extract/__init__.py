"""Files to text with positions, one module a format."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from corpus.models import Frozen, Span


class BlockKind(StrEnum):
    """What a format says of a stretch of its text, beyond the characters."""

    HEADING = "heading"  # level 1-6
    ANCHOR = "anchor"  # a place that links lead to; ``anchor`` is its name
    ITEM = "item"  # of a list; ``level`` lists deep; ``number`` if the list is numbered
    TERM = "term"  # of a list of terms (dt)
    DETAIL = "detail"  # what stands beside or below a term (dd)
    BOX = "box"  # framed, or set apart as a quotation
    ROW = "row"  # of a table; cells are parted by tabs
    CELL_LINE = "cell_line"  # one of several lines within a cell, parted by blanks in the text
    LINE = "line"  # one printed line; ``indent`` is its distance from the page's left edge in points
    PICTURE = "picture"  # a mark printed as a picture before the line that begins here; ``indent`` as above


class Block(Frozen):
    """A stretch ``text[start:end]`` and what its format says it is. Stretches may stand in one another."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    anchor: str | None = None
    number: str | None = None  # as the reader of a page sees it; it does not stand in the text
    indent: float | None = None


class Recognised(Frozen):
    """A page, or several in a row, whose text was recognised in pictures, and what is to be told of them."""

    span: Span
    message: str


class Extracted(Frozen):
    """The text of one file, and where its pages begin.

    ``text`` keeps every character of the decoded source, line ends included; a format with markup gives what
    a reader of it sees. ``pages`` holds the offset in ``text`` at which each page begins; empty where the
    format has no pages. ``blocks`` are in order of their beginning, outer ones first. ``left_out`` says, a
    line each, what of the file is no content and so not in the text; ``unread``, what could not be read.
    ``recognised`` are the stretches that were read from pictures and may be wrong.
    """

    text: str
    media: str  # text/plain, application/pdf ...
    encoding: str | None = None
    pages: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    wrapped: bool = True  # whether lines may be parts of paragraphs; False where each line is a whole one

    def page_at(self, offset: int) -> int | None:
        """The page (from 1) that holds the character at ``offset``; None without pages."""
        if not self.pages:
            return None
        return bisect_right(self.pages, offset)
