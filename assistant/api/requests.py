"""What callers send: the bodies and queries of each call, with their limits."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from fastapi import UploadFile
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from assistant.models import Turn
from corpus.models import PUBLIC, Audience, DocumentKind, Filters, MeasuresBy, RegisterFilters, Strength

MAX_TURN = 20_000  # characters of one earlier turn; an answer is far shorter
MAX_TURNS = 1_000  # turns of a history; only the last ones are read (SENREI_MAX_HISTORY)
MAX_COMMENT = 4_000
MAX_HITS = 100
MAX_PAGE = 500
MAX_EXPORT = 20_000  # entries of a register in one file


def encodable(value: str) -> str:
    """A text without halves of characters: JSON can write them (``\\ud800``), nothing can keep them."""
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise PydanticCustomError("string_unicode", "not valid Unicode")
    return value


def _said(value: object) -> object:
    """The filters that say something: a chat page's empty box restricts nothing."""
    if not isinstance(value, dict):
        return value
    return {
        name: encodable(said) if isinstance(said, str) else said
        for name, said in value.items()
        if said not in (None, "")
    }


def _in_order(filters: Filters) -> Filters:
    _check_order(filters.date_from, filters.date_to)
    return filters


def _check_order(first: dt.date | None, last: dt.date | None) -> None:
    if first is not None and last is not None and first > last:
        raise PydanticCustomError("dates_reversed", "date_from is after date_to")


def _short(turn: Turn) -> Turn:
    encodable(turn.content)
    if len(turn.content) > MAX_TURN:
        raise PydanticCustomError("string_too_long", "too long", {"max_length": MAX_TURN})
    return turn


Text = Annotated[str, AfterValidator(encodable)]
FiltersIn = Annotated[Filters, BeforeValidator(_said), AfterValidator(_in_order)]
TurnIn = Annotated[Turn, AfterValidator(_short)]


class Request(BaseModel):
    """Base of all bodies: a name that is not known is refused, so that a slip is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Tolerant(BaseModel):
    """Base of bodies in other programs' shapes: what means nothing here is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class SearchRequest(Request):
    """POST /v1/search."""

    query: Text = Field(description="検索語又は文 / words or a sentence, Japanese or English")
    limit: int = Field(10, ge=1, le=MAX_HITS, description="返す箇条の数 / how many clauses")
    history: list[TurnIn] = Field([], max_length=MAX_TURNS, description="これまでのやりとり / earlier turns")
    filters: FiltersIn = Field(Filters(), description="絞り込み / what to restrict the search to")


class AskRequest(Request):
    """POST /v1/ask."""

    question: Text = Field(description="質問 / the question, Japanese or English")
    history: list[TurnIn] = Field([], max_length=MAX_TURNS, description="これまでのやりとり / earlier turns")
    filters: FiltersIn = Field(Filters(), description="絞り込み / what to restrict the answer to")
    stream: bool = Field(False, description="server-sent events: understood, hits, delta, citation, done")
    conversation_id: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        None, description="続ける会話。history がなければその会話を読みます / a conversation to go on with"
    )


class DocumentsQuery(Request):
    """GET /v1/documents."""

    kind: DocumentKind | None = Field(None, description="資料の種類 / kind of document")
    meeting: int | None = Field(None, description="委員会の回 / number of the meeting")
    agency: str | None = Field(None, description="評価実施機関など / agency concerned")
    date_from: dt.date | None = Field(None, description="この日から / from this day")
    date_to: dt.date | None = Field(None, description="この日まで / to this day")
    limit: int = Field(50, ge=1, le=MAX_PAGE, description="一度に返す件数 / documents a page")
    offset: int = Field(0, ge=0, description="飛ばす件数 / documents to pass over")
    retired: bool = Field(False, description="取り下げた資料（職員用） / those retired (staff)")

    @model_validator(mode="after")
    def _dates_in_order(self) -> DocumentsQuery:
        _check_order(self.date_from, self.date_to)
        return self

    def filters(self) -> Filters:
        """The filters among the query, without the paging."""
        return Filters(
            kind=self.kind,
            meeting=self.meeting,
            agency=self.agency or None,
            date_from=self.date_from,
            date_to=self.date_to,
        )


