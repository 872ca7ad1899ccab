"""The nouns of a conversation: turns, what was understood, hits, citations, answers."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from assistant.generation import Generation
from corpus.models import Clause, Document, DocumentKind, Filters, Frozen


class Turn(Frozen):
    """One turn of a conversation, oldest first in a history."""

    role: Literal["user", "assistant"]
    content: str


class Intent(StrEnum):
    """What sort of answer a question wants; decides how many citations and in which order."""

    LOOKUP = "lookup"  # one fact
    SURVEY = "survey"  # everything that was said of a matter
    LIST = "list"  # an enumeration, whole and in order
    CLAUSE = "clause"  # a named provision or numbered point: show it


class DateRange(Frozen):
    """Days from ``first`` to ``last``, both included: 令和7年 is 2025-01-01 to 2025-12-31."""

    first: dt.date
    last: dt.date


class Missing(Frozen):
    """Something that the question names and the record does not hold."""

    what: Literal["meeting", "date", "agency", "speaker", "document", "law", "clause", "term"]
    name: str  # as the question names it: 第101回, 看護師
    detail: str = ""  # what is held instead, as a sentence for the reader, in the question's language


class Understood(Frozen):
    """What was read out of a question and the turns before it."""

    question: str  # as asked
    standalone: str  # with what the earlier turns supply
    language: Literal["ja", "en"] = "ja"
    intent: Intent = Intent.LOOKUP
    follow_up: bool = False
    meetings: tuple[int, ...] = ()
    dates: tuple[DateRange, ...] = ()
    agencies: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    document_ids: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # corpus.address form: a6.i4.ni.2
    laws: tuple[str, ...] = ()
    matter_ids: tuple[str, ...] = ()  # clause ids of the agenda items whose matter the question names
    agenda_items: tuple[int, ...] = ()  # 議題2 -> 2
    asks_for: Literal["remark", "reply"] | None = None  # a remark (何を質問しましたか) or the reply to one
    ordinals: tuple[int, ...] = ()  # その三つ目 -> 3; 審査記載事項（4） -> 4
    terms: tuple[str, ...] = ()  # Japanese terms that the glossary adds for the question's words
    missing: tuple[Missing, ...] = ()
    as_of: dt.date | None = None  # the day whose law is asked for; none: the law in force
    filters: Filters = Filters()


class Same(Frozen):
    """A clause of another document with the words of the one that is shown."""

    id: str
    label: str


class Hit(Frozen):
    """A clause found, with its fused score (0..1) and the scores of each leg."""

    clause: Clause
    document: Document
    score: float
    lexical: float = 0.0
    dense: float = 0.0
    own: float = 0.0  # the same share in the clause's own words, its headings left out
    coverage: float = 0.0  # share of the question's concepts that the clause holds, of those the record has
    same: tuple[Same, ...] = ()  # clauses of other documents that say the same, best first


class Citation(Frozen):
    """A quotation, verbatim from its clause, under its mark in the answer."""

    number: int
    quote: str
    clause: Clause
    document: Document


class Part(Frozen):
    """One of the questions that a question is made of, as it is to be asked."""

    question: str
    planned_by: str = ""  # the prompt, where a language model planned it: plan.ja@0123456789ab


class AnsweredPart(Frozen):
    """How one part of a question was answered; its text stands under its heading in the whole."""

    question: str
    standalone: str  # with what the parts and turns before it supply
    status: Literal["answered", "not_found"]
    citations: tuple[int, ...] = ()  # numbers of the whole answer's citations


class Answer(Frozen):
    """An answer or a reasoned refusal; both are results."""

    status: Literal["answered", "not_found"]
    answer: str  # Markdown with [1] marks
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Hit, ...] = ()  # for not_found: what comes closest
    understood: Understood
    parts: tuple[AnsweredPart, ...] = ()  # empty for a question of one part
    mode: str = "extractive"
    withheld: int = 0  # statements of a language model that the record does not prove, and that are not shown
    note: str = ""  # why extracts are given instead of a model's answer, or less than the whole of it
    record_id: str = ""
    provenance: dict[str, str] = Field(default_factory=dict)  # model, prompt hash, index generation
    # For its record only: readers are never shown what is withheld.
    generation: Generation | None = Field(None, exclude=True, repr=False)
