"""PDF files: the text of their pages by pdfium, with lines, framed boxes and marks printed as pictures.

A mark printed as a picture (some word processors print automatic numbers so) has no characters: the line it
stands before is told in the blocks, so that a parser can count. Pages that hold pictures and no text are
scanned; where an engine is set (``ocr``) their text is recognised, else a file of nothing else is refused and single
ones are told in ``unread``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import UnreadableSource
from corpus.models import Span
from corpus.page_tables import TabledText
from corpus.pages import PDFIUM, box_of, has_picture, opened, read_page
from ingest.extract import Block, BlockKind, Extracted
from ingest.extract.scanned import Scanned

if TYPE_CHECKING:
    import pypdfium2 as pdfium

MEDIA = "application/pdf"
LARGEST_TEXT = 50_000_000  # characters; no document has more, a malicious one may
_OBJECTS = 20_000  # drawn objects of a page that are looked at; a plan or map has more
_THIN = 1.5  # points; a drawn object no thicker is a ruled line
_LONG = 120.0  # points; a frame is no narrower
_NEAR = 2.0  # points by which the ends of ruled lines may miss each other
_MARK_GAP = 60.0  # points between a mark printed as a picture and its line
_UNREADABLE = 0.3  # share of characters without a code from which on the text is worthless


@dataclass
class _Drawn:
    """What a page draws besides its text: pictures, ruled lines, as (left, bottom, right, top)."""

    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    level: list[tuple[float, float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class _Printed:
    """One printed line: its stretch of the text and its place on the page."""

    start: int
    end: int
    left: float
    bottom: float
    top: float


def extract(data: bytes, ocr: str | None = None) -> Extracted:
    """The text of a PDF; that of scanned pages where ``ocr`` names an engine (SENREI_OCR).

    Raises UnreadableSource: encrypted, damaged, without pages, scanned without text; ReadersMissing: no such engine.
    """
    with PDFIUM:
        document = opened(data)
        try:
            return _read(document, Scanned(ocr))
        finally:
            document.close()


def _read(document: pdfium.PdfDocument, scanned: Scanned) -> Extracted:
    parts: list[str] = []
    starts: list[int] = []
    blocks: list[Block] = []
    length = 0
    for number in range(len(document)):
        starts.append(length)
        text, found, is_scanned = _page(document, number, length)
        if is_scanned:
            text = scanned.text(document, number, length)
        parts.append(text)
        blocks += found
        length += len(text)
        if length > LARGEST_TEXT:
            raise UnreadableSource(
                "The PDF holds more text than is read at once: split the document into parts."
            )
    text = "".join(parts)
    _must_be_readable(text, len(document), scanned)
    return Extracted(
        text=text,
        media=MEDIA,
        pages=tuple(starts),
        blocks=tuple(blocks),
        unread=scanned.unread,
        recognised=scanned.recognised,
    )


def _must_be_readable(text: str, pages: int, scanned: Scanned) -> None:
    if not text.strip() and scanned.unread:
        raise UnreadableSource(
            f"The PDF is scanned: its {pages} pages are pictures without text. {scanned.advice}"
        )
    if not text.strip():
        raise UnreadableSource(f"The PDF holds no text on its {pages} pages. Get the version with text.")
    if text.count("\ufffd") > _UNREADABLE * len(text):
        raise UnreadableSource(
            "The PDF's fonts do not say which characters they print, so its text cannot be read. "
            "Get another version of the document, or run text recognition (OCR) over it."
        )


def _page(document: pdfium.PdfDocument, number: int, offset: int) -> tuple[str, list[Block], bool]:
    """Text and blocks of a page that begins at ``offset``, and whether it is scanned: a picture without text."""
    import pypdfium2 as pdfium

    try:
        page = document[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableSource(
            f"The PDF is damaged: page {number + 1} cannot be read. Get the file again and try again."
        ) from error
    try:
        read = read_page(page, textpage)
        drawn = _drawn(page)
        lines = _lines(textpage, read.text, read.glyphs)
        blocks = [_line_block(line, offset) for line in lines if not _in_rows(line, read.rows)]
        blocks += _of_tables(read, offset)
        blocks += _marks(lines, drawn, offset) + _framed(lines, _frames(drawn), offset)
        blocks.sort(key=lambda block: (block.start, -block.end))
        return read.text, blocks, not read.text and has_picture(page)
    finally:
        textpage.close()
        page.close()


def _drawn(page: pdfium.PdfPage) -> _Drawn:
    from pypdfium2 import raw

    drawn = _Drawn()
    for count, thing in enumerate(page.get_objects(max_depth=2)):
        if count > _OBJECTS:
            return _Drawn(pictures=drawn.pictures)
        if thing.type not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        left, bottom, right, top = thing.get_bounds()
        box = (left, bottom, right, top)
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            drawn.pictures.append(box)
        elif top - bottom <= _THIN and right - left >= _LONG:
            drawn.level.append(box)
        elif right - left <= _THIN and top - bottom > _THIN:
            drawn.upright.append(box)
        elif right - left >= _LONG and top - bottom > 3 * _THIN:  # a rectangle drawn at once
            drawn.level += [(left, bottom, right, bottom), (left, top, right, top)]
            drawn.upright += [(left, bottom, left, top), (right, bottom, right, top)]
    return drawn


def _lines(page: pdfium.PdfTextPage, text: str, glyphs: tuple[int, ...]) -> list[_Printed]:
    lines: list[_Printed] = []
    at = 0
    for raw_line in text.splitlines(keepends=True):
        body = raw_line.rstrip("\n")
        start = at + len(body) - len(body.lstrip())
        if body.strip():
            left, bottom, _, top = box_of(page, glyphs[start])
            lines.append(_Printed(start, at + len(body), left, bottom, top))
        at += len(raw_line)
    return lines


def _line_block(line: _Printed, offset: int) -> Block:
    return Block(
        kind=BlockKind.LINE, start=offset + line.start, end=offset + line.end, indent=round(line.left, 1)
    )


def _in_rows(line: _Printed, rows: Sequence[Span]) -> bool:
    return any(row.start <= line.start < row.end for row in rows)


def _of_tables(read: TabledText, offset: int) -> list[Block]:
    """The rows of a page's tables, and the lines of their cells, as office files give them."""
    kinds = ((BlockKind.ROW, read.rows), (BlockKind.CELL_LINE, read.cell_lines))
    return [
        Block(kind=kind, start=offset + span.start, end=offset + span.end)
        for kind, spans in kinds
        for span in spans
    ]


