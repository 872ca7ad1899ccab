"""The record as it stood on a day: of laws and guidelines the state of then, of all else what is held now.

``Catalog.on(day)`` reads like the catalog itself. Its snapshot has, in place of a law's current revision, the
one of the latest day by then; a law of which no state had begun is not there. Clauses of states that are not
in force today are marked ``superseded``.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from corpus.catalog.provisions import Provisions
from corpus.catalog.reading import Reading
from corpus.catalog.sessions import Sessions
from corpus.catalog.shelf import Shelf
from corpus.catalog.snapshot import Held, Snapshot, take
from corpus.catalog.tables import CURRENT, STATED, SUPERSEDED, revisions
from corpus.errors import NotHeld
from corpus.models import Clause, Document, Frozen

_KEPT = 8  # days whose views are kept
_STATED = sa.or_(
    *(revisions.c.document.contains(f'"kind":"{kind.value}"', autoescape=True) for kind in STATED)
)


class Shifted(Frozen):
    """A document of which the state of a day is not the one in force: the numbers and first rows of both."""

    revision_id: int
    first_row: int
    current_id: int
    current_row: int
    document: Document


class OnDay(Provisions):
    """The reading half of a catalog as of one day. Safe to share between threads."""

    def __init__(self, engine: sa.Engine, shelf: Shelf, sessions: Sessions, day: dt.date) -> None:
        """Use ``Catalog.on``."""
        super().__init__(engine)
        self._sessions = sessions  # the catalog's own: what is read together is of one state
        self.day = day
        self._shelf = _DayShelf(self, shelf)

    def shifted(self, audiences: frozenset[str]) -> list[Shifted]:
        """The documents that these audiences may read of which another state than that in force is meant."""
        with self._now() as (connection, snapshot):
            meant = [held for held in snapshot.readable(audiences) if held.revision_id in snapshot.shelved]
            now = {held.document_id: held for held in take(connection).held} if meant else {}
            return [
                Shifted(
                    revision_id=held.revision_id,
                    first_row=held.first,
                    current_id=now[held.document_id].revision_id,
                    current_row=now[held.document_id].first,
                    document=held.document,
                )
                for held in meant
            ]

    def clause(self, clause_id: str, audiences: frozenset[str], *, revision: int | None = None) -> Clause:
        """A clause as it stood on the day. Raises NotHeld, also where no state of then is held."""
        try:
            return super().clause(clause_id, audiences, revision=revision)
        except NotHeld:
            raise NotHeld(
                f"No clause 「{clause_id}」 is held as of {self.day}. `senrei show` without --as-of lists the days "
                "from which its law is held."
            ) from None

    def is_shelved(self, row: int) -> bool:
        """Whether a row belongs to a state that is not the one in force."""
        snapshot = self._snapshot
        held = None if snapshot is None else snapshot.of_row(row, _ANY)
        return held is not None and snapshot is not None and held.revision_id in snapshot.shelved

    def _take(self, connection: sa.Connection) -> Snapshot:
        return _take_on(connection, self.day)


class Days(Reading):
    """The part of ``Catalog`` that gives views of days."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine)
        self._days: dict[dt.date, OnDay] = {}
        self._days_lock = threading.Lock()

    def on(self, day: dt.date) -> OnDay:
        """The record as it stood on a day."""
        with self._days_lock:
            view = self._days.pop(day, None) or OnDay(self._engine, self._shelf, self._sessions, day)
            self._days[day] = view
            while len(self._days) > _KEPT:
                del self._days[next(iter(self._days))]
            return view


class _Anyone(frozenset[str]):
    """Every audience: for asking where a row belongs, never for reading it."""

    def __contains__(self, audience: object) -> bool:
        return True


_ANY = _Anyone()


class _DayShelf(Shelf):
    """The clauses of another shelf; those of states that are not in force marked."""

    def __init__(self, view: OnDay, shelf: Shelf) -> None:
        super().__init__()
        self._view = view
        self._shared = shelf

    def get(self, connection: sa.Connection, rows: Iterable[int]) -> dict[int, Clause]:
        """The clauses of the rows, in the order asked for."""
        return {row: self._told(row, clause) for row, clause in self._shared.get(connection, rows).items()}

    def below(self, connection: sa.Connection, row: int) -> tuple[int, ...]:
        """The rows directly below a container's, in order."""
        return self._shared.below(connection, row)

    def places(
        self, connection: sa.Connection, revision_id: int, first: int, clause_ids: Sequence[str]
    ) -> dict[str, int]:
        """The rows of clauses of a revision, by id."""
        return self._shared.places(connection, revision_id, first, clause_ids)

    def stretch(self, connection: sa.Connection, first: int, end: int) -> list[Clause]:
        """The clauses of the rows from ``first`` up to ``end``, in order; the rows of a document run on."""
        found = self._shared.stretch(connection, first, end)
        return [self._told(row, clause) for row, clause in enumerate(found, first)]

    def _told(self, row: int, clause: Clause) -> Clause:
        return clause.model_copy(update={"superseded": True}) if self._view.is_shelved(row) else clause


def _take_on(connection: sa.Connection, day: dt.date) -> Snapshot:
    """The snapshot of what stood on a day."""
    now = take(connection)
    states = _states(connection, day)
    held: list[Held] = []
    for current in now.held:
        document = current.document
        if document.kind not in STATED or document.date is None:
            held.append(current)
            continue
        state = states.get(current.document_id)
        if state is not None and state.audience == current.audience:
            held.append(state)
    own = {one.revision_id for one in now.held}
    shelved = frozenset(one.revision_id for one in held) - own
    return Snapshot(now.generation, sorted(held, key=lambda one: one.first), shelved)


def _states(connection: sa.Connection, day: dt.date) -> dict[str, Held]:
    """Of each law or guideline the state of the latest day by ``day``; of equals the current, then the newest."""
    columns = revisions.c
    found = connection.execute(
        sa.select(
            columns.id,
            columns.document_id,
            columns.audience,
            columns.first_row,
            columns.clause_count,
            columns.document,
            columns.status,
        ).where(columns.status.in_((CURRENT, SUPERSEDED)), _STATED)
    )
    best: dict[str, tuple[tuple[dt.date, bool, int], Held]] = {}
    for number, document_id, audience, first, count, text, status in found:
        held = Held(number, document_id, audience, first, first + count, text)
        begins = held.document.date
        if held.document.kind not in STATED or begins is None or begins > day:
            continue
        rank = (begins, status == CURRENT, number)
        if document_id not in best or best[document_id][0] < rank:
            best[document_id] = (rank, held)
    return {document_id: held for document_id, (_, held) in best.items()}
