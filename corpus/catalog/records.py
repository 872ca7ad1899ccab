"""Answers as they were given, and what readers said of them.

Keeping a record may fail (a full disk, a read-only store): callers catch StoreError and answer all the same.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import sqlalchemy as sa

from corpus.catalog.models import Feedback, Record
from corpus.catalog.opening import guarded, writing
from corpus.catalog.tables import answers, feedback
from corpus.errors import NotHeld


class Records:
    """The part of ``Catalog`` that keeps records."""

    _engine: sa.Engine

    def add_answer(
        self,
        record_id: str,
        question: str,
        answer: str,
        audiences: frozenset[str],
        *,
        asker: str = "",
        trace: str = "",
        created_at: dt.datetime | None = None,
        wait_ms: int = 5_000,
    ) -> None:
        """Keep an answer and how it came about, as JSON, and what its asker could read.

        ``wait_ms`` is how long another writer is waited for. Raises StoreBusy and StoreError.
        """
        with guarded(), writing(self._engine, wait_ms, lightly=True).begin() as connection:
            connection.execute(
                sa.insert(answers).values(
                    record_id=record_id,
                    question=question,
                    answer=answer,
                    audiences=json.dumps(sorted(audiences)),
                    created_at=created_at or dt.datetime.now(dt.UTC),
                    asker=asker,
                    trace=trace,
                )
            )

    def record(self, record_id: str, audiences: frozenset[str]) -> Record:
        """An answer given to somebody who could read no more than these audiences. Raises NotHeld."""
        with guarded(), self._engine.connect() as connection:
            row = connection.execute(sa.select(answers).where(answers.c.record_id == record_id)).one_or_none()
        if row is None or not audiences.issuperset(json.loads(row.audiences)):
            raise NotHeld(f"No answer is recorded under 「{record_id}」.")
        return _record(row)

    def records(
        self, audiences: frozenset[str], *, since: dt.datetime | None = None, limit: int | None = None
    ) -> Iterator[Record]:
        """Answers given since a moment to those who could read no more than these audiences, newest first."""
        query = sa.select(answers.c.record_id).order_by(answers.c.created_at.desc(), answers.c.record_id)
        if since is not None:
            query = query.where(answers.c.created_at >= since)
        with guarded(), self._engine.connect() as connection:
            ids = list(connection.scalars(query))
        given = 0
        for record_id in ids:
            if limit is not None and given >= limit:
                return
            try:
                yield self.record(record_id, audiences)
            except NotHeld:  # to readers of more, or let go of meanwhile
                continue
            given += 1

    def drop_answers(self, before: dt.datetime, *, wait_ms: int = 5_000) -> int:
        """Let go of the answers given before a moment, and of what was said of them; how many."""
        old = sa.select(answers.c.record_id).where(answers.c.created_at < before)
        with guarded(), writing(self._engine, wait_ms).begin() as connection:
            connection.execute(sa.delete(feedback).where(feedback.c.record_id.in_(old)))
            gone = connection.execute(sa.delete(answers).where(answers.c.created_at < before))
            return int(gone.rowcount)

    def add_feedback(self, record_id: str, rating: int, comment: str = "") -> None:
        """Keep what a reader said of an answer. Raises NotHeld for an unknown answer, StoreError."""
        with guarded(), writing(self._engine).begin() as connection:
            known = connection.execute(sa.select(answers.c.record_id).where(answers.c.record_id == record_id))
            if known.first() is None:
                raise NotHeld(
                    f"No answer is recorded under 「{record_id}」: send the record_id of the answer."
                )
            connection.execute(
                sa.insert(feedback).values(
                    record_id=record_id, rating=rating, comment=comment, created_at=dt.datetime.now(dt.UTC)
                )
            )

    def feedback(self, record_id: str) -> list[Feedback]:
        """What was said of an answer, oldest first."""
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(
                sa.select(feedback).where(feedback.c.record_id == record_id).order_by(feedback.c.id)
            )
            return [
                Feedback(
                    record_id=row.record_id,
                    rating=row.rating,
                    comment=row.comment,
                    created_at=row.created_at,
                )
                for row in found
            ]


def _record(row: sa.Row[tuple[object, ...]]) -> Record:
    return Record(
        record_id=row.record_id,
        question=row.question,
        answer=row.answer,
        created_at=row.created_at,
        audiences=frozenset(json.loads(row.audiences)),
        asker=row.asker,
        trace=row.trace,
    )
