"""What readers ask of the catalog. Every read names the audiences the reader holds.

What lies outside them behaves exactly like what does not exist. Reads see the current revisions of one
generation; a document being written is invisible until it is whole.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from corpus.catalog.codec import furniture_of, notices_of
from corpus.catalog.models import Revision
from corpus.catalog.sessions import Session, Sessions
from corpus.catalog.shelf import Shelf
from corpus.catalog.snapshot import Held, Snapshot, take
from corpus.catalog.tables import PENDING, STATED, SUPERSEDED, clauses, originals, revisions
from corpus.errors import NotHeld
from corpus.models import Clause, Document, Filters, Furniture, Holdings, Notice


class Reading:
    """The reading half of ``Catalog``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._sessions = Sessions(engine)
        self._shelf = Shelf()
        self._snapshot: Snapshot | None = None
        self._lock = threading.Lock()

    @property
    def generation(self) -> int:
        """A number that grows with every change readers can see."""
        with self._sessions.reading() as session:
            return session.generation

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within, all that this thread reads is of one state of the store, over one connection.

        For reads that belong together, not to be held while somebody is waited for: what is written meanwhile is
        not seen, and keeps its former pages.
        """
        with self._sessions.steady():
            yield

    def holdings(self, audiences: frozenset[str]) -> Holdings:
        """What is held, as far as these audiences may know."""
        with self._now() as (connection, snapshot):
            return snapshot.holdings(connection, audiences)

    def documents(self, audiences: frozenset[str], filters: Filters | None = None) -> list[Document]:
        """The documents that pass the filters, newest first, those without a date last."""
        with self._now() as (connection, snapshot):
            return snapshot.documents(connection, audiences, filters or Filters())

    def document(self, document_id: str, audiences: frozenset[str]) -> Document:
        """A document. Raises NotHeld."""
        with self._now() as (_, snapshot):
            return _held(snapshot, document_id, audiences).document

    def tree(self, document_id: str, audiences: frozenset[str]) -> list[Clause]:
        """All clauses of a document in preorder. Raises NotHeld."""
        with self._now() as (connection, snapshot):
            held = _held(snapshot, document_id, audiences)
            return self._shelf.stretch(connection, held.first, held.end)

    def source(self, document_id: str, audiences: frozenset[str]) -> str:
        """The extracted text that spans point into. Raises NotHeld."""
        return self._original(document_id, audiences, originals.c.source)

    def furniture(self, document_id: str, audiences: frozenset[str]) -> tuple[Furniture, ...]:
        """The pieces of the source that stand in no clause. Raises NotHeld."""
        return furniture_of(self._original(document_id, audiences, originals.c.furniture))

    def notices(self, document_id: str, audiences: frozenset[str]) -> tuple[Notice, ...]:
        """What the parser did not understand and kept as plain text. Raises NotHeld."""
        return notices_of(self._original(document_id, audiences, originals.c.notices))

    def clause(self, clause_id: str, audiences: frozenset[str], *, revision: int | None = None) -> Clause:
        """A clause as it stands, or stood in an earlier revision (then ``superseded``). Raises NotHeld."""
        with self._now() as (connection, snapshot):
            held = snapshot.of_clause(clause_id, audiences)
            if held is not None and revision is not None and revision != held.revision_id:
                return self._earlier(connection, held, clause_id, revision, audiences)
            row = self._rows_of(connection, [(clause_id, held)]).get(clause_id)
            if row is None:
                raise _no_clause(clause_id)
            return self._shelf.get(connection, [row])[row]

    def clauses(self, clause_ids: Sequence[str], audiences: frozenset[str]) -> list[Clause]:
        """The clauses of these ids, in this order; ids that are not held are left out."""
        with self._now() as (connection, snapshot):
            pairs = [(clause_id, snapshot.of_clause(clause_id, audiences)) for clause_id in clause_ids]
            rows = self._rows_of(connection, pairs)
            found = self._shelf.get(connection, rows.values())
            return [found[rows[clause_id]] for clause_id in clause_ids if clause_id in rows]

    def by_rows(self, rows: Iterable[int], audiences: frozenset[str]) -> dict[int, Clause]:
        """The clauses of these rows of the indexes, those of current revisions only, in the order given."""
        with self._now() as (connection, snapshot):
            return self._shelf.get(connection, [row for row in rows if snapshot.of_row(row, audiences)])

    def children(self, clause_id: str, audiences: frozenset[str]) -> list[Clause]:
        """The clauses directly below, in order. Raises NotHeld."""
        with self._now() as (connection, snapshot):
            _, row = self._place(connection, snapshot, clause_id, audiences)
            return list(self._shelf.get(connection, self._shelf.below(connection, row)).values())

    def neighbours(
        self, clause_id: str, audiences: frozenset[str], before: int = 1, after: int = 1
    ) -> list[Clause]:
        """The leaves next to a clause in its document, whatever their parents, in order, without itself.

        Of a container: the leaves before its first and after its last one. Raises NotHeld.
        """
        with self._now() as (connection, snapshot):
            held, row = self._place(connection, snapshot, clause_id, audiences)
            columns = clauses.c
            last = connection.execute(sa.select(columns.last_row).where(columns.row == row)).scalar_one()
            leaves = sa.select(columns.row).where(columns.leaf)
            earlier = connection.execute(
                leaves.where(columns.row.between(held.first, row - 1))
                .order_by(columns.row.desc())
                .limit(before)
            ).scalars()
            later = connection.execute(
                leaves.where(columns.row.between(last + 1, held.end - 1)).order_by(columns.row).limit(after)
            ).scalars()
            return list(self._shelf.get(connection, [*reversed(earlier.all()), *later]).values())

    def revisions(self, document_id: str, audiences: frozenset[str]) -> list[Revision]:
        """The revisions of a document, newest first. Raises NotHeld.

        Those that other audiences were meant for, and all of a document taken out, are not shown.
        """
        with self._now() as (connection, snapshot):
            current = _held(snapshot, document_id, audiences).document
            found = connection.execute(
                _REVISION.where(
                    revisions.c.document_id == document_id,
                    revisions.c.status != PENDING,
                    revisions.c.audience.in_(sorted(audiences)),
                ).order_by(revisions.c.id.desc())
            )
            read = [_revision({str(key): value for key, value in row.items()}) for row in found.mappings()]
            return [_upcoming(one, current) for one in read]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _now(self) -> Iterator[tuple[sa.Connection, Snapshot]]:
        """A connection in a transaction, and the snapshot of the generation it sees."""
        with self._sessions.reading() as session:
            snapshot = session.snapshots.get(id(self))
            if snapshot is None:
                snapshot = self._snapshot_of(session)
                session.snapshots[id(self)] = snapshot
            yield session.connection, snapshot

    def _snapshot_of(self, session: Session) -> Snapshot:
        """The snapshot kept, where it is of the session's generation; else a new one, kept if there is none newer."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.generation != session.generation:
            with self._lock:
                snapshot = self._take(session.connection)
                if self._snapshot is None or self._snapshot.generation < snapshot.generation:
                    self._snapshot = snapshot
        return snapshot

    def _take(self, connection: sa.Connection) -> Snapshot:
        return take(connection)

    def _original(self, document_id: str, audiences: frozenset[str], column: sa.Column[str]) -> str:
        with self._now() as (connection, snapshot):
            held = _held(snapshot, document_id, audiences)
            return connection.execute(
                sa.select(column).where(originals.c.revision_id == held.revision_id)
            ).scalar_one()

    def _place(
        self, connection: sa.Connection, snapshot: Snapshot, clause_id: str, audiences: frozenset[str]
    ) -> tuple[Held, int]:
        held = snapshot.of_clause(clause_id, audiences)
        row = self._rows_of(connection, [(clause_id, held)]).get(clause_id)
        if held is None or row is None:
            raise _no_clause(clause_id)
        return held, row

    def _rows_of(self, connection: sa.Connection, pairs: Sequence[tuple[str, Held | None]]) -> dict[str, int]:
        """Rows by clause id; ids without a revision or not in theirs are left out."""
        wanted: dict[tuple[int, int], list[str]] = {}
        for clause_id, held in pairs:
            if held is not None:
                wanted.setdefault((held.revision_id, held.first), []).append(clause_id)
        rows: dict[str, int] = {}
        for (revision_id, first), ids in wanted.items():
            rows |= self._shelf.places(connection, revision_id, first, ids)
        return rows

    def _earlier(
        self, connection: sa.Connection, held: Held, clause_id: str, revision: int, audiences: frozenset[str]
    ) -> Clause:
        row = connection.execute(
            sa.select(clauses.c.row)
            .join(revisions, revisions.c.id == clauses.c.revision_id)
            .where(
                revisions.c.id == revision,
                revisions.c.document_id == held.document_id,
                revisions.c.status == SUPERSEDED,
                revisions.c.audience.in_(sorted(audiences)),
                clauses.c.clause_id == clause_id,
            )
        ).scalar_one_or_none()
        if row is None:
            raise NotHeld(f"No revision {revision} with the clause 「{clause_id}」 is held.")
        return self._shelf.get(connection, [row])[row].model_copy(update={"superseded": True})


