"""A briefing's summary in a model's words: only what the briefing's own sources prove, each sentence with them below it.

It stands above the sections, so its sources are numbered first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

import prompts
from assistant.access import Principal
from assistant.answer import materials
from assistant.answer.notes import note
from assistant.answer.proving import Offered, Proof, Verdict, prove
from assistant.answer.statements import SCHEMA, Reader
from assistant.answer.verify import proven
from assistant.briefing.gather import Record
from assistant.briefing.models import Briefing, Excerpts, Precedent, Request, Source, Statement, Told
from assistant.briefing.wording import word
from assistant.llm.trouble import ModelTrouble, Trouble
from assistant.models import Citation
from corpus.models import Clause, Document, Frozen

if TYPE_CHECKING:
    from assistant.llm.calling import Speaking

MOST = 5  # statements of a summary


@dataclass
class _Heard:
    """What a model said by now."""

    proofs: list[Verdict] = field(default_factory=list)
    withheld: int = 0
    why: str = ""  # key of a note


def with_prose(made: Briefing, record: Record, *, principal: Principal, model: Speaking | None) -> Briefing:
    """The briefing with a summary above its sections; as it was, with a note why, where there is none."""
    if model is None:
        return made.model_copy(update={"note": word("no_model", made.language)})
    if not made.sources:
        return made
    source = cache(lambda document_id: record.catalog.source(document_id, principal.audiences))
    offered = materials.offered(_clauses(made, record, principal), source)
    if not offered:
        return made
    heard = _asked(made, offered, model)
    sentences = [note(heard.why, made.language)] if heard.why else []
    if heard.withheld:
        sentences.append(note("withheld", made.language, count=heard.withheld))
    prompt = prompts.load("briefing", made.language)
    told = made.model_copy(
        update={
            "withheld": heard.withheld,
            "note": ("" if made.language == "ja" else " ").join(sentences),
            "provenance": {"model": model.name, "prompt": prompt.reference},
        }
    )
    return _renumbered(told, heard.proofs)


def _clauses(made: Briefing, record: Record, principal: Principal) -> Iterator[tuple[Clause, Document]]:
    """The clauses that the briefing quotes, of each section in turn, so that a few tell of all."""
    sections = (
        made.explained,
        tuple(one.outcome for one in reversed(made.precedents)),
        made.requests,
        made.open_points,
        made.remarks,
        made.assessments,
        made.criteria,
    )
    each = [list(dict.fromkeys(_numbers(section))) for section in sections]
    order = dict.fromkeys(number for row in zip_longest(*each) for number in row if number is not None)
    ids = {one.number: one.clause_id for one in made.sources}
    held = {one.id: one for one in record.catalog.clauses(list(ids.values()), principal.audiences)}
    document = cache(lambda document_id: record.catalog.document(document_id, principal.audiences))
    for number in order:
        if (clause := held.get(ids[number])) is not None:
            yield clause, document(clause.document_id)


def _asked(made: Briefing, offered: dict[str, Offered], model: Speaking) -> _Heard:
    """One call, its statements judged as they come."""
    shown = json.dumps(
        {"topic": made.topic, "clauses": materials.shown(offered.values())}, ensure_ascii=False
    )
    messages = [("system", prompts.load("briefing", made.language).text), ("human", shown)]
    heard, reader = _Heard(), Reader()
    try:
        with closing(model.speak(messages, SCHEMA)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                _judge(reader, piece, offered, made, heard)
        _judge(reader, None, offered, made, heard)
    except ModelTrouble as trouble:
        heard.why = trouble.trouble.value
        return heard
    heard.withheld += reader.malformed
    if not heard.proofs:
        heard.why = (
            "nothing" if reader.said_nothing else "unproven" if reader.readable else Trouble.MALFORMED.value
        )
    return heard


def _judge(
    reader: Reader, piece: str | None, offered: dict[str, Offered], made: Briefing, heard: _Heard
) -> None:
    for statement in reader.end() if piece is None else reader.feed(piece):
        verdict = prove(statement, offered, made.language)
        if verdict.doubt is not None or not all(_stands(proof) for proof in verdict.proofs):
            heard.withheld += 1
        elif len(heard.proofs) < MOST and statement.text not in {one.statement.text for one in heard.proofs}:
            heard.proofs.append(verdict)


def _stands(proof: Proof) -> bool:
    return proven(Citation(number=1, quote=proof.quote, clause=proof.clause, document=proof.document))


def _renumbered(made: Briefing, verdicts: Sequence[Verdict]) -> Briefing:
    """The briefing with these statements in front and its sources numbered from them on."""
    sources = {one.clause_id: one for one in made.sources}
    first = [sources[proof.clause.id].number for verdict in verdicts for proof in verdict.proofs]
    order = list(dict.fromkeys([*first, *(one.number for one in made.sources)]))
    numbers = {old: new for new, old in enumerate(order, 1)}
    summary = tuple(
        Told(
            text=" ".join(verdict.statement.text.split()),
            support=tuple(_statement(proof, sources, numbers) for proof in verdict.proofs),
        )
        for verdict in verdicts
    )
    sections = {
        name: _with(value, numbers)
        for name in type(made).model_fields
        if _holds(value := getattr(made, name))
    }
    renumbered = [one.model_copy(update={"number": numbers[one.number]}) for one in made.sources]
    ordered = tuple(sorted(renumbered, key=lambda one: one.number))
    return made.model_copy(update={**sections, "sources": ordered, "summary": summary})


def _statement(proof: Proof, sources: dict[str, Source], numbers: dict[int, int]) -> Statement:
    place = proof.clause.label.removeprefix(proof.document.cite).strip() or proof.clause.label
    return Statement(text=proof.quote, source=numbers[sources[proof.clause.id].number], place=place)


def _holds(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, (Excerpts, Precedent, Request)) for one in value)


def _with(value: object, numbers: dict[int, int]) -> object:
    """The same with each statement's source under its new number."""
    if isinstance(value, Statement):
        return value.model_copy(update={"source": numbers[value.source]})
    if isinstance(value, tuple):
        return tuple(_with(one, numbers) for one in value)
    if isinstance(value, (Excerpts, Precedent, Request)):
        return value.model_copy(update={name: _with(one, numbers) for name, one in value})
    return value


def _numbers(value: object) -> Iterator[int]:
    """The sources of all statements within, in order."""
    if isinstance(value, Statement):
        yield value.source
    elif isinstance(value, tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, Frozen):
        for _, one in value:
            yield from _numbers(one)
