"""The text of a web page as it is laid out: lines for blocks, tabs for cells; what its markup says aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

from ingest.extract import Block, BlockKind

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre"
        " section summary table tbody td tfoot th thead tr ul",
    )
)
_WHITE = re.compile(r"([ \t\r\n\f]+)")
_START = re.compile(r"counter-reset\s*:\s*\w+\s+(-?[0-9]{1,4})")
_FRAMED = re.compile(r"\bborder(?:-(?:top|width|style))?\s*:\s*(?!\s*(?:0|none))", re.I)
_BOX_CLASS = re.compile(r"(?:^|[\s_-])(?:box|frame|kakomi|waku)(?:$|[\s_-])", re.I)
_DEEPEST_TABLE = 8  # tables in tables beyond this are layout
_FRAMES = ("div", "section", "aside", "p", "fieldset")
_HEADING = re.compile(r"h[1-6]")


@dataclass
class _Open:
    """An element that is open: where its text begins, and the next number of a list."""

    element: etree._Element
    start: int
    number: str | None = None
    count: int = 0
    flat: bool = False


class PageWriter:
    """Takes a page's elements and texts in order; ``result`` gives the text and its blocks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = "\n"
        self._white = ""  # white space seen and not yet written
        self._break = ""
        self._open: list[_Open] = []
        self._blocks: list[Block] = []
        self._depth = 0
        self._tables = 0

    def line(self, text: str) -> None:
        """Write a line of its own."""
        self._break = "\n"
        self.text(text)
        self._break = "\n"

    def start(self, element: etree._Element, tag: str) -> None:
        """Begin an element that is content."""
        opened = _Open(element, self._length)
        if tag in _BLOCKS:
            self._part(tag)
        if tag == "table":
            self._tables += 1
        elif tag == "tr":
            opened.flat = self._tables <= _DEEPEST_TABLE and not _broken(element)
        elif tag in ("ol", "ul", "dl"):
            opened.count = _counter(element)
        if tag in ("li", "dd") or (tag == "div" and self._style_of_list() is not None):
            opened.number = self._numbered(element)
            self._depth += 1
        self._open.append(opened)

    def is_open(self, element: etree._Element) -> bool:
        """Whether the element was begun here and is the innermost."""
        return bool(self._open) and self._open[-1].element is element

    def end(self, element: etree._Element, tag: str) -> None:
        """End the innermost element."""
        opened = self._open.pop()
        if tag in _BLOCKS:
            self._part(tag)
        if tag == "table":
            self._tables -= 1
        self._note(opened, element, tag)
        if tag in ("li", "dd") or opened.number is not None:
            self._depth -= 1

    def text(self, text: str) -> None:
        """Write characters, white space as a page shows it."""
        pre = any(opened.element.tag in ("pre", "textarea") for opened in self._open[-3:])
        pieces = text.splitlines(keepends=True) if pre else _WHITE.split(text)
        for piece in pieces:
            if pre:
                self._write(piece.rstrip("\r\n"))
                self._break = "\n" if piece.endswith(("\n", "\r")) else self._break
            elif piece and not piece.strip(" \t\r\n\f"):
                self._white += piece
            elif piece:
                self._write(piece)

    def holds_text(self) -> bool:
        """Whether anything was written."""
        return self._length > 0

    def result(self) -> tuple[str, tuple[Block, ...]]:
        """The text, ending in a line feed, and its blocks, outer ones first."""
        text = "".join(self._parts)
        blocks = []
        for block in self._blocks:
            start = block.start
            while start < block.end and text[start].isspace():
                start += 1
            if start < block.end:
                blocks.append(block.model_copy(update={"start": start}))
        blocks.sort(key=lambda block: (block.start, -block.end, block.level))
        return (text + "\n" if text else text), tuple(blocks)

    def _write(self, piece: str) -> None:
        if not piece:
            return
        gap = self._break or _gap(self._last, self._white, piece[0])
        gap = gap if self._length else ""
        self._parts.append(gap + piece)
        self._length += len(gap) + len(piece)
        self._last, self._white, self._break = piece[-1], "", ""

    def _part(self, tag: str) -> None:
        row = next((opened for opened in reversed(self._open) if opened.element.tag == "tr"), None)
        if row is not None and row.flat and tag not in ("tr", "table"):
            if tag in ("td", "th") and self._break != "\n" and self._length > row.start:
                self._break = "\t"
            return
        self._break = "\n"

    def _style_of_list(self) -> str | None:
        """How the list that is open numbers its items; None if it is none or does not."""
        if not self._open or self._open[-1].element.tag not in ("ol", "ul"):
            return None
        return _style(self._open[-1].element)

    def _numbered(self, element: etree._Element) -> str | None:
        style = self._style_of_list()
        if style is None:
            return None
        above = self._open[-1]
        value, own = element.get("value") or "", _START.search(element.get("style") or "")
        if own:
            above.count = int(own[1]) + 1
        else:
            above.count = int(value) if re.fullmatch("[0-9]{1,4}", value) else above.count + 1
        return style.format(above.count)

    def _note(self, opened: _Open, element: etree._Element, tag: str) -> None:
        if self._length <= opened.start:
            return
        span = {"start": opened.start, "end": self._length}
        anchor = element.get("id") or (element.get("name") if tag == "a" else None)
        if anchor:
            self._blocks.append(Block(kind=BlockKind.ANCHOR, anchor=anchor, **span))
        if _HEADING.fullmatch(tag):
            self._blocks.append(Block(kind=BlockKind.HEADING, level=int(tag[1]), anchor=anchor, **span))
        elif tag == "li" or opened.number is not None:
            self._blocks.append(Block(kind=BlockKind.ITEM, level=self._depth, number=opened.number, **span))
        elif tag == "dt":
            self._blocks.append(Block(kind=BlockKind.TERM, level=self._depth, **span))
        elif tag == "dd":
            self._blocks.append(Block(kind=BlockKind.DETAIL, level=self._depth, **span))
        elif tag == "tr":
            self._blocks.append(Block(kind=BlockKind.ROW, level=self._tables, **span))
        elif tag == "blockquote" or (tag in _FRAMES and _framed(element)):
            self._blocks.append(Block(kind=BlockKind.BOX, **span))


