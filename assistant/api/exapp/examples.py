"""Examples of 源内's shapes for the reference page; a test holds them against the models."""

from __future__ import annotations

import json

from assistant.api.chat.examples import COMPLETION_CONTENT
from assistant.api.examples import ASK_REQUEST, OpenApi
from assistant.api.exapp.replies import ExappError
from assistant.rendering import Json

REQUEST: Json = {
    "inputs": {
        "question": "電子記録媒体については?",
        "conversation_histories": [
            {
                "input": json.dumps({"question": ASK_REQUEST["question"]}, ensure_ascii=False),
                "output": COMPLETION_CONTENT,
                "createdDate": "2026-11-21T09:00:00Z",
            }
        ],
        "files": [],
    },
    "sessionId": "7b0f6f6e-7f57-4d0c-9d8e-0a3f4e2b9c11",
}
OUTPUTS: Json = {"outputs": COMPLETION_CONTENT, "artifacts": []}
_ID = "0c6e8f0a-4b7d-4a51-8b8e-5d9f1c2e3a4b"
PENDING: Json = {
    "outputs": "回答を作成しています。",
    "request_id": _ID,
    "status": "PENDING",
    "status_url": f"/status/{_ID}",
}
STATUS: Json = {**PENDING, **OUTPUTS, "status": "COMPLETED"}
ERROR: Json = {"error": "inputs.question に質問又は検索語を入れてください。"}


def errors(*statuses: int) -> dict[int | str, OpenApi]:
    """The errors a call may reply with, beside those that any may (401, 500)."""
    content: OpenApi = {"content": {"application/json": {"example": ERROR}}}
    return {
        str(status): {"description": "error", "model": ExappError, **content}
        for status in (*statuses, 401, 500)
    }
