"""Provisions by their address: 第6条第4号ニ(2) of a law, in whatever document that law stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from corpus.catalog.reading import Reading
from corpus.catalog.tables import clauses
from corpus.errors import NotHeld
from corpus.models import Clause


class Provisions(Reading):
    """The part of ``Catalog`` that looks provisions up."""

    def provisions(self, address: str, laws: Collection[str], audiences: frozenset[str]) -> list[Clause]:
        """The clauses at ``address`` (a6.i4.ni.2), of the laws named or of any law when none is.

        Where a container and its first words carry the same address, only the container is given.
        """
        with self._now() as (connection, snapshot):
            columns = clauses.c
            query = sa.select(columns.row).where(columns.address == address).order_by(columns.row)
            if laws:
                query = query.where(columns.law.in_(sorted(laws)))
            rows = [row for row in connection.execute(query).scalars() if snapshot.of_row(row, audiences)]
            found = list(self._shelf.get(connection, rows).values())
        ids = {clause.id for clause in found}
        return [clause for clause in found if clause.parent_id not in ids]

    def clause_on(self, clause_id: str, day: dt.date, audiences: frozenset[str]) -> Clause:
        """A clause as it stood on a day: of the states of its law that are held, that of the latest day by then.

        A clause of an earlier state is ``superseded``. Raises NotHeld, also where no state of then is held.
        """
        states = self.revisions(clause_id.partition(".")[0], audiences)
        kept = [one for one in states if one.status != "retired" and one.document.date is not None]
        begun = [one for one in kept if one.document.date is not None and one.document.date <= day]
        if not begun:
            days = "、".join(sorted(str(one.document.date) for one in kept))
            raise NotHeld(
                f"No state of {day} is held of 「{clause_id}」; those held begin on {days or 'no known day'}."
            )
        state = max(begun, key=lambda one: one.document.date or dt.date.min)
        return self.clause(clause_id, audiences, revision=state.id)
