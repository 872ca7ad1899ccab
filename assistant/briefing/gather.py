"""What the record holds on a topic: clauses found by search and in the registers, sorted by what they are for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.access import Principal
from assistant.briefing.topic import Topic, topic_of
from assistant.models import Hit, Turn, Understood
from assistant.registers import replies_to
from assistant.retrieve import restricted
from corpus.catalog import Catalog
from corpus.laws import find_laws
from corpus.models import (
    Clause,
    ClauseKind,
    Decision,
    Document,
    DocumentKind,
    Filters,
    Measure,
    RegisterFilters,
)
from corpus.text import squash

DEPTH = 400  # clauses asked for, a kind of document each
_MEETINGS = (DocumentKind.MINUTES, DocumentKind.SUMMARY)
_RULES = (DocumentKind.STATUTE, DocumentKind.GUIDELINE)
APPLIED = 30  # provisions shown of the laws that precedents name
_LEFT_OUT = re.compile(r"\S{0,6}\s*[（(]?略[）)]?\s*")  # ３ 略, of a law quoted in part
_CRITERION = "基準"
_KINDS = tuple(DocumentKind)
_NO_TEXT = (ClauseKind.HEADING, ClauseKind.FRONT_MATTER)  # they say where one is, not what is said


class Record(Protocol):
    """What a briefing needs of ``assistant.service.Assistant``."""

    @property
    def catalog(self) -> Catalog:
        """The documents, clauses and registers."""

    def search(
        self,
        query: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
        limit: int = 10,
    ) -> tuple[Understood, list[Hit]]:
        """The clauses that fit a query."""


@dataclass(frozen=True)
class Gathered:
    """Everything held on a topic, before it is put in order."""

    topic: Topic
    understood: Understood
    library: dict[str, Document]  # all that the reader may read
    documents: dict[str, Document]  # those within the filters
    clauses: tuple[Clause, ...]  # leaves that speak of the topic
    criteria: tuple[Clause, ...]  # provisions that do, and those the precedents were decided by
    decisions: tuple[Decision, ...]
    measures: tuple[Measure, ...]
    replies: dict[str, Clause]  # to the measures, and to remarks among the clauses
    audiences: frozenset[str]


def gather(name: str, record: Record, filters: Filters, principal: Principal) -> Gathered:
    """What is held on the topic for this reader. Raises InvalidQuery for an empty or overlong topic."""
    understood, first = record.search(name, filters=filters, principal=principal, limit=DEPTH)
    topic, narrowed = topic_of(understood), restricted(understood)
    documents = {one.id: one for one in record.catalog.documents(principal.audiences, narrowed)}
    hits = [*first, *_by_kind(name, record, narrowed, principal, documents.values())]
    clauses = _speaking(topic, hits, documents, narrowed)
    catalog, audiences = record.catalog, principal.audiences
    measures = _measures(topic, catalog, audiences, narrowed, documents)
    decisions = _decisions(topic, clauses, catalog, audiences, narrowed, documents)
    speaking = [clause for clause in clauses if is_provision(clause, documents[clause.document_id])]
    criteria = speaking + _applied(topic, decisions, record, filters, principal)
    return Gathered(
        topic=topic,
        understood=understood,
        library={one.id: one for one in catalog.documents(audiences)},
        documents=documents,
        clauses=clauses,
        criteria=tuple(_told_once(criteria)),
        decisions=decisions,
        measures=measures,
        replies={**replies_to(measures, catalog, audiences), **_answers(clauses, catalog, audiences)},
        audiences=audiences,
    )


def is_provision(clause: Clause, document: Document) -> bool:
    """Whether a clause is law or guideline, be it annexed to a paper."""
    return clause.law is not None or document.kind in _RULES


def concerns(topic: Topic, decision: Decision) -> bool:
    """Whether a decision is on the topic itself, by its heading or its matter."""
    return any(topic.in_text(name) for name in (decision.heading, decision.matter))


def speaks(topic: Topic, clause: Clause) -> bool:
    """Whether a clause speaks of the topic, in its text or as the form's field or provision it belongs to."""
    if topic.in_text(clause.text):
        return True
    if clause.speaker or clause.agenda_item:
        return False  # the heading of an agenda item stands over all that was said under it
    return bool(clause.path) and any(topic.in_text(name) for name in (*clause.path[-3:], clause.field or ""))


def _by_kind(
    name: str, record: Record, filters: Filters, principal: Principal, documents: Iterable[Document]
) -> list[Hit]:
    """A search in each kind of document that is held, so that none crowds out another."""
    held = {document.kind for document in documents}
    kinds = [kind for kind in _KINDS if kind in held and filters.kind in (None, kind)]
    found: list[Hit] = []
    for kind in kinds if len(kinds) > 1 else ():
        within = filters.model_copy(update={"kind": kind})
        found += record.search(name, filters=within, principal=principal, limit=DEPTH)[1]
    return found


