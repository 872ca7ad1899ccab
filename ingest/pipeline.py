"""What one does with a store: ingest, reindex, retire, restore, check. One writer at a time, by lock."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from corpus.catalog import Catalog
from corpus.index import Indexes
from corpus.index.embedder import Embedder, load_embedder
from corpus.models import PUBLIC, Audience
from ingest.batch import Batch
from ingest.check import check
from ingest.executors import Cluster, executor_of
from ingest.extract import ocr as engine
from ingest.extract.dispatch import LARGEST
from ingest.lock import writer_lock
from ingest.originals import keep_originals
from ingest.renewing import renew
from ingest.report import Progress, Report
from ingest.run import Run
from ingest.settling import entries_for, settle
from ingest.sources.files import find_files
from ingest.vanished import Missing

__all__ = ["Missing", "check", "ingest", "reindex", "restore", "retire"]

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
    executor: Executor | None = None,
    missing: Missing = Missing.RETIRE,
    remember: bool = True,
    originals: bool = True,
    ocr: str | None = None,
) -> Report:
    """Bring files and folders into the store at ``data``, which is made if there is none.

    ``audience`` is for documents whose manifest names none; ``chroma`` is the URL of a Chroma server that has the
    vectors (None: the store has them itself), here as in the other functions; ``largest`` is the size in bytes up to
    which a file is read. Files are read by ``executor`` (None: this process and others beside it, with the usual
    limits); ``missing`` says what becomes of documents whose file a folder no longer has; ``remember`` is false for files
    that will not stay where they are. What is wrong with one file stands in the report and stops no other. With
    ``originals`` PDFs are kept, so that their pages can be shown; ``ocr`` names the engine that reads scanned pages, as
    SENREI_OCR does (None: they are told, not read). Of the states of a law that of ``today`` answers.

    Raises UnreadableSource for a path that does not exist, ManifestError for a malformed manifest, StoreBusy while
    another process writes, EmbedderMismatch, ReadersMissing, and other StoreErrors.
    """
    day, began = today or dt.date.today(), time.monotonic()
    named = [Path(path) for path in paths]
    files = find_files(named, manifest)
    folders = [path for path in named if path.is_dir()]
    if ocr is not None and not isinstance(executor, Cluster):  # whose machines have engines of their own
        engine.check(ocr)
    with ExitStack() as stack:
        catalog, indexes = stack.enter_context(_store(data, embedder, url, chroma, create=True))
        catalog.promote(day)
        settle(catalog, indexes)
        readers = executor or stack.enter_context(executor_of(None))
        run = Run(catalog, indexes, audience, largest, day, remember=remember, ocr=ocr)
        report = run.over(files, readers, progress or _silent, folders, missing)
        renew(catalog)
        keep_originals(catalog, data, report, wanted=originals)
        seconds = time.monotonic() - began
        return report.model_copy(update={"generation": catalog.generation, "seconds": round(seconds, 3)})


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
    patience_s: float | None = None,
) -> None:
    """Take a document out: it answers no more and stands in no index, but its clauses stay readable by their ids.

    A folder that still has its file does not bring it back. ``patience_s`` is how long another writer is waited for.
    Raises NotHeld, StoreMissing, StoreBusy, StoreError.
    """
    with _store(data, embedder, url, chroma, patience_s=patience_s) as (catalog, indexes):
        settle(catalog, indexes)
        rows = catalog.retire(document_id)
        indexes.remove(rows.audience, range(rows.first, rows.end))
        catalog.end_writing()


def restore(
    document_id: str,
    data: Path,
    embedder: Embedder | None = None,
    *,
    url: str | None = None,
    chroma: str | None = None,
    patience_s: float | None = None,
) -> None:
    """Bring a retired document back as it was. Raises NotHeld, StoreMissing, StoreBusy, StoreError."""
    with _store(data, embedder, url, chroma, patience_s=patience_s) as (catalog, indexes):
        settle(catalog, indexes)
        change = catalog.restoring(document_id)
        retired = catalog.retired_document(document_id, frozenset({change.rows.audience}))
        batch = Batch(catalog, indexes)
        batch.bring_back(0, retired)
        batch.flush()
        batch.end()
        renew(catalog)


@contextmanager
def _store(
    data: Path,
    embedder: Embedder | None,
    url: str | None,
    chroma: str | None,
    *,
    create: bool = False,
    patience_s: float | None = None,
) -> Iterator[tuple[Catalog, Indexes]]:
    """The store, opened to be written. A lock taken for a store that is not there would make its folder."""
    with ExitStack() as stack:
        if not create:
            stack.enter_context(Catalog.open(data, url=url))
        stack.enter_context(writer_lock(data) if patience_s is None else writer_lock(data, patience_s))
        catalog = stack.enter_context(Catalog.open(data, create=create, url=url))
        indexes = Indexes.open(data, embedder or load_embedder(None), chroma)
        stack.callback(indexes.close)
        yield catalog, indexes


def _silent(_progress: Progress) -> None:
    """For callers that do not watch."""
