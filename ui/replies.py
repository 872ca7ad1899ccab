"""What the page reads out of the API's replies. Fields that it does not use are passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator


class Reply(BaseModel):
    """Base of all replies: an API that says more than this page knows is no error."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Document(Reply):
    """A document as cited."""

    id: str
    title: str
    kind: str
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None
    url: str | None = None
    origin: str | None = None
    cite: str = ""


class Clause(Reply):
    """A clause: ``text`` is verbatim; a container's text is that of its leaves joined by line feeds."""

    id: str
    document_id: str
    kind: str
    label: str
    path: tuple[str, ...] = ()
    text: str
    leaf: bool = True
    speaker: str | None = None
    page: int | None = None
    withheld: bool = False
    superseded: bool = False
    note: str | None = None


class PlacedClause(Clause):
    """A clause with the document it stands in, and the clauses its text refers to."""

    document: Document
    references: tuple[Clause, ...] = ()


class Node(Clause):
    """A clause of a document's tree, with the clauses within it."""

    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This clause and all within it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        """The leaves within it, itself if it is one."""
        return (node for node in self.walk() if node.leaf)


class DocumentTree(Document):
    """GET /v1/documents/{id}."""

    tree: tuple[Node, ...] = ()

    def find(self, clause_id: str) -> Node | None:
        """The clause of that id, if the document has it."""
        return next((node for root in self.tree for node in root.walk() if node.id == clause_id), None)


class DocumentsPage(Reply):
    """GET /v1/documents."""

    total: int
    documents: tuple[Document, ...]


class Repeated(Reply):
    """What may stand almost word for word in other places too; ``same`` counts them."""

    same: int = 0

    @field_validator("same", mode="before")
    @classmethod
    def _counted(cls, value: object) -> object:
        return len(value) if isinstance(value, list) else value


class Hit(Repeated):
    """A clause found."""

    clause: PlacedClause
    score: float = 0.0


class Citation(Repeated):
    """A quotation under its mark; ``quote`` is a substring of ``clause.text``."""

    number: int
    quote: str
    clause: PlacedClause


class DateRange(Reply):
    """Days from first to last, both included."""

    first: dt.date
    last: dt.date


class Missing(Reply):
    """What the question names and the record does not hold."""

    what: str
    name: str


class Understood(Reply):
    """What was read out of a question."""

    question: str = ""
    standalone: str = ""
    follow_up: bool = False
    meetings: tuple[int, ...] = ()
    dates: tuple[DateRange, ...] = ()
    agencies: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    agenda_items: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


class WordBox(Reply):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class BoxedPage(Reply):
    """A page (from 1) and what is boxed on it."""

    page: int
    width: float
    height: float
    boxes: tuple[WordBox, ...] = ()


class Boxes(Reply):
    """GET /v1/clauses/{id}/boxes."""

    clause_id: str
    document_id: str
    page_count: int
    pages: tuple[BoxedPage, ...] = ()


class Answer(Reply):
    """POST /v1/ask, or the event ``done`` of its stream."""

    status: Literal["answered", "not_found"]
    answer: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()
    understood: Understood = Understood()
    record_id: str = ""
    withheld: int = 0  # statements of a language model that could not be verified
    note: str | None = None  # what to know of how the answer came about


class ProblemReply(Reply):
    """RFC 9457: what went wrong, in the reader's language."""

    title: str
    detail: str = ""
    status: int = 500


class Delta(Reply):
    """A piece of a streamed answer."""

    text: str
