"""One clause in its place: GET /v1/clauses/{id}."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import JsonValue
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, ReaderDep
from assistant.api.problems import Problem
from assistant.api.replies import ClauseReply
from assistant.api.revisions import revisions_json
from assistant.rendering import Json, clause_json, mention_json, state_json
from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.models import Clause

router = APIRouter(prefix="/v1", tags=["資料 / documents"])

MAX_BESIDE = 20
Beside = Annotated[int, Query(ge=0, le=MAX_BESIDE, description="隣の箇条をいくつまで / how many beside it")]

AsOf = Annotated[
    dt.date | None,
    Query(description="この日の状態（法令・ガイドライン） / the state of that day (laws and guidelines)"),
]


@router.get(
    "/clauses/{id}",
    summary="箇条を見る / One clause",
    description=(
        "箇条の項目に、上位・前後・内側の箇条、参照先、改訂を添えて返します。`states` は法令・ガイドラインの各時点での文言です。/ "
        "The clause's own fields, and its parent, neighbours, children, references and revisions; `states` are its "
        "words in each state of its law or guideline."
    ),
    responses={
        200: {"model": ClauseReply, **examples.reply(examples.CLAUSE_REPLY)},
        **examples.problems(404, 422),
    },
)
def clause(
    id: str,
    context: ContextDep,
    reader: ReaderDep,
    before: Beside = 1,
    after: Beside = 1,
    as_of: AsOf = None,
) -> Response:
    """A clause with what stands around it."""
    held, audiences = context.assistant.catalog, reader.audiences
    catalog = held if as_of is None else held.on(as_of)
    try:
        found = catalog.clause(id, audiences)
    except NotHeld:
        raise _not_held(held, id, as_of, audiences) from None
    if found.retired:
        return JSONResponse(_retired(found, held, audiences))
    document = catalog.document(found.document_id, audiences)

    def rendered(clauses: Iterable[Clause]) -> list[JsonValue]:
        return [clause_json(one, document) for one in clauses]

    parent = catalog.clause(found.parent_id, audiences) if found.parent_id else None
    beside = catalog.neighbours(id, audiences, before=before, after=after)
    mentions = context.references.of(found, audiences)
    targets = {one.id: one for mention in mentions for one in mention.clauses}.values()
    return JSONResponse(
        {
            **clause_json(found, document, spans=True),
            "parent": None if parent is None else clause_json(parent, document),
            "neighbours": {
                "before": rendered(one for one in beside if one.order < found.order),
                "after": rendered(one for one in beside if one.order > found.order),
            },
            "children": rendered(catalog.children(id, audiences)),
            "references": [clause_json(one, catalog.document(one.document_id, audiences)) for one in targets],
            "mentions": [mention_json(one) for one in mentions],
            "revisions": revisions_json(held.revisions(found.document_id, audiences)),
            "states": [state_json(one) for one in held.history(id, audiences)],
        }
    )


def _not_held(held: Catalog, id: str, as_of: dt.date | None, audiences: frozenset[str]) -> Problem:
    """That there is no such clause, or that it is held and not as of that day."""
    if as_of is None:
        return Problem("clause-not-held", id=id[:240])
    try:
        states = held.history(id, audiences)
        held.document(id.partition(".")[0], audiences)
    except NotHeld:
        return Problem("clause-not-held", id=id[:240])
    days = "、".join(str(one.begins) for one in states if one.clause is not None)
    return Problem("state-not-held", id=id[:240], day=str(as_of), days=days or "―")


def _retired(found: Clause, catalog: Catalog, audiences: frozenset[str]) -> Json:
    """A clause of a document that was taken out: itself, and nothing around it."""
    document = catalog.retired_document(found.document_id, audiences).document
    return {
        **clause_json(found, document, spans=True),
        "parent": None,
        "neighbours": {"before": [], "after": []},
        "children": [],
        "references": [],
        "mentions": [],
        "revisions": [],
    }
