"""What the API replies, as values. Fields that a newer server adds are passed over, so that old programs go on."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue


class Reply(BaseModel):
    """Base of all replies."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Health(Reply):
    """The state of the server; numbers count what the key may read."""

    status: str
    documents: int
    clauses: int
    index_generation: int


class Document(Reply):
    """A document; ``cite`` only where documents are listed."""

    id: str
    title: str
    kind: str
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None
    url: str | None = None
    audience: str = "public"
    cite: str | None = None


class Documents(Reply):
    """One page of the documents, newest first; ``total`` counts all pages."""

    total: int
    documents: tuple[Document, ...]


class Clause(Reply):
    """A clause: ``text`` is verbatim, ``label`` how a memo cites it."""

    id: str
    label: str
    text: str
    kind: str
    document_id: str
    document: Document | None = None
    parent_id: str | None = None
    order: int = 0
    path: tuple[str, ...] = ()
    leaf: bool = True
    speaker: str | None = None
    role: str | None = None
    agenda_item: str | None = None
    field: str | None = None
    value: str | None = None
    options: tuple[str, ...] = ()
    replies_to: str | None = None
    address: str | None = None
    law: str | None = None
    page: int | None = None
    withheld: bool = False
    superseded: bool = False
    retired: bool = False
    note: str | None = None


class Neighbours(Reply):
    """The clauses beside a clause."""

    before: tuple[Clause, ...] = ()
    after: tuple[Clause, ...] = ()


class ClauseInPlace(Clause):
    """A clause with what stands around it."""

    parent: Clause | None = None
    neighbours: Neighbours = Neighbours()
    children: tuple[Clause, ...] = ()
    references: tuple[Clause, ...] = ()


class Hit(Reply):
    """A clause found, with its score."""

    clause: Clause
    score: float


class Hits(Reply):
    """What a search found, best first; ``understood`` is what was read out of the query."""

    hits: tuple[Hit, ...]
    understood: dict[str, JsonValue] = {}
    took_ms: float = 0.0


class Citation(Reply):
    """A quotation, verbatim from its clause, under its mark in the answer."""

    number: int
    quote: str
    clause: Clause


class AnsweredPart(Reply):
    """How one of several questions was answered; ``citations`` are numbers of the answer's."""

    question: str
    standalone: str
    status: Literal["answered", "not_found"]
    citations: tuple[int, ...] = ()


class Answer(Reply):
    """An answer in Markdown with [1] marks, or a reasoned refusal (``not_found``)."""

    status: Literal["answered", "not_found"]
    answer: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()
    understood: dict[str, JsonValue] = {}
    parts: tuple[AnsweredPart, ...] = ()
    mode: str = ""
    record_id: str = ""
    provenance: dict[str, str] = {}


class Conversation(Reply):
    """A conversation as it is listed; ``turns`` counts its questions."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    turns: int


class Conversations(Reply):
    """One page of conversations, the one last asked in first; ``total`` counts all."""

    total: int
    conversations: tuple[Conversation, ...]


class AskedTurn(Reply):
    """A question and its answer; ``restricted`` where the answer may not be shown today as it was given."""

    question: str
    reply: Answer
    asked_at: dt.datetime
    filters: dict[str, JsonValue] = {}
    hidden: int = 0
    restricted: bool = False


class Talk(Reply):
    """A conversation with its turns, oldest first."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    turns: tuple[AskedTurn, ...]


class Record(Reply):
    """How an answer came about; ``answer`` and ``trace`` are None where the server keeps no content."""

    record_id: str
    question: str
    status: str
    mode: str
    answer: Answer | None = None
    trace: dict[str, JsonValue] | None = None


class Event(Reply):
    """One event of an answer as it comes into being; the field that its name speaks of is filled.

    understood: ``understood``; hits: ``hits``; delta: ``text``, a piece of the answer; citation: ``citation``;
    done: ``answer``, the whole. Events of other names are a newer server's.
    """

    name: str
    understood: dict[str, JsonValue] = {}
    hits: tuple[Hit, ...] = ()
    text: str = ""
    citation: Citation | None = None
    answer: Answer | None = None


# Under which field of an event its data is put, where the data does not say so itself.
WHOLE = {"understood": "understood", "citation": "citation", "done": "answer"}