class RegisterNarrowing(Request):
    """What both registers are narrowed by; a filter left empty restricts nothing."""

    agency: Text | None = Field(None, description="省庁・事業者など（名前の一部でも） / body concerned")
    topic: Text | None = Field(None, description="事項: 暗号化、再委託 … / topic")
    meeting: int | None = Field(None, description="委員会の回 / number of the meeting")
    date_from: dt.date | None = Field(None, description="この日から / from this day")
    date_to: dt.date | None = Field(None, description="この日まで / to this day")
    q: Text | None = Field(
        None, max_length=200, description="含まれる語（空白区切りで全て） / words, all of them"
    )
    document_id: Text | None = Field(None, description="資料のid / document")

    @model_validator(mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return _said(value)

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        _check_order(self.date_from, self.date_to)
        return self

    def filters(self) -> RegisterFilters:
        """The filters among the query."""
        return RegisterFilters(
            agency=self.agency,
            topic=self.topic,
            meeting=self.meeting,
            date_from=self.date_from,
            date_to=self.date_to,
            words=self.q,
            document_id=self.document_id,
        )


class RegisterQuery(RegisterNarrowing):
    """What both registers are asked with."""

    limit: int | None = Field(
        None,
        ge=1,
        le=MAX_EXPORT,
        description="件数（json は既定50、ほかは全件） / entries: 50 in JSON, else all",
    )
    offset: int = Field(0, ge=0, description="飛ばす件数 / entries to pass over")
    format: Literal["json", "csv", "xlsx"] = Field("json", description="返す形 / form of the reply")

    def page(self) -> int:
        """How many entries are wanted: a page to look at, everything in a file."""
        return self.limit or (MAX_EXPORT if self.format != "json" else 50)


class MeasuresQuery(RegisterQuery):
    """GET /v1/measures."""

    strength: Strength | None = Field(None, description="強さ: required requested suggested / strength")

    def filters(self) -> RegisterFilters:
        """The filters among the query."""
        return super().filters().model_copy(update={"strength": self.strength})


class MeasureCountsQuery(RegisterNarrowing):
    """GET /v1/measures/counts."""

    by: MeasuresBy = Field(description="何ごとに数えるか: strength topic meeting agency / counted by what")
    strength: Strength | None = Field(None, description="強さ: required requested suggested / strength")

    def filters(self) -> RegisterFilters:
        """The filters among the query."""
        return super().filters().model_copy(update={"strength": self.strength})


class PrecedentsQuery(RegisterQuery):
    """GET /v1/precedents."""

    matter: Text | None = Field(None, description="種別: 認定協議、評価書審査、監督 … / matter")

    def filters(self) -> RegisterFilters:
        """The filters among the query."""
        return super().filters().model_copy(update={"matter": self.matter})


class CompareQuery(Request):
    """GET /v1/precedents/compare."""

    left: Text = Field(
        max_length=240, description="先例の id、又は回 / id of a precedent, or a meeting's number"
    )
    right: Text = Field(max_length=240, description="比べる先例の id、又は回 / the other one")


class BriefingRequest(Request):
    """POST /v1/briefings."""

    topic: Text = Field(description="主題: 再委託、認定協議 … / topic, Japanese or English")
    filters: FiltersIn = Field(Filters(), description="絞り込み / what to restrict the briefing to")
    format: Literal["json", "md", "docx"] = Field("json", description="返す形 / form of the reply")
    prose: bool = Field(
        False,
        description="言語モデルの要約を添える（裏付けられた文だけ） / with a summary by the language model, proven",
    )


class UploadForm(Request):
    """POST /v1/documents: the file and what is known of it; a box left empty says nothing."""

    file: UploadFile
    audience: Audience = Field(PUBLIC, description="公開範囲 / who may read it")
    title: str | None = Field(None, max_length=300, description="題名 / title")
    kind: DocumentKind | None = Field(None, description="資料の種類 / kind of document")
    date: dt.date | None = Field(None, description="日付 / its date")
    meeting: int | None = Field(None, ge=1, description="委員会の回 / number of the meeting")
    agency: str | None = Field(None, max_length=100, description="評価実施機関など / agency concerned")
    url: str | None = Field(None, max_length=500, description="公表された場所 / where it was published")

    @model_validator(mode="before")
    @classmethod
    def _blank(cls, value: object) -> object:
        return _said(value)


class FeedbackRequest(Request):
    """POST /v1/feedback."""

    record_id: Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(encodable)] = (
        Field(description="/v1/ask の返答の record_id / record_id of the reply")
    )
    rating: Literal["up", "down"] | Annotated[int, Field(ge=1, le=5)] = Field(
        description="up か down、又は 1（悪い）から 5（良い） / up or down, or 1 (worst) to 5 (best)"
    )
    comment: Text = Field("", max_length=MAX_COMMENT, description="ご意見 / what you would say of it")

    def verdict(self) -> Literal[-1, 0, 1]:
        """Helpful (1), neither (0) or not helpful (-1)."""
        if isinstance(self.rating, str):
            return 1 if self.rating == "up" else -1
        return 1 if self.rating > 3 else 0 if self.rating == 3 else -1
