"""After an ingestion: the files whose pages can be shown are in the store, and none that no revision needs."""

from __future__ import annotations

from pathlib import Path

from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.originals import Originals, digest_of_pdf
from ingest.report import FileOutcome, Outcome, Report


def keep_originals(catalog: Catalog, data: Path, report: Report, *, wanted: bool) -> None:
    """Keep what was just read, remove what is no longer needed; without ``wanted`` keep none.

    A document that was unchanged is kept too, if it is not yet: so a folder taken in again catches up. What
    the file is now does not count, only what was read: a file that changed meanwhile is passed over.
    """
    held = Originals(data)
    if not wanted:
        held.remove()
        return
    audiences = catalog.audiences()
    for file in report.files:
        if file.document_id is not None and _may_lack(file):
            _keep(catalog, held, file, file.document_id, audiences)
    held.prune(catalog.files())


def _may_lack(file: FileOutcome) -> bool:
    """Whether a file may be one to keep; most of a folder is as it was, and must cost next to nothing."""
    return file.outcome is not Outcome.UNCHANGED or file.file.lower().endswith(".pdf")


def _keep(
    catalog: Catalog, held: Originals, file: FileOutcome, document_id: str, audiences: frozenset[str]
) -> None:
    try:
        current = catalog.document(document_id, audiences)
        if file.outcome is Outcome.UNCHANGED and held.path(current.audience, current.sha256):
            return
        sha256 = digest_of_pdf(Path(file.file))
        if sha256 is None:
            return
        for one in catalog.revisions(document_id, audiences):
            if one.sha256 == sha256:
                held.keep(one.audience, sha256, Path(file.file))
    except NotHeld:  # taken out again meanwhile
        return
