"""Where the page finds the API: the page's only reader of the environment (docs/settings.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

DEFAULT_API = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Connection:
    """The API's address, and the key it is called with where one is set."""

    api: str = DEFAULT_API
    key: str | None = field(default=None, repr=False)


def connection() -> Connection:
    """What ``SENREI_API`` and ``SENREI_API_KEY`` say; an empty variable counts as not set."""
    return Connection(
        api=(os.environ.get("SENREI_API") or DEFAULT_API).rstrip("/"),
        key=os.environ.get("SENREI_API_KEY") or None,
    )
