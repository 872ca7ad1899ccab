"""A typed client of the HTTP API for Python programs; docs/clients.md shows it at work.

Light to import: httpx and pydantic, nothing of the store.
"""

from assistant.client.calls import Client
from assistant.client.errors import ClientError, KeyRefused, NotFound, Refused, Unreachable, Unreadable
from assistant.client.models import (
    Answer,
    Citation,
    Clause,
    ClauseInPlace,
    Document,
    Documents,
    Event,
    Health,
    Hit,
    Hits,
)
from assistant.models import Turn
from corpus.models import Filters

__all__ = [
    "Answer",
    "Citation",
    "Clause",
    "ClauseInPlace",
    "Client",
    "ClientError",
    "Document",
    "Documents",
    "Event",
    "Filters",
    "Health",
    "Hit",
    "Hits",
    "KeyRefused",
    "NotFound",
    "Refused",
    "Turn",
    "Unreachable",
    "Unreadable",
]
