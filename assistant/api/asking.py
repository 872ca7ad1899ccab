"""Search and ask: POST /v1/search, POST /v1/ask (whole, or as server-sent events)."""

from __future__ import annotations

import time
from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, LanguageDep, ReaderDep, checked, recent
from assistant.api.conversations import appended, appending, earlier
from assistant.api.replies import AskReply, SearchReply
from assistant.api.requests import AskRequest, SearchRequest
from assistant.api.sse import event_stream
from assistant.rendering import answer_json, search_json

router = APIRouter(prefix="/v1", tags=["質問と検索 / asking"])


@router.post(
    "/search",
    summary="探す / Search",
    description="質問や語に合う箇条を、合う順に返します。/ The clauses that fit a question, best first.",
    responses={
        200: {"model": SearchReply, **examples.reply(examples.SEARCH_REPLY)},
        **examples.problems(422),
    },
    openapi_extra=examples.body(examples.SEARCH_REQUEST),
)
def search(body: SearchRequest, context: ContextDep, reader: ReaderDep) -> Response:
    """The clauses that fit a query."""
    began = time.perf_counter()
    understood, hits = context.assistant.search(
        checked(body.query, "query", context.settings),
        history=recent(body.history, context.settings),
        filters=body.filters,
        principal=reader,
        limit=body.limit,
    )
    return JSONResponse(search_json(understood, hits, time.perf_counter() - began))


@router.post(
    "/ask",
    summary="尋ねる / Ask",
    description=(
        "質問に、出典つきの原文の引用で答えます。記録にないことは"
        "not_found として、最も近い箇条とともに返します。"
        "conversation_id を送ると、その会話の続きとして答え、会話に加えます。"
        "stream=true では understood, hits, delta, citation, done を送り、done が返答の全体です。/ "
        "Answers with verbatim quotations, each with its source. What the record does not say is not_found, "
        "with the nearest clauses. With conversation_id the question goes on with that conversation and is added "
        "to it. With stream=true: server-sent events; done carries the whole reply; an "
        "error after the start is an event named error."
    ),
    responses={
        200: {"model": AskReply, **examples.reply(examples.ASK_REPLY, stream=examples.ASK_STREAM)},
        **examples.problems(404, 422),
    },
    openapi_extra=examples.body(examples.ASK_REQUEST),
)
def ask(body: AskRequest, context: ContextDep, reader: ReaderDep, language: LanguageDep) -> Response:
    """The answer to a question."""
    question = checked(body.question, "question", context.settings)
    talk, turns = body.conversation_id, body.history
    if talk is not None:
        kept = earlier(talk, context, reader)
        turns = turns or list(kept)
    history = recent(turns, context.settings)
    if not body.stream:
        answer = context.assistant.ask(question, history=history, filters=body.filters, principal=reader)
        if talk is not None:
            appended(talk, answer, body.filters, context, reader)
        return JSONResponse(answer_json(answer))
    events = context.assistant.stream(question, history=history, filters=body.filters, principal=reader)
    if talk is not None:
        events = appending(events, talk, body.filters, context, reader)
    return _streaming(event_stream(events, language))


def _streaming(lines: Iterator[str]) -> Response:
    # No proxy may hold the events back.
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)