def _marks(lines: list[_Printed], drawn: _Drawn, offset: int) -> list[Block]:
    """Small pictures that stand right before a line, about as high as it."""
    found = []
    for line in lines:
        height = max(line.top - line.bottom, 1.0)
        middle = (line.top + line.bottom) / 2
        for left, bottom, right, top in drawn.pictures:
            level = bottom <= middle <= top and 0.4 * height <= top - bottom <= 2 * height
            beside = left < line.left and -height / 2 <= line.left - right < _MARK_GAP
            if level and beside:
                start = offset + line.start
                end = offset + line.end
                found.append(Block(kind=BlockKind.PICTURE, start=start, end=end, indent=round(left, 1)))
                break
    return found


def _frames(drawn: _Drawn) -> list[tuple[float, float, float, float]]:
    """Rectangles ruled on a page with nothing ruled upright inside (that is a table)."""
    columns: dict[float, list[tuple[float, float]]] = {}
    for left, bottom, right, top in sorted(drawn.upright):
        middle = (left + right) / 2
        key = next((x for x in columns if abs(x - middle) <= _NEAR), middle)
        columns.setdefault(key, []).append((bottom, top))
    runs = [(x, *run) for x, pieces in columns.items() for run in _joined(pieces)]
    frames = []
    for left, bottom, top in runs:
        same = sorted(
            x for x, low, high in runs if x > left and abs(low - bottom) <= _NEAR and abs(high - top) <= _NEAR
        )
        inner = [x for x, low, high in runs if left < x and low < top - _NEAR and high > bottom + _NEAR]
        if len(same) == 1 and same[0] - left >= _LONG and not any(x < same[0] - _NEAR for x in inner):
            frames.append((left, bottom, same[0], top))
    return frames


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Upright pieces of one column as unbroken runs."""
    runs: list[tuple[float, float]] = []
    for low, high in sorted(pieces):
        if runs and low <= runs[-1][1] + _NEAR:
            runs[-1] = (runs[-1][0], max(runs[-1][1], high))
        else:
            runs.append((low, high))
    return runs


def _framed(
    lines: list[_Printed], frames: list[tuple[float, float, float, float]], offset: int
) -> list[Block]:
    found = []
    for left, bottom, right, top in frames:
        within = [
            line
            for line in lines
            if left - _NEAR <= line.left <= right and bottom <= (line.bottom + line.top) / 2 <= top
        ]
        if within:
            start, end = min(line.start for line in within), max(line.end for line in within)
            found.append(Block(kind=BlockKind.BOX, start=offset + start, end=offset + end))
    return found
