"""The text of a PDF page and where each of its characters stands, so that a page can show words boxed.

pdfium gives a page's characters with boxes. It also makes up white space where glyphs stand apart; Japanese
typesetting leaves a quarter of an em between a wide character and a figure, which is no space of the text
(法第 2 条 is 法第2条). Such a space is left out, a wide gap becomes one space; all else stays, in the order
of the file. The same rule reads a page when it is ingested and when it is shown.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.errors import UnreadableSource
from corpus.models import Frozen, Span
from corpus.page_tables import TabledText, with_tables

if TYPE_CHECKING:
    import pypdfium2 as pdfium

PDFIUM = threading.RLock()  # pdfium knows no threads: whoever uses it in this process holds this
LARGEST_PAGES = 5_000  # pages of one file that are read
_GAP = 0.8  # ems between two glyphs from which on the gap stands for a space beside a wide character
_MARGIN = 3  # lines of a page that begin at its left margin, at least
_SET_IN = (0.45, 2.4)  # ems: half a one at least; what is further in is centred or set to the right
_NO_PAGES, _A_PAGE = re.compile(rb"/Count\s+0\b"), re.compile(rb"/Type\s*/Page\b")
_LINE_END_HYPHENS = {0x02, 0xFFFE}
# Radicals that some fonts give in place of the characters they look like; those of Kangxi go by NFKC.
_RADICALS = {0x2EA0: "民", 0x2EC4: "西", 0x2ED1: "長", 0x2EE9: "黄", 0x2EF2: "亀", 0x2EB0: "糸", 0x2EBC: "肉"}


class PageText(Frozen):
    """One page: its text, lines parted by line feeds; ``glyphs[i]`` is pdfium's number of character i."""

    text: str
    glyphs: tuple[int, ...]


class PageBox(Frozen):
    """A rectangle on a page (from 1), in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def opened(data: bytes) -> pdfium.PdfDocument:
    """A PDF that can be read. Raises UnreadableSource saying why it cannot."""
    import pypdfium2 as pdfium

    if b"%PDF-" not in data[:1024]:
        raise UnreadableSource("The file is named .pdf but is no PDF. Give it the name of what it is.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableSource(
                "The PDF is encrypted with a password. Save it without one and try again."
            ) from error
        if _NO_PAGES.search(data) and not _A_PAGE.search(data):
            raise UnreadableSource("The PDF has no pages. Get the file again and try again.") from error
        raise UnreadableSource(
            "The PDF is damaged or breaks off (it cannot be opened). Get the file again and try again."
        ) from error
    if len(document) == 0:
        raise UnreadableSource("The PDF has no pages. Get the file again and try again.")
    if (count := len(document)) > LARGEST_PAGES:
        raise UnreadableSource(
            f"The PDF has {count} pages, more than the {LARGEST_PAGES} that are read at once: split it."
        )
    return document


def page_text(page: pdfium.PdfTextPage) -> PageText:
    """The text of a page as ingestion keeps it."""
    from pypdfium2 import raw

    chars: list[str] = []
    glyphs: list[int] = []
    gap = 0  # the number of a made-up space that is not yet judged, plus one
    count = page.count_chars()
    at = 0
    while at < count:
        code = raw.FPDFText_GetUnicode(page, at)
        number = at
        at += 1
        if 0xD800 <= code < 0xDC00 and at < count:
            low = raw.FPDFText_GetUnicode(page, at)
            if 0xDC00 <= low < 0xE000:
                code, at = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), at + 1
        char = _char(code)
        if char == "" or char == "\r":
            continue
        if char == "\n":
            _end_line(chars, glyphs, number)
            gap = 0
            continue
        if char == " " and raw.FPDFText_IsGenerated(page, number) == 1:
            gap = number + 1
            continue
        if (
            gap
            and chars
            and chars[-1] != "\n"
            and not char.isspace()
            and _parts(page, chars[-1], glyphs[-1], char, number)
        ):
            chars.append(" ")
            glyphs.append(gap - 1)
        gap = 0
        chars.append(char)
        glyphs.append(number)
    _end_line(chars, glyphs, count)
    _indent(page, chars, glyphs)
    return PageText(text="".join(chars), glyphs=tuple(glyphs))


def read_page(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> TabledText:
    """A page as ingestion reads it and as it is shown: its text, that of ruled tables in rows of cells."""
    read = page_text(textpage)
    return with_tables(page, read.text, read.glyphs, lambda glyph: box_of(textpage, glyph))


def boxes(data: bytes, spans: Sequence[Span], starts: Sequence[int] = ()) -> tuple[PageBox, ...]:
    """Where the characters of ``spans`` of a PDF's extracted text stand, one box a line, in order.

    ``starts`` are the offsets at which its pages begin, if known: then only the pages needed are read.
    Raises UnreadableSource.
    """
    document = opened(data)
    try:
        starts = starts or page_starts(document)
        found: list[PageBox] = []
        for span in spans:
            first = max(0, bisect_right(starts, span.start) - 1)
            last = bisect_right(starts, max(span.start, span.end - 1))
            for number in range(first, min(last, len(document))):
                found += _boxes_on(document, number, span.start - starts[number], span.end - starts[number])
        return tuple(found)
    finally:
        document.close()


def page_starts(document: pdfium.PdfDocument) -> tuple[int, ...]:
    """The offsets in the extracted text at which the pages begin."""
    starts, at = [], 0
    for number in range(len(document)):
        starts.append(at)
        page = document[number]
        at += len(read_page(page, page.get_textpage()).text)
    return tuple(starts)


def box_of(page: pdfium.PdfTextPage, glyph: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a glyph with the room that its font gives it."""
    left, bottom, right, top = page.get_charbox(glyph, loose=True)
    return left, bottom, right, top