def _speaking(
    topic: Topic, hits: Iterable[Hit], documents: dict[str, Document], filters: Filters
) -> tuple[Clause, ...]:
    leaves = {
        hit.clause.id: hit.clause
        for hit in hits
        if hit.clause.leaf
        and hit.clause.kind not in _NO_TEXT
        and hit.document.id in documents
        and speaks(topic, hit.clause)
    }
    said = [
        one for one in leaves.values() if filters.speaker is None or filters.speaker in (one.speaker or "")
    ]
    return tuple(_told_once(sorted(said, key=lambda clause: (clause.document_id, clause.order))))


def _told_once(clauses: Iterable[Clause]) -> list[Clause]:
    """Each clause once, also where a document is held under two names; the first of equals."""
    return list({(clause.label, clause.text): clause for clause in reversed(list(clauses))}.values())[::-1]


def _register_filters(filters: Filters) -> RegisterFilters:
    return RegisterFilters(
        agency=filters.agency,
        meeting=filters.meeting,
        date_from=filters.date_from,
        date_to=filters.date_to,
        document_id=filters.document_id,
    )


def _searches(topic: Topic, filters: Filters) -> list[RegisterFilters]:
    """The searches of a register, by topic and by each wording."""
    base = _register_filters(filters)
    return [
        base.model_copy(update={"topic": topic.name}),
        *(base.model_copy(update={"words": words}) for words in topic.searches),
    ]


def _measures(
    topic: Topic,
    catalog: Catalog,
    audiences: frozenset[str],
    filters: Filters,
    documents: dict[str, Document],
) -> tuple[Measure, ...]:
    found: dict[str, Measure] = {}
    for search in _searches(topic, filters):
        for one in catalog.measures(audiences, search).measures:
            if one.document_id in documents and (filters.speaker or "") in one.asked_by:
                found.setdefault(one.id, one)
    return tuple(found.values())


def _decisions(
    topic: Topic,
    clauses: Iterable[Clause],
    catalog: Catalog,
    audiences: frozenset[str],
    filters: Filters,
    documents: dict[str, Document],
) -> tuple[Decision, ...]:
    """Those whose entries speak of the topic, and those under whose agenda item it was spoken of."""
    found: dict[str, Decision] = {}
    for search in _searches(topic, filters):
        for one in catalog.decisions(audiences, search).decisions:
            found.setdefault(one.id, one)
    spoken = {clause.document_id: documents[clause.document_id] for clause in clauses}
    for document in spoken.values():
        if document.kind in _MEETINGS:
            of_one = catalog.decisions(audiences, RegisterFilters(document_id=document.id)).decisions
            for one in of_one:
                if any(clause.id.startswith(f"{one.id}.") for clause in clauses):
                    found.setdefault(one.id, one)
    return tuple(one for one in found.values() if one.document_id in documents)


def _applied(
    topic: Topic, decisions: Iterable[Decision], record: Record, filters: Filters, principal: Principal
) -> list[Clause]:
    """The criteria (基準) in the laws that the headings of precedents on the topic name, those that fit best.

    A law brings its Order and Rules along (次世代医療基盤法施行規則): a law's criteria are laid down in them.
    """
    named = {law.law for one in decisions if concerns(topic, one) for law in find_laws(one.heading)}
    if not named:
        return []
    # A law is of another day than the precedent and of no meeting: those filters do not bound what law there is.
    within = Filters(document_id=filters.document_id, kind=filters.kind)
    query = f"{'、'.join(concept.name for concept in topic.concepts)}の{_CRITERION}"
    hits = record.search(query, filters=within, principal=principal, limit=DEPTH)[1]
    found = [hit.clause for hit in hits if _of_laws(hit.clause, named) and _lays_down(topic, hit.clause)]
    # A search of everything gives some of them; where these stand, the others stand too.
    for document_id in dict.fromkeys(clause.document_id for clause in tuple(found)):
        tree = record.catalog.tree(document_id, principal.audiences)
        found += [clause for clause in tree if _of_laws(clause, named) and _lays_down(topic, clause)]
    return _told_once(found)[:APPLIED]


def _of_laws(clause: Clause, laws: Collection[str]) -> bool:
    told = clause.leaf and clause.kind not in _NO_TEXT and not _LEFT_OUT.fullmatch(clause.text)
    return told and any((clause.law or "").startswith(law) for law in laws)


def _lays_down(topic: Topic, clause: Clause) -> bool:
    text = squash(" ".join((*clause.path, clause.text)))
    return _CRITERION in text and any(len(token) > 1 and token in text for token in topic.tokens)


def _answers(clauses: Sequence[Clause], catalog: Catalog, audiences: frozenset[str]) -> dict[str, Clause]:
    """The replies to those of the clauses that are remarks or stand in one, by clause id."""
    said = [clause for clause in clauses if clause.speaker]
    asked = {clause.id for clause in said} | {clause.parent_id for clause in said}
    found: dict[str, Clause] = {}
    for document_id in sorted({clause.document_id for clause in said}):
        for one in catalog.tree(document_id, audiences):
            if one.leaf and one.replies_to in asked:
                found[one.id] = one
    return found
