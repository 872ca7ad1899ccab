"""A typed client of the HTTP API for Python programs; docs/clients.md shows it at work.

Light to import: httpx and pydantic, nothing of the store.
"""

from assistant.client.calls import Client
from assistant.client.errors import ClientError, KeyRefused, NotFound, Refused, Unreachable, Unreadable
from assistant.client.intake import Job, JobList, Preview, RetiredDocument, RetiredList, TakenFile
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
    Record,
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
    "Job",
    "JobList",
    "KeyRefused",
    "NotFound",
    "Preview",
    "Record",
    "Refused",
    "RetiredDocument",
    "RetiredList",
    "TakenFile",
    "Talk",
    "Turn",
    "Unreachable",
    "Unreadable",
]
