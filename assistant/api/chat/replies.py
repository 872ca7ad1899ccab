"""Answers in OpenAI's shapes: models, a completion, and a completion in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from assistant.api.chat.requests import MODEL
from assistant.api.footnotes import with_footnotes
from assistant.api.replies import CitationReply
from assistant.models import Answer
from assistant.rendering import Json, citation_json

# No model's tokens are spent on a verbatim answer; clients expect the count all the same.
USAGE: Json = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
MODEL_CARD: Json = {"id": MODEL, "object": "model", "created": 0, "owned_by": "senrei"}
MODELS: Json = {"object": "list", "data": [MODEL_CARD]}


class ModelReply(BaseModel):
    """GET /v1/models/{model}."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsReply(BaseModel):
    """GET /v1/models."""

    object: Literal["list"]
    data: list[ModelReply]


class MessageReply(BaseModel):
    """The assistant's message: the answer, and its sources as footnotes."""

    role: Literal["assistant"]
    content: str
    refusal: str | None = None


class ChoiceReply(BaseModel):
    """The one choice."""

    index: int
    message: MessageReply
    logprobs: None = None
    finish_reason: Literal["stop"]


class UsageReply(BaseModel):
    """Tokens of a model."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class RecordReply(BaseModel):
    """What OpenAI's shape has no place for."""

    status: Literal["answered", "not_found"]
    mode: str
    record_id: str


class CompletionReply(BaseModel):
    """POST /v1/chat/completions; ``citations`` are those of /v1/ask."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceReply]
    usage: UsageReply
    citations: list[CitationReply]
    senrei: RecordReply


class ErrorBody(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str


class ErrorReply(BaseModel):
    """An error as OpenAI tells it."""

    error: ErrorBody


@dataclass(frozen=True)
class Header:
    """What a completion and each of its chunks begin with; ``created`` in seconds of the epoch."""

    id: str
    created: int

    def completion(self, answer: Answer) -> Json:
        """The whole answer."""
        message: Json = {"role": "assistant", "content": with_footnotes(answer), "refusal": None}
        choice: Json = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._fields("chat.completion"), "choices": [choice], "usage": USAGE, **sources(answer)}

    def chunk(self, delta: Json, finish_reason: str | None = None) -> Json:
        """A piece of the answer."""
        choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return {**self._fields("chat.completion.chunk"), "choices": [choice]}

    def usage(self) -> Json:
        """The chunk without a choice that tells the count of tokens."""
        return {**self._fields("chat.completion.chunk"), "choices": [], "usage": USAGE}

    def _fields(self, kind: str) -> Json:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}


def sources(answer: Answer) -> Json:
    """Citations and record beside the message."""
    return {
        "citations": [citation_json(one) for one in answer.citations],
        "senrei": {"status": answer.status, "mode": answer.mode, "record_id": answer.record_id},
    }
