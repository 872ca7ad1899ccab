"""A passage: a clause chosen for an answer, the stretch of it to quote, and how it hangs on the one before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.answer.quote import quote_of
from assistant.models import Hit
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


def passage(hit: Hit, wanted: Collection[str], *, reply: bool = False) -> Passage:
    """The passage of a hit, quoted for the index tokens ``wanted``."""
    return Passage(hit.clause, hit.document, quote_of(hit.clause, wanted), reply)
