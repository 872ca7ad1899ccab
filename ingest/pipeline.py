"""What one does with a store: ingest, reindex, retire, check. One writer at a time, by lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.catalog import Catalog
from corpus.index import Indexes
from corpus.index.embedder import Embedder, load_embedder
from corpus.models import PUBLIC, Audience
from ingest.check import check
from ingest.extract.dispatch import LARGEST
from ingest.lock import writer_lock
from ingest.renewing import renew
from ingest.report import Progress, Report
from ingest.run import Run
from ingest.settling import entries_for, settle
from ingest.sources.files import find_files

__all__ = ["check", "ingest", "reindex", "retire"]

_TOLD_EVERY = 256  # clauses between two words of progress: half a minute of a large model without a GPU


def ingest(
    paths: Sequence[Path],
    data: Path,
    *,
    manifest: Path | None = None,
    audience: Audience = PUBLIC,
    progress: Callable[[Progress], None] | None = None,
    embedder: Embedder | None = None,
    url: str | None = None,
    chroma: str | None = None,
    largest: int = LARGEST,
    today: dt.date | None = None,
) -> Report:
    """Bring files and folders into the store at ``data``, which is made if there is none.

    ``audience`` is for documents whose manifest names none; ``chroma`` is the URL of a Chroma server that has the
    vectors (None: the store has them itself), here as in the other functions; ``largest`` is the size in bytes up to which a
    file is read. What is wrong with one file stands in the report and stops no other. Raises UnreadableSource
    for a path that does not exist, ManifestError for a malformed manifest, StoreBusy while another process
    writes, EmbedderMismatch, and other StoreErrors. Of the states of a law that of ``today`` answers.
    """
    day = today or dt.date.today()
    files = find_files([Path(path) for path in paths], manifest)
    with writer_lock(data), Catalog.open(data, create=True, url=url) as catalog:
        indexes = Indexes.open(data, embedder or load_embedder(None), chroma)
        try:
            catalog.promote(day)
            settle(catalog, indexes)
            report = Run(catalog, indexes, audience, largest, day).over(files, progress or _silent)
            renew(catalog)
            return report.model_copy(update={"generation": catalog.generation})
        finally:
            indexes.close()


def reindex(
    data: Path,
    embedder: Embedder | None = None,
    *,
    url: str | None = None,
    chroma: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Make the indexes of the store anew from the catalog; the number of clauses in them.

    Also after a change of the embedding model. Readers keep the former indexes until the new ones are whole.
    ``progress`` is told the clauses done and those in all, often enough to watch a model that takes hours.
    Raises StoreMissing, StoreBusy, StoreError, EmbedderError.
    """
    model = embedder or load_embedder(None)
    count = 0
    with Catalog.open(data, url=url) as catalog, writer_lock(data):
        catalog.begin_writing(model.name, model.revision)
        catalog.purge()
        with Indexes.rebuilding(data, model, chroma) as indexes:
            audiences = sorted(catalog.audiences())
            total = sum(len(catalog.leaf_rows(audience)) for audience in audiences) if progress else 0
            for audience in audiences:
                for batch in entries_for(catalog, audience):
                    for start in range(0, len(batch), _TOLD_EVERY):
                        indexes.add(audience, part := batch[start : start + _TOLD_EVERY])
                        count += len(part)
                        if progress is not None:
                            progress(count, total)
        renew(catalog)
        catalog.touch()
        catalog.end_writing()
    return count


def retire(
    document_id: str,
    data: Path,
    embedder: Embedder | None = None,
    *,
    url: str | None = None,
    chroma: str | None = None,
) -> None:
    """Take a document out of the store. Raises NotHeld, StoreMissing, StoreBusy, StoreError."""
    with Catalog.open(data, url=url) as catalog, writer_lock(data):
        indexes = Indexes.open(data, embedder or load_embedder(None), chroma)
        try:
            settle(catalog, indexes)
            rows = catalog.retire(document_id)
            indexes.remove(rows.audience, range(rows.first, rows.end))
            catalog.end_writing()
        finally:
            indexes.close()


def _silent(_progress: Progress) -> None:
    """For callers that do not watch."""
