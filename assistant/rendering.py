"""How clauses, hits, answers and the rest look as JSON, on the command line and over HTTP alike.

Optional fields that say nothing (no speaker, not superseded, no options) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch

from pydantic import BaseModel, JsonValue

from assistant.models import Answer, Citation, Hit, Understood
from corpus.catalog.histories import ClauseState
from corpus.models import Clause, Document
from corpus.references import Resolved

Json = dict[str, JsonValue]

# A document as it stands within a clause: enough to name and find it.
_BRIEF = {"id", "title", "kind", "date", "meeting", "agency", "url", "audience"}
_ONLY_IF_TRUE = ("superseded", "retired", "withheld")
_SCORE_DIGITS = 6


def document_json(document: Document) -> Json:
    """A document with all that is known of it."""
    held: Json = document.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in held.items() if value not in ("", [])}


def clause_json(clause: Clause, document: Document | None = None, *, spans: bool = False) -> Json:
    """A clause, within its document where that is given.

    ``spans`` adds where it stands: [start, end] pairs in the document's source.
    """
    held: Json = clause.model_dump(mode="json", exclude_none=True, exclude={"spans"})
    for name in _ONLY_IF_TRUE:
        if not held[name]:
            del held[name]
    if not held["options"]:
        del held["options"]
    if spans:
        held["spans"] = [[span.start, span.end] for span in clause.spans]
    if document is not None:
        held["document"] = document.model_dump(mode="json", exclude_none=True, include=_BRIEF)
    return held


def mention_json(mention: Resolved) -> Json:
    """A reference in a clause's text: where it stands, the clauses it points to, or why there are none."""
    reference = mention.reference
    shown: Json = {
        "start": reference.start,
        "end": reference.end,
        "text": reference.text,
        "clauses": [
            {"id": one.id, "document_id": one.document_id, "label": one.label} for one in mention.clauses
        ],
    }
    return shown if mention.reason is None else {**shown, "reason": mention.reason.value}


def state_json(state: ClauseState) -> Json:
    """A clause in one state of its law: from when to when, whether in force, whether changed, its words."""
    return {
        "revision": state.revision,
        "from": state.begins.isoformat(),
        "until": None if state.until is None else state.until.isoformat(),
        "status": state.status,
        "changed": state.changed,
        "text": None if state.clause is None else state.clause.text,
    }


@singledispatch
def to_json(value: object) -> JsonValue:
    """Any noun of a conversation as JSON; containers of them too. Raises TypeError for anything else."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} has no rendering as JSON")


@to_json.register
def _(value: BaseModel) -> JsonValue:
    dumped: JsonValue = value.model_dump(mode="json", exclude_none=True)
    return dumped


@to_json.register(list)
@to_json.register(tuple)
def _(value: Sequence[object]) -> JsonValue:
    return [to_json(one) for one in value]


@to_json.register(dict)
def _(value: Mapping[str, object]) -> JsonValue:
    return {name: to_json(one) for name, one in value.items()}


@to_json.register
def _(value: Document) -> JsonValue:
    return document_json(value)


@to_json.register
def hit_json(hit: Hit) -> JsonValue:
    """A hit with its fused score and those of both legs."""
    return {
        "clause": clause_json(hit.clause, hit.document),
        "score": round(hit.score, _SCORE_DIGITS),
        "lexical": round(hit.lexical, _SCORE_DIGITS),
        "dense": round(hit.dense, _SCORE_DIGITS),
    }


@to_json.register
def citation_json(citation: Citation) -> JsonValue:
    """A quotation under its mark, with the clause it stands in."""
    return {
        "number": citation.number,
        "quote": citation.quote,
        "clause": clause_json(citation.clause, citation.document),
    }


@to_json.register
def understood_json(understood: Understood) -> JsonValue:
    """What was read out of a question; filters that restrict nothing are left out."""
    dumped: JsonValue = understood.model_dump(mode="json", exclude_none=True)
    return dumped


@to_json.register
def answer_json(answer: Answer) -> JsonValue:
    """The whole reply to a question."""
    return {
        "status": answer.status,
        "answer": answer.answer,
        "citations": [citation_json(citation) for citation in answer.citations],
        "nearest": [hit_json(hit) for hit in answer.nearest],
        "understood": understood_json(answer.understood),
        "parts": [to_json(part) for part in answer.parts],
        "mode": answer.mode,
        "withheld": answer.withheld,
        "note": answer.note,
        "record_id": answer.record_id,
        "provenance": dict(answer.provenance),
    }


def search_json(understood: Understood, hits: Sequence[Hit], seconds: float) -> Json:
    """The reply to a search; ``took_ms`` is whole time spent, in milliseconds."""
    return {
        "hits": [hit_json(hit) for hit in hits],
        "understood": understood_json(understood),
        "took_ms": round(seconds * 1000, 1),
    }
