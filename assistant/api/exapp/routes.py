"""POST /exapp and GET /exapp/status/{id} (also /status/{id}, should the portal read that from the root)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader
from starlette.responses import Response

from assistant.access import ANYONE, Principal
from assistant.api import examples
from assistant.api.context import ContextDep, LanguageDep, checked, recent
from assistant.api.exapp import examples as shown
from assistant.api.exapp.pending import Pending
from assistant.api.exapp.replies import (
    OutputsReply,
    PendingReply,
    StatusReply,
    briefing_json,
    failed_json,
    outputs_json,
    unread_note,
    working_json,
)
from assistant.api.exapp.requests import ExappRequest
from assistant.api.problems import Problem
from assistant.briefing import briefing
from assistant.rendering import Json
from assistant.understanding.language import language_of as language_of_text

router = APIRouter(tags=["源内 / ExApp"])
_key = APIKeyHeader(name="x-api-key", auto_error=False, description="A key of this server (SENREI_KEYS).")


async def _holder(context: ContextDep, key: Annotated[str | None, Depends(_key)]) -> Principal:
    if context.keyring is None:
        return ANYONE
    if not key:
        raise Problem("api-key-missing")
    return context.keyring.principal(key)


async def _pending(request: Request) -> Pending:
    pending: Pending = request.app.state.pending
    return pending


HolderDep = Annotated[Principal, Depends(_holder)]
PendingDep = Annotated[Pending, Depends(_pending)]


@router.post(
    "/exapp",
    summary="源内から尋ねる / Ask from 源内",
    description=(
        "政府のAI基盤「源内」の外部アプリとして答えます。「…についてブリーフィング」にはWordの文書を添えます。"
        "SENREI_EXAPP_WAIT 秒以内に答えられないときは 202 と status_url を返します。/ Answers as an external "
        "application of the portal 源内; a briefing comes as a Word file too; with 202 and a status_url "
        "when it takes longer than SENREI_EXAPP_WAIT seconds."
    ),
    responses={
        200: {"model": OutputsReply, **examples.reply(shown.OUTPUTS)},
        202: {"model": PendingReply, **examples.reply(shown.PENDING)},
        **shown.errors(400),
    },
    openapi_extra=examples.body(shown.REQUEST),
)
def exapp(
    body: ExappRequest, context: ContextDep, holder: HolderDep, pending: PendingDep, language: LanguageDep
) -> Response:
    """The answer, or where to ask for it."""
    topic, unread = body.topic(), body.unread_files()
    question = checked(topic or body.question(), "inputs.question", context.settings)
    history = recent(body.turns(), context.settings)

    def work() -> Json:
        if topic is not None:
            made = briefing(question, context.assistant, principal=holder)
            return briefing_json(made, unread_note(unread, language_of_text(question)))
        answer = context.assistant.ask(question, history=history, principal=holder)
        return outputs_json(answer, unread_note(unread, answer.understood.language))

    request = pending.start(holder.name, work)
    replied = pending.wait(request, context.settings.exapp_wait)
    if replied is not None:
        return JSONResponse(replied)
    return JSONResponse(working_json(request.id, _unfinished(request.status), language), status_code=202)


@router.get("/status/{id}", include_in_schema=False)
@router.get(
    "/exapp/status/{id}",
    summary="源内への回答の経過 / How far an answer for 源内 has come",
    description=(
        "PENDING、IN_PROGRESS、COMPLETED、ERROR のいずれか。答えは COMPLETED の outputs です。/ "
        "One of PENDING, IN_PROGRESS, COMPLETED, ERROR; the answer is the outputs of COMPLETED."
    ),
    responses={200: {"model": StatusReply, **examples.reply(shown.STATUS)}, **shown.errors(400)},
)
def status(id: str, holder: HolderDep, pending: PendingDep, language: LanguageDep) -> Response:
    """How far a request has come, and its answer once there is one."""
    request = pending.get(id, holder.name)
    state = request.status
    if state == "COMPLETED":
        body = working_json(id, state, language) | request.future.result()
    elif state == "ERROR":
        cancelled = request.future.cancelled()
        error = None if cancelled else request.future.exception()
        body = failed_json(id, error or RuntimeError("cancelled"), language)
    else:
        body = working_json(id, state, language)
    return JSONResponse(body)


def _unfinished(state: str) -> str:
    """A reply of 202 never says that all is done: the answer itself comes from the status."""
    return state if state == "PENDING" else "IN_PROGRESS"
