"""A passage: a clause chosen for an answer, the stretch of it to quote, how it hangs on the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.answer.quote import quotes_of
from corpus.models import Clause, Document


@dataclass(frozen=True)
class Passage:
    """One clause of an answer with the quotation taken from it."""

    clause: Clause
    document: Document
    quote: str
    reply: bool = False  # the reply to the passage before it

    @property
    def who(self) -> str:
        """Where in its document the clause stands and who speaks: its label without the document's name."""
        return self.clause.label.removeprefix(self.document.cite).strip() or self.clause.label


def passages_of(
    clause: Clause, document: Document, source: str, wanted: Collection[str], *, reply: bool = False
) -> list[Passage]:
    """The passages of a clause, quoted for the index tokens ``wanted``; ``source`` is its document's text."""
    return [Passage(clause, document, quote, reply) for quote in quotes_of(clause, source, wanted)]
