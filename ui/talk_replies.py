"""What the page reads out of the API's conversations."""

from __future__ import annotations

from pydantic import Field

from ui.replies import Answer, Reply


class TalkHead(Reply):
    """A kept conversation as listed."""

    id: str
    title: str = ""
    updated_at: str = ""


class TalksPage(Reply):
    """GET /v1/conversations."""

    conversations: tuple[TalkHead, ...]


class KeptTurn(Reply):
    """A question with its filters, and the answer that was given."""

    question: str
    filters: dict[str, str | int | None] = Field(default_factory=dict)
    reply: Answer


class KeptTalk(TalkHead):
    """GET /v1/conversations/{id}."""

    turns: tuple[KeptTurn, ...] = ()
