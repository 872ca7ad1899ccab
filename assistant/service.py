"""The assistant: a question understood, clauses found, an answer composed or refused, the whole recorded."""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Self

from assistant.access import Principal
from assistant.answer.extractive import Extractive
from assistant.answer.states import with_states
from assistant.answer.support import embedder_id, load_refusals
from assistant.from_registers import FromRegisters
from assistant.generating import generative_of, planner_of
from assistant.joining import Joined
from assistant.models import Answer, Citation, Hit, Part, Turn, Understood
from assistant.planning import Planner, expanded, inherited
from assistant.question import understand
from assistant.recording import Account, Recorder
from assistant.reranking import Reranking, reranking_by
from assistant.retrieve import Found, Retriever
from assistant.settings import Settings
from assistant.states import understood_on_its_day
from assistant.telling import AsTold, Event, pieces, told
from assistant.tracing import stage, start_traces
from corpus.catalog import Catalog
from corpus.errors import InvalidQuery
from corpus.index import Indexes
from corpus.index.embedder import load_embedder, prepare
from corpus.models import Filters

if TYPE_CHECKING:
    from assistant.llm.calling import Speaking

_DEPTH = 60  # hits an answer is chosen from


class Assistant:
    """Answers questions over one store for readers of given audiences. Safe to share between threads."""

    def __init__(
        self,
        catalog: Catalog,
        indexes: Indexes,
        settings: Settings | None = None,
        reranking: Reranking | None = None,
    ) -> None:
        """An assistant over an open catalog and its indexes."""
        self.catalog = catalog
        self.indexes = indexes
        self._settings = settings or Settings()
        self._reranking = reranking
        self._retriever = Retriever(catalog, indexes, reranking=reranking)
        self._extractive = Extractive(catalog, load_refusals(indexes.folder, embedder_id(indexes.embedder)))
        self._recorder = Recorder(catalog, self._settings)
        self._generative = generative_of(catalog, self._settings, self._extractive)
        self._planner: Planner = planner_of(self._generative)
        answerers = (FromRegisters(catalog), self._generative, self._extractive)
        self._answerers = tuple(
            one for one in answerers if one is not None
        )  # the first that answers is heard

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The assistant of the store that the settings name. Raises StoreError and EmbedderError."""
        start_traces(settings)
        reranking = reranking_by(settings)
        catalog = Catalog.open(settings.data)
        indexes = Indexes.open(settings.data, load_embedder(settings.embedding()), settings.chroma)
        return cls(catalog, indexes, settings, reranking)

    @property
    def model(self) -> Speaking | None:
        """The language model that the settings name; None where they name none."""
        return self._generative.model if self._generative is not None else None

    def prepare(self) -> None:
        """Load the models now, for a server: a fault shows at its start, the first question does not wait.

        Raises EmbedderError.
        """
        prepare(self.indexes.embedder)
        if self._reranking is not None:
            self._reranking.reranker.load()

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
        with self.catalog.steady():
            return understood, list(self._retriever.find(understood, principal.audiences, limit).hits)

    def found(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Found:
        """What an answer would be made of, and the question as it was read. Raises InvalidQuery."""
        understood = self._understood(question, history, filters, principal)
        return self._retriever.find(understood, principal.audiences, _DEPTH)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
        recorded: bool = True,
    ) -> Answer:
        """The answer, or a refusal with its reasons. Raises InvalidQuery."""
        told = self.stream(question, history=history, filters=filters, principal=principal, recorded=recorded)
        for event in told:
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
        recorded: bool = True,
    ) -> Iterator[Event]:
        """The answer in events: understood, hits, the text in pieces, each citation, the whole at the end.

        A question of several parts is found and told part by part, each as its citations are known.
        """
        account = Account(history, filters or Filters(), recorded=recorded)
        with account.timed():
            understood = self._understood(question, history, filters, principal)
            parts = self._planner(question, history, understood)
        yield Event(name="understood", data=understood)
        if len(parts) > 1:
            yield from self._of_several(parts, understood, history, principal, account)
            return
        with account.timed():
            found = self._found(understood, principal)
        yield Event(name="hits", data=found.hits[:10])
        answer = yield from self._live(found, account, principal)
        yield Event(name="done", data=answer)

    def _of_several(
        self,
        parts: Sequence[Part],
        whole: Understood,
        history: Sequence[Turn],
        principal: Principal,
        account: Account,
    ) -> Iterator[Event]:
        """The events of a question of several parts, each asked after those before it."""
        joined, turns = Joined(whole), list(history)
        earlier: Understood | None = None
        for at, part in enumerate(parts):
            with account.timed():
                understood = self._understood(part.question, turns, whole.filters, principal)
            as_told = partial(joined.piece, part)
            own = yield from self._of_part(understood, earlier, as_told, account, principal)
            earlier = own.understood
            turns.append(Turn(role="user", content=part.question))
            piece, citations = joined.add(part, own)
            if at < len(parts) - 1:
                yield from told(piece, citations)
        answer = self._kept(joined.answer(), account, principal)
        yield from told(piece, citations)
        yield Event(name="done", data=answer)

    def _of_part(
        self,
        understood: Understood,
        earlier: Understood | None,
        as_told: AsTold,
        account: Account,
        principal: Principal,
    ) -> Generator[Event, None, Answer]:
        """One part found and answered: in the sources of the part before it where that answers, else anywhere."""
        scoped = inherited(understood, earlier) if earlier is not None else None
        for one in (scoped, understood):
            if one is None:
                continue
            with account.timed():
                found = self._found(one, principal)
            if earlier is None:
                yield Event(name="hits", data=found.hits[:10])
            answer = yield from self._answered(found, as_told, account, principal)
            if answer.status == "answered":
                break
        account.part(found, answer)
        return answer

    def close(self) -> None:
        """Let go of the store, once what was answered is recorded."""
        self._recorder.close()
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
        with stage("understand") as told:
            understood = self._read(question, expanded(recent), filters or Filters(), principal)
            told |= {"language": understood.language, "intent": understood.intent.value}
            if self._settings.traces_content:
                told["question"] = question
        return self._rewritten(understood, recent, principal)

    def _read(
        self, question: str, recent: Sequence[Turn], filters: Filters, principal: Principal
    ) -> Understood:
        """The question against what is held on the day that it names."""
        with self.catalog.steady():
            return understood_on_its_day(
                self.catalog, principal.audiences, lambda held: understand(question, recent, held, filters)
            )

    def _rewritten(self, understood: Understood, recent: Sequence[Turn], principal: Principal) -> Understood:
        """A follow-up understood anew as the model puts it, where there is a model and it can."""
        if self._generative is None or not understood.follow_up:
            return understood
        whole = self._generative.rewritten(understood.question, recent, understood.language)
        if whole is None:
            return understood
        own = self._read(whole, (), understood.filters, principal)
        return own.model_copy(
            update={"question": understood.question, "standalone": whole, "follow_up": True}
        )

    def _found(self, understood: Understood, principal: Principal) -> Found:
        with stage("find") as told, self.catalog.steady():
            found = self._retriever.find(understood, principal.audiences, _DEPTH)
            told["hits"] = len(found.hits)
        return found

    def _live(self, found: Found, account: Account, principal: Principal) -> Generator[Event, None, Answer]:
        """The events of one answer, a model's as it comes; returns the whole, which is recorded."""
        shown: list[str] = []

        def as_it_is(text: str, citations: tuple[Citation, ...]) -> tuple[str, tuple[Citation, ...]]:
            shown.append(text)
            return text, citations

        answer = yield from self._answered(found, as_it_is, account, principal)
        account.part(found, answer)
        answer = self._kept(answer, account, principal)
        if not shown:
            yield from told(answer.answer, answer.citations)
        return answer

    def _answered(
        self, found: Found, as_told: AsTold, account: Account, principal: Principal
    ) -> Generator[Event, None, Answer]:
        """The answer of the first that has one; what a model says of it is told as it comes."""
        answer: Answer | None = None
        for answerer in self._answerers:
            if answerer is self._generative:
                telling = self._generative.told(found, principal.audiences)
                answer = yield from pieces(telling, as_told, account)
            else:
                with account.timed(), stage("answer") as noted, self.catalog.steady():
                    answer = answerer.answer(found, principal.audiences)
                    if answer is not None:
                        noted |= {"status": answer.status, "mode": answer.mode}
            if answer is not None:
                break
        assert answer is not None, "the last answerer always answers"
        return self._finished(answer, principal)

    def _finished(self, answer: Answer, principal: Principal) -> Answer:
        """The answer with the states of the laws that it cites, and what it was made by."""
        with self.catalog.steady():
            answer = with_states(answer, self.catalog, principal.audiences)
            generation = self.catalog.generation
        embedder = self.indexes.embedder
        return answer.model_copy(
            update={
                "provenance": {
                    **answer.provenance,
                    "mode": answer.mode,
                    "embedder": f"{embedder.name}@{embedder.revision}",
                    "index_generation": str(generation),
                    **self._reranked_by(),
                },
            }
        )

    def _kept(self, answer: Answer, account: Account, principal: Principal) -> Answer:
        """The answer under the id that it is recorded by."""
        answer = answer.model_copy(update={"record_id": uuid.uuid4().hex})
        account.end()
        if account.recorded and self._recorder.keeps:
            trace = account.trace(answer, self.indexes.fusion.model_dump(), self._retriever.weights)
            self._recorder.keep(answer, trace, principal)
        return answer

    def _reranked_by(self) -> dict[str, str]:
        if self._reranking is None:
            return {}
        reranker = self._reranking.reranker
        return {"reranker": f"{reranker.name}@{reranker.revision}"}
