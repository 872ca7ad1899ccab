"""GET /v1/models, GET /v1/models/{model}, POST /v1/chat/completions."""

from __future__ import annotations

import time
import uuid

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.chat import examples as shown
from assistant.api.chat.chunks import chunk_stream
from assistant.api.chat.replies import MODEL_CARD, MODELS, CompletionReply, Header, ModelReply, ModelsReply
from assistant.api.chat.requests import MODEL, ChatRequest, asked
from assistant.api.context import ContextDep, LanguageDep, ReaderDep, checked, recent
from assistant.api.problems import Problem

router = APIRouter(prefix="/v1", tags=["OpenAI互換 / OpenAI-compatible"])


@router.get(
    "/models",
    summary="モデルの一覧（OpenAI互換） / Models",
    description="OpenAI互換の画面のために。モデルは senrei だけです。/ For front ends: there is one, senrei.",
    responses={200: {"model": ModelsReply, **examples.reply(MODELS)}, **shown.errors()},
)
def models(_: ReaderDep) -> Response:
    """The one model there is."""
    return JSONResponse(MODELS)


@router.get(
    "/models/{model}",
    summary="モデル（OpenAI互換） / One model",
    description="senrei のほかは 404 です。/ Any other than senrei is a 404.",
    responses={200: {"model": ModelReply, **examples.reply(MODEL_CARD)}, **shown.errors(404)},
)
def model(model: str, _: ReaderDep) -> Response:
    """The model, if it is the one there is."""
    _check_model(model)
    return JSONResponse(MODEL_CARD)


@router.post(
    "/chat/completions",
    summary="会話（OpenAI互換） / Chat completions",
    description=(
        "最後の user の発言を質問、それより前を会話の流れとして答えます。出典は本文末尾の注と citations に"
        "あります。temperature など、ここで意味のない項目は無視します。/ The last user message is the question, "
        "what stands before it the history. Sources are footnotes at the end of the content, and `citations`. "
        "Parameters that mean nothing here are passed over."
    ),
    responses={
        200: {"model": CompletionReply, **examples.reply(shown.COMPLETION, stream=shown.STREAM)},
        **shown.errors(400, 404),
    },
    openapi_extra=examples.body(shown.REQUEST),
)
def completions(body: ChatRequest, context: ContextDep, reader: ReaderDep, language: LanguageDep) -> Response:
    """The answer to the last message of a conversation."""
    _check_model(body.model)
    question, turns = asked(body.messages)
    question = checked(question, "messages", context.settings)
    history = recent(turns, context.settings)
    header = Header(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()))
    if not body.stream:
        answer = context.assistant.ask(question, history=history, principal=reader)
        return JSONResponse(header.completion(answer))
    events = context.assistant.stream(question, history=history, principal=reader)
    lines = chunk_stream(events, header, body.usage_wanted, language)
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # no proxy may hold the chunks back
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


def _check_model(name: str) -> None:
    if name != MODEL:
        raise Problem("no-such-model", name=name[:100], known=MODEL)
