"""What can go wrong between a program and the API, one tree.

ClientError          anything; ``str(error)`` says what to do next
├── Unreachable      nothing answers at that address, it took too long, or the connection broke
├── Unreadable       what answers does not talk like Senrei's API
└── Refused          the API reported a problem: its status, code, title and detail
    ├── KeyRefused   a key is missing, not known, or not good enough (401, 403)
    └── NotFound     no clause or document of that id is held, or not for this key (404)
"""

from __future__ import annotations

import httpx


class ClientError(Exception):
    """Anything that keeps a call from its result."""


class Unreachable(ClientError):
    """Nothing answers at that address, it took too long, or the connection broke."""


class Unreadable(ClientError):
    """What answers does not talk like Senrei's API."""


class Refused(ClientError):
    """The API reported a problem; the message is the problem's own, in the client's language."""

    def __init__(self, status: int, code: str, title: str, detail: str) -> None:
        super().__init__(detail or title)
        self.status, self.code, self.title, self.detail = status, code, title, detail


class KeyRefused(Refused):
    """A key is missing, not known, or not good enough for this call."""


class NotFound(Refused):
    """No clause or document of that id is held, or not for this key."""


def refusal_of(problem: object, status: int, url: str) -> ClientError:
    """The error for a problem (RFC 9457, as JSON); Unreadable for anything else."""
    if not isinstance(problem, dict) or not isinstance(problem.get("title"), str):
        return Unreadable(f"{url} answered {status} without saying why. Is this the address of Senrei's API?")
    code = str(problem.get("type", "")).rpartition("#problem-")[2]
    kind = {401: KeyRefused, 403: KeyRefused, 404: NotFound}.get(status, Refused)
    return kind(status, code, problem["title"], str(problem.get("detail", "")))


def unreachable(error: httpx.HTTPError | httpx.InvalidURL, url: str) -> Unreachable:
    """The error for a connection that came to nothing."""
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{url} did not answer in time. Try again, or give the client a longer timeout.")
    return Unreachable(
        f"{url} cannot be reached ({error or type(error).__name__}). Does `senrei serve` run there?"
    )
