"""A page of a PDF as a reader sees it: as a picture, and where words stand on that picture.

pdfium may be used by one thread at a time; everything here waits for ``corpus.pages.PDFIUM``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import pages
from corpus.errors import NotHeld
from corpus.models import Frozen, Span

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_FINE = 1000  # device units a point when places are turned into those of the picture
_COLOURS = 128  # enough for print with pictures in it, at a fifth of the bytes
_TALLEST = 4  # times its width that a picture may be high; a page of another shape is drawn smaller


class WordBox(Frozen):
    """A rectangle on a page as shown, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class BoxedPage(Frozen):
    """A page (from 1) as shown, its size in points, and the words boxed on it."""

    page: int
    width: float
    height: float
    boxes: tuple[WordBox, ...] = ()


def count(file: Path) -> int:
    """How many pages a PDF has. Raises UnreadableSource."""
    with pages.PDFIUM:
        document = pages.opened(file.read_bytes())
        try:
            return len(document)
        finally:
            document.close()


def picture(file: Path, number: int, width: int) -> bytes:
    """A page (from 1) as a PNG that many pixels wide. Raises NotHeld for a page there is not, UnreadableSource."""
    from PIL import Image

    with pages.PDFIUM:
        document = pages.opened(file.read_bytes())
        try:
            if not 1 <= number <= len(document):
                raise NotHeld(f"The document has {len(document)} pages; there is no page {number}.")
            page = document[number - 1]
            across, down = page.get_size()
            scale = min(width / max(across, 1.0), _TALLEST * width / max(down, 1.0))
            image = page.render(scale=scale).to_pil()
        finally:
            document.close()
    drawn = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(drawn, format="PNG")
    return drawn.getvalue()


def placed(file: Path, spans: Sequence[Span], source: str = "") -> tuple[BoxedPage, ...]:
    """The pages on which those spans of a PDF's extracted text stand, the words boxed, a box a line.

    ``source`` is that text as it was extracted: where it holds pages recognised in pictures, only it tells where the
    pages begin. On such pages no words are boxed. Raises UnreadableSource.
    """
    recognised = pages.recognised_ends(source)
    with pages.PDFIUM:
        data = file.read_bytes()
        starts = _starts(file, file.stat().st_mtime_ns, recognised)
        found: dict[int, list[pages.PageBox]] = {}
        for number in pages.pages_of(spans, starts) if recognised else ():
            found[number] = []
        for box in pages.boxes(data, spans, starts):
            found.setdefault(box.page, []).append(box)
        document = pages.opened(data)
        try:
            return tuple(_shown(document, number, found[number]) for number in sorted(found))
        finally:
            document.close()


@lru_cache(maxsize=64)
def _starts(file: Path, _changed: int, recognised: tuple[int, ...]) -> tuple[int, ...]:
    """Where the pages begin in the extracted text: every page has to be read for it, once."""
    document = pages.opened(file.read_bytes())
    try:
        return pages.page_starts(document, recognised)
    finally:
        document.close()


def _shown(document: pdfium.PdfDocument, number: int, found: Sequence[pages.PageBox]) -> BoxedPage:
    page = document[number - 1]
    width, height = page.get_size()
    boxes = tuple(_as_shown(page, width, height, box) for box in found)
    return BoxedPage(page=number, width=width, height=height, boxes=boxes)


def _as_shown(page: pdfium.PdfPage, width: float, height: float, box: pages.PageBox) -> WordBox:
    """A box in the file's own places (cropped, turned) as one of the picture."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    corners = []
    for x, y in ((box.left, box.bottom), (box.right, box.top)):
        across, down = c_int(), c_int()
        size = (int(width * _FINE), int(height * _FINE))
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
        corners.append((across.value / _FINE, down.value / _FINE))
    (x1, y1), (x2, y2) = corners
    return WordBox(
        left=round(min(x1, x2), 2),
        top=round(min(y1, y2), 2),
        right=round(max(x1, x2), 2),
        bottom=round(max(y1, y2), 2),
    )
