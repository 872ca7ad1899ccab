"""Pages as pictures: GET /v1/documents/{id}/pages/{n}.png, and where words stand: GET /v1/clauses/{id}/boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import Context, ContextDep, ReaderDep
from assistant.api.picture_shapes import BOXES, BoxesReply
from assistant.api.problems import Problem
from assistant.rendering import to_json
from corpus import sheets
from corpus.errors import NotHeld
from corpus.models import Audience, Clause, Document, Span
from corpus.originals import Originals
from corpus.text import find_verbatim

router = APIRouter(prefix="/v1", tags=["資料 / documents"])

_KEPT_FOR = 3600  # seconds a browser may keep a picture: a page of one file never changes
_Number = Annotated[int, InPath(ge=1, description="頁（1から） / page, from 1")]
_Width = Annotated[int, Query(ge=200, le=2400, description="幅（画素） / width in pixels")]
_Quote = Annotated[str, Query(max_length=20_000, description="箇条の中の語句 / words of the clause")]


class PngResponse(Response):
    """A picture."""

    media_type = "image/png"


@router.get(
    "/documents/{id}/pages/{number}.png",
    summary="頁の画像 / A page as a picture",
    description=(
        "PDFの頁を画像で返します。原本を保存している資料だけです。/ A page of a PDF as it is printed, where the "
        "file was kept."
    ),
    response_class=PngResponse,
    responses=examples.problems(404, 422),
)
def page_picture(
    id: str, number: _Number, context: ContextDep, reader: ReaderDep, width: _Width = 1000
) -> Response:
    """A page of a document."""
    document, file = _original(context, id, reader.audiences)
    try:
        drawn = sheets.picture(file, number, width)
    except NotHeld:
        raise Problem("page-not-held", id=id[:240], number=number) from None
    headers = {
        "Cache-Control": f"private, max-age={_KEPT_FOR}",
        "ETag": f'"{document.sha256[:32]}-{number}-{width}"',
    }
    return PngResponse(drawn, headers=headers)


@router.get(
    "/clauses/{id}/boxes",
    summary="箇条の紙面上の位置 / Where a clause stands on its pages",
    description=(
        "箇条（quote を送るとその語句）が、PDFのどの頁のどこにあるか。頁の左上からのポイントで表します。/ "
        "The pages of a PDF on which a clause (or `quote`, words of it) stands, a box a line, in points from "
        "the page's upper left corner."
    ),
    responses={200: {"model": BoxesReply, **examples.reply(BOXES)}, **examples.problems(404, 422)},
)
def boxes(id: str, context: ContextDep, reader: ReaderDep, quote: _Quote = "") -> Response:
    """The boxes of a clause."""
    catalog = context.assistant.catalog
    try:
        clause = catalog.clause(id, reader.audiences)
    except NotHeld:
        raise Problem("clause-not-held", id=id[:240]) from None
    document, file = _original(context, clause.document_id, reader.audiences)
    if clause.superseded:  # the file that is kept is that of the current state
        raise Problem("no-picture", id=document.id)
    source = catalog.source(document.id, reader.audiences)
    found = sheets.placed(file, spans_of(clause, quote), source)
    return JSONResponse(
        {
            "clause_id": clause.id,
            "document_id": document.id,
            "page_count": sheets.count(file),
            "pages": [to_json(one) for one in found],
        }
    )


def spans_of(clause: Clause, quote: str) -> tuple[Span, ...]:
    """Where words of a clause stand in the source; all of its spans where they are not in it, or none are given.

    The text of a leaf is that of its spans; between those of a container's leaves stands a line feed.
    """
    words = find_verbatim(quote, clause.text) if quote else None
    if words is None:
        return clause.spans
    found, at = list[Span](), 0
    for span in clause.spans:
        length = span.end - span.start
        if not clause.leaf and at and at < len(clause.text) and clause.text[at] == "\n":
            at += 1
        first, last = max(words.start, at), min(words.end, at + length)
        if first < last:
            found.append(Span(start=span.start + first - at, end=span.start + last - at))
        at += length
    return tuple(found)


def _original(context: Context, document_id: str, audiences: frozenset[Audience]) -> tuple[Document, Path]:
    """A document and its file. Raises Problem where either is not held, or not for this reader."""
    try:
        document = context.assistant.catalog.document(document_id, audiences)
    except NotHeld:
        raise Problem("document-not-held", id=document_id[:240]) from None
    file = Originals(context.settings.data).path(document.audience, document.sha256)
    if file is None:
        raise Problem("no-picture", id=document.id)
    return document, file
