"""What the API sends back, as the reference page and OpenAPI show it.

Routes send ready JSON (``assistant.rendering``) and do not validate it again; a test holds real replies
against these models.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.models import AnsweredPart, Understood
from corpus.models import Audience, ClauseKind, DocumentKind, MeasuresBy, Strength
from corpus.references import Reason


class Reply(BaseModel):
    """Base of all replies."""

    model_config = ConfigDict(extra="forbid")


class DocumentBrief(Reply):
    """A document as it stands within a clause."""

    id: str
    title: str
    kind: DocumentKind
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None
    url: str | None = None
    audience: Audience


class DocumentReply(DocumentBrief):
    """A document with all that is known of it."""

    cite: str
    origin: str | None = None
    sha256: str | None = None
    file_name: str | None = None
    aliases: list[str] = []
    retired: Literal["gone", "asked"] | None = (
        None  # only in the list of those retired, which staff may ask for
    )
    retired_at: dt.datetime | None = None


class BareClause(Reply):
    """A clause without its document."""

    id: str
    document_id: str
    parent_id: str | None = None
    order: int
    kind: ClauseKind
    label: str
    path: list[str]
    text: str
    leaf: bool
    speaker: str | None = None
    role: str | None = None
    agenda_item: str | None = None
    field: str | None = None
    value: str | None = None
    options: list[str] = []
    replies_to: str | None = None
    address: str | None = None
    law: str | None = None
    page: int | None = None
    withheld: bool = False
    audience: Audience
    superseded: bool = False
    retired: bool = False
    note: str | None = None
    spans: list[tuple[int, int]] = []


class ClauseWithDocument(BareClause):
    """A clause and the document it stands in."""

    document: DocumentBrief


class SameReply(Reply):
    """A clause of another document that says the same."""

    id: str
    label: str


class HitReply(Reply):
    """A clause found; scores lie between 0 and 1. ``same``: clauses of other documents with the same words."""

    clause: ClauseWithDocument
    score: float
    lexical: float
    dense: float
    same: list[SameReply] = []


class CitationReply(Reply):
    """A quotation: ``quote`` is a substring of ``clause.text``."""

    number: int
    quote: str
    clause: ClauseWithDocument


class SearchReply(Reply):
    """POST /v1/search."""

    hits: list[HitReply]
    understood: Understood
    took_ms: float


class AskReply(Reply):
    """POST /v1/ask. Refusing is a result: ``not_found`` with the nearest clauses.

    ``parts`` tells how each question was answered where several were asked at once; else it is empty.
    """

    status: Literal["answered", "not_found"]
    answer: str
    citations: list[CitationReply]
    nearest: list[HitReply]
    understood: Understood
    parts: list[AnsweredPart] = []
    mode: str
    withheld: int = 0
    note: str = ""
    record_id: str
    provenance: dict[str, str]


class Neighbours(Reply):
    """The clauses beside a clause, in the order of the document."""

    before: list[ClauseWithDocument]
    after: list[ClauseWithDocument]


class RevisionReply(Reply):
    """One state of a document as it was taken in."""

    revision: int
    status: str
    sha256: str
    clauses: int
    ingested_at: dt.datetime


class StateReply(Reply):
    """A clause in one state of its law or guideline; ``until`` and ``changed`` are null where nothing tells.

    ``text`` is null where that state has no such clause; ``changed`` compares it with the state before.
    """

    revision: int
    begins: dt.date = Field(alias="from")
    until: dt.date | None
    status: Literal["in_force", "superseded", "upcoming"]
    changed: bool | None
    text: str | None


class MentionTarget(Reply):
    """A clause that a reference points to."""

    id: str
    document_id: str
    label: str


class MentionReply(Reply):
    """A reference at [start, end) of the clause's text, in code points.

    Without clauses, ``reason`` says why: what it names is not held, the text does not tell what it means, it is
    of another state of a law, or it is quoted to be replaced.
    """

    start: int
    end: int
    text: str
    clauses: list[MentionTarget]
    reason: Reason | None = None


class ClauseReply(ClauseWithDocument):
    """GET /v1/clauses/{id}. ``references`` are the clauses its text refers to, ``mentions`` where it does."""

    parent: ClauseWithDocument | None
    neighbours: Neighbours
    children: list[ClauseWithDocument]
    references: list[ClauseWithDocument]
    mentions: list[MentionReply] = []
    revisions: list[RevisionReply]
    states: list[StateReply] = []


class DocumentsReply(Reply):
    """GET /v1/documents: one page."""

    total: int
    limit: int
    offset: int
    documents: list[DocumentReply]


class TreeNode(BareClause):
    """A clause and the clauses within it."""

    children: list[TreeNode]


class Counts(Reply):
    """How many pieces of each sort a document has."""

    clauses: int
    leaves: int
    furniture: int
    notices: int


class DocumentTree(DocumentReply):
    """GET /v1/documents/{id}; ``source`` only where it is asked for."""

    tree: list[TreeNode]
    counts: Counts
    revisions: list[RevisionReply]
    source: str | None = None


class PassageReply(Reply):
    """Words of the record within a register."""

    clause_id: str
    label: str
    text: str
    mark: str | None = None


class MeasureReplied(Reply):
    """The reply to a measure."""

    clause_id: str
    label: str
    text: str
    speaker: str | None = None


class MeasureReply(Reply):
    """A measure: ``text`` is a substring of the text of the clause ``clause_id``."""

    id: str
    document_id: str
    clause_id: str
    label: str
    text: str
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None
    asked_by: str
    asked_of: str | None = None
    about: str
    agency: str | None = None
    strength: Strength
    topics: list[str]
    reply: MeasureReplied | None = None
    audience: Audience


class MeasuresReply(Reply):
    """GET /v1/measures: one page."""

    total: int
    limit: int
    offset: int
    measures: list[MeasureReply]


class MeasureCountReply(Reply):
    """How many measures; ``value`` is absent for those that have no such thing."""

    value: str | None = None
    total: int
    required: int
    requested: int
    suggested: int


class MeasureCountsReply(Reply):
    """GET /v1/measures/counts."""

    by: MeasuresBy
    total: int
    counts: list[MeasureCountReply]


class DecisionReply(Reply):
    """A decision, each part in the record's own words."""

    id: str
    document_id: str
    label: str
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None
    heading: str
    matter: str
    parties: list[str]
    points: list[PassageReply]
    conditions: list[PassageReply]
    outcome: list[PassageReply]
    publication: list[PassageReply]
    withheld: list[PassageReply]
    topics: list[str]
    audience: Audience


class PrecedentsReply(Reply):
    """GET /v1/precedents: one page."""

    total: int
    limit: int
    offset: int
    precedents: list[DecisionReply]


class ComparedReply(Reply):
    """A point of the one precedent, of the other, or of both."""

    status: Literal["same", "changed", "new", "gone"]
    left: PassageReply | None = None
    right: PassageReply | None = None
    likeness: float


class ComparisonReply(Reply):
    """GET /v1/precedents/compare."""

    left: DecisionReply
    right: DecisionReply
    points: list[ComparedReply]
    conditions: list[ComparedReply]


class HealthReply(Reply):
    """GET /v1/health: numbers count what the caller may read."""

    status: Literal["ok"]
    documents: int
    clauses: int
    index_generation: int


class FeedbackReply(Reply):
    """POST /v1/feedback."""

    status: Literal["recorded"]


class ProblemReply(Reply):
    """RFC 9457, as application/problem+json."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
