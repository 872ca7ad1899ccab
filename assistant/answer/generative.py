"""Answers in a model's words, each statement shown only once it is proven; extracts where it comes to nothing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import prompts
from assistant.answer import materials
from assistant.answer.compose import escaped
from assistant.answer.extractive import Extractive
from assistant.answer.judging import Judging
from assistant.answer.notes import note
from assistant.answer.proving import Offered, Proof, Statement, Verdict, prove
from assistant.answer.select import Selector
from assistant.answer.statements import SCHEMA, Reader
from assistant.answer.verify import proven
from assistant.answer.wording import Language
from assistant.generation import Generation
from assistant.llm.calling import Messages, Speaking
from assistant.llm.trouble import ModelTrouble, Trouble
from assistant.models import Answer, Citation, Turn
from assistant.retrieve import Found
from assistant.rewriting import rewritten
from assistant.tracing import stage
from corpus.catalog import Catalog
from corpus.models import Clause, Document

_log = logging.getLogger(__name__)
_BEAT = 0.5  # seconds in which whoever waits hears something
_TURNS = 2  # the first reply, and one that mends it


@dataclass(frozen=True)
class Shown:
    """A piece of an answer that may be shown now, and the citations that it brings; empty while it is waited for."""

    text: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass
class _Told:
    """What of one answer is told by now."""

    language: Language
    parts: list[str] = field(default_factory=list)
    citations: dict[tuple[str, str], Citation] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    malformed: int = 0
    seconds: float = 0.0  # spent on proving
    shown: dict[str, Offered] = field(default_factory=dict)
    account: Judging = field(default_factory=Judging)

    @property
    def withheld(self) -> int:
        return sum(verdict.doubt is not None for verdict in self.verdicts) + self.malformed

    def add(self, verdict: Verdict) -> Shown | None:
        """Keep a verdict; what it lets be shown."""
        self.verdicts.append(verdict)
        if verdict.doubt is not None:
            _log.info("statement withheld: %s", verdict.doubt.value)
            return None
        before = len(self.citations)
        numbers = [self._number(proof) for proof in verdict.proofs]
        text = _statement_lines(verdict.statement.text, verdict.proofs, numbers)
        if text in self.parts:
            return None
        self.parts.append(text)
        return Shown(text, tuple(self.citations.values())[before:])

    def _number(self, proof: Proof) -> int:
        place = (proof.clause.id, proof.quote)
        if place not in self.citations:
            number = len(self.citations) + 1
            self.citations[place] = Citation(
                number=number, quote=proof.quote, clause=proof.clause, document=proof.document
            )
        return self.citations[place].number


class Generative:
    """Asks a model for statements over the clauses found and shows those that are proven."""

    def __init__(self, catalog: Catalog, model: Speaking, extractive: Extractive) -> None:
        """Over one catalog; ``extractive`` answers where the model does not."""
        self._catalog = catalog
        self._model = model
        self._extractive = extractive

    @property
    def model(self) -> Speaking:
        """The model that is asked."""
        return self._model

    def rewritten(self, question: str, history: Sequence[Turn], language: Language) -> str | None:
        """A follow-up on its own feet, by the model; None where it gives nothing that can be used."""
        return rewritten(self._model, question, history, language)

    def answer(self, found: Found, audiences: frozenset[str]) -> Answer | None:
        """The answer; None where the question is to be refused, which needs no model."""
        telling = self.told(found, audiences)
        while True:
            try:
                next(telling)
            except StopIteration as end:
                answer: Answer | None = end.value
                return answer

    def told(self, found: Found, audiences: frozenset[str]) -> Generator[Shown, None, Answer | None]:
        """The answer piece by piece, each proven when it comes; the whole at the end. None as in ``answer``."""
        understood = found.probe.understood
        if not self._extractive.carries(found):
            return None
        source = cache(lambda document_id: self._catalog.source(document_id, audiences))
        shown = materials.offered(self._candidates(found, audiences), source)
        if not shown:
            return None
        told = _Told(understood.language, shown=shown)
        why = yield from self._asked(understood.standalone, shown, told)
        told.account.end()
        if not told.citations:
            return self._instead(found, audiences, told, why)
        ending = self._ending(told, why)
        if ending:
            yield Shown(ending)
        return Answer(
            status="answered",
            answer="".join([*told.parts, ending]).rstrip(),
            citations=tuple(told.citations.values()),
            understood=understood,
            mode="generative",
            withheld=told.withheld,
            note=why,
            provenance=self._provenance(told),
            generation=self._generation(told),
        )

    def _candidates(self, found: Found, audiences: frozenset[str]) -> Iterator[tuple[Clause, Document]]:
        """What an answer in extracts would cite, then what was found, best first."""
        selection = Selector(self._catalog, audiences, found.probe).select(found.hits)
        yield from ((passage.clause, passage.document) for passage in selection.passages)
        yield from ((hit.clause, hit.document) for hit in found.hits)

    def _asked(self, question: str, shown: dict[str, Offered], told: _Told) -> Generator[Shown, None, str]:
        """Ask, and ask once more where nothing was proven; returns why the answer is less than whole, or nothing."""
        messages: list[tuple[str, str]] = [
            ("system", prompts.load("answer", told.language).text),
            ("human", materials.message(question, shown.values())),
        ]
        for turn in range(_TURNS):
            reader, reply = Reader(), list[str]()
            told.account.call()
            try:
                yield from self._read(messages, shown, told, reader, reply)
            except ModelTrouble as trouble:
                yield from self._judged(reader.end() if told.parts else iter(()), shown, told)
                key = told.account.trouble = trouble.trouble.value
                return note(key, told.language) + _tail(told, "partly")
            if told.parts:
                return ""
            if reader.said_nothing:
                return note("nothing", told.language)
            if not reader.readable:
                return note(Trouble.MALFORMED.value, told.language)
            if turn + 1 < _TURNS:
                messages += [("ai", "".join(reply)), ("human", _mending(told))]
        return note("unproven", told.language)

    def _read(
        self, messages: Messages, shown: dict[str, Offered], told: _Told, reader: Reader, reply: list[str]
    ) -> Iterator[Shown]:
        """One reply, judged while it comes."""
        beat = time.monotonic()
        for piece in self._model.speak(messages, SCHEMA):
            reply.append(piece)
            if not piece or time.monotonic() - beat >= _BEAT:
                beat = time.monotonic()
                yield Shown()
            yield from self._judged(reader.feed(piece), shown, told)
        yield from self._judged(reader.end(), shown, told)
        told.malformed += reader.malformed

    def _judged(
        self, statements: Iterator[Statement], shown: dict[str, Offered], told: _Told
    ) -> Iterator[Shown]:
        for statement in statements:
            began = time.perf_counter()
            with stage("verify"):
                verdict = prove(statement, shown, told.language)
            piece = told.add(verdict)
            spent = time.perf_counter() - began
            told.seconds += spent
            told.account.judged(verdict, shown, spent)
            if piece is not None and all(proven(one) for one in piece.citations):
                yield piece

    def _instead(self, found: Found, audiences: frozenset[str], told: _Told, why: str) -> Answer:
        """The answer in extracts, with a note of what became of the model's."""
        answer = self._extractive.answer(found, audiences)
        language = told.language
        sentences = [why, note("instead", language)] if answer.status == "answered" else [why]
        if told.withheld:
            sentences.append(note("withheld", language, count=told.withheld))
        written = ("" if language == "ja" else " ").join(sentences)
        return answer.model_copy(
            update={
                "answer": f"{answer.answer}\n\n_{written}_",
                "withheld": told.withheld,
                "note": written,
                "provenance": self._provenance(told),
                "generation": self._generation(told),
            }
        )

    def _ending(self, told: _Told, why: str) -> str:
        """What follows the statements: how many are not shown, what went wrong, that quotations are the original's."""
        said = [why] if why else []
        if told.withheld:
            said.append(note("withheld", told.language, count=told.withheld))
        return "".join(f"\n_{one}_\n" for one in said)

    def _provenance(self, told: _Told) -> dict[str, str]:
        return {
            "model": self._model.name,
            "prompt": prompts.load("answer", told.language).reference,
            "statements": str(len(told.verdicts)),
            "proving_ms": f"{told.seconds * 1000:.1f}",
        }

    def _generation(self, told: _Told) -> Generation:
        """What the record of the answer keeps of it."""
        return told.account.generation(
            model=self._model.name,
            prompt=prompts.load("answer", told.language).reference,
            offered=told.shown,
            malformed=told.malformed,
            proving=told.seconds,
        )


def _tail(told: _Told, key: str) -> str:
    return (" " if told.language == "en" else "") + note(key, told.language) if told.parts else ""


def _mending(told: _Told) -> str:
    """What is sent back for a second try: the statements that could not be shown, and why, as data."""
    failed = [
        {"text": one.statement.text[:400], "reason": one.doubt.value}
        for one in told.verdicts
        if one.doubt is not None
    ]
    return json.dumps({"withheld": failed}, ensure_ascii=False)


def _statement_lines(text: str, proofs: tuple[Proof, ...], numbers: list[int]) -> str:
    """A statement with its marks, and below it each quotation with the place that it is from."""
    marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
    lines = [f"- {escaped(' '.join(text.split()))} {marks}", ""]
    for number, proof in dict(zip(numbers, proofs, strict=True)).items():
        quote = escaped(" ".join(proof.quote.split()))
        lines += [f"  > 「{quote}」（{escaped(proof.clause.label)}）[{number}]", ""]
    return "\n".join(lines) + "\n"
