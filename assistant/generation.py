"""What a language model was asked for one answer, and each statement that it made with the verdict on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from corpus.models import ClauseId, Frozen

MALFORMED = "malformed"  # the reason of what stood in a statement's place and was none


class Relied(Frozen):
    """Words that a statement relies on, as the model gave them."""

    key: str  # of the clause, as it was offered
    clause_id: ClauseId | None = None  # None for a key that was not offered
    quote: str = ""  # empty where no content is kept


class Stated(Frozen):
    """A statement as the model made it. Text, detail and quotations are empty where no content is kept."""

    text: str = ""
    verdict: Literal["proven", "withheld"]
    reason: str = ""  # why it is withheld: a ``Doubt``, or MALFORMED
    detail: str = ""  # the word, number or name that the record does not carry
    supports: tuple[Relied, ...] = ()
    ms: float = 0.0  # spent on proving it


class Generation(Frozen):
    """How a model's answer, or its attempt at one, came about."""

    model: str
    prompt: str  # name, language and hash: answer.ja@0123456789ab
    calls: int = 0
    trouble: str = ""  # what the last call failed by
    offered: tuple[ClauseId, ...] = ()  # the clauses that the model was shown
    statements: tuple[Stated, ...] = ()
    model_ms: float = 0.0  # from the first call to the end of the last, proving included
    first_ms: float | None = None  # until the first proven statement; None where there was none
    proving_ms: float = 0.0

    def without_content(self) -> Generation:
        """The same without anything that was said: verdicts, reasons, clauses and times remain."""
        return self.model_copy(update={"statements": tuple(_bare(one) for one in self.statements)})

    def readable(self, documents: Collection[str]) -> Generation:
        """As somebody may see it who reads these documents: a statement may tell of any clause that was offered."""
        if all(_document(clause_id) in documents for clause_id in self.offered):
            return self
        statements = tuple(
            one.model_copy(update={"supports": tuple(s for s in one.supports if _known(s, documents))})
            for one in self.without_content().statements
        )
        offered = tuple(clause_id for clause_id in self.offered if _document(clause_id) in documents)
        return self.model_copy(update={"statements": statements, "offered": offered})


def together(generations: Sequence[Generation]) -> Generation | None:
    """Those of the parts of a question as one; None where no model was asked."""
    if len(generations) < 2:
        return generations[0] if generations else None
    return generations[0].model_copy(
        update={
            "calls": sum(one.calls for one in generations),
            "trouble": next((one.trouble for one in generations if one.trouble), ""),
            "offered": tuple(dict.fromkeys(name for one in generations for name in one.offered)),
            "statements": tuple(stated for one in generations for stated in one.statements),
            "model_ms": round(sum(one.model_ms for one in generations), 2),
            "proving_ms": round(sum(one.proving_ms for one in generations), 2),
        }
    )


def _bare(stated: Stated) -> Stated:
    supports = tuple(
        # a key that was not offered is the model's own words
        one.model_copy(update={"quote": "", "key": one.key if one.clause_id else ""})
        for one in stated.supports
    )
    return stated.model_copy(update={"text": "", "detail": "", "supports": supports})


def _document(clause_id: str) -> str:
    return clause_id.partition(".")[0]


def _known(relied: Relied, documents: Collection[str]) -> bool:
    return relied.clause_id is None or _document(relied.clause_id) in documents
