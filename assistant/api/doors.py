"""Problems as other programs' protocols tell them: OpenAI's shape, and that of 源内 (ExApp).

Everywhere else a problem is RFC 9457's problem+json (``assistant.api.problems``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.rendering import Json

OPENAI = ("/v1/models", "/v1/chat/completions")
EXAPP = ("/exapp", "/status")


@dataclass(frozen=True)
class Told:
    """A problem: its code in ``WORDINGS``, its status here, its sentence in the reader's language."""

    code: str
    status: int
    detail: str


Shape = Callable[[Told], tuple[int, Json]]


def shape_at(path: str) -> Shape | None:
    """How problems are told at this path; None where they are told as everywhere."""
    if any(path == door or path.startswith(f"{door}/") for door in OPENAI):
        return openai_error
    if any(path == door or path.startswith(f"{door}/") for door in EXAPP):
        return exapp_error
    return None


def openai_error(told: Told) -> tuple[int, Json]:
    """Status and body as OpenAI's clients expect them: a fault in the request is 400, never 422."""
    status = 400 if told.status == 422 else told.status
    return status, {
        "error": {"message": told.detail, "type": _type_of(status), "param": None, "code": told.code}
    }


def exapp_error(told: Told) -> tuple[int, Json]:
    """Status and body as 源内 expects them: ``error`` with 400; keys and faults of ours keep their status."""
    status = told.status if told.status in (401, 403) or told.status >= 500 else 400
    return status, {"error": told.detail}


def _type_of(status: int) -> str:
    if status == 401:
        return "authentication_error"
    if status == 403:
        return "permission_error"
    return "server_error" if status >= 500 else "invalid_request_error"
