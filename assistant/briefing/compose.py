"""A briefing out of what is held on a topic: sections in their order, each statement under its number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from assistant.access import Principal
from assistant.answer.spoken import spoken
from assistant.briefing.gather import Gathered, Record, concerns, gather, is_provision
from assistant.briefing.models import Briefing, Excerpts, Precedent, Request, Statement
from assistant.briefing.numbering import Numbering
from assistant.briefing.open_points import open_points
from assistant.briefing.topic import Topic
from corpus.models import Clause, Decision, Document, DocumentKind, Filters, Measure, Passage
from corpus.text import squash

HEADED = 6  # provisions headed by the topic that stand for a definition
_CAPTION = re.compile(r"条[^（(]*[（(]([^（）()]+)[）)]")
PER_DOCUMENT = 30  # statements of one document in a section
_MEETINGS = (DocumentKind.MINUTES, DocumentKind.SUMMARY)
_RULES = (DocumentKind.STATUTE, DocumentKind.GUIDELINE)
# Headings under which minutes and papers say what a matter is about.
_PURPOSE = re.compile(r"趣旨|背景|目的(?!外|以外|を超え)|概要|根拠|位置付け|位置づけ")

# A paragraph that only opens a matter: 議題１「…」について、事務局から説明をお願いします。
_CEREMONY = re.compile(
    r"\A[^。]*(?:説明|報告|発言)を?(?:お願い(?:いた|致)?します|申し上げます|させていただきます)。?\s*\Z"
)


def briefing(
    topic: str,
    record: Record,
    *,
    filters: Filters | None = None,
    principal: Principal,
    today: dt.date | None = None,
) -> Briefing:
    """What the record holds on a topic, for this reader. Raises InvalidQuery for an empty or overlong topic."""
    held = gather(topic, record, filters or Filters(), principal)
    numbering = Numbering(record.catalog, held.audiences, held.library, held.topic.tokens)
    explaining = [clause for clause in held.clauses if _explains(held, clause)]
    headed = () if explaining else _headed(held)
    explained = _excerpts(held, numbering, explaining or headed)
    precedents = _precedents(held, numbering)
    requests = _requests(held, numbering, record)
    remarks = _excerpts(held, numbering, _left(held, numbering, _MEETINGS))
    assessments = _excerpts(held, numbering, _left(held, numbering, (DocumentKind.ASSESSMENT,)))
    criteria = _excerpts(held, numbering, [one for one in held.criteria if one not in headed])
    put_off = _open(held, numbering)
    sources = numbering.sources()
    return Briefing(
        topic=held.topic.name,
        language=held.understood.language,
        status="answered" if sources else "not_found",
        made_on=today or dt.date.today(),
        generation=record.catalog.generation,
        filters=held.understood.filters,
        documents=len(held.documents),
        missing=tuple(one.name for one in held.understood.missing),
        explained=explained,
        by_caption=bool(headed),
        precedents=precedents,
        requests=requests,
        remarks=remarks,
        assessments=assessments,
        criteria=criteria,
        open_points=put_off,
        sources=sources,
    )


def _explains(held: Gathered, clause: Clause) -> bool:
    """A definition wherever it stands, a statement of purpose, or what a paper says; provisions have their own."""
    document = held.documents[clause.document_id]
    if held.topic.defined_in(clause.text):
        return True
    if is_provision(clause, document) or document.kind is DocumentKind.ASSESSMENT:
        return False
    purpose = any(_PURPOSE.search(name) for name in clause.path[1:])
    return document.kind not in _MEETINGS or purpose


def _headed(held: Gathered) -> tuple[Clause, ...]:
    """The provisions whose Article is headed by the topic and nothing else: 第10条（再委託）."""
    surfaces = {squash(surface) for surface in held.topic.surfaces}
    return tuple(
        clause
        for clause in held.criteria
        if any(squash(caption) in surfaces for name in clause.path for caption in _CAPTION.findall(name))
    )[:HEADED]


def _left(held: Gathered, numbering: Numbering, kinds: Sequence[DocumentKind]) -> list[Clause]:
    """The clauses of these kinds that stand in no section before."""
    return [
        clause
        for clause in held.clauses
        if held.documents[clause.document_id].kind in kinds
        and not numbering.quoted(clause.id)
        and not _CEREMONY.search(clause.text)
    ]


def _excerpts(held: Gathered, numbering: Numbering, clauses: Iterable[Clause]) -> tuple[Excerpts, ...]:
    """Clauses under their documents or laws: rules first, then newest first; within one as they stand."""
    groups: list[Excerpts] = []
    for document, cite, of_one in _by_place(held, clauses):
        shown = of_one[:PER_DOCUMENT]
        statements = tuple(statement for clause in shown for statement in numbering.of_clause(clause))
        if statements:
            groups.append(_group(document, cite, statements, more=len(of_one) - len(shown)))
    return tuple(groups)


def _by_place(held: Gathered, clauses: Iterable[Clause]) -> list[tuple[Document, str, list[Clause]]]:
    """Clauses by document, those of a law annexed to a paper by the law."""
    grouped: dict[tuple[str, str | None], list[Clause]] = {}
    for clause in sorted(clauses, key=lambda clause: (clause.document_id, clause.order)):
        grouped.setdefault((clause.document_id, clause.law), []).append(clause)
    found = [(held.library[name], law, group) for (name, law), group in grouped.items()]
    named = [(document, _place(document, law), group) for document, law, group in found]
    return sorted(named, key=lambda one: (one[0].kind not in _RULES, _age(one[0].date), one[0].id))


def _place(document: Document, law: str | None) -> str:
    annexed = law is not None and document.kind is not DocumentKind.STATUTE
    return f"{law}（{document.cite} 所収）" if annexed else document.cite


def _age(day: dt.date | None) -> int:
    """For sorting newest first, what has no date last."""
    return -day.toordinal() if day else 0


def _group(document: Document, cite: str, statements: tuple[Statement, ...], *, more: int = 0) -> Excerpts:
    return Excerpts(document_id=document.id, cite=cite, date=document.date, statements=statements, more=more)


def _precedents(held: Gathered, numbering: Numbering) -> tuple[Precedent, ...]:
    """Oldest first. The outcomes are numbered before all else: they stand in the table that opens the section."""
    ordered = sorted(held.decisions, key=lambda one: (one.date or dt.date.min, one.id))
    outcomes = [numbering.of_passages(one.outcome) for one in ordered]
    return tuple(
        Precedent(
            id=one.id,
            label=one.label,
            date=one.date,
            meeting=one.meeting,
            agenda_item=one.agenda_item,
            heading=one.heading,
            matter=one.matter,
            parties=one.parties,
            outcome=outcome,
            points=numbering.of_passages(_telling(held.topic, one, one.points)),
            conditions=numbering.of_passages(_telling(held.topic, one, one.conditions)),
            # Of another matter it tells nothing of the topic how its papers were published.
            publication=numbering.of_passages(one.publication if concerns(held.topic, one) else ()),
            withheld=numbering.of_passages(one.withheld),
        )
        for one, outcome in zip(ordered, outcomes, strict=True)
    )


def _telling(topic: Topic, decision: Decision, passages: Sequence[Passage]) -> list[Passage]:
    """All of them where the decision is on the topic itself, else those that speak of it."""
    if concerns(topic, decision):
        return list(passages)
    return [one for one in passages if topic.in_text(one.text)]


def _requests(held: Gathered, numbering: Numbering, record: Record) -> tuple[Request, ...]:
    """Newest first, within a document as they stand."""
    ids = [measure.clause_id for measure in held.measures]
    clauses = {one.id: one for one in record.catalog.clauses(ids, held.audiences)}
    ordered = sorted(
        (one for one in held.measures if one.clause_id in clauses),
        key=lambda one: (_age(one.date), one.document_id, clauses[one.clause_id].order),
    )
    made = (_request(one, clauses[one.clause_id], held, numbering) for one in ordered)
    return tuple(request for request in made if request is not None)


def _request(measure: Measure, clause: Clause, held: Gathered, numbering: Numbering) -> Request | None:
    words = numbering.of_quotes(clause, [measure.text])
    if not words:
        return None
    reply = held.replies.get(measure.reply_id or "")
    answered = numbering.of_quotes(reply, [spoken(reply.text)]) if reply else ()
    return Request(
        date=measure.date,
        meeting=measure.meeting,
        agenda_item=measure.agenda_item,
        asked_by=measure.asked_by,
        asked_of=measure.asked_of,
        strength=measure.strength,
        about=measure.about,
        words=words[0],
        reply=answered[0] if answered else None,
        replied_by=reply.speaker if reply and answered else None,
    )


def _open(held: Gathered, numbering: Numbering) -> tuple[Excerpts, ...]:
    """What meetings put off, where they spoke of the topic or answered a remark on it; newest first."""
    spoken = {clause.id: clause for clause in (*held.clauses, *held.replies.values())}
    meetings = [
        clause
        for clause in spoken.values()
        if clause.document_id in held.documents and held.documents[clause.document_id].kind in _MEETINGS
    ]
    groups: list[Excerpts] = []
    for document, cite, clauses in _by_place(held, meetings):
        statements = tuple(
            statement
            for clause in clauses
            for statement in numbering.of_quotes(clause, open_points(clause.text))
        )
        if statements:
            groups.append(_group(document, cite, statements))
    return tuple(groups)
