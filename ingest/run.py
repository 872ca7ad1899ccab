"""One ingestion: files to drafts, drafts into the catalog and the indexes, batch by batch.

A batch is written unseen (catalog), then added to the indexes, then shown in one transaction, then what it
replaces is removed from the indexes. Killed between any two of these, readers see the former documents or the
new ones, whole, and the next writer repairs the rest (``settling``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from corpus.catalog import Catalog, Change, Draft, RowRange
from corpus.catalog.states import state_name
from corpus.errors import InputError, ManifestError, ParseFault
from corpus.index import Entry, Indexes
from corpus.index.describing import entries_of
from corpus.models import Audience
from ingest.reading import Skipped, Unchanged, read
from ingest.report import FileOutcome, Outcome, Progress, Report
from ingest.sources.files import SourceFile

_BATCH_CLAUSES = 5_000  # bounds memory; each batch costs a few forced writes to disk
_BATCH_DOCUMENTS = 500


class Run:
    """What one ingestion has read and not yet written, and what became of each file."""

    def __init__(
        self,
        catalog: Catalog,
        indexes: Indexes,
        audience: Audience,
        largest: int,
        today: dt.date | None = None,
    ) -> None:
        """A run over an open store; the caller holds the writer's lock. ``today`` is what laws are in force on."""
        self._catalog = catalog
        self._indexes = indexes
        self._audience = audience
        self._largest = largest
        self._today = today or dt.date.today()
        self._claimed: dict[str, tuple[str, SourceFile]] = {}  # document or state -> sha256, file of this run
        self._files: Sequence[SourceFile] = ()
        self._outcomes: list[FileOutcome | None] = []
        self._drafts: list[tuple[int, Draft]] = []  # place in the outcomes
        self._stale: list[RowRange] = []  # replaced, still in the indexes
        self._clauses = 0
        self._writing = False

    def over(self, files: Sequence[SourceFile], progress: Callable[[Progress], None]) -> Report:
        """Ingest the files."""
        self._files = files
        for done, file in enumerate(files):
            progress(Progress(done=done, total=len(files), file=str(file.path), clauses=self._clauses))
            self._take(file)
            if (
                sum(len(draft.parsed.clauses) for _, draft in self._drafts) >= _BATCH_CLAUSES
                or len(self._drafts) >= _BATCH_DOCUMENTS
            ):
                self._flush()
        self._flush()
        self._end()
        progress(Progress(done=len(files), total=len(files), clauses=self._clauses))
        outcomes = tuple(outcome for outcome in self._outcomes if outcome is not None)
        return Report(files=outcomes, generation=self._catalog.generation)

    def _take(self, file: SourceFile) -> None:
        """Read one file: a draft for the next batch, or an outcome at once."""
        place, name = len(self._outcomes), str(file.path)
        self._outcomes.append(None)
        try:
            found = read(file, self._audience, self._largest, self._catalog.same_request)
            if isinstance(found, Skipped):
                self._outcomes[place] = FileOutcome(file=name, outcome=Outcome.SKIPPED, message=found.reason)
            elif isinstance(found, Unchanged):
                self._unchanged(place, file, found)
            else:
                self._accept(place, file, found)
        except (InputError, ParseFault) as error:
            self._outcomes[place] = FileOutcome(file=name, outcome=Outcome.FAILED, message=str(error))

    def _accept(self, place: int, file: SourceFile, draft: Draft) -> None:
        document = draft.parsed.document
        if (first := self._claim(state_name(document), document.sha256, file)) is not None:
            self._outcomes[place] = FileOutcome(
                file=str(file.path),
                outcome=Outcome.UNCHANGED,
                document_id=document.id,
                clauses=len(draft.parsed.clauses),
                message=f"The same document as {first.path}.",
            )
        elif self._catalog.same_result(draft):
            self._unchanged(place, file, Unchanged(document.id, document.sha256))
        else:
            if any(other.parsed.document.id == document.id for _, other in self._drafts):
                self._flush()  # another state of the law: which is in force shows when the first is written
            if self._catalog.takes_effect(document, self._today):
                self._drafts.append((place, draft))
            else:
                self._outcomes[place] = self._kept(file, draft)

    def _kept(self, file: SourceFile, draft: Draft) -> FileOutcome:
        """Keep a state of a law that is not the one in force."""
        new = self._catalog.shelve(draft) is not None
        document = draft.parsed.document
        return FileOutcome(
            file=str(file.path),
            outcome=Outcome.ADDED if new else Outcome.UNCHANGED,
            document_id=document.id,
            clauses=len(draft.parsed.clauses),
            notices=len(draft.parsed.notices),
            message=f"The state of {document.date}; another one is in force, and answers.",
        )

    def _unchanged(self, place: int, file: SourceFile, found: Unchanged) -> None:
        self._claim(self._catalog.state_of(found.document_id, found.sha256), found.sha256, file)
        self._outcomes[place] = FileOutcome(
            file=str(file.path),
            outcome=Outcome.UNCHANGED,
            document_id=found.document_id,
            clauses=self._catalog.size(found.document_id),
        )

    def _claim(self, state: str, sha256: str, file: SourceFile) -> SourceFile | None:
        """Note that a file is that document, or state of a law (``state_name``).

        Gives the file of the same content that was it before, if any.
        Raises ManifestError if a file of other content was it before.
        """
        claimed, first = self._claimed.setdefault(state, (sha256, file))
        if claimed != sha256:
            raise ManifestError(
                f"{file.path.name} and {first.path.name} are both taken for the document 「{state}」 "
                "but differ. Give each an `id` of its own in manifest.yaml, or leave one out."
            )
        return None if first is file else first

    def _flush(self) -> None:
        """Write the batch: unseen, then into the indexes, then shown."""
        if not self._drafts:
            return
        self._begin()
        changes = self._catalog.put([draft for _, draft in self._drafts])
        by_audience: dict[str, list[Entry]] = {}
        for (_, draft), change in zip(self._drafts, changes, strict=True):
            entries = entries_of(draft.parsed.document, draft.parsed.clauses, change.rows.first)
            by_audience.setdefault(change.rows.audience, []).extend(entries)
        with self._indexes.batch():
            self._remove_stale()
            for audience, batch in by_audience.items():
                self._indexes.add(audience, batch)
        self._catalog.publish(changes)
        self._stale = [change.replaces for change in changes if change.replaces is not None]
        for (place, draft), change in zip(self._drafts, changes, strict=True):
            self._outcomes[place] = self._written(place, draft, change)
        self._clauses += sum(map(len, by_audience.values()))
        self._drafts = []

    def _written(self, place: int, draft: Draft, change: Change) -> FileOutcome:
        return FileOutcome(
            file=str(self._files[place].path),
            outcome=Outcome.ADDED if change.replaces is None else Outcome.REPLACED,
            document_id=change.document_id,
            clauses=len(draft.parsed.clauses),
            notices=len(draft.parsed.notices),
        )

    def _begin(self) -> None:
        embedder = self._indexes.embedder
        if not self._writing:
            self._catalog.begin_writing(embedder.name, embedder.revision)
            self._writing = True

    def _remove_stale(self) -> None:
        for rows in self._stale:
            self._indexes.remove(rows.audience, range(rows.first, rows.end))
        self._stale = []

    def _end(self) -> None:
        if self._writing:
            with self._indexes.batch():
                self._remove_stale()
            self._catalog.end_writing()
            self._writing = False
