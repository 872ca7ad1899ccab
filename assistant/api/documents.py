"""What is held: GET /v1/documents, GET /v1/documents/{id} with its clauses as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import JsonValue
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import examples
from assistant.api.context import Context, ContextDep, ReaderDep
from assistant.api.problems import Problem
from assistant.api.replies import DocumentsReply, DocumentTree
from assistant.api.requests import DocumentsQuery
from assistant.api.revisions import revisions_json
from assistant.rendering import Json, clause_json, document_json
from corpus.errors import NotHeld
from corpus.models import Clause

router = APIRouter(prefix="/v1", tags=["資料 / documents"])


@router.get(
    "/documents",
    summary="資料の一覧 / Documents",
    description=(
        "所蔵する資料を新しい順に返します。retired=true は、取り下げた資料（職員用のキーが要ります）。/ "
        "The documents held, newest first; retired=true: those retired, for staff keys."
    ),
    responses={
        200: {"model": DocumentsReply, **examples.reply(examples.DOCUMENTS_REPLY)},
        **examples.problems(403, 422),
    },
)
def documents(query: Annotated[DocumentsQuery, Query()], context: ContextDep, reader: ReaderDep) -> Response:
    """One page of the documents that pass the filters."""
    if query.retired:
        return _retired(query, context, reader)
    found = context.assistant.catalog.documents(reader.audiences, query.filters())
    page = found[query.offset : query.offset + query.limit]
    return JSONResponse(
        {
            "total": len(found),
            "limit": query.limit,
            "offset": query.offset,
            "documents": [document_json(document) for document in page],
        }
    )


@router.get(
    "/documents/{id}",
    summary="資料を見る / One document",
    description=(
        "資料と、その箇条の木。source=true で抽出した全文と、箇条の位置（spans）も返します。/ "
        "A document with its clauses as a tree; source=true adds the extracted text and where each clause "
        "stands in it (spans)."
    ),
    responses={
        200: {"model": DocumentTree, **examples.reply(examples.DOCUMENT_TREE)},
        **examples.problems(404, 422),
    },
)
def document(id: str, context: ContextDep, reader: ReaderDep, source: bool = False) -> Response:
    """A document with its clauses."""
    catalog, audiences = context.assistant.catalog, reader.audiences
    try:
        found = catalog.document(id, audiences)
    except NotHeld:
        raise Problem("document-not-held", id=id[:240]) from None
    clauses = catalog.tree(id, audiences)
    reply: Json = {
        **document_json(found),
        "tree": nested(clauses, spans=source),
        "counts": {
            "clauses": len(clauses),
            "leaves": sum(clause.leaf for clause in clauses),
            "furniture": len(catalog.furniture(id, audiences)),
            "notices": len(catalog.notices(id, audiences)),
        },
        "revisions": revisions_json(catalog.revisions(id, audiences)),
    }
    if source:
        reply["source"] = catalog.source(id, audiences)
    return JSONResponse(reply)


def _retired(query: DocumentsQuery, context: Context, reader: Principal) -> Response:
    """One page of the documents taken out, those retired last first. Filters about documents are not for them."""
    if not reader.staff:
        raise Problem("staff-only")
    found = context.assistant.catalog.retired_documents(reader.audiences)
    page = found[query.offset : query.offset + query.limit]
    shown: list[JsonValue] = []
    for one in page:
        at = one.retired_at.isoformat() if one.retired_at is not None else None
        shown.append(
            {**document_json(one.document), "retired": one.reason, **({"retired_at": at} if at else {})}
        )
    return JSONResponse(
        {"total": len(found), "limit": query.limit, "offset": query.offset, "documents": shown}
    )


def nested(clauses: Iterable[Clause], *, spans: bool) -> list[JsonValue]:
    """Clauses in preorder as a tree: each with its ``children``."""
    roots: list[JsonValue] = []
    children: dict[str, list[JsonValue]] = {}
    for clause in clauses:
        below: list[JsonValue] = []
        children[clause.id] = below
        siblings = children[clause.parent_id] if clause.parent_id else roots
        siblings.append({**clause_json(clause, spans=spans), "children": below})
    return roots
