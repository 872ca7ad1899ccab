"""Which documents a folder no longer has a file of, and whether that is to be believed.

Only documents that came from the folder are concerned, and only those of which no file is left anywhere. A file that
cannot be read is no file gone, nor is one that a manifest still names. A folder that is empty, or has lost most of
what it had, is more likely unmounted than cleared: then nothing is retired until somebody insists.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from corpus.catalog.files import below
from corpus.catalog.models import KnownFile
from corpus.models import Frozen

_MANY = 10  # documents; of fewer, half may well be gone


class Missing(StrEnum):
    """What is done with documents whose files are gone."""

    KEEP = "keep"
    RETIRE = "retire"  # unless so many are gone that the folder is more likely to be unreadable
    INSIST = "insist"


class Vanished(Frozen):
    """What a folder no longer has: documents to be retired with their last file, and why others are not."""

    documents: dict[str, str] = Field(default_factory=dict)  # id -> path
    gone: tuple[str, ...] = ()  # paths that are to be marked as gone
    warnings: tuple[str, ...] = ()


def vanished(
    folders: Iterable[Path],
    before: Mapping[str, KnownFile],
    found: Mapping[str, str],
    unread: Sequence[str],
    held: Iterable[str],
    missing: Missing,
) -> Vanished:
    """The documents that lost their last file in one of the folders.

    ``before`` are the files as they were known, ``found`` the documents that this run found, by path, ``unread`` the
    paths that are there and could not be read, ``held`` the documents that are shown.
    """
    if missing is Missing.KEEP:
        return Vanished()
    shown = set(held)
    kept = set(found.values()) | {f.document_id for f in before.values() if _there(f, found, unread)}
    documents: dict[str, str] = {}
    gone: list[str] = []
    warnings: list[str] = []
    for folder in folders:
        root = os.path.realpath(folder)
        own = [f for f in before.values() if f.walked and not f.gone and below(root, f.path)]
        lost = {f.document_id: f for f in own if f.document_id not in kept and f.document_id in shown}
        absent = {document_id for document_id, f in lost.items() if f.path not in found}
        of = len({f.document_id for f in own if f.document_id in shown})
        if missing is not Missing.INSIST and _unlikely(len(absent), of):
            warnings.append(_warning(folder, len(absent), of))
            lost = {document_id: f for document_id, f in lost.items() if document_id not in absent}
        else:
            gone += [f.path for f in own if f.path not in found and not _there(f, found, unread)]
        documents |= {document_id: f.path for document_id, f in lost.items()}
    return Vanished(documents=documents, gone=tuple(gone), warnings=tuple(warnings))


def _there(file: KnownFile, found: Mapping[str, str], unread: Sequence[str]) -> bool:
    """Whether a file is still there as the file of its document: nothing else is known of it."""
    if file.path in found:
        return found[file.path] == file.document_id
    if any(file.path == path or below(path, file.path) for path in unread):
        return True
    try:
        os.lstat(file.path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _unlikely(lost: int, of: int) -> bool:
    """Whether a folder has lost more than people take out of one."""
    return lost > 0 and (lost == of or (of >= _MANY and lost * 2 > of))


def _warning(folder: Path, lost: int, of: int) -> str:
    what = "None of" if lost == of else f"{lost:,} of"
    return (
        f"{what} the {of:,} documents that came from {folder} {'has' if lost == of else 'have'} "
        f"{'a' if lost == of else 'no'} file there any more. Nothing was retired: if the folder is not mounted, mount it "
        "and try again; if they are to go, say --retire-missing, and --keep-missing if they are to stay."
    )
