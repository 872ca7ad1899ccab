"""Office files (ZIP packages of XML): refused before a library opens them if damaged, locked or outsized.

Every limit is on what would have to be held in memory. ``zipfile`` reads no more of a part than the directory
of the package declares, so that the declared sizes can be relied on.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePath
from typing import TypeVar

from corpus.errors import UnreadableSource

_PARTS = 10_000  # files in a package; a report of 500 pages with pictures has some hundreds
_XML = 96 * 2**20  # bytes of XML once unpacked
_WHOLE = 256 * 2**20  # bytes of everything once unpacked, pictures too
_RATIO = 250  # unpacked to packed; sheets of formatted empty cells reach 100
_SMALL = 16 * 2**20  # bytes; the ratio of a smaller package is no danger
_PROLOG = 4096  # bytes of a part in which a document type would be declared
_TAKEN_APART = "open it in {program}, save it anew and try again."

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ZIP = "application/zip"
DOC, XLS, OLE = "application/msword", "application/vnd.ms-excel", "application/x-ole-storage"
LOCKED = "application/x-encrypted-office"
_FOLDERS = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_SUFFIXES = {".docx": DOCX, ".docm": DOCX, ".xlsx": XLSX, ".xlsm": XLSX, ".pptx": PPTX}
_OLD_SUFFIXES = {".doc": DOC, ".xls": XLS}
_STREAMS = {"EncryptedPackage": LOCKED, "WordDocument": DOC, "Workbook": XLS}  # names in the old container

Opened = TypeVar("Opened")


def zip_media(path: PurePath, data: bytes) -> str:
    """What a ZIP file is: an office document by the folders in it, else by its name; ``data`` may be its head."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media = _by_folder([name.lstrip("/") for name in archive.namelist()])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        media = next((found for folder, found in _FOLDERS.items() if folder.encode() in data[:4096]), None)
    return media or _SUFFIXES.get(path.suffix.lower(), ZIP)


def _by_folder(names: Sequence[str]) -> str | None:
    found = (media for folder, media in _FOLDERS.items() if any(name.startswith(folder) for name in names))
    return next(found, None)


def ole_media(path: PurePath, data: bytes) -> str:
    """What a file in the container of old office files is: one locked by a password, an old one, another."""
    found = (media for name, media in _STREAMS.items() if name.encode("utf-16-le") in data)
    return next(found, _OLD_SUFFIXES.get(path.suffix.lower(), OLE))


def package(data: bytes, program: str) -> zipfile.ZipFile:
    """The package, safe to unpack. ``program`` (Word, Excel) is named in what to do about an error.

    Raises UnreadableSource for a file that is cut off, damaged, encrypted or grows out of bounds.
    """
    again = _TAKEN_APART.format(program=program)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableSource(
            f"The file breaks off or is damaged: it cannot be unpacked. Get it again, or: {again}"
        ) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableSource(f"The file is protected by a password: open it in {program} and remove it.")
    xml = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    whole = sum(entry.file_size for entry in entries)
    if whole > _SMALL and whole > _RATIO * len(data):
        raise UnreadableSource(
            f"The file unpacks from {len(data) / 2**20:.1f} MB to {whole / 2**20:.0f} MB, as no real document "
            f"does, and is not opened. If it is one, open it in {program} and save it as PDF."
        )
    if whole > _WHOLE or len(entries) > _PARTS or sum(entry.file_size for entry in xml) > _XML:
        raise UnreadableSource(
            f"The file unpacks to {whole / 2**20:.0f} MB in {len(entries)} parts, more than is opened at once "
            f"({_WHOLE / 2**20:.0f} MB, {_XML / 2**20:.0f} MB of them text): split it, or save it as PDF."
        )
    for entry in xml:
        head = opened(partial(_head, archive, entry), program)
        if b"<!DOCTYPE" in head.replace(b"\x00", b""):
            raise UnreadableSource(f"The file declares a document type, which no office file does: {again}")
    return archive


def opened(read: Callable[[], Opened], program: str) -> Opened:
    """What ``read`` gives; whatever a library trips over in a damaged file is told as UnreadableSource."""
    try:
        return read()
    except (UnreadableSource, MemoryError):
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableSource(
            "The file is damaged: a part of it cannot be unpacked. Get it again, or: "
            f"{_TAKEN_APART.format(program=program)}"
        ) from error
    except Exception as error:  # the libraries have no error of their own for a file that is not sound
        raise UnreadableSource(
            f"The file cannot be read as a document of {program} ({type(error).__name__}): "
            f"{_TAKEN_APART.format(program=program)}"
        ) from error


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as part:
        return part.read(_PROLOG)
