"""A question as a query of a register: who, when, on what, and the words that are left to be found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.concepts import Concept
from assistant.models import Understood
from assistant.retrieve import Found
from corpus.catalog import Catalog
from corpus.glossary import glossary
from corpus.index.tokenizer import words
from corpus.models import Decision, Document, DocumentKind, Measure, RegisterFilters, Strength
from corpus.subjects import topics_of
from corpus.text import squash

_HELD = 0.8  # of a concept's best wording, for an entry to speak of it
# What a question after a register says of the register itself, as concepts name it.
_OF_REGISTERS = re.compile(
    r"^(?:必須|事業者|企業|会社|措置|対策|対応|取り?組み?|取組|実行|実施|確実|講[ずじ].*|審査|審査記載事項|記載|評価書?|要[請望求]|要求事項|指示|義務.*|求.*|事項|先例|前例"
    r"|年表|台帳|一覧|経緯|推移|これまで|此れ|過去|従来|今まで|案件|事例|結果|判断|決定|決める|扱[いう]?|取り?扱[いう]?|処理|対処|承認|比[較べ].*"
    r"|確認.*|論点|観点|条件|意見|結論|公表|違[いうっ]?.*|相違|異同|変[わ更].*|二つ|両者|行政|機関|国|省|庁|省庁|する|成る|取る|言う|基づく|方法|"
    r"measur|step|action|requir|request|ask|order|told|ministr.*|ministry|ministri|agenc.*|commission.*|precedent|timelin|histori"
    r"|consult.*|past|previou.*|so|far|date|deal.*|dealt|decid|decis|respond|review|assess.*|report.*|regist.*|land|compar.*|differ.*|points?|check.*|conditions?|opinions?|outcomes?|conclus.*"
    r"|meet.*|two|both|between|side|impos|recommend|instruct|take|taken|mandator.*|obligator.*)s?$"
)
_MANDATORY = re.compile(r"必須|義務(?:として|付け)|\bmandatory\b|\bobligatory\b", re.I)


@dataclass(frozen=True)
class Query:
    """What is asked of a register."""

    filters: RegisterFilters
    topics: tuple[str, ...]
    speakers: tuple[str, ...]
    concepts: tuple[Concept, ...]  # what else an entry must speak of
    matters: tuple[str, ...]  # clause ids of the agenda items that the question names
    of_reviews: bool  # only what was asked of assessments: 過去の評価書では
    question: str  # as asked
    empty: bool  # filters that no meeting can pass: the caller wants another kind of document

    def passes(self, texts: Iterable[str]) -> bool:
        """Whether an entry of these texts speaks of everything that is left."""
        if not self.concepts:
            return True
        joined = "\n".join(texts)
        tokens, plain = frozenset(words(joined)), squash(joined)
        return all(concept.held(tokens, plain) >= _HELD for concept in self.concepts)

    def without(self, texts: Iterable[str]) -> Query:
        """The query without what these names say already: the matter asked for, the headings of two items."""
        joined = "\n".join(texts)
        tokens, plain = frozenset(words(joined)), squash(joined)
        left = tuple(one for one in self.concepts if one.held(tokens, plain) < _HELD)
        return replace(self, concepts=left)

    def within_matters(self, clause_id: str) -> bool:
        """Whether an entry belongs to an agenda item that the question names, if it names any."""
        return not self.matters or any(clause_id == m or clause_id.startswith(f"{m}.") for m in self.matters)


def query_of(found: Found, catalog: Catalog, audiences: frozenset[str]) -> Query:
    """The query that a question makes of the registers."""
    understood = found.probe.understood
    asked = " ".join([understood.standalone, *understood.terms])
    topics = topics_of(_without_names(asked, understood, catalog, audiences))
    documents = {document.id: document for document in catalog.documents(audiences)}
    return Query(
        filters=_filters(understood, documents),
        topics=topics,
        speakers=understood.speakers,
        concepts=_left(found, topics),
        matters=understood.matter_ids,
        of_reviews="評価書" in understood.standalone or "assessment" in understood.standalone.casefold(),
        question=understood.standalone,
        empty=understood.filters.kind not in (None, DocumentKind.MINUTES, DocumentKind.SUMMARY),
    )


def of_registers(name: str) -> bool:
    """Whether a concept of that name says only that a register is asked for."""
    return _OF_REGISTERS.match(name) is not None


def measure_texts(measure: Measure) -> tuple[str, ...]:
    """What an entry of the register of measures says."""
    return measure.text, measure.about, measure.asked_of or "", *measure.topics


def decision_texts(decision: Decision) -> tuple[str, ...]:
    """What an entry of the register of decisions says."""
    told = (*decision.points, *decision.conditions, *decision.outcome, *decision.withheld)
    return decision.heading, decision.matter, *decision.parties, *(passage.text for passage in told)


def _filters(understood: Understood, documents: dict[str, Document]) -> RegisterFilters:
    """The caller's own filters; where they are silent, what the question names."""
    own = understood.filters
    named = [id_ for id_ in understood.document_ids if id_ in documents]
    meetings = [id_ for id_ in named if documents[id_].kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY)]
    days = understood.dates
    return RegisterFilters(
        agency=own.agency or next(iter(understood.agencies), None),
        meeting=own.meeting or (understood.meetings[0] if len(understood.meetings) == 1 else None),
        date_from=own.date_from or (min(day.first for day in days) if days else None),
        date_to=own.date_to or (max(day.last for day in days) if days else None),
        document_id=own.document_id or (meetings[0] if len(meetings) == 1 else None),
        strength=Strength.REQUIRED if _MANDATORY.search(understood.standalone) else None,
    )


def _without_names(text: str, understood: Understood, catalog: Catalog, audiences: frozenset[str]) -> str:
    """The question without the headings of the matters that it names: their words are no topics."""
    if not understood.matter_ids:
        return text
    headings = [
        clause.path[-1] for clause in catalog.clauses(list(understood.matter_ids), audiences) if clause.path
    ]
    told = "".join(map(squash, headings))
    return "\n".join(word for word in re.split(r"[\sのはをがにで、。?]+", text) if squash(word) not in told)


def _left(found: Found, topics: tuple[str, ...]) -> tuple[Concept, ...]:
    """What an entry must speak of besides its topics and the places that are named."""
    return tuple(
        concept
        for concept in found.probe.concepts
        if not concept.scope
        and not of_registers(concept.name)
        and not _names_agency(concept, found.probe.understood)
        and not (
            set(topics) & set(topics_of("\n".join([concept.name, *(w.surface for w in concept.wordings)])))
        )
    )


def _names_agency(concept: Concept, understood: Understood) -> bool:
    """Whether a concept is part of the name of an agency that was read out of the question already."""
    if not understood.agencies:
        return False
    if not concept.name.isascii():
        return any(squash(concept.name) in squash(agency) for agency in understood.agencies)
    named = " ".join(
        name.casefold()
        for organisation in glossary().entries.organisations
        if any(
            organisation.name in agency or agency in organisation.japanese for agency in understood.agencies
        )
        for name in organisation.en
    )
    return concept.name.casefold() in named
