"""Quotations of an answer and their marks: each proven against its clause, numbered in order of first use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer.compose import escaped
from assistant.answer.quote import WHOLE, quote_of
from assistant.answer.spoken import spoken
from assistant.answer.verify import proven
from assistant.models import Citation
from corpus.catalog import Catalog
from corpus.models import Clause, Document


class Marks:
    """Hands out [n] for quotations; the same words of the same clause keep their number."""

    def __init__(self, catalog: Catalog, audiences: frozenset[str], wanted: Iterable[str] = ()) -> None:
        """``wanted``: index tokens of the question, for choosing what to quote of a long clause."""
        self._catalog, self._audiences = catalog, audiences
        self._wanted = frozenset(wanted)
        self._documents = {document.id: document for document in catalog.documents(audiences)}
        self._clauses: dict[str, Clause] = {}
        self._sources: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What was quoted, by number."""
        return tuple(self._citations)

    def document(self, document_id: str) -> Document | None:
        """A document of the reader's."""
        return self._documents.get(document_id)

    def read(self, clause_ids: Iterable[str]) -> None:
        """Fetch clauses that will be quoted, all at once."""
        wanted = [id_ for id_ in dict.fromkeys(clause_ids) if id_ not in self._clauses]
        self._clauses.update({clause.id: clause for clause in self._catalog.clauses(wanted, self._audiences)})

    def clause(self, clause_id: str) -> Clause | None:
        """A clause of the reader's; None where it is no longer held."""
        self.read([clause_id])
        return self._clauses.get(clause_id)

    def quoted(self, clause_id: str, text: str, *, brackets: bool = True) -> str:
        """「words」[n], on one line; nothing where the words do not stand in the clause as it is held now."""
        clause = self.clause(clause_id)
        document = self._documents.get(clause.document_id) if clause else None
        if clause is None or document is None:
            return ""
        key = (clause_id, text)
        if key not in self._numbers:
            citation = Citation(number=len(self._citations) + 1, quote=text, clause=clause, document=document)
            if not proven(citation):
                return ""
            self._numbers[key] = citation.number
            self._citations.append(citation)
        words = escaped(re.sub(r"\s+", " ", text).strip())
        return f"「{words}」[{self._numbers[key]}]" if brackets else f"{words} [{self._numbers[key]}]"

    def spoken(self, clause: Clause) -> str:
        """The words spoken in a clause, without what a summary puts around them."""
        words = spoken(clause.text)
        return self.quoted(clause.id, words) if len(words) <= WHOLE else self.excerpt(clause)

    def excerpt(self, clause: Clause) -> str:
        """A clause quoted whole, or the sentences of it that fit the question where it is long."""
        self._clauses.setdefault(clause.id, clause)
        if clause.document_id not in self._sources:
            self._sources[clause.document_id] = self._catalog.source(clause.document_id, self._audiences)
        return self.quoted(clause.id, quote_of(clause, self._sources[clause.document_id], self._wanted))
