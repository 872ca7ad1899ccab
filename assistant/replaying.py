"""A recorded question asked again on today's store, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from assistant.access import Principal
from assistant.generation import Generation
from assistant.models import Answer
from assistant.recording.account import digest
from assistant.recording.models import Kept, Statement
from assistant.rejudging import Rejudged, rejudged
from corpus.catalog import Catalog
from corpus.models import Frozen

if TYPE_CHECKING:
    from assistant.service import Assistant


_MEASURED = ("statements", "proving_ms")  # of the answer itself: nothing that it rests on


class Outcome(StrEnum):
    """What became of an answer, the gravest first."""

    REFUSED = "refused"  # was answered and no longer is
    ANSWERED = "answered"  # was refused and is answered now
    SUPERSEDED = "superseded"  # a clause it cited reads otherwise now, or is gone
    OTHER_CLAUSES = "other_clauses"  # other clauses are cited
    REWORDED = "reworded"  # the same quotations, told otherwise
    SAME = "same"
    NO_CONTENT = "no_content"  # recorded without content: it cannot be asked again


class Replayed(Frozen):
    """A record against today. Clause ids are in the order of the answer they are of."""

    record_id: str
    question: str
    outcome: Outcome
    superseded: tuple[str, ...] = ()  # cited then; their text has changed since
    gone: tuple[str, ...] = ()  # cited then; no longer held, or not for that reader
    dropped: tuple[str, ...] = ()  # cited then and not now
    added: tuple[str, ...] = ()  # cited now and not then
    # What an answer rests on (index, models), then and now, where it differs.
    ground: dict[str, tuple[str, str]] = Field(default_factory=dict)
    # Of a model's answer: statements shown then and not now, now and not then, and those judged otherwise today.
    unsaid: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    rejudged: tuple[Rejudged, ...] = ()
    now: Answer | None = None

    @property
    def changed(self) -> bool:
        """Whether anything that a reader would see is otherwise today."""
        return self.outcome is not Outcome.SAME or bool(self.rejudged)


def replay(kept: Kept, assistant: Assistant) -> Replayed:
    """Ask a recorded question again, as its asker could read the record then. Nothing is recorded of it."""
    then, trace = kept.answer, kept.trace
    if then is None or not kept.question:
        return Replayed(record_id=kept.record_id, question=kept.question, outcome=Outcome.NO_CONTENT)
    now = assistant.ask(
        kept.question,
        history=trace.history if trace else (),
        filters=trace.filters if trace else then.understood.filters,
        principal=Principal(name="replay", audiences=kept.audiences),
        recorded=False,
    )
    statements = trace.statements if trace else _statements(then)
    superseded, gone = _standing(statements, assistant.catalog, kept.audiences)
    before = list(dict.fromkeys(one.clause_id for one in statements))
    after = list(dict.fromkeys(one.clause.id for one in now.citations))
    generations = [part.generation for part in trace.parts if part.generation] if trace else []
    shown, shows = _shown(generations), _shown([now.generation] if now.generation else [])
    return Replayed(
        record_id=kept.record_id,
        question=kept.question,
        outcome=_outcome(then, now, bool(superseded or gone)),
        superseded=superseded,
        gone=gone,
        dropped=tuple(id_ for id_ in before if id_ not in after),
        added=tuple(id_ for id_ in after if id_ not in before),
        ground=_ground(then, now),
        unsaid=tuple(text for text in shown if text not in shows),
        said=tuple(text for text in shows if text not in shown),
        rejudged=rejudged(generations, assistant.catalog, kept.audiences, then.understood.language),
        now=now,
    )


def _outcome(then: Answer, now: Answer, superseded: bool) -> Outcome:
    if then.status != now.status:
        return Outcome.REFUSED if now.status == "not_found" else Outcome.ANSWERED
    if superseded:
        return Outcome.SUPERSEDED
    if _quotations(then) != _quotations(now):
        return Outcome.OTHER_CLAUSES
    return Outcome.SAME if then.answer == now.answer else Outcome.REWORDED


def _quotations(answer: Answer) -> list[tuple[str, str]]:
    return [(one.clause.id, one.quote) for one in answer.citations]


def _standing(
    statements: tuple[Statement, ...], catalog: Catalog, audiences: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of the clauses cited then read otherwise today, and which are not there any more."""
    then = {one.clause_id: one.text_sha for one in statements}
    today = {clause.id: digest(clause.text) for clause in catalog.clauses(tuple(then), audiences)}
    changed = tuple(id_ for id_, sha in then.items() if id_ in today and today[id_] != sha)
    return changed, tuple(id_ for id_ in then if id_ not in today)


def _statements(answer: Answer) -> tuple[Statement, ...]:
    """Of a record from before there were traces."""
    return tuple(
        Statement(
            number=one.number,
            clause_id=one.clause.id,
            text_sha=digest(one.clause.text),
            document_sha=one.document.sha256,
            verdict="proven",
        )
        for one in answer.citations
    )


def _shown(generations: Iterable[Generation]) -> list[str]:
    """The statements of a model that a reader was shown."""
    statements = [one for generation in generations for one in generation.statements]
    return list(dict.fromkeys(one.text for one in statements if one.verdict == "proven"))


def _ground(then: Answer, now: Answer) -> dict[str, tuple[str, str]]:
    names = [name for name in dict.fromkeys((*then.provenance, *now.provenance)) if name not in _MEASURED]
    pairs = {name: (then.provenance.get(name, ""), now.provenance.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
