"""What a chat completion is asked with, and the question and history within it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from assistant.api.footnotes import without_footnotes
from assistant.api.problems import Problem
from assistant.api.requests import MAX_TURN, MAX_TURNS, Text, Tolerant
from assistant.models import Turn

MODEL = "senrei"


class Part(Tolerant):
    """A part of a message; only text is read, pictures and sound are not."""

    type: str = "text"
    text: Text | None = None


def _parts(content: object) -> object:
    """A content that is plain text is one part of it."""
    return [{"text": content}] if isinstance(content, str) else content


Content = Annotated[
    list[Part] | None, BeforeValidator(_parts, json_schema_input_type=str | list[Part] | None)
]


class Message(Tolerant):
    """A message: of the user, of the assistant, or (not read here) of the system or a tool."""

    role: str
    content: Content = None

    @property
    def text(self) -> str:
        """All of its text."""
        return "\n".join(part.text for part in self.content or [] if part.text)


class StreamOptions(Tolerant):
    """What a stream carries besides the answer."""

    include_usage: bool | None = None


class ChatRequest(Tolerant):
    """POST /v1/chat/completions; parameters that mean nothing here (temperature, tools ...) are passed over."""

    model: str = Field(MODEL, description="senrei")
    messages: list[Message] = Field(
        min_length=1,
        max_length=MAX_TURNS,
        description="会話。最後の user が質問になります / the conversation; its last user message is asked",
    )
    stream: bool | None = Field(None, description="server-sent events")
    stream_options: StreamOptions | None = None

    @property
    def usage_wanted(self) -> bool:
        """Whether the stream ends with a count of tokens."""
        return bool(self.stream_options and self.stream_options.include_usage)


def asked(messages: Sequence[Message]) -> tuple[str, tuple[Turn, ...]]:
    """The question, which is the last user message, and the turns before it.

    Raises Problem where no user says anything. Turns longer than any that is read are cut.
    """
    at = max((place for place, message in enumerate(messages) if message.role == "user"), default=None)
    if at is None:
        raise Problem("no-user-message")
    return messages[at].text, tuple(turn for message in messages[:at] if (turn := _turn(message)))


def _turn(message: Message) -> Turn | None:
    text = message.text.strip()
    if not text:
        return None
    if message.role == "user":
        return Turn(role="user", content=text[:MAX_TURN])
    if message.role == "assistant":
        return Turn(role="assistant", content=without_footnotes(text)[:MAX_TURN])
    return None
