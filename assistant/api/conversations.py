"""Conversations that are kept: GET/POST /v1/conversations, GET/PATCH/DELETE one, its export; turns of /v1/ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import conversation_examples as shown
from assistant.api import examples
from assistant.api.context import Context, ContextDep, Event, ReaderDep
from assistant.api.conversation_shapes import (
    ConversationEntry,
    ConversationReply,
    ConversationRequest,
    ConversationsQuery,
    ConversationsReply,
    ExportQuery,
    RenameRequest,
)
from assistant.api.problems import Problem
from assistant.conversations import Talk
from assistant.export import DOCX_TYPE
from assistant.models import Answer, Turn
from assistant.transcript.rendered import entry_json, talk_json
from corpus.errors import NotHeld
from corpus.models import Filters

router = APIRouter(prefix="/v1/conversations", tags=["会話 / conversations"])
_MARKDOWN = "text/markdown; charset=utf-8"


@router.get(
    "",
    summary="会話の一覧 / Your conversations",
    description="最後に質問した順に返します。/ The one last asked in first. `turns` counts questions.",
    responses={
        200: {"model": ConversationsReply, **examples.reply(shown.CONVERSATIONS)},
        **examples.problems(422),
    },
)
def listed(query: Annotated[ConversationsQuery, Query()], context: ContextDep, reader: ReaderDep) -> Response:
    """The reader's conversations."""
    owner = owner_of(reader, context)
    found, total = context.assistant.catalog.conversations(owner, limit=query.limit, offset=query.offset)
    return JSONResponse({"total": total, "conversations": [entry_json(one) for one in found]})


@router.post(
    "",
    status_code=201,
    summary="会話を始める / Begin a conversation",
    description="題名がなければ、最初の質問が題名になります。/ Without a title the first question names it.",
    responses={201: {"model": ConversationReply, **examples.reply(shown.NEW)}, **examples.problems(422)},
    openapi_extra=examples.body(shown.REQUEST),
)
def begun(body: ConversationRequest, context: ContextDep, reader: ReaderDep) -> Response:
    """A new conversation."""
    made = context.assistant.catalog.add_conversation(owner_of(reader, context), body.title.strip())
    return JSONResponse(talk_json(Talk(about=made, turns=())), status_code=201)


@router.get(
    "/{id}",
    summary="会話を読む / One conversation",
    description=(
        "いまの権限で読める範囲で返します。読めない資料による回答は伏せます（restricted）。/ As far as the key may read "
        "today: a reply that rests on other documents is not shown (`restricted`; `hidden` counts its sources)."
    ),
    responses={
        200: {"model": ConversationReply, **examples.reply(shown.CONVERSATION)},
        **examples.problems(404),
    },
)
def one(id: str, context: ContextDep, reader: ReaderDep) -> Response:
    """A conversation with its turns."""
    return JSONResponse(talk_json(_talk(id, context, reader)))


@router.patch(
    "/{id}",
    summary="会話の題名を変える / Rename",
    description="題名を変えます。/ Gives it another title.",
    responses={
        200: {"model": ConversationEntry, **examples.reply(shown.ENTRY)},
        **examples.problems(404, 422),
    },
    openapi_extra=examples.body(shown.RENAME),
)
def renamed(id: str, body: RenameRequest, context: ContextDep, reader: ReaderDep) -> Response:
    """A conversation under another title."""
    owner = owner_of(reader, context)
    with owned(id):
        context.assistant.catalog.rename_conversation(id, owner, body.title.strip())
    return JSONResponse(entry_json(_talk(id, context, reader).about))


@router.delete(
    "/{id}",
    status_code=204,
    summary="会話を消す / Delete",
    description="会話を質問と回答ごと消します。/ Deletes it with all its turns.",
    responses={204: {"description": "消しました / deleted"}, **examples.problems(404)},
)
def removed(id: str, context: ContextDep, reader: ReaderDep) -> Response:
    """Nothing: the conversation is gone."""
    with owned(id):
        context.assistant.catalog.remove_conversation(id, owner_of(reader, context))
    return Response(status_code=204)


@router.get(
    "/{id}/export",
    summary="会話を書き出す / Export",
    description="Markdown、Word、JSON で書き出します。/ As Markdown, Word or JSON, to keep or to send on.",
    responses={
        200: {
            "model": ConversationReply,
            **examples.with_files(shown.CONVERSATION, _MARKDOWN, DOCX_TYPE),
        },
        **examples.problems(404, 422),
    },
)
def exported(
    id: str, query: Annotated[ExportQuery, Query()], context: ContextDep, reader: ReaderDep
) -> Response:
    """A conversation as a file."""
    talk = _talk(id, context, reader)
    if query.format == "json":
        return _file(JSONResponse(talk_json(talk)), talk, "json")
    if query.format == "md":
        from assistant.transcript.markdown import markdown_of

        return _file(Response(markdown_of(talk).encode("utf-8"), media_type=_MARKDOWN), talk, "md")
    from assistant.transcript.word import docx_of

    return _file(Response(docx_of(talk), media_type=DOCX_TYPE), talk, "docx")


def owner_of(reader: Principal, context: Context) -> str:
    """Whose conversations a request is about: the key's; without keys, the one local reader's."""
    return reader.name if context.keyring is not None else ""


def earlier(id: str, context: Context, reader: Principal) -> tuple[Turn, ...]:
    """What was said in a conversation so far. Raises Problem where the reader has none of that id."""
    with owned(id):
        return context.conversations.history(id, owner_of(reader, context), reader.audiences)


def appended(id: str, answer: Answer, filters: Filters, context: Context, reader: Principal) -> None:
    """Add an answer to a conversation."""
    context.conversations.append(id, owner_of(reader, context), answer, reader.audiences, filters)


def appending(
    events: Iterable[Event], id: str, filters: Filters, context: Context, reader: Principal
) -> Iterator[Event]:
    """The events of an answer; the whole is added to a conversation before its end is told."""
    for event in events:
        if isinstance(event.data, Answer):
            appended(id, event.data, filters, context, reader)
        yield event


@contextmanager
def owned(id: str) -> Iterator[None]:
    """Raises Problem where there is no such conversation of the reader's."""
    try:
        yield
    except NotHeld:
        raise Problem("conversation-not-held", id=id) from None


def _talk(id: str, context: Context, reader: Principal) -> Talk:
    with owned(id):
        return context.conversations.talk(id, owner_of(reader, context), reader.audiences)


def _file(response: Response, talk: Talk, suffix: str) -> Response:
    """The response as a file named after the conversation (RFC 6266)."""
    name = quote(f"会話_{talk.about.title or talk.about.id}.{suffix}", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"conversation.{suffix}\"; filename*=UTF-8''{name}"
    )
    return response
