"""What maintenance asks of the catalog: which rows the indexes must hold, and how whole documents read."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.catalog.models import RowRange
from corpus.catalog.opening import guarded
from corpus.catalog.tables import CURRENT, clauses, revisions
from corpus.models import Audience


class Auditing:
    """The part of ``Catalog`` that checking and repairing the indexes stand on."""

    _engine: sa.Engine

    def audiences(self) -> frozenset[str]:
        """The audiences that have documents."""
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(
                sa.select(revisions.c.audience).where(revisions.c.status == CURRENT).distinct()
            )
            return frozenset(found.scalars())

    def leaf_rows(self, audience: str) -> set[int]:
        """The rows that an audience's indexes must hold: the leaves of its current revisions."""
        wanted = (
            sa.select(clauses.c.row)
            .join(revisions, revisions.c.id == clauses.c.revision_id)
            .where(revisions.c.status == CURRENT, revisions.c.audience == audience, clauses.c.leaf)
        )
        with guarded(), self._engine.connect() as connection:
            return set(connection.execute(wanted).scalars())

    def rows_of(self, audience: str) -> dict[str, RowRange]:
        """The rows of an audience's current revisions, by document id, in the order they were ingested."""
        columns = revisions.c
        wanted = (
            sa.select(columns.document_id, columns.first_row, columns.clause_count)
            .where(columns.status == CURRENT, columns.audience == audience)
            .order_by(columns.first_row)
        )
        with guarded(), self._engine.connect() as connection:
            return {
                document_id: RowRange(audience=audience, first=first, end=first + count)
                for document_id, first, count in connection.execute(wanted)
            }

    def size(self, document_id: str) -> int:
        """How many clauses the current revision of a document has; 0 if there is none."""
        wanted = sa.select(revisions.c.clause_count).where(
            revisions.c.document_id == document_id, revisions.c.status == CURRENT
        )
        with guarded(), self._engine.connect() as connection:
            return connection.execute(wanted).scalar_one_or_none() or 0

    def files(self) -> frozenset[tuple[Audience, str]]:
        """Audience and sha256 of the file of every revision there is, shown or not."""
        wanted = sa.select(revisions.c.audience, revisions.c.sha256).distinct()
        with guarded(), self._engine.connect() as connection:
            return frozenset((audience, sha256) for audience, sha256 in connection.execute(wanted))

    def integrity(self) -> str:
        """What the database says of itself: 'ok', or what is wrong with it."""
        if self._engine.dialect.name != "sqlite":
            return "ok"
        with guarded(), self._engine.connect() as connection:
            return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
