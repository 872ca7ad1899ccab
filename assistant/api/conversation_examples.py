"""Examples of conversations for the reference page; a test holds them against the models."""

from __future__ import annotations

from assistant.api.examples import ASK_REPLY, ASK_REQUEST, BARE_CLAUSE, UNDERSTOOD
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

RECORD: Json = {
    "record_id": "0c6e8f0a4b7d",
    "created_at": "2026-11-21T09:02:10+00:00",
    "asker": "",
    "question": ASK_REQUEST["question"],
    "status": "answered",
    "mode": "extractive",
    "audiences": ["public"],
    "answer": ASK_REPLY,
    "trace": {
        "capture": "full",
        "version": "0.1.0",
        "mode": "extractive",
        "status": "answered",
        "history": [],
        "filters": {},
        "parts": [
            {
                "status": "answered",
                "understood": UNDERSTOOD,
                "candidates": [
                    {
                        "clause_id": BARE_CLAUSE["id"],
                        "text_sha": "4f1c0f9a3b2d5e67",
                        "score": 0.81,
                        "lexical": 0.77,
                        "dense": 0.64,
                        "coverage": 0.9,
                    }
                ],
            }
        ],
        "statements": [
            {
                "number": 1,
                "clause_id": BARE_CLAUSE["id"],
                "text_sha": "4f1c0f9a3b2d5e67",
                "document_sha": "33522a4f6f16a11b3ea6b024baa6e9fb20b13f49f13f46ed75e8d10913a1f162",
                "verdict": "proven",
            }
        ],
        "provenance": {"mode": "extractive", "index_generation": "1"},
        "weights": {"lexical": 0.6, "dense": 0.4},
        "ranking": "9a0b1c2d3e4f5061",
        "timings": {"understand": 2.1, "find": 9.8, "verify": 0.1, "answer": 3.3, "total": 15.4},
    },
}
