"""The nouns of a record: what was understood, found, said and proven, on which state of the store, and how long it took."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from assistant.generation import Generation
from assistant.models import Answer, Turn, Understood
from corpus.models import Filters, Frozen


class Candidate(Frozen):
    """A clause that was found for a part, with its fused score and those of each leg."""

    clause_id: str
    text_sha: str  # first 16 hexadecimal digits of the SHA-256 of the clause's text
    score: float
    lexical: float
    dense: float
    coverage: float


class PartTrace(Frozen):
    """One part of the question: most questions have one."""

    status: Literal["answered", "not_found"]
    understood: Understood | None  # None where no content is kept
    candidates: tuple[Candidate, ...]
    generation: Generation | None = None  # where a language model was asked


class Statement(Frozen):
    """A quotation of the answer, on which state of its clause it rests, and whether it was proven."""

    number: int
    clause_id: str
    text_sha: str  # as of a candidate
    document_sha: str | None  # SHA-256 of the document's file
    verdict: Literal["proven", "unproven"]


class Trace(Frozen):
    """How an answer came about."""

    capture: Literal["full", "meta"] = "full"
    version: str = ""
    mode: str = ""
    status: Literal["answered", "not_found"] = "not_found"
    history: tuple[Turn, ...] = ()  # empty where no content is kept
    filters: Filters = Filters()
    parts: tuple[PartTrace, ...] = ()
    statements: tuple[Statement, ...] = ()
    provenance: dict[str, str] = Field(default_factory=dict)  # models, prompt hash, index generation
    weights: dict[str, float] = Field(default_factory=dict)  # of the fusion of both legs
    ranking: str = ""  # digest of the weights of the ranking
    timings: dict[str, float] = Field(default_factory=dict)  # milliseconds a stage


class Kept(Frozen):
    """A record as it is read back. Question and answer are empty where no content was kept."""

    record_id: str
    created_at: dt.datetime
    asker: str  # name of the key; '' without keys
    audiences: frozenset[str]  # what the asker could read
    question: str
    answer: Answer | None
    trace: Trace | None  # None for records from before there were traces