def _gap(before: str, white: str, after: str) -> str:
    """White space between two characters: a line feed of the file between wide characters is none."""
    if not white:
        return ""
    return "" if ("\n" in white or "\r" in white) and _wide(before) and _wide(after) else " "


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _framed(element: etree._Element) -> bool:
    return bool(_BOX_CLASS.search(element.get("class") or "") or _FRAMED.search(element.get("style") or ""))


def _broken(row: etree._Element) -> bool:
    """Whether a cell of the row holds lines of its own, so that the row cannot stand on one."""
    inner = _BLOCKS - {"td", "th", "p", "div", "br"}
    if any(below.tag in inner for below in row.iterdescendants()):
        return True
    return any(sum(1 for _ in cell.iter("p", "div")) > 1 for cell in row)


def _counter(element: etree._Element) -> int:
    """The number before the first of a list."""
    started = _START.search(element.get("style") or "")
    if started:
        return int(started[1])
    first = element.get("start") or ""
    return int(first) - 1 if re.fullmatch("[0-9]{1,4}", first) else 0


def _style(element: etree._Element) -> str | None:
    """How a list prints its numbers. What a style sheet adds cannot be known; class names tell the habit."""
    named = element.get("class") or ""
    if re.search(r"(?:^|[\s_-])(?:num|paren)", named):
        return "({})"
    if element.tag == "ul" and not re.search(r"(?:^|[\s_-])decimal", named):
        return None
    return None if re.search(r"(?:^|[\s_-])(?:dot|none|disc)", named) else "{}"
