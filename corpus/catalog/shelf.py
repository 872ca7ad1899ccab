"""Clauses by row: read from the database once, then kept, up to a bound. Rows never change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from corpus.catalog.codec import clause_of, filled
from corpus.catalog.tables import clauses
from corpus.models import Clause

_AT_ONCE = 500  # rows a statement; SQLite allows 32,766 variables, older ones 999
_KEPT = 10_000


class Shelf:
    """The clauses read so far."""

    def __init__(self, bound: int = _KEPT) -> None:
        self._bound = bound
        self._kept: dict[int, Clause] = {}
        self._lock = threading.Lock()

    def get(self, connection: sa.Connection, rows: Iterable[int]) -> dict[int, Clause]:
        """The clauses of the rows, in the order asked for; rows that do not exist are left out."""
        wanted = list(dict.fromkeys(rows))
        found = {row: clause for row in wanted if (clause := self._kept.get(row)) is not None}
        missing = [row for row in wanted if row not in found]
        for start in range(0, len(missing), _AT_ONCE):
            found.update(self._read(connection, missing[start : start + _AT_ONCE]))
        return {row: found[row] for row in wanted if row in found}

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
            for row in list(self._kept)[: max(0, len(self._kept) - self._bound)]:
                del self._kept[row]
