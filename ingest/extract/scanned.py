"""The scanned pages of one PDF: their text where an engine recognises it, and what is to be told of each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from corpus.models import Frozen, Span
from corpus.pages import RECOGNISED_END
from ingest.extract import Recognised

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from ingest.extract.ocr import Recogniser


class _Read(Frozen):
    """A page (from 1) that was recognised."""

    number: int
    span: Span
    confidence: int


class Scanned:
    """What becomes of the pages of a file that are pictures without text."""

    def __init__(self, ocr: str | None) -> None:
        """``ocr`` names the engine, as SENREI_OCR does; None: such pages are only told."""
        self._ocr = ocr
        self._recogniser: Recogniser | None = None
        self._read: list[_Read] = []
        self._unread: list[str] = []

    def text(self, document: pdfium.PdfDocument, number: int, offset: int) -> str:
        """The text of the page of that number (from 0), which begins at ``offset``. Raises ReadersMissing."""
        if self._ocr is None:
            self._unread.append(f"page {number + 1} is a picture without text (scanned)")
            return ""
        if self._recogniser is None:
            from ingest.extract.ocr import Recogniser

            self._recogniser = Recogniser(self._ocr)
        page = document[number]
        try:
            found = self._recogniser.page(page)
        finally:
            page.close()
        if found is not None and found.text.strip():
            span = Span(start=offset, end=offset + len(found.text))
            self._read.append(_Read(number=number + 1, span=span, confidence=found.confidence))
            return found.text
        why = self._recogniser.failure or "no text was found in it"
        self._unread.append(f"page {number + 1} is a picture whose text could not be recognised ({why})")
        return RECOGNISED_END

    @property
    def unread(self) -> tuple[str, ...]:
        """The pages whose text is not had, a line each."""
        return tuple(self._unread)

    @property
    def recognised(self) -> tuple[Recognised, ...]:
        """The pages whose text was recognised, those in a row together."""
        runs = groupby(enumerate(self._read), key=lambda at: at[1].number - at[0])
        return tuple(_told([page for _, page in run]) for _, run in runs)

    @property
    def advice(self) -> str:
        """What to do with a file that holds no text but in pictures."""
        if self._ocr is None:
            return (
                "Run text recognition (OCR) over it, or let Senrei do so (SENREI_OCR), or get the version with text, "
                "and try again."
            )
        return f"Text recognition failed: {self._unread[0]}. Get a clearer copy, or the version with text."


def _told(pages: list[_Read]) -> Recognised:
    first, last = pages[0], pages[-1]
    sure = round(sum(page.confidence for page in pages) / len(pages))
    which = f"page {first.number} was" if first is last else f"pages {first.number} to {last.number} were"
    pictures = "a picture" if first is last else "pictures"
    return Recognised(
        span=Span(start=first.span.start, end=last.span.end),
        message=f"{which} recognised from {pictures} (OCR), with a confidence of {sure} of 100: compare with the page",
    )
