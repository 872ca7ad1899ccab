"""A model's recorded statements judged anew, without the model: on today's clauses and by today's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from assistant.answer.proving import Offered, Statement, Support, prove
from assistant.answer.quote import pieces_of
from assistant.answer.wording import Language
from assistant.generation import MALFORMED, Generation, Stated
from corpus.catalog import Catalog
from corpus.models import Frozen


class Rejudged(Frozen):
    """A statement whose verdict is another one today; reasons are those of ``Stated``, empty where it is proven."""

    text: str
    then: Literal["proven", "withheld"]
    now: Literal["proven", "withheld"]
    reason_then: str = ""
    reason_now: str = ""


def rejudged(
    generations: Iterable[Generation], catalog: Catalog, audiences: frozenset[str], language: Language
) -> tuple[Rejudged, ...]:
    """The recorded statements of which today's verdict is another one, in their order."""
    return tuple(
        one
        for generation in generations
        for one in _anew(generation.statements, catalog, audiences, language)
    )


def _anew(
    statements: tuple[Stated, ...], catalog: Catalog, audiences: frozenset[str], language: Language
) -> Iterator[Rejudged]:
    ids = {one.clause_id for stated in statements for one in stated.supports if one.clause_id}
    clauses = {one.id: one for one in catalog.clauses(sorted(ids), audiences)}
    documents = {
        name: catalog.document(name, audiences) for name in {one.document_id for one in clauses.values()}
    }
    source = cache(lambda document_id: catalog.source(document_id, audiences))
    for stated in statements:
        if stated.reason == MALFORMED:
            continue
        offered = {
            one.key: Offered(
                key=one.key,
                clause=clause,
                document=documents[clause.document_id],
                pieces=tuple(pieces_of(clause, source(clause.document_id))),
            )
            for one in stated.supports
            if (clause := clauses.get(one.clause_id or "")) is not None
        }
        supports = tuple(Support(key=one.key, quote=one.quote) for one in stated.supports)
        verdict = prove(Statement(text=stated.text, supports=supports), offered, language)
        now: Literal["proven", "withheld"] = "proven" if verdict.doubt is None else "withheld"
        if now != stated.verdict:
            yield Rejudged(
                text=stated.text,
                then=stated.verdict,
                now=now,
                reason_then=stated.reason,
                reason_now=verdict.doubt.value if verdict.doubt else "",
            )
