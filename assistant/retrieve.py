"""Candidates for a question: both legs of the index, what the question names, and exact addresses.

What a question names is used in two ways. A meeting or document that is held restricts the search (an answer
from elsewhere would be a wrong one); a speaker, agency, kind or date raises what fits. A named provision is
looked up by its address and comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.models import Hit, Understood
from corpus.catalog import Catalog
from corpus.index import Indexes, Scored, SearchText
from corpus.models import Clause, ClauseKind, Document, DocumentKind, Filters
from corpus.text import squash

POOL = 120  # candidates taken from the index before what the question names re-orders them

_STATUTE_KINDS = {
    ClauseKind.ARTICLE,
    ClauseKind.STATUTE_PARAGRAPH,
    ClauseKind.ITEM,
    ClauseKind.SUBITEM,
    ClauseKind.CHAPEAU,
}


@dataclass(frozen=True)
class Boosts:
    """What is added to a fused score (0..1) when a clause fits what the question names."""

    speaker: float = 0.25
    agency: float = 0.05
    kind: float = 0.08
    date: float = 0.10
    law: float = 0.10
    ordinal: float = 0.15
    phrase: float = 0.15
    heading: float = -0.06  # a heading alone says little; it wins only when it is what was asked for


class Retriever:
    """Finds clauses for an understood question within the audiences of its reader."""

    def __init__(self, catalog: Catalog, indexes: Indexes, boosts: Boosts | None = None) -> None:
        """A retriever over an open catalog and its indexes."""
        self._catalog = catalog
        self._indexes = indexes
        self._boosts = boosts or Boosts()

    def find(self, understood: Understood, audiences: frozenset[str], limit: int) -> list[Hit]:
        """The best clauses, best first, at most ``limit``; only what the audiences may read."""
        exact = self._addressed(understood, audiences)
        scored = self._indexes.search(
            audiences, SearchText(text=understood.standalone, terms=understood.terms), restricted(understood), POOL
        )
        clauses = self._catalog.by_rows([one.row for one in scored], audiences)
        documents = {document.id: document for document in self._catalog.documents(audiences)}
        phrases = phrases_of(understood)
        hits = [
            self._hit(one, clauses[one.row], documents[clauses[one.row].document_id], understood, phrases)
            for one in scored
            if one.row in clauses and clauses[one.row].document_id in documents
        ]
        named = {clause.id for clause in exact}
        first = [Hit(clause=c, document=documents[c.document_id], score=1.0, lexical=1.0) for c in exact]
        rest = sorted((hit for hit in hits if hit.clause.id not in named), key=lambda hit: -hit.score)
        return [*first, *rest][:limit]

    def _hit(
        self,
        scored: Scored,
        clause: Clause,
        document: Document,
        understood: Understood,
        phrases: Sequence[str],
    ) -> Hit:
        score = scored.score + self._named_boost(clause, document, understood)
        score += self._boosts.phrase * phrase_share(phrases, clause)
        if clause.kind is ClauseKind.HEADING:
            score += self._boosts.heading
        return Hit(clause=clause, document=document, score=score, lexical=scored.lexical, dense=scored.dense)

    def _named_boost(self, clause: Clause, document: Document, understood: Understood) -> float:
        boosts, total = self._boosts, 0.0
        if clause.speaker and clause.speaker in understood.speakers:
            total += boosts.speaker
        if understood.kinds and document.kind in understood.kinds:
            total += boosts.kind
        if document.date and any(span.first <= document.date <= span.last for span in understood.dates):
            total += boosts.date
        if understood.agencies and _names_agency(clause, document, understood.agencies):
            total += boosts.agency
        if clause.law and clause.law in understood.laws:
            total += boosts.law
        return total

    def _addressed(self, understood: Understood, audiences: frozenset[str]) -> list[Clause]:
        """The provisions that the question names by address, whole, in the order named."""
        found: list[Clause] = []
        for address in understood.addresses:
            found += self._catalog.provisions(address, understood.laws, audiences)
        return list({clause.id: clause for clause in found}.values())


def restricted(understood: Understood) -> Filters:
    """The caller's filters, narrowed by the one meeting or document that the question names."""
    filters = understood.filters
    if filters.meeting is None and len(understood.meetings) == 1:
        filters = filters.model_copy(update={"meeting": understood.meetings[0]})
    if filters.document_id is None and len(understood.document_ids) == 1 and not understood.meetings:
        filters = filters.model_copy(update={"document_id": understood.document_ids[0]})
    return filters


_CHUNK = re.compile(r"[一-鿿々ヶ]{2,}|[ァ-ヺー]{2,}|[a-z0-9]{2,}")


def phrases_of(understood: Understood) -> tuple[str, ...]:
    """The runs of Han, katakana or Latin characters of a question and its added terms: its fixed expressions."""
    text = " ".join([squash(understood.standalone), *(squash(term) for term in understood.terms)])
    return tuple(dict.fromkeys(_CHUNK.findall(text)))


def phrase_share(phrases: Iterable[str], clause: Clause) -> float:
    """The share of the phrases' characters that stand, as whole phrases, in the clause or its path, 0..1."""
    phrases = tuple(phrases)
    total = sum(map(len, phrases))
    if not total:
        return 0.0
    text = squash(clause.text + "".join(clause.path))
    return sum(len(phrase) for phrase in phrases if phrase in text) / total


def _names_agency(clause: Clause, document: Document, agencies: Sequence[str]) -> bool:
    text = squash((document.agency or "") + (clause.speaker or "") + "".join(clause.path))
    return any(squash(agency) in text for agency in agencies)


def is_statute(clause: Clause) -> bool:
    """Whether a clause is a provision of law rather than something said or written about one."""
    return clause.kind in _STATUTE_KINDS and clause.law is not None


def is_form(document: Document) -> bool:
    """Whether a document is a form with fields."""
    return document.kind is DocumentKind.ASSESSMENT
