"""What ingestion makes of files, without a store: their drafts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.catalog.models import Draft
from ingest.reading import Task, draft_of
from ingest.sources.files import SourceFile, find_files


def drafts_in(path: Path) -> dict[str, Draft]:
    """The drafts of a file or of those in a folder, by the name of the file."""
    return {file.path.name: draft_of(_task(file)) for file in find_files([path], None)}


def _task(file: SourceFile) -> Task:
    data = file.path.read_bytes()
    told = file.entry.overrides() if file.entry else {}
    return Task(
        name=file.path.name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        overrides={"audience": "public", **told},
        request="",
    )