_REVISION = sa.select(
    revisions.c.id,
    revisions.c.document_id,
    revisions.c.status,
    revisions.c.audience,
    revisions.c.sha256,
    revisions.c.clause_count.label("clauses"),
    revisions.c.ingested_at,
    revisions.c.document,
)


def _revision(values: Mapping[str, object]) -> Revision:
    document = Document.model_validate_json(str(values["document"]))
    return Revision.model_validate({**values, "document": document})


def _upcoming(one: Revision, current: Document) -> Revision:
    """A kept state of a law that is of a later day than the current one has not been in force yet."""
    days = (one.document.date, current.date)
    kept = one.status == SUPERSEDED and one.document.kind is current.kind and current.kind in STATED
    later = kept and days[0] is not None and days[1] is not None and days[0] > days[1]
    return one.model_copy(update={"status": "upcoming"}) if later else one


def _held(snapshot: Snapshot, document_id: str, audiences: frozenset[str]) -> Held:
    held = snapshot.of_document(document_id, audiences)
    if held is None:
        raise NotHeld(f"No document 「{document_id}」 is held. `GET /v1/documents` lists those that are.")
    return held


def _no_clause(clause_id: str) -> NotHeld:
    return NotHeld(f"No clause 「{clause_id}」 is held. Clause ids come with every search result.")
