"""Documents on their way into the store together: unseen first, then in the indexes, then shown, all at once.

A batch is written unseen (catalog), then added to the indexes, then shown in one transaction, then what it
replaces is removed from the indexes. Killed between any two of these, readers see the former documents or the
new ones, whole, and the next writer repairs the rest (``settling``). The same way documents that were retired
come back, and the other way round they go.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from corpus.catalog import Catalog, Change, Draft, RowRange
from corpus.catalog.models import RetiredDocument
from corpus.index import Entry, Indexes
from corpus.index.describing import entries_of
from ingest.report import Outcome

_BATCH_CLAUSES = 5_000  # bounds memory; each batch costs a few forced writes to disk
_BATCH_DOCUMENTS = 500
_WAIT_S = 1.0  # that a document waits for others, so that readers have it within two seconds
_SHARE = 5.0  # times the cost of the last batch: writing must not take all of the time


class Batch:
    """Documents that wait to be written, and the rows that are to go."""

    def __init__(self, catalog: Catalog, indexes: Indexes) -> None:
        """A batch of an open store; the caller holds the writer's lock."""
        self._catalog = catalog
        self._indexes = indexes
        self._drafts: list[tuple[int, Draft]] = []  # place of the file in the run
        self._returning: list[tuple[int, RetiredDocument]] = []
        self._stale: list[RowRange] = []  # replaced or retired, still in the indexes
        self._writing = False
        self._since = 0.0  # when the first of those that wait came
        self._cost = 0.0  # seconds that the last batch took
        self.written = 0  # clauses so far

    @property
    def waiting(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._drafts or self._returning)

    @property
    def full(self) -> bool:
        """Whether it should be written now: it is large, or readers have waited long enough."""
        if not self.waiting:
            return False
        return (
            sum(len(draft.parsed.clauses) for _, draft in self._drafts) >= _BATCH_CLAUSES
            or len(self._drafts) + len(self._returning) >= _BATCH_DOCUMENTS
            or self.patience == 0.0
        )

    @property
    def patience(self) -> float:
        """Seconds that the first of those that wait may go on waiting."""
        return max(0.0, self._since + max(_WAIT_S, _SHARE * self._cost) - time.monotonic())

    def holds(self, document_id: str) -> bool:
        """Whether the document is among those that wait."""
        return any(draft.parsed.document.id == document_id for _, draft in self._drafts)

    def add(self, place: int, draft: Draft) -> None:
        """Have a new revision written."""
        self._begin_waiting()
        self._drafts.append((place, draft))

    def bring_back(self, place: int, retired: RetiredDocument) -> None:
        """Have a retired document shown again."""
        self._begin_waiting()
        self._returning.append((place, retired))

    def flush(self) -> dict[int, Outcome]:
        """Write what waits, and show it; what became of it, by place."""
        if not self.waiting:
            return {}
        began = time.monotonic()
        self._begin()
        changes = self._catalog.put([draft for _, draft in self._drafts])
        back = [self._catalog.restoring(retired.document.id) for _, retired in self._returning]
        by_audience: dict[str, list[Entry]] = {}
        for (_, draft), change in zip(self._drafts, changes, strict=True):
            entries = entries_of(draft.parsed.document, draft.parsed.clauses, change.rows.first)
            by_audience.setdefault(change.rows.audience, []).extend(entries)
        for (_, retired), change in zip(self._returning, back, strict=True):
            entries = entries_of(retired.document, self._catalog.kept_tree(change), change.rows.first)
            by_audience.setdefault(change.rows.audience, []).extend(entries)
        with self._indexes.batch():
            self._remove_stale()
            for audience, batch in by_audience.items():
                self._indexes.add(audience, batch)
        self._catalog.publish([*changes, *back])
        self._stale = [change.replaces for change in changes if change.replaces is not None]
        self.written += sum(map(len, by_audience.values()))
        became = self._became(changes)
        self._drafts, self._returning = [], []
        self._cost = time.monotonic() - began
        return became

    def retire(self, document_ids: Sequence[str]) -> None:
        """Take documents out because their files are gone."""
        if document_ids:
            self._begin()
            self._stale += self._catalog.retire_all(document_ids, "gone")

    def end(self) -> None:
        """Have the indexes forget what was replaced, and note that nothing is left to be done."""
        if self._writing:
            with self._indexes.batch():
                self._remove_stale()
            self._catalog.end_writing()
            self._writing = False

    def _became(self, changes: Sequence[Change]) -> dict[int, Outcome]:
        new = {
            place: Outcome.ADDED if change.replaces is None else Outcome.REPLACED
            for (place, _), change in zip(self._drafts, changes, strict=True)
        }
        return new | {place: Outcome.RESTORED for place, _ in self._returning}

    def _begin_waiting(self) -> None:
        if not self.waiting:
            self._since = time.monotonic()

    def _begin(self) -> None:
        embedder = self._indexes.embedder
        if not self._writing:
            self._catalog.begin_writing(embedder.name, embedder.revision)
            self._writing = True

    def _remove_stale(self) -> None:
        for rows in self._stale:
            self._indexes.remove(rows.audience, range(rows.first, rows.end))
        self._stale = []
