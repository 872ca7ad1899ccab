"""The nouns of a briefing. Every statement is verbatim and names its source by number."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from corpus.models import ClauseId, DocumentId, DocumentKind, Filters, Frozen, Strength


class Source(Frozen):
    """A clause that a briefing quotes, under the number of its marks."""

    number: int = Field(ge=1)
    clause_id: ClauseId
    label: str  # as a memo cites it, complete in itself
    document_id: DocumentId
    title: str  # of the document
    kind: DocumentKind
    date: dt.date | None = None
    url: str | None = None
    page: int | None = None
    superseded: bool = False


class Statement(Frozen):
    """Words of the record: ``text`` is a substring of the text of its source's clause."""

    text: str
    source: int
    place: str = ""  # where in its document, and who speaks: the label without the document's name


class Told(Frozen):
    """A sentence of a language model, and the words of the record that prove it."""

    text: str
    support: tuple[Statement, ...]


class Excerpts(Frozen):
    """What one document says of the topic, in its own order."""

    document_id: DocumentId
    cite: str  # how its labels begin
    date: dt.date | None = None
    statements: tuple[Statement, ...]
    more: int = 0  # found beyond these and not shown


class Precedent(Frozen):
    """A decision that concerns the topic. Of another matter only the points and conditions that speak of it."""

    id: ClauseId  # of the agenda item
    label: str
    date: dt.date | None = None
    meeting: int | None = None
    agenda_item: str | None = None
    heading: str
    matter: str
    parties: tuple[str, ...] = ()
    outcome: tuple[Statement, ...] = ()
    points: tuple[Statement, ...] = ()
    conditions: tuple[Statement, ...] = ()
    publication: tuple[Statement, ...] = ()
    withheld: tuple[Statement, ...] = ()


class Request(Frozen):
    """A measure that concerns the topic, and the reply if there was one."""

    date: dt.date | None = None
    meeting: int | None = None
    agenda_item: str | None = None
    asked_by: str
    asked_of: str | None = None
    strength: Strength
    about: str
    words: Statement
    reply: Statement | None = None
    replied_by: str | None = None


class Briefing(Frozen):
    """What the record holds on a topic. A section without entries says that nothing is held.

    Sources are numbered in the order in which the sections, as they stand here, first quote them; of the
    precedents all outcomes come first, as in the table that opens their section.
    """

    topic: str
    language: Literal["ja", "en"] = "ja"  # of what the briefing says of its own; quotations stay as they are
    status: Literal["answered", "not_found"]
    made_on: dt.date
    generation: int  # of the index
    filters: Filters = Filters()
    documents: int  # how many were looked through
    missing: tuple[str, ...] = ()  # named in the topic and not held
    summary: tuple[Told, ...] = ()  # in a language model's words; empty unless one was asked
    withheld: int = 0  # statements of the model that the record does not prove, and that are not shown
    note: str = ""  # what became of the summary that was asked for
    provenance: dict[str, str] = Field(default_factory=dict)  # model and prompt of the summary
    explained: tuple[Excerpts, ...] = ()  # what the topic is: definitions, purposes
    by_caption: bool = False  # no definition is held: ``explained`` are provisions headed by the topic
    precedents: tuple[Precedent, ...] = ()  # oldest first
    requests: tuple[Request, ...] = ()  # newest first
    remarks: tuple[Excerpts, ...] = ()  # what else was said of it in meetings, newest first
    assessments: tuple[Excerpts, ...] = ()  # newest first
    criteria: tuple[Excerpts, ...] = ()  # provisions, guidelines, papers
    open_points: tuple[Excerpts, ...] = ()  # what was to be considered later, newest first
    sources: tuple[Source, ...] = ()
