"""Statements and the numbers of their sources, given in the order in which they are first quoted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assistant.answer.quote import quotes_of
from assistant.answer.verify import only_proven
from assistant.briefing.models import Source, Statement
from assistant.models import Citation
from corpus.catalog import Catalog
from corpus.models import Clause, Document, Passage


class Numbering:
    """Hands out statements; a clause keeps the number it was first quoted under."""

    def __init__(
        self,
        catalog: Catalog,
        audiences: frozenset[str],
        documents: Mapping[str, Document],
        tokens: Collection[str],
    ) -> None:
        """``tokens``: index tokens of the topic, for choosing what to quote of a long clause."""
        self._catalog, self._audiences = catalog, audiences
        self._documents, self._tokens = documents, tokens
        self._texts: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._clauses: list[Clause] = []

    def of_clause(self, clause: Clause) -> tuple[Statement, ...]:
        """What a clause says of the topic: all of it when it is short, else the sentences that tell most.

        Of a choice field that is the value chosen: its name stands in the statement's place.
        """
        if clause.field and clause.value and clause.value in clause.text:
            return self.of_quotes(clause, [clause.value])
        quotes = quotes_of(clause, self._source(clause.document_id), self._tokens)
        return self.of_quotes(clause, quotes)

    def of_quotes(self, clause: Clause, quotes: Iterable[str]) -> tuple[Statement, ...]:
        """Quotations of a clause; one that does not stand in it is withheld."""
        document = self._documents[clause.document_id]
        number = self._numbers.get(clause.id, len(self._clauses) + 1)
        offered = [Citation(number=number, quote=q, clause=clause, document=document) for q in quotes]
        proven = only_proven(offered)
        if proven and clause.id not in self._numbers:
            self._numbers[clause.id] = number
            self._clauses.append(clause)
        place = clause.label.removeprefix(document.cite).strip() or clause.label
        return tuple(Statement(text=one.quote, source=number, place=place) for one in proven)

    def of_passages(self, passages: Iterable[Passage]) -> tuple[Statement, ...]:
        """Passages of a register, proven against their clauses; those no longer held are left out."""
        wanted = list(passages)
        ids = list(dict.fromkeys(one.clause_id for one in wanted))
        clauses = {one.id: one for one in self._catalog.clauses(ids, self._audiences)}
        return tuple(
            statement
            for one in wanted
            if one.clause_id in clauses
            for statement in self.of_quotes(clauses[one.clause_id], [one.text])
        )

    def quoted(self, clause_id: str) -> bool:
        """Whether a clause has been quoted already."""
        return clause_id in self._numbers

    def sources(self) -> tuple[Source, ...]:
        """All that was quoted, by number."""
        return tuple(
            _source(number, clause, self._documents[clause.document_id])
            for number, clause in enumerate(self._clauses, 1)
        )

    def _source(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts[document_id] = self._catalog.source(document_id, self._audiences)
        return self._texts[document_id]


def _source(number: int, clause: Clause, document: Document) -> Source:
    return Source(
        number=number,
        clause_id=clause.id,
        label=clause.label,
        document_id=document.id,
        title=document.title,
        kind=document.kind,
        date=document.date,
        url=document.url,
        page=clause.page,
        superseded=clause.superseded,
    )
