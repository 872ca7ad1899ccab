"""Clauses by row: read from the database once, then kept, up to a bound. Rows never change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

import sqlalchemy as sa

from corpus.catalog.codec import clause_of, filled
from corpus.catalog.tables import clauses
from corpus.models import Clause

_AT_ONCE = 500  # rows a statement; SQLite allows 32,766 variables, older ones 999
_KEPT = 10_000
_PLACES = 50_000  # clauses whose row, or the rows directly below which, are kept

K = TypeVar("K")
V = TypeVar("V")


class Shelf:
    """The clauses read so far."""

    def __init__(self, bound: int = _KEPT) -> None:
        self._bound = bound
        self._kept: dict[int, Clause] = {}
        self._below: dict[int, tuple[int, ...]] = {}
        self._places: dict[tuple[int, str], int] = {}
        self._lock = threading.Lock()

    def get(self, connection: sa.Connection, rows: Iterable[int]) -> dict[int, Clause]:
        """The clauses of the rows, in the order asked for; rows that do not exist are left out."""
        wanted = list(dict.fromkeys(rows))
        found = {row: clause for row in wanted if (clause := self._kept.get(row)) is not None}
        missing = [row for row in wanted if row not in found]
        for start in range(0, len(missing), _AT_ONCE):
            found.update(self._read(connection, missing[start : start + _AT_ONCE]))
        return {row: found[row] for row in wanted if row in found}

    def below(self, connection: sa.Connection, row: int) -> tuple[int, ...]:
        """The rows directly below a container's, in order; none below a leaf's."""
        found = self._below.get(row)
        if found is None:
            query = sa.select(clauses.c.row).where(clauses.c.parent_row == row).order_by(clauses.c.row)
            found = tuple(connection.execute(query).scalars())
            with self._lock:
                self._below[row] = found
                _bounded(self._below, _PLACES)
        return found

    def places(
        self, connection: sa.Connection, revision_id: int, first: int, clause_ids: Sequence[str]
    ) -> dict[str, int]:
        """The rows of clauses of a revision that begins at row ``first``, by id; ids that are not in it are left out.

        They are kept under the first row, which is never given twice.
        """
        found = {one: row for one in clause_ids if (row := self._places.get((first, one))) is not None}
        missing = [one for one in clause_ids if one not in found]
        if missing:
            columns = clauses.c
            read = connection.execute(
                sa.select(columns.clause_id, columns.row).where(
                    columns.revision_id == revision_id, columns.clause_id.in_(missing)
                )
            ).all()
            found.update((one, row) for one, row in read)
            with self._lock:
                self._places.update(((first, one), row) for one, row in read)
                _bounded(self._places, _PLACES)
        return found

    def stretch(self, connection: sa.Connection, first: int, end: int) -> list[Clause]:
        """The clauses of the rows from ``first`` up to ``end``, which must hold whole subtrees, in order.

        They are not kept: a whole document would push out what is asked for again and again.
        """
        columns = clauses.c
        found = connection.execute(
            sa.select(columns.row, columns.last_row, columns.body)
            .where(columns.row >= first, columns.row < end)
            .order_by(columns.row)
        ).all()
        made = [self._kept.get(row) or clause_of(body) for row, _, body in found]
        leaves = [clause.leaf for clause in made]
        for at, (row, last, _) in enumerate(found):
            if not leaves[at]:
                below = range(at + 1, at + 1 + last - row)
                made[at] = filled(made[at], [made[i] for i in below if leaves[i]])
        return made

    def _read(self, connection: sa.Connection, rows: Sequence[int]) -> dict[int, Clause]:
        columns = clauses.c
        found = connection.execute(
            sa.select(columns.row, columns.last_row, columns.leaf, columns.body).where(columns.row.in_(rows))
        ).all()
        made: dict[int, Clause] = {}
        for row, last, leaf, body in found:
            made[row] = clause_of(body) if leaf else self.stretch(connection, row, last + 1)[0]
        self._keep(made)
        return made

    def _keep(self, made: dict[int, Clause]) -> None:
        with self._lock:
            self._kept.update(made)
            _bounded(self._kept, self._bound)


def _bounded(kept: dict[K, V], bound: int) -> None:
    """Let go of what was kept first, beyond the bound."""
    for key in list(islice(kept, max(0, len(kept) - bound))):
        del kept[key]
