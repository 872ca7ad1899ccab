"""A typed client of the HTTP API for Python programs; docs/clients.md shows it at work.

Light to import: httpx and pydantic, nothing of the store.
"""

from assistant.client.calls import Client
from assistant.client.errors import ClientError, KeyRefused, NotFound, Refused, Unreachable, Unreadable
from assistant.client.models import (
    Answer,
    AnsweredPart,
    AskedTurn,
    Citation,
    Clause,
    ClauseInPlace,
    Conversation,
    Conversations,
    Document,
    Documents,
    Event,
    Health,
    Hit,
    Hits,
    Talk,
)
from assistant.models import Turn
from corpus.models import Filters

__all__ = [
    "Answer",
    "AnsweredPart",
    "AskedTurn",
    "Citation",
    "Clause",
    "ClauseInPlace",
    "Client",
    "ClientError",
    "Conversation",
    "Conversations",
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
    "Talk",
    "Turn",
    "Unreachable",
    "Unreadable",
]
