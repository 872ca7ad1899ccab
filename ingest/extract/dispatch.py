"""Which reader a file needs, by what it holds first and by its name second.

A further format is one module with ``extract(data) -> Extracted`` and one line in ``_READERS``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path, PurePath

from corpus.errors import UnreadableSource
from ingest.extract import Extracted
from ingest.extract.office import DOC, DOCX, LOCKED, OLE, PPTX, XLS, XLSX, ZIP, ole_media, zip_media

LARGEST = 50 * 1024 * 1024  # bytes; the pipeline's default

_HEAD = 1024  # bytes; what text and markup begin with
_PDF = "application/pdf"
_LAW = "application/x-e-gov-law"
_READERS = {
    "text/plain": "ingest.extract.txt",
    _LAW: "ingest.extract.law_xml",
    "text/html": "ingest.extract.html",
    _PDF: "ingest.extract.pdf",
    XLSX: "ingest.extract.xlsx",
    DOCX: "ingest.extract.docx",
}
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_LAW_XML = re.compile(rb"<(?:law|dataroot|law_data_response)[\s/>]")
_LAW_JSON = re.compile(rb'"(?:law_info|law_full_text|revision_info)"\s*:|"tag"\s*:\s*"law"')
_TEXT_SUFFIXES = {".txt", ".text", ".md", ""}
_PAGE = (b"<!doctype html", b"<html")
_MARKUP = {b"<?xml": "application/xml"}
_SUFFIXES = {
    ".pdf": _PDF,
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".xhtml": "text/html",
    ".docx": DOCX,
    ".docm": DOCX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".pptx": PPTX,
    ".doc": DOC,
    ".xls": XLS,
    ".rtf": "application/rtf",
    ".csv": "text/csv",
}
_NAMES = {
    "application/xml": "XML other than e-Gov's law XML",
    PPTX: "PowerPoint (.pptx)",
    ZIP: "A ZIP file",
    OLE: "A file of an old office program",
    "application/rtf": "RTF",
    "text/csv": "CSV",
}
_REFUSALS = {
    LOCKED: "The file is protected by a password: open it, remove the password and save it, "
    "or save it as PDF or as text (.txt, UTF-8).",
    XLS: "This is an old Excel file (.xls), which is not read: save it as .xlsx, or as PDF or text (.txt, UTF-8).",
    DOC: "This is an old Word file (.doc), which is not read: save it as .docx, or as PDF or text (.txt, UTF-8).",
}


def media_of(path: PurePath, data: bytes) -> str:
    """The media type of a file; ``application/octet-stream`` if nobody knows.

    The first thousand bytes of it will do, but that a package of XML and an old office file are then told by
    their name.
    """
    for signature, media in _SIGNATURES:
        if data.startswith(signature):
            look = {ZIP: zip_media, OLE: ole_media}.get(media)
            return look(path, data) if look else media
    head = data[:_HEAD]
    suffix = path.suffix.lower()
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if plain.startswith(_PAGE) or (plain.startswith(b"<?xml") and b"<html" in plain):
        return "text/html"  # a page whatever its name
    if _is_law(plain):
        return _LAW
    if suffix in _TEXT_SUFFIXES:
        return "text/plain"
    for beginning, media in _MARKUP.items():
        if plain.startswith(beginning):
            return media
    return _SUFFIXES.get(suffix, "application/octet-stream")


def _is_law(head: bytes) -> bool:
    """Whether a file begins as law XML or the JSON of the law API do; ``head`` is in lower case."""
    plain = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"").lstrip()
    if plain.startswith(b"<"):
        return _LAW_XML.search(plain) is not None
    return plain.startswith(b"{") and _LAW_JSON.search(plain) is not None


def refusal(media: str) -> str | None:
    """Why a file of that type is not read, and what to do instead; None if it is read."""
    if media in _READERS:
        return None
    if media in _REFUSALS:
        return _REFUSALS[media]
    what = _NAMES.get(media, "A file of this kind")
    what = what[0].upper() + what[1:]
    return f"{what} is not yet read: save the document as PDF or as text (.txt, UTF-8) instead."


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file. Raises UnreadableSource if it cannot be read or is larger than ``largest``."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise UnreadableSource(
                f"The file has {size / 2**20:.1f} MB, more than the {largest / 2**20:.1f} MB that are "
                "read at once: split the document into parts."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"The file cannot be read: {error.strerror or error}.") from error


def extract(path: PurePath, data: bytes, ocr: str | None = None) -> Extracted:
    """The text of a file, by the reader for what it is; ``ocr`` is the engine for scanned pages (SENREI_OCR).

    Raises UnreadableSource, ReadersMissing (no such engine).
    """
    media = media_of(path, data)
    if (reason := refusal(media)) is not None:
        raise UnreadableSource(reason)
    if media == _PDF:
        from ingest.extract import pdf

        return pdf.extract(data, ocr)
    reader: Callable[[bytes], Extracted] = importlib.import_module(_READERS[media]).extract
    return reader(data)
