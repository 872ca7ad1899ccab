"""Provisions by their address: 第6条第4号ニ(2) of a law, in whatever document that law stands."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from corpus.catalog.reading import Reading
from corpus.catalog.tables import clauses
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
