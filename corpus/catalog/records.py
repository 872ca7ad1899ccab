"""Answers as they were given, and what readers said of them.

Keeping a record may fail (a full disk, a read-only store): callers catch StoreError and answer all the same.
"""

from __future__ import annotations

import datetime as dt
import json

import sqlalchemy as sa

from corpus.catalog.models import Feedback, Record
from corpus.catalog.opening import guarded, writing
from corpus.catalog.tables import answers, feedback
from corpus.errors import NotHeld


class Records:
    """The part of ``Catalog`` that keeps records."""

    _engine: sa.Engine

    def add_answer(self, record_id: str, question: str, answer: str, audiences: frozenset[str]) -> None:
        """Keep an answer, as JSON, and what its asker could read. Raises StoreError."""
        with guarded(), writing(self._engine).begin() as connection:
            connection.execute(
                sa.insert(answers).values(
                    record_id=record_id,
                    question=question,
                    answer=answer,
                    audiences=json.dumps(sorted(audiences)),
                    created_at=dt.datetime.now(dt.UTC),
                )
            )

    def record(self, record_id: str, audiences: frozenset[str]) -> Record:
        """An answer given to somebody who could read no more than these audiences. Raises NotHeld."""
        with guarded(), self._engine.connect() as connection:
            row = connection.execute(sa.select(answers).where(answers.c.record_id == record_id)).one_or_none()
        if row is None or not audiences.issuperset(json.loads(row.audiences)):
            raise NotHeld(f"No answer is recorded under 「{record_id}」.")
        return Record(
            record_id=record_id, question=row.question, answer=row.answer, created_at=row.created_at
        )

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
