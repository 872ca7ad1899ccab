"""Conversations that are kept: what was asked and answered, for whoever asked it and nobody else."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import defaultdict

from pydantic import ValidationError

from assistant.deferring import Deferred
from assistant.disclosing import disclosed
from assistant.models import Answer, Turn, Understood
from corpus.catalog import Catalog
from corpus.catalog.models import Conversation, StoredTurn
from corpus.errors import StoreBusy
from corpus.models import Filters, Frozen

TITLE = 60  # characters of the first question that name a conversation


class Asked(Frozen):
    """A turn as its owner may see it today."""

    question: str
    filters: Filters
    reply: Answer
    asked_at: dt.datetime
    hidden: int = 0  # sources of the reply that may no longer be read
    restricted: bool = False  # the reply is not shown as it was given


class Talk(Frozen):
    """A conversation with its turns, oldest first."""

    about: Conversation
    turns: tuple[Asked, ...]


class Conversations:
    """The conversations of one store. ``owner`` is the key's name; '' where the API asks for no keys.

    Safe to share between threads. A turn that the store cannot take at once is shown all the same.
    """

    def __init__(self, catalog: Catalog) -> None:
        """The conversations in the catalog of a store."""
        self._catalog = catalog
        self._deferred = Deferred()
        self._lock = threading.Lock()
        self._unwritten: defaultdict[str, list[StoredTurn]] = defaultdict(list)

    def talk(self, id: str, owner: str, audiences: frozenset[str]) -> Talk:
        """A conversation as its owner may read it today. Raises NotHeld."""
        with self._lock:  # before the store is read: what is written meanwhile is then in both, not in none
            unwritten = list(self._unwritten.get(id, ()))
        about, stored = self._catalog.conversation(id, owner)
        late = [turn for turn in unwritten if turn not in stored]
        readable = {document.id for document in self._catalog.documents(audiences)}
        turns = tuple(_asked(turn, audiences, readable) for turn in [*stored, *late])
        return Talk(about=about.model_copy(update={"turns": len(turns)}), turns=turns)

    def history(self, id: str, owner: str, audiences: frozenset[str]) -> tuple[Turn, ...]:
        """What was said in a conversation so far, oldest first. Raises NotHeld."""
        found: list[Turn] = []
        for turn in self.talk(id, owner, audiences).turns:
            found.append(Turn(role="user", content=turn.question))
            found.append(Turn(role="assistant", content=turn.reply.answer))
        return tuple(found)

    def append(self, id: str, owner: str, reply: Answer, audiences: frozenset[str], filters: Filters) -> None:
        """Add a turn, now or as soon as the store can be written."""
        question = reply.understood.question
        turn = StoredTurn(
            question=question,
            filters=filters.model_dump_json(exclude_none=True),
            reply=reply.model_dump_json(exclude_defaults=True),
            audiences=audiences,
            asked_at=dt.datetime.now(dt.UTC),
        )
        with self._lock:
            self._unwritten[id].append(turn)

        def write(wait_ms: int) -> None:
            try:
                self._catalog.add_turn(id, owner, turn, title=title_of(question), wait_ms=wait_ms)
            except StoreBusy:
                raise
            except BaseException:
                self._forget(id, turn)
                raise
            self._forget(id, turn)

        self._deferred.write(write)

    def close(self) -> None:
        """Write what still waits."""
        self._deferred.close()

    def _forget(self, id: str, turn: StoredTurn) -> None:
        with self._lock:
            self._unwritten[id].remove(turn)
            if not self._unwritten[id]:
                del self._unwritten[id]


def title_of(question: str) -> str:
    """The title of a conversation that begins with this question."""
    line = re.sub(r"\s+", " ", question).strip()
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def _asked(turn: StoredTurn, audiences: frozenset[str], readable: set[str]) -> Asked:
    given = _answer(turn)
    reply, hidden = disclosed(given, turn.audiences, audiences, readable)
    return Asked(
        question=turn.question,
        filters=Filters.model_validate_json(turn.filters),
        reply=reply,
        asked_at=turn.asked_at,
        hidden=hidden,
        restricted=reply is not given,
    )


def _answer(turn: StoredTurn) -> Answer:
    """The answer as it was kept; an empty one where another version of Senrei kept what this cannot read."""
    try:
        return Answer.model_validate_json(turn.reply)
    except ValidationError:
        understood = Understood(question=turn.question, standalone=turn.question)
        return Answer(status="not_found", answer="", understood=understood)
