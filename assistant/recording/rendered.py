"""Records as JSON, for the API and the command line."""

from __future__ import annotations

from assistant.recording.models import Kept
from assistant.rendering import Json, answer_json, to_json


def entry_json(kept: Kept) -> Json:
    """A record as it is listed."""
    trace, answer = kept.trace, kept.answer
    status = trace.status if trace else answer.status if answer else "not_found"
    mode = trace.mode if trace else answer.mode if answer else ""
    return {
        "record_id": kept.record_id,
        "created_at": kept.created_at.isoformat(),
        "asker": kept.asker,
        "question": kept.question,
        "status": status,
        "mode": mode,
    }


def record_json(kept: Kept) -> Json:
    """A record with its answer and how it came about; both are null where they were not kept."""
    return {
        **entry_json(kept),
        "audiences": to_json(sorted(kept.audiences)),
        "answer": answer_json(kept.answer) if kept.answer is not None else None,
        "trace": to_json(kept.trace),
    }
