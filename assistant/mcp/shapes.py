"""What the tools return; ``search`` and ``fetch`` in the shapes that assistants expect of tools so named."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from assistant.briefing import Briefing
from assistant.briefing.markdown import markdown_of
from assistant.models import Answer, Citation, Hit
from corpus.models import Clause, Document


class Found(BaseModel):
    """A clause that a search found: ``id`` is what ``fetch`` takes, ``title`` how a memo cites it."""

    id: str
    title: str
    url: str
    text: str


class Results(BaseModel):
    """What ``search`` returns, best first."""

    results: list[Found]


class Fetched(BaseModel):
    """What ``fetch`` returns: a clause, or a whole document, verbatim."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]


class Cited(BaseModel):
    """A quotation, verbatim from its clause, under its mark in the answer."""

    number: int
    id: str
    title: str
    url: str
    quote: str


class Answered(BaseModel):
    """What ``ask`` returns; ``not_found`` is a result too, with what comes nearest."""

    status: Literal["answered", "not_found"]
    answer: str
    citations: list[Cited]
    nearest: list[Found]
    record_id: str


class Briefed(BaseModel):
    """What ``briefing`` returns: Markdown whose marks [1] are the numbers of its sources."""

    topic: str
    status: Literal["answered", "not_found"]
    markdown: str
    sources: list[Cited]


def briefed(made: Briefing) -> Briefed:
    """A briefing with its sources; what it quotes stands in its text."""
    return Briefed(
        topic=made.topic,
        status=made.status,
        markdown=markdown_of(made),
        sources=[
            Cited(
                number=one.number,
                id=one.clause_id,
                title=one.label,
                url=one.url or f"senrei://clauses/{one.clause_id}",
                quote="",
            )
            for one in made.sources
        ],
    )


def url_of(clause_id: str, document: Document) -> str:
    """Where the document was published; else the clause as a resource of this server."""
    return document.url or f"senrei://clauses/{clause_id}"


def found(hit: Hit) -> Found:
    """A hit as search results show it."""
    clause = hit.clause
    return Found(id=clause.id, title=clause.label, url=url_of(clause.id, hit.document), text=clause.text)


def answered(answer: Answer) -> Answered:
    """An answer with its sources."""
    return Answered(
        status=answer.status,
        answer=answer.answer,
        citations=[_cited(one) for one in answer.citations],
        nearest=[found(hit) for hit in answer.nearest],
        record_id=answer.record_id,
    )


def metadata_of(document: Document, clause: Clause | None = None) -> dict[str, str]:
    """What is known of a document, and of the clause within it; what is not known is left out."""
    known = {
        "document_id": document.id,
        "document": document.title,
        "kind": document.kind.value,
        "date": document.date,
        "meeting": document.meeting,
        "agency": document.agency,
        "audience": document.audience,
    }
    if clause is not None:
        known |= {
            "clause_kind": clause.kind.value,
            "parent_id": clause.parent_id,
            "agenda_item": clause.agenda_item,
            "speaker": clause.speaker,
            "replies_to": clause.replies_to,
            "law": clause.law,
            "address": clause.address,
            "superseded": "true" if clause.superseded else None,
        }
    return {name: str(value) for name, value in known.items() if value is not None}


def _cited(citation: Citation) -> Cited:
    clause = citation.clause
    return Cited(
        number=citation.number,
        id=clause.id,
        title=clause.label,
        url=url_of(clause.id, citation.document),
        quote=citation.quote,
    )
