"""What is to be done with a file, found out without parsing it: nothing, if it is as it was the last time.

First by what the system says of it (size, times, inode), then by the digest of its bytes. What comes of a file is
decided by its bytes, its name, what a manifest says of it and the code of the readers: the request is their digest.
The engine for scanned pages is part of it where one is set.
A file that was moved is read under the name it first came with, so that it is the same document under a new path.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.catalog.models import KnownFile, Made, RetiredDocument
from corpus.errors import ManifestError, UnreadableSource
from corpus.models import Audience
from ingest.extract import dispatch
from ingest.parsing import readers_digest
from ingest.reading import Task
from ingest.sources.files import SourceFile

_SMALL = 256 * 1024  # bytes
_TICK_NS = 2_000_000_000  # the coarsest clock of a file system in use


class Known(Protocol):
    """What is known of files and documents from before."""

    def at(self, place: str) -> KnownFile | None:
        """The file at a place, as it was the last time."""

    def moved(self, sha256: str) -> KnownFile | None:
        """A file of that content that is no longer where it was."""

    def made_from(self, request: str) -> Made | None:
        """The document, or state of a law, that was made from just that and is shown."""

    def retired_from(self, request: str) -> RetiredDocument | None:
        """The document that was made from just that and is retired."""


@dataclass(frozen=True)
class Print:
    """A file as it was found: where it is, the name it goes by, what the system and its bytes say of it."""

    place: str | None  # None for a name that cannot be kept as text
    name: str
    size: int
    stamp: str
    sha256: str
    moved_from: str | None = None  # where it was before, if it was moved


@dataclass(frozen=True)
class Unchanged:
    """The file was read before, just so."""

    made: Made
    found: Print


@dataclass(frozen=True)
class Retired:
    """The file was read before, just so, and its document was retired since."""

    document: RetiredDocument
    found: Print


@dataclass(frozen=True)
class Skipped:
    """The file is of a kind that is not read."""

    reason: str


@dataclass(frozen=True)
class ToRead:
    """The file has to be read."""

    task: Task
    found: Print


Looked = Unchanged | Retired | Skipped | ToRead


def look(file: SourceFile, audience: Audience, largest: int, known: Known, ocr: str | None = None) -> Looked:
    """What is to be done with a file; ``ocr`` is the engine for scanned pages.

    Raises UnreadableSource or ManifestError saying what is wrong with it.
    """
    try:
        status = file.path.stat()
    except FileNotFoundError:
        raise _not_there(file) from None
    except OSError as error:
        raise UnreadableSource(f"The file cannot be read: {error.strerror or error}.") from error
    if file.path.is_dir():
        raise UnreadableSource(
            "The folder cannot be read: check who may read it. What came from it stays as it is."
        )
    if not file.path.is_file():
        raise _not_there(file)
    overrides = {"audience": audience, **(file.entry.overrides() if file.entry else {})}
    place, stamp = place_of(file.path), _stamp(status)
    before = known.at(place) if place is not None else None
    if before is not None and stamp and before.stamp == stamp and _expected(file) in (None, before.sha256):
        found = Print(place, before.name, status.st_size, stamp, before.sha256)
        if (same := _as_before(found, overrides, known, ocr)) is not None:
            return same
    data = dispatch.read_bytes(file.path, largest)
    return _by_content(file, data, overrides, before, stamp, known, ocr)


def _by_content(
    file: SourceFile,
    data: bytes,
    overrides: dict[str, object],
    before: KnownFile | None,
    stamp: str,
    known: Known,
    ocr: str | None,
) -> Looked:
    sha256 = hashlib.sha256(data).hexdigest()
    if _expected(file) not in (None, sha256):
        raise ManifestError(
            f"{file.path.name} is not the file that the manifest describes: its sha256 is {sha256}. "
            "Get the file again, or correct the manifest."
        )
    media = dispatch.media_of(file.path, data)
    reason = dispatch.refusal(media)
    if reason is not None and not file.named:
        return Skipped(reason)
    former = known.moved(sha256) if before is None else None
    name = former.name if former else before.name if before else file.file_name
    found = Print(place_of(file.path), name, len(data), stamp, sha256, former.path if former else None)
    if (same := _as_before(found, overrides, known, ocr)) is not None:
        return same
    small = media == "text/plain" and len(data) <= _SMALL
    return ToRead(Task(name, data, sha256, overrides, request_of(found, overrides, ocr), small, ocr), found)


def _as_before(
    found: Print, overrides: dict[str, object], known: Known, ocr: str | None
) -> Unchanged | Retired | None:
    request = request_of(found, overrides, ocr)
    if (made := known.made_from(request)) is not None:
        return Unchanged(made, found)
    if (retired := known.retired_from(request)) is not None:
        return Retired(retired, found)
    return None


def request_of(found: Print, overrides: dict[str, object], ocr: str | None = None) -> str:
    """A digest of everything that decides what comes of a file."""
    parts = [found.sha256, found.name, readers_digest(), sorted((k, str(v)) for k, v in overrides.items())]
    if ocr is not None:
        parts.append(ocr)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def place_of(path: Path) -> str | None:
    """Where a file is, as text; None for a name that cannot be kept as text."""
    place = os.path.realpath(path)
    try:
        place.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return place


def _expected(file: SourceFile) -> str | None:
    return file.entry.sha256.lower() if file.entry is not None and file.entry.sha256 else None


def _stamp(status: os.stat_result) -> str:
    """What changes when a file does: size, time of its content, time of its inode, inode.

    Nothing for a file changed just now: another change within the same tick of the clock would not show.
    """
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _TICK_NS:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def _not_there(file: SourceFile) -> ManifestError:
    return ManifestError(f"The manifest names {file.path.name}, which is not there. Add it or take it out.")
