"""A folder of fetched files and its manifest.yaml: where each is from, when it was fetched, its digest.

A file and the manifest are each replaced in one step, the file first: whatever is killed when, the manifest
names only files that are whole, and the next run goes on where this one ended.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
from enum import StrEnum
from pathlib import Path

import yaml

from corpus.models import Frozen
from ingest.manifest import NAME, Manifest, ManifestEntry, load_manifest
from ingest.sources.fetching import Fetched, Known

_HEAD = (
    "# Kept by `senrei sync`. What you add to an entry (title, kind, agency, audience ...) is kept when the\n"
    "# file is fetched again; origin, fetched, etag, modified and sha256 are written anew.\n"
)


class SyncStatus(StrEnum):
    """What became of one file that was looked for."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PLANNED = "planned"  # of a dry run: would be asked for
    FAILED = "failed"


class SyncedFile(Frozen):
    """One file that was looked for."""

    url: str
    file: str
    status: SyncStatus
    message: str = ""


class SyncReport(Frozen):
    """What came of one sync."""

    folder: Path
    files: tuple[SyncedFile, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not any(file.status is SyncStatus.FAILED for file in self.files)

    def summary(self) -> str:
        """One line: 3 new, 12 unchanged."""
        counted = [(status, sum(file.status is status for file in self.files)) for status in SyncStatus]
        return ", ".join(f"{count} {status.value}" for status, count in counted if count) or "nothing found"


class Downloads:
    """The files fetched into one folder."""

    def __init__(self, folder: Path) -> None:
        """The folder's manifest is read; the folder is made with the first file. Raises ManifestError."""
        self.folder = folder
        path = folder / NAME
        manifest = load_manifest(path) if path.is_file() else Manifest(folder=folder)
        self._entries = {entry.file: entry for entry in manifest.documents}

    def entry(self, name: str) -> ManifestEntry | None:
        """What is noted of a file that is here, whole and as it was fetched; else None."""
        entry = self._entries.get(name)
        path = self.folder / name
        if entry is None or entry.sha256 is None or not path.is_file():
            return None
        return entry if _digest(path.read_bytes()) == entry.sha256 else None

    def known(self, name: str) -> Known:
        """What its server said of a file that is here; nothing of one that is not."""
        entry = self.entry(name)
        return Known() if entry is None else Known(entry.etag, entry.modified)

    def keep(self, found: Fetched, facts: ManifestEntry) -> SyncStatus:
        """Write a fetched file under ``facts.file`` and note it; whether it is new or has changed."""
        before = self._entries.get(facts.file)
        digest = _digest(found.body)
        here = self.entry(facts.file) is not None
        same = here and before is not None and before.sha256 == digest
        path = self.folder / facts.file
        if not same:
            _replace(path, found.body)
        noted = facts.model_copy(
            update={"sha256": digest, "fetched": dt.datetime.now(dt.UTC).replace(microsecond=0)}
        )
        self._entries[facts.file] = _merged(before, noted)
        self._write()
        if same:
            return SyncStatus.UNCHANGED
        return SyncStatus.NEW if before is None else SyncStatus.CHANGED

    def read(self, name: str) -> bytes:
        """The bytes of a file that is here."""
        return (self.folder / name).read_bytes()

    def _write(self) -> None:
        entries = [
            entry.model_dump(mode="json", exclude_unset=True, exclude_none=True)
            for entry in self._entries.values()
        ]
        body = yaml.safe_dump({"documents": entries}, allow_unicode=True, sort_keys=False, width=1000)
        _replace(self.folder / NAME, (_HEAD + body).encode())


def _merged(before: ManifestEntry | None, noted: ManifestEntry) -> ManifestEntry:
    """The new notes; a person's own words about the document stay as they are."""
    if before is None:
        return noted
    ours = {"sha256", "fetched", "etag", "modified", "origin"}
    fresh = {name: getattr(noted, name) for name in noted.model_fields_set}
    kept = {name: getattr(before, name) for name in before.model_fields_set - ours}
    return ManifestEntry.model_validate({**fresh, **kept})


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _replace(path: Path, body: bytes) -> None:
    """Put a file in its place in one step: nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fetching-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
