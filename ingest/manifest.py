"""manifest.yaml: what is known of files beside what stands in them.

```
documents:
  - file: minutes-330.txt     # beside the manifest or in a folder below it; all other keys may be left out
    id: minutes-330
    kind: minutes             # minutes, summary, assessment, paper, statute, guideline, review, other
    date: 2025-07-30
    sha256: 3352...           # the file is refused if it does not fit
    fetched: 2025-08-01T09:00:00+09:00   # with etag and modified: what `senrei sync` noted when it got the file
```
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml
from pydantic import Field, ValidationError, field_validator

from corpus.errors import ManifestError
from corpus.models import Audience, DocumentId, DocumentKind, Frozen

NAME = "manifest.yaml"
_OF_THE_FILE = {"file", "sha256", "fetched", "etag", "modified"}


class ManifestEntry(Frozen):
    """What a manifest says of one file; what it leaves out is read from the file."""

    file: str
    id: DocumentId | None = None
    title: str | None = None
    cite: str | None = None
    kind: DocumentKind | None = None
    date: dt.date | None = None
    meeting: int | None = Field(default=None, ge=1)
    agency: str | None = None
    url: str | None = None
    origin: str | None = None
    audience: Audience | None = None
    aliases: tuple[str, ...] = ()
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{64}$")
    fetched: dt.datetime | None = None
    etag: str | None = None
    modified: str | None = None  # as the server told it: Last-Modified, or the law API's `updated`

    @field_validator("file")
    @classmethod
    def _below(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError("must be a file beside the manifest or in a folder below it")
        return path.as_posix()

    def overrides(self) -> dict[str, object]:
        """What it says of the document itself: not the file, its digest and how it was fetched."""
        given = {name: getattr(self, name) for name in sorted(self.model_fields_set - _OF_THE_FILE)}
        return {name: value for name, value in given.items() if value is not None}


class Manifest(Frozen):
    """A manifest and the folder it describes."""

    folder: Path
    documents: tuple[ManifestEntry, ...] = ()

    def entry(self, path: Path) -> ManifestEntry | None:
        """What it says of a file; None if nothing."""
        return self._by_path.get(path.resolve())

    @cached_property
    def _by_path(self) -> dict[Path, ManifestEntry]:
        return {(self.folder / entry.file).resolve(): entry for entry in self.documents}


def load_manifest(path: Path) -> Manifest:
    """The manifest in a file. Raises ManifestError naming the entry and what is wrong with it."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} cannot be read: {error}. Save it as text in UTF-8.") from error
    except yaml.YAMLError as error:
        raise ManifestError(f"{path} is not YAML: {_one_line(error)}") from error
    if (
        not isinstance(raw, dict)
        or set(raw) != {"documents"}
        or not isinstance(raw["documents"], list | None)
    ):
        raise ManifestError(f"{path} must hold one key, `documents`, with a list of entries below it.")
    entries = tuple(_entry(path, number, item) for number, item in enumerate(raw["documents"] or [], 1))
    files = [entry.file for entry in entries]
    if doubled := sorted({file for file in files if files.count(file) > 1}):
        raise ManifestError(f"{path} names a file more than once: {', '.join(doubled)}.")
    return Manifest(folder=path.parent, documents=entries)


def _entry(path: Path, number: int, item: object) -> ManifestEntry:
    if not isinstance(item, dict):
        raise ManifestError(f"{path}: entry {number} must have keys, `file` at least.")
    name = item.get("file") or f"entry {number}"
    try:
        return ManifestEntry.model_validate(item)
    except ValidationError as error:
        faults = "; ".join(_fault(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors())
        raise ManifestError(f"{path}: {name}: {faults}") from error


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    key = ".".join(map(str, where))
    if kind == "extra_forbidden":
        return f"unknown key `{key}` (known: {', '.join(ManifestEntry.model_fields)})"
    return f"`{key}`: {message}"


def _one_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())
