"""Conversations that readers keep: each belongs to its owner, and to nobody else it exists.

Whether an owner may still read what an answer of then quotes is not decided here (``assistant.conversations``).
"""

from __future__ import annotations

import datetime as dt
import json
import uuid

import sqlalchemy as sa

from corpus.catalog.models import Conversation, StoredTurn
from corpus.catalog.opening import guarded, writing
from corpus.catalog.tables import conversations, turns
from corpus.errors import NotHeld

_COUNT = sa.select(sa.func.count()).where(turns.c.conversation_id == conversations.c.id).scalar_subquery()


class Conversations:
    """The part of ``Catalog`` that keeps conversations. ``owner`` is a key's name; '' where there are no keys."""

    _engine: sa.Engine

    def add_conversation(self, owner: str, title: str = "") -> Conversation:
        """A new conversation without turns. Raises StoreError."""
        now = dt.datetime.now(dt.UTC)
        made = Conversation(id=uuid.uuid4().hex, title=title, created_at=now, updated_at=now, turns=0)
        with guarded(), writing(self._engine).begin() as connection:
            connection.execute(
                sa.insert(conversations).values(owner=owner, **made.model_dump(exclude={"turns"}))
            )
        return made

    def conversations(
        self, owner: str, *, limit: int | None = None, offset: int = 0
    ) -> tuple[list[Conversation], int]:
        """The owner's conversations, the one last asked in first, and how many there are in all."""
        own = conversations.c.owner == owner
        query = sa.select(conversations, _COUNT.label("turns")).where(own)
        order = (conversations.c.updated_at.desc(), conversations.c.created_at.desc(), conversations.c.id)
        with guarded(), self._engine.connect() as connection:
            total = connection.execute(sa.select(sa.func.count()).where(own).select_from(conversations))
            rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
            return [_conversation(row) for row in rows], total.scalar_one()

    def conversation(self, id: str, owner: str) -> tuple[Conversation, list[StoredTurn]]:
        """A conversation and its turns, oldest first. Raises NotHeld, for another's too."""
        with guarded(), self._engine.connect() as connection:
            query = sa.select(conversations, _COUNT.label("turns")).where(_its(id, owner))
            row = connection.execute(query).one_or_none()
            if row is None:
                raise _unknown(id)
            of_it = sa.select(turns).where(turns.c.conversation_id == id).order_by(turns.c.id)
            return _conversation(row), [_turn(one) for one in connection.execute(of_it)]

    def rename_conversation(self, id: str, owner: str, title: str) -> None:
        """Give a conversation another title. Raises NotHeld and StoreError."""
        with guarded(), writing(self._engine).begin() as connection:
            renamed = connection.execute(
                sa.update(conversations)
                .where(_its(id, owner))
                .values(title=title, updated_at=dt.datetime.now(dt.UTC))
            )
            if not renamed.rowcount:
                raise _unknown(id)

    def remove_conversation(self, id: str, owner: str) -> None:
        """Delete a conversation and all its turns. Raises NotHeld and StoreError."""
        with guarded(), writing(self._engine).begin() as connection:
            if connection.execute(sa.select(conversations.c.id).where(_its(id, owner))).first() is None:
                raise _unknown(id)
            connection.execute(sa.delete(turns).where(turns.c.conversation_id == id))
            connection.execute(sa.delete(conversations).where(conversations.c.id == id))

    def add_turn(self, id: str, owner: str, turn: StoredTurn, *, title: str, wait_ms: int) -> None:
        """Append a turn; ``title`` names a conversation that has no name yet.

        Waits for another writer no longer than ``wait_ms``. Raises NotHeld, StoreBusy and StoreError.
        """
        with guarded(), writing(self._engine, wait_ms, lightly=True).begin() as connection:
            named = sa.case((conversations.c.title == "", title), else_=conversations.c.title)
            touched = connection.execute(
                sa.update(conversations).where(_its(id, owner)).values(title=named, updated_at=turn.asked_at)
            )
            if not touched.rowcount:
                raise _unknown(id)
            kept = turn.model_dump() | {
                "conversation_id": id,
                "audiences": json.dumps(sorted(turn.audiences)),
            }
            connection.execute(sa.insert(turns).values(**kept))


def _its(id: str, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(conversations.c.id == id, conversations.c.owner == owner)


def _unknown(id: str) -> NotHeld:
    return NotHeld(f"There is no conversation 「{id}」 of yours: list yours, or begin a new one.")


def _conversation(row: sa.Row[tuple[object, ...]]) -> Conversation:
    return Conversation(
        id=row.id, title=row.title, created_at=row.created_at, updated_at=row.updated_at, turns=row.turns
    )


def _turn(row: sa.Row[tuple[object, ...]]) -> StoredTurn:
    return StoredTurn(
        question=row.question,
        filters=row.filters,
        reply=row.reply,
        audiences=frozenset(json.loads(row.audiences)),
        asked_at=row.asked_at,
    )
