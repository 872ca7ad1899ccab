"""What the calls about conversations take and send back."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from assistant.api.replies import AskReply, Reply
from assistant.api.requests import MAX_PAGE, Request, encodable
from assistant.recording.models import Trace
from corpus.models import Filters

MAX_TITLE = 200  # characters

Title = Annotated[
    str, StringConstraints(max_length=MAX_TITLE, strip_whitespace=True), AfterValidator(encodable)
]


class ConversationRequest(Request):
    """POST /v1/conversations."""

    title: Title = Field("", description="題名 / title; without one, the first question")


class RenameRequest(Request):
    """PATCH /v1/conversations/{id}."""

    title: Annotated[Title, StringConstraints(min_length=1)] = Field(description="新しい題名 / the new title")


class ConversationsQuery(Request):
    """GET /v1/conversations."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="一度に返す件数 / conversations a page")
    offset: int = Field(0, ge=0, description="飛ばす件数 / conversations to pass over")


class ExportQuery(Request):
    """GET /v1/conversations/{id}/export."""

    format: Literal["md", "docx", "json"] = Field("md", description="書き出す形 / form of the file")


class ConversationEntry(Reply):
    """A conversation as it is listed; ``turns`` counts its questions."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    turns: int


class ConversationsReply(Reply):
    """GET /v1/conversations: one page; ``total`` counts all."""

    total: int
    conversations: list[ConversationEntry]


class TurnReply(Reply):
    """A question and its reply. ``restricted``: the reply may not be shown today as it was given."""

    question: str
    filters: Filters
    reply: AskReply
    asked_at: dt.datetime
    hidden: int
    restricted: bool


class ConversationReply(Reply):
    """GET /v1/conversations/{id}."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    turns: list[TurnReply]


class RecordReply(Reply):
    """GET /v1/records/{id}. ``answer`` and ``trace`` are null where they were not kept (SENREI_RECORDS)."""

    record_id: str
    created_at: dt.datetime
    asker: str
    question: str
    status: Literal["answered", "not_found"]
    mode: str
    audiences: list[str]
    answer: AskReply | None
    trace: Trace | None
