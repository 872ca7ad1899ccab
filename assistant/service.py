"""The assistant: a question understood, clauses found, an answer composed or refused, the whole recorded."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, Self

from assistant.access import Principal
from assistant.answer.extractive import Extractive
from assistant.answer.states import with_states
from assistant.from_registers import FromRegisters
from assistant.joining import Joined
from assistant.models import Answer, Citation, Hit, Part, Turn, Understood
from assistant.planning import Planner, expanded, inherited, plan
from assistant.question import understand
from assistant.retrieve import Found, Retriever
from assistant.settings import Settings
from assistant.states import understood_on_its_day
from corpus.catalog import Catalog
from corpus.errors import InvalidQuery, StoreError
from corpus.index import Indexes
from corpus.index.embedder import load_embedder
from corpus.models import Filters, Frozen

_log = logging.getLogger(__name__)
_DEPTH = 60  # hits an answer is chosen from


class Event(Frozen):
    """One event of a streamed answer; ``data`` is what its name says."""

    name: Literal["understood", "hits", "delta", "citation", "done"]
    data: object


class Assistant:
    """Answers questions over one store for readers of given audiences. Safe to share between threads."""

    def __init__(self, catalog: Catalog, indexes: Indexes, settings: Settings | None = None) -> None:
        """An assistant over an open catalog and its indexes."""
        self.catalog = catalog
        self.indexes = indexes
        self._settings = settings or Settings()
        self._retriever = Retriever(catalog, indexes)
        self._extractive = Extractive(catalog)
        self._planner: Planner = plan
        self._answerers = (FromRegisters(catalog), self._extractive)  # the first that answers is heard

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The assistant of the store that the settings name. Raises StoreError and EmbedderError."""
        catalog = Catalog.open(settings.data)
        indexes = Indexes.open(settings.data, load_embedder(settings.embedder), settings.chroma)
        return cls(catalog, indexes, settings)

    def search(
        self,
        query: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
        limit: int = 10,
    ) -> tuple[Understood, list[Hit]]:
        """What was understood and the clauses found, best first. Raises InvalidQuery."""
        understood = self._understood(query, history, filters, principal)
        return understood, list(self._retriever.find(understood, principal.audiences, limit).hits)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Answer:
        """The answer, or a refusal with its reasons. Raises InvalidQuery."""
        for event in self.stream(question, history=history, filters=filters, principal=principal):
            if isinstance(event.data, Answer):
                return event.data
        raise AssertionError("every answer has an end")

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Iterator[Event]:
        """The answer in events: understood, hits, the text in pieces, each citation, the whole at the end.

        A question of several parts is found and told part by part, each as its citations are known.
        """
        understood = self._understood(question, history, filters, principal)
        parts = self._planner(question, history, understood)
        yield Event(name="understood", data=understood)
        if len(parts) > 1:
            yield from self._of_several(parts, understood, history, principal)
            return
        found = self._retriever.find(understood, principal.audiences, _DEPTH)
        yield Event(name="hits", data=found.hits[:10])
        answer = self._kept(self._answered(found, principal), principal)
        yield from _told(answer.answer, answer.citations)
        yield Event(name="done", data=answer)

    def _of_several(
        self, parts: Sequence[Part], whole: Understood, history: Sequence[Turn], principal: Principal
    ) -> Iterator[Event]:
        """The events of a question of several parts, each asked after those before it."""
        joined, turns = Joined(whole), list(history)
        earlier: Understood | None = None
        for at, part in enumerate(parts):
            understood = self._understood(part.question, turns, whole.filters, principal)
            found, answer = self._of_part(understood, earlier, principal)
            earlier = answer.understood
            turns.append(Turn(role="user", content=part.question))
            piece, citations = joined.add(part, answer)
            if at == 0:
                yield Event(name="hits", data=found.hits[:10])
            if at < len(parts) - 1:
                yield from _told(piece, citations)
        answer = self._kept(joined.answer(), principal)
        yield from _told(piece, citations)
        yield Event(name="done", data=answer)

    def _of_part(
        self, understood: Understood, earlier: Understood | None, principal: Principal
    ) -> tuple[Found, Answer]:
        """One part found and answered: in the sources of the part before it where that answers, else anywhere."""
        scoped = inherited(understood, earlier) if earlier is not None else None
        for one in (scoped, understood):
            if one is not None:
                found = self._retriever.find(one, principal.audiences, _DEPTH)
                answer = self._answered(found, principal)
                if answer.status == "answered":
                    break
        return found, answer

    def close(self) -> None:
        """Let go of the store."""
        self.indexes.close()
        self.catalog.close()

    def _understood(
        self, question: str, history: Sequence[Turn], filters: Filters | None, principal: Principal
    ) -> Understood:
        question = question.strip()
        if not question:
            raise InvalidQuery("質問が空です。質問文を入力してください。/ The question is empty: type one.")
        if len(question) > self._settings.max_question:
            raise InvalidQuery(
                f"質問は{self._settings.max_question:,}字までです（{len(question):,}字ありました）。/ A "
                f"question may have {self._settings.max_question:,} characters; this one has {len(question):,}."
            )
        recent = tuple(history)[-self._settings.max_history :] if self._settings.max_history else ()
        return understood_on_its_day(
            self.catalog,
            principal.audiences,
            lambda held: understand(question, expanded(recent), held, filters or Filters()),
        )

    def _answered(self, found: Found, principal: Principal) -> Answer:
        answers = (one.answer(found, principal.audiences) for one in self._answerers)
        answer = next(answer for answer in answers if answer is not None)
        answer = with_states(answer, self.catalog, principal.audiences)
        embedder = self.indexes.embedder
        return answer.model_copy(
            update={
                "provenance": {
                    "mode": answer.mode,
                    "embedder": f"{embedder.name}@{embedder.revision}",
                    "index_generation": str(self.catalog.generation),
                },
            }
        )

    def _kept(self, answer: Answer, principal: Principal) -> Answer:
        """The answer under the id that it is recorded by."""
        answer = answer.model_copy(update={"record_id": uuid.uuid4().hex})
        self._record(answer, principal)
        return answer

    def _record(self, answer: Answer, principal: Principal) -> None:
        """Keep the answer; one that cannot be kept (full disk, read-only store) is given all the same."""
        try:
            self.catalog.add_answer(
                answer.record_id,
                answer.understood.question,
                answer.model_dump_json(exclude_defaults=True),
                principal.audiences,
            )
        except StoreError as error:
            _log.warning("the answer could not be recorded: %s", error)


def _told(text: str, citations: Iterable[Citation]) -> Iterator[Event]:
    """A text in pieces, then its citations."""
    for piece in re.findall(r"[^\n]*\n+|[^\n]+$", text):
        yield Event(name="delta", data=piece)
    for citation in citations:
        yield Event(name="citation", data=citation)