def _boxes_on(document: pdfium.PdfDocument, number: int, start: int, end: int) -> list[PageBox]:
    sheet = document[number]
    page = sheet.get_textpage()
    read = read_page(sheet, page)
    found: list[PageBox] = []
    fresh = True
    for at in range(max(0, start), min(end, len(read.text))):
        if read.text[at].isspace():
            fresh = fresh or read.text[at] == "\n"
            continue
        left, bottom, right, top = box_of(page, read.glyphs[at])
        middle = (bottom + top) / 2  # the lines of a table's cell are parted by blanks
        if fresh or not found or not found[-1].bottom <= middle <= found[-1].top:
            found.append(PageBox(page=number + 1, left=left, bottom=bottom, right=right, top=top))
        else:
            last = found[-1]
            found[-1] = PageBox(
                page=last.page,
                left=min(last.left, left),
                bottom=min(last.bottom, bottom),
                right=max(last.right, right),
                top=max(last.top, top),
            )
        fresh = False
    return found


def _char(code: int) -> str:
    if code in _LINE_END_HYPHENS:
        return "-"
    if code in _RADICALS:
        return _RADICALS[code]
    if code == 0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    char = chr(code)
    if 0x2F00 <= code < 0x2FE0:
        return unicodedata.normalize("NFKC", char)
    if char in "\t\v\f\xa0\x85\u2028\u2029":
        return " "
    control = unicodedata.category(char).startswith("C") and code < 0xE000  # a private one prints something
    return "" if control and char not in "\r\n" else char


def _end_line(chars: list[str], glyphs: list[int], number: int) -> None:
    """End a line without the white space at its end."""
    while chars and chars[-1] != "\n" and chars[-1].isspace():
        chars.pop()
        glyphs.pop()
    if chars and chars[-1] != "\n":
        chars.append("\n")
        glyphs.append(number)


def _indent(page: pdfium.PdfTextPage, chars: list[str], glyphs: list[int]) -> None:
    """Begin a line that is set in by up to two ems with one or two wide spaces.

    Japanese paragraphs begin so, and where a line before ends with the column nothing else tells them apart. pdfium
    gives no white space at the head of a line.
    """
    heads = [at for at, char in enumerate(chars) if (at == 0 or chars[at - 1] == "\n") and char != "\n"]
    boxes = {at: box_of(page, glyphs[at]) for at in heads}
    lefts = Counter(round(box[0]) for box in boxes.values())
    margin = min((left for left, count in lefts.items() if count >= _MARGIN), default=None)
    if margin is None:
        return
    for at in reversed(heads):
        left, _bottom, right, _top = boxes[at]
        em = max(right - left, 1.0)  # a wide character is one em wide
        set_in = (left - margin) / em
        if _wide(chars[at]) and _SET_IN[0] <= set_in <= _SET_IN[1]:
            wide = max(1, round(set_in))
            chars[at:at] = ["\u3000"] * wide
            glyphs[at:at] = [glyphs[at]] * wide


def _parts(page: pdfium.PdfTextPage, before: str, glyph: int, after: str, number: int) -> bool:
    """Whether the gap between two glyphs stands for a space."""
    if not (_wide(before) or _wide(after)):
        return True
    left, right = box_of(page, glyph), box_of(page, number)
    height = max(left[3] - left[1], right[3] - right[1], 1.0)
    return right[0] - left[2] >= _GAP * height or right[0] < left[0]


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"
