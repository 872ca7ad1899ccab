"""Examples of conversations for the reference page; a test holds them against the models."""

from __future__ import annotations

from assistant.api.examples import ASK_REPLY, ASK_REQUEST
from assistant.rendering import Json

REQUEST: Json = {"title": "給水装置の評価書の審査"}
RENAME: Json = {"title": "給水装置の評価書（第330回）"}
ENTRY: Json = {
    "id": "9f2c4e6a8b0d4f1e9a7c5b3d1f0e2a4c",
    "title": "給水装置の評価書の審査",
    "created_at": "2026-11-21T09:00:00+00:00",
    "updated_at": "2026-11-21T09:02:10+00:00",
    "turns": 1,
}
CONVERSATIONS: Json = {"total": 1, "conversations": [ENTRY]}
NEW: Json = {**ENTRY, "turns": []}
CONVERSATION: Json = {
    **ENTRY,
    "turns": [
        {
            "question": ASK_REQUEST["question"],
            "filters": {},
            "reply": ASK_REPLY,
            "asked_at": "2026-11-21T09:02:10+00:00",
            "hidden": 0,
            "restricted": False,
        }
    ],
}
