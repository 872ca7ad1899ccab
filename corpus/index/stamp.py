"""The index's own record: which embedding model made it, and a stamp that changes with every change."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import EmbedderMismatch, StoreDamaged, StoreError, StoreTooNew
from corpus.index.calibration import Bounds
from corpus.index.faults import REINDEX
from corpus.models import Frozen

FORMAT = 2  # 2: words are counted otherwise (corpus.index.lexical)


class Record(Frozen):
    """What stands in ``index.json``."""

    format: int = FORMAT
    stamp: str
    embedder: str
    revision: str
    dimensions: int
    # What cosines mean under the model, measured where no fusion.json says it (corpus.index.calibration).
    bounds: Bounds | None = None


def new_stamp() -> str:
    """A stamp that no index has had."""
    return uuid.uuid4().hex[:16]


def signature(path: Path) -> tuple[int, int, int] | None:
    """What changes when the file is replaced, cheaper than reading it; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def read(path: Path) -> Record | None:
    """The record, or None where there is no index yet.

    Raises:
        StoreTooNew: a newer version of Senrei wrote it.
        StoreDamaged: it is not what Senrei writes.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreDamaged(f"{path} cannot be read ({error}). {REINDEX}") from error
    if isinstance(raw, dict) and isinstance(raw.get("format"), int) and raw["format"] > FORMAT:
        raise StoreTooNew(
            f"{path} was written by a newer version of Senrei than this one. Update Senrei. {REINDEX}"
        )
    try:
        return Record.model_validate(raw)
    except ValidationError as error:
        raise StoreDamaged(f"{path} is not what Senrei writes. {REINDEX}") from error


def write(path: Path, record: Record) -> None:
    """Replace the record, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(record.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def made_by(path: Path, name: str) -> bool:
    """Whether the index of this record was made with the model of that name, at any revision; False if unreadable."""
    try:
        record = read(path)
    except StoreError:
        return False
    return record is not None and record.embedder == name


def check(record: Record, name: str, revision: str, dimensions: int) -> None:
    """Refuse an index that another model made, or an older version of Senrei.

    Raises:
        EmbedderMismatch: with both names, and the command that makes the index anew.
    """
    if record.format < FORMAT:
        raise EmbedderMismatch(
            f"The index was made by an older version of Senrei (format {record.format}, now {FORMAT}). {REINDEX}"
        )
    if (record.embedder, record.revision, record.dimensions) == (name, revision, dimensions):
        return
    raise EmbedderMismatch(
        f"The index was made with the embedding model {record.embedder} (revision {record.revision}, "
        f"{record.dimensions} dimensions), but {name} (revision {revision}, {dimensions} dimensions) is set. "
        "A model's prefixes, pooling, length and dimensions count as part of its revision. "
        "Run `senrei reindex` to build it with the model that is set, or set SENREI_EMBEDDER back."
    )
