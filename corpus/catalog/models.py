"""What the catalog hands out beside documents and clauses: revisions, changes, records."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from corpus.catalog.registers import Registers
from corpus.models import Audience, Clause, Document, DocumentId, Frozen, ParsedDocument


class Revision(Frozen):
    """One state of a document as it was ingested."""

    id: int
    document_id: DocumentId
    status: Literal[
        "pending", "current", "superseded", "retired", "upcoming"
    ]  # upcoming: a law's, not yet due
    audience: Audience
    sha256: str  # of the file
    clauses: int
    ingested_at: dt.datetime
    document: Document


class RowRange(Frozen):
    """The rows of one revision's clauses: ``first`` up to, not including, ``end``; preorder."""

    audience: Audience
    first: int
    end: int


class Draft(Frozen):
    """A parsed document on its way into the catalog, and what it was made from."""

    parsed: ParsedDocument
    request: str  # digest of everything that went in: file, metadata, code of the readers
    registers: Registers = Registers()  # what was read out of its clauses
    confidence: float | None = None  # with which its kind was recognised
    evidence: tuple[str, ...] = ()  # the signs of its kind
    told: str = ""  # what whoever takes the file in should know: pages recognised from pictures


class Change(Frozen):
    """A revision written but not yet shown, and what it will replace."""

    document_id: DocumentId
    revision_id: int
    rows: RowRange
    replaces: RowRange | None = None


class KnownFile(Frozen):
    """A file that a document came from, as it was the last time."""

    path: str
    document_id: DocumentId
    name: str  # under which it is read
    sha256: str
    stamp: str = ""  # what the file system said of it; empty where that was too fresh to go by
    walked: bool = False  # found in a folder
    gone: bool = False  # not there when its folder was last walked


class Made(NamedTuple):
    """What was made from a request and is shown: a document, or a state of a law."""

    document_id: str
    clauses: int
    state: str  # ``states.state_name``: what no two files may be at once


class PlacedProvision(NamedTuple):
    """A leaf of a law that is held: its row, the law's common name, its address (a25.p1)."""

    row: int
    law: str
    address: str


class PlacedSection(NamedTuple):
    """A section of a guideline with all its rows, and what it may explain: a provision it quotes, or by its heading."""

    row: int
    last_row: int
    law: str = ""
    address: str = ""
    heading: Clause | None = None  # the section itself without its text, where its heading is to be read


class LawMap(NamedTuple):
    """The provisions of the laws held and the sections of guidelines beside them."""

    provisions: tuple[PlacedProvision, ...]
    sections: tuple[PlacedSection, ...]


class RetiredDocument(Frozen):
    """A document taken out: it answers no more, but stays readable by the ids of its clauses."""

    document: Document
    reason: Literal["gone", "asked"]  # its file is gone, or somebody asked for it
    retired_at: dt.datetime | None = None
    revision_id: int
    rows: RowRange


class JobRow(Frozen):
    """An ingestion that runs or ran behind the API, as it is kept; ``body`` is the API's own JSON."""

    id: str
    audience: Audience
    ended: bool
    owner: str
    body: str


class Record(Frozen):
    """One answer as it was given, kept so that it can be checked again."""

    record_id: str
    question: str
    answer: str  # JSON
    created_at: dt.datetime
    audiences: frozenset[str] = frozenset()  # what its asker could read
    asker: str = ""  # name of the key; '' without keys
    trace: str = ""  # JSON: how it came about


class Conversation(Frozen):
    """A conversation that a reader keeps."""

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime  # when it was last asked in or renamed
    turns: int


class StoredTurn(Frozen):
    """A question asked in a conversation, and its answer as it was given."""

    question: str
    filters: str  # JSON
    reply: str  # JSON
    audiences: frozenset[str]  # what its asker could read
    asked_at: dt.datetime


class Feedback(Frozen):
    """What a reader said of an answer."""

    record_id: str
    rating: int  # 1 helpful, 0 neither, -1 not helpful
    comment: str
    created_at: dt.datetime
