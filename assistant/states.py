"""The record as of the day that a question asks for: what is read of it, what its search adds, what is missing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.models import Missing, Understood
from corpus.catalog import Catalog, OnDay, Provisions
from corpus.catalog.days import Shifted
from corpus.catalog.histories import same_words
from corpus.dates import format_era
from corpus.index import Indexes, Scored, SearchText
from corpus.index.describing import entries_of
from corpus.index.scanning import Scan
from corpus.models import Document, Filters, Holdings

_KEPT = 8  # states of laws that are kept ready for searching


def record_of(catalog: Catalog, understood: Understood) -> Provisions:
    """The record that a question asks: that of its day, else as it stands."""
    return catalog if understood.as_of is None else catalog.on(understood.as_of)


@dataclass(frozen=True)
class _Shift:
    """How a state stands to the one in force: rows of clauses of the same words, and a scan of all others."""

    rows: Mapping[int, int]  # of the state in force -> of the state meant
    scan: Scan


class StateSearch:
    """Full-text search of states of laws that are not in force and so not in the indexes.

    Most clauses of two states read the same: what the indexes find of those in force is what they would find of
    these. Only the others are scanned, document by document.
    """

    def __init__(self, catalog: Catalog, indexes: Indexes) -> None:
        """A search beside these indexes, scored as they score."""
        self._catalog = catalog
        self._indexes = indexes
        self._shifts: OrderedDict[tuple[int, int], _Shift] = OrderedDict()
        self._lock = threading.Lock()

    def on_day(
        self,
        record: OnDay,
        audiences: frozenset[str],
        text: SearchText,
        filters: Filters,
        found: Sequence[Scored],
        limit: int,
    ) -> list[Scored]:
        """What was found of the states in force, brought to those of the day, and what only these hold."""
        rows: dict[int, int] = {}
        more: list[Scored] = []
        passing = {document.id for document in record.documents(audiences, filters)}
        for one in record.shifted(audiences):
            shift = self._shift(record, one, audiences)
            rows.update(shift.rows)
            if one.document.id in passing:
                more += shift.scan.search(self._indexes, audiences, text, limit)
        brought = [one.model_copy(update={"row": rows.get(one.row, one.row)}) for one in found]
        return [*brought, *sorted(more, key=lambda scored: (-scored.score, scored.row))[:limit]]

    def _shift(self, record: OnDay, one: Shifted, audiences: frozenset[str]) -> _Shift:
        key = (one.revision_id, one.current_id)
        with self._lock:
            if key not in self._shifts:
                self._shifts[key] = self._compared(record, one, audiences)
                while len(self._shifts) > _KEPT:
                    self._shifts.popitem(last=False)
            self._shifts.move_to_end(key)
            return self._shifts[key]

    def _compared(self, record: OnDay, one: Shifted, audiences: frozenset[str]) -> _Shift:
        then = record.tree(one.document.id, audiences)
        now = {
            clause.id: (row, clause)
            for row, clause in enumerate(self._catalog.tree(one.document.id, audiences), one.current_row)
            if clause.leaf
        }
        rows: dict[int, int] = {}
        for row, clause in enumerate(then, one.first_row):
            current = now.get(clause.id)
            if clause.leaf and current is not None and same_words(current[1], clause):
                rows[current[0]] = row
        same = set(rows.values())
        others = (entry for entry in entries_of(one.document, then, one.first_row) if entry.row not in same)
        return _Shift(rows, Scan(others, self._indexes.embedder))


def understood_on_its_day(
    catalog: Catalog, audiences: frozenset[str], understand: Callable[[Holdings], Understood]
) -> Understood:
    """A question read against what is held, or, if it asks as of a day, against what stood on that day.

    A law that is held, but in no state of that day, is missing, and the states that are held are told.
    """
    now = catalog.holdings(audiences)
    understood = understand(now)
    if understood.as_of is None:
        return understood
    then = catalog.on(understood.as_of).holdings(audiences)
    begun = {document.id for document in then.documents}
    of_laws = {law for law, _ in now.addresses} - {law for law, _ in then.addresses}
    asked = set(understood.laws) & of_laws
    missing = [
        Missing(what="law", name=document.cite, detail=_detail(catalog, document, understood, audiences))
        for document in now.documents
        if document.id not in begun and (document.cite in asked or document.id in understood.document_ids)
    ]
    if missing:
        return understood.model_copy(update={"missing": (*understood.missing, *missing)})
    return understand(then)


def _detail(catalog: Catalog, document: Document, understood: Understood, audiences: frozenset[str]) -> str:
    """Which states of a law are held, as a sentence."""
    days = sorted(
        {
            one.document.date
            for one in catalog.revisions(document.id, audiences)
            if one.document.date is not None and one.status != "retired"
        }
    )
    if understood.language == "en":
        listed = ", ".join(f"{day:%B} {day.day}, {day.year}" for day in days)
        return f"No state of {understood.as_of} is held; those held begin on {listed}."
    day = format_era(understood.as_of) if understood.as_of else ""
    held = "、".join(format_era(one) for one in days)
    return f"{day}時点の状態は収録していません。収録しているのは{held}からの状態です。"
