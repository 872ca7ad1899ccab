"""Whether the server lives and what it holds: GET /v1/health."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, VisitorDep
from assistant.api.replies import HealthReply
from corpus.catalog import Catalog
from corpus.models import Audience

router = APIRouter(prefix="/v1", tags=["状態 / state"])


@router.get(
    "/health",
    summary="状態 / Health",
    description=(
        "資料と箇条の数は、呼び出した人が読めるものだけを数えます。キーなしでも呼べます。/ "
        "Counts what the caller may read. Needs no key, so that a watchdog can call it."
    ),
    responses={200: {"model": HealthReply, **examples.reply(examples.HEALTH)}, **examples.problems(503)},
)
def health(context: ContextDep, visitor: VisitorDep) -> Response:
    """The state of the server, as far as the caller may know it."""
    catalog = context.assistant.catalog
    documents = catalog.holdings(visitor.audiences).documents
    return JSONResponse(
        {
            "status": "ok",
            "documents": len(documents),
            "clauses": _clauses(catalog, visitor.audiences),
            "index_generation": catalog.generation,
        }
    )


def _clauses(catalog: Catalog, audiences: frozenset[Audience]) -> int:
    """How many clauses of current revisions the audiences may read."""
    return sum(rows.end - rows.first for audience in audiences for rows in catalog.rows_of(audience).values())
