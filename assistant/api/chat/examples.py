"""Examples of OpenAI's shapes for the reference page; a test holds them against the models."""

from __future__ import annotations

from assistant.api.chat.replies import USAGE, ErrorReply
from assistant.api.chat.requests import MODEL
from assistant.api.examples import ASK_REPLY, ASK_REQUEST, BARE_CLAUSE, OpenApi
from assistant.rendering import Json

REQUEST: Json = {
    "model": MODEL,
    "messages": [{"role": "user", "content": ASK_REQUEST["question"]}],
    "stream": False,
}
COMPLETION_CONTENT = (
    f"{ASK_REPLY['answer']}\n\n---\n\n**出典**\n\n- [1] {BARE_CLAUSE['label']} (`{BARE_CLAUSE['id']}`)\n"
)
COMPLETION: Json = {
    "id": "chatcmpl-0c6e8f0a4b7d",
    "object": "chat.completion",
    "created": 1795222800,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": COMPLETION_CONTENT, "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": USAGE,
    "citations": ASK_REPLY["citations"],
    "senrei": {"status": "answered", "mode": "extractive", "record_id": "0c6e8f0a4b7d"},
}
STREAM = (
    'data: {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "…"}}]}\n\ndata: [DONE]\n\n'
)
ERROR: Json = {
    "error": {
        "message": "messages に質問又は検索語を入れてください。",
        "type": "invalid_request_error",
        "param": None,
        "code": "empty-question",
    }
}


def errors(*statuses: int) -> dict[int | str, OpenApi]:
    """The errors a call may reply with, beside those that any may (401, 500)."""
    return {
        str(status): {"description": "OpenAI's error", "model": ErrorReply, **_content()}
        for status in (*statuses, 401, 500)
    }


def _content() -> OpenApi:
    return {"content": {"application/json": {"example": ERROR}}}
