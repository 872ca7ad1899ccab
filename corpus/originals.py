"""The files whose pages can be shown, kept in the store under what they hold: originals/<audience>/<sha256>.

Only PDFs have pages to show, so only they are kept. An audience has a folder of its own, as everywhere: the
file of one audience is never found by way of another, though it be the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from corpus.models import Audience

FOLDER = "originals"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEAD = 1024  # bytes in which a PDF says that it is one


class Originals:
    """The originals of one store."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def path(self, audience: Audience, sha256: str) -> Path | None:
        """Where the file of that content is, for readers of that audience; None where it is not kept."""
        if not _SHA256.fullmatch(sha256):
            return None
        path = self._folder / audience / sha256
        return path if path.is_file() else None

    def keep(self, audience: Audience, sha256: str, file: Path) -> None:
        """Keep a copy of a file that was read and held just that; one that changed since is passed over.

        The copy appears whole or not at all. Only the store's one writer may call this.
        """
        if self.path(audience, sha256) is not None:
            return
        folder = self._folder / audience
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"{sha256}.part"
        shutil.copyfile(file, made)
        if digest_of_pdf(made) == sha256:
            os.replace(made, folder / sha256)
        else:
            made.unlink()

    def prune(self, wanted: Collection[tuple[Audience, str]]) -> int:
        """Remove the files that no revision needs any more; how many. Only the store's one writer may."""
        if not self._folder.is_dir():
            return 0
        unwanted = [
            file
            for folder in self._folder.iterdir()
            if folder.is_dir()
            for file in folder.iterdir()
            if (folder.name, file.name) not in wanted
        ]
        for file in unwanted:
            file.unlink(missing_ok=True)
        return len(unwanted)

    def remove(self) -> None:
        """Keep none."""
        shutil.rmtree(self._folder, ignore_errors=True)


def digest_of_pdf(file: Path) -> str | None:
    """The sha256 of a file that is a PDF; None for any other, and for one that is not there."""
    try:
        with file.open("rb") as source:
            if b"%PDF-" not in source.read(_HEAD):
                return None
            source.seek(0)
            return hashlib.file_digest(source, "sha256").hexdigest()
    except FileNotFoundError:
        return None
