"""Files and folders: which files are meant, and what manifests say of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ManifestError, UnreadableSource
from ingest.manifest import NAME, Manifest, ManifestEntry, load_manifest


@dataclass(frozen=True)
class SourceFile:
    """One file to be ingested."""

    path: Path
    named: bool  # by the caller or a manifest, not merely found in a folder
    entry: ManifestEntry | None = None
    walked: bool = False  # found in a folder that the caller named

    @property
    def file_name(self) -> str:
        """Its name, fit to be kept as text whatever the file system's encoding."""
        return self.path.name.encode("utf-8", "replace").decode()


def find_files(paths: Sequence[Path], manifest: Path | None = None) -> list[SourceFile]:
    """The files meant by paths and manifests, each once, in order; folders are walked, hidden files left out.

    A manifest.yaml in a folder is used for the files in and below it, and for a file named beside it, unless
    ``manifest`` is given, which then is the only one. A manifest's own files are always among those of its
    folder, even where they are missing. Raises UnreadableSource, ManifestError.
    """
    manifests = _Manifests(load_manifest(manifest) if manifest else None)
    found: dict[Path, SourceFile] = {}
    for path in paths:
        if not path.exists():
            raise UnreadableSource(f"There is no file or folder {path}. Check the path.")
        for file in _files_of(path, manifests):
            place = file.path.resolve()
            if place not in found or (file.named and not found[place].named):
                found[place] = file
    return list(found.values())


class _Manifests:
    """The manifests met on the way, each read once."""

    def __init__(self, given: Manifest | None) -> None:
        self._given = given
        self._by_folder: dict[Path, Manifest | None] = {}

    def above(self, path: Path) -> list[Manifest]:
        """The manifests that may speak of a file, the nearest first."""
        if self._given is not None:
            return [self._given]
        folders = [path.resolve().parent, *path.resolve().parent.parents]
        return [manifest for folder in folders if (manifest := self._by_folder.get(folder)) is not None]

    def read(self, folder: Path) -> Manifest | None:
        """The manifest in a folder, if there is one and none was given."""
        if self._given is not None:
            return self._given if self._given.folder.resolve() == folder.resolve() else None
        place = folder.resolve()
        if place not in self._by_folder:
            path = folder / NAME
            self._by_folder[place] = load_manifest(path) if path.is_file() else None
        return self._by_folder[place]

    def entry(self, path: Path) -> ManifestEntry | None:
        """What the nearest manifest that names the file says of it."""
        found = (manifest.entry(path) for manifest in self.above(path))
        return next((entry for entry in found if entry is not None), None)


def _files_of(path: Path, manifests: _Manifests) -> Iterator[SourceFile]:
    if path.is_dir():
        yield from _walk(path, manifests)
        return
    if path.name == NAME:
        raise ManifestError(f"{path} is a manifest: name its folder, or pass it with --manifest.")
    manifests.read(path.parent)
    yield SourceFile(path, True, manifests.entry(path))


def _walk(folder: Path, manifests: _Manifests) -> Iterator[SourceFile]:
    unreadable: list[Path] = []
    for place, folders, names in os.walk(
        folder, onerror=lambda error: unreadable.append(Path(error.filename))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(place)
        listed = {here / name for name in _plain(names) if (here / name).is_file()}
        if (manifest := manifests.read(here)) is not None:
            listed |= {here / entry.file for entry in manifest.documents}
        for path in sorted(listed):
            entry = manifests.entry(path)
            yield SourceFile(path, entry is not None, entry, walked=True)
    for path in unreadable:  # told of as a file that cannot be read is
        yield SourceFile(path, True, None, walked=True)


def _plain(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if not name.startswith(".") and name != NAME)
