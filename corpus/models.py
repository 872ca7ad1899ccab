"""The nouns of the record: documents, clauses, spans, furniture, filters, holdings.

All are frozen pydantic models. Positions are half-open ranges of code points in the extracted text of one
document revision, so that ``source[span.start:span.end]`` is the verbatim piece.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=240)]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Audience = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]

PUBLIC: Audience = "public"


class Frozen(BaseModel):
    """Base of all value objects."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentKind(StrEnum):
    """What a document is; decides its parser."""

    MINUTES = "minutes"  # 議事録
    SUMMARY = "summary"  # 議事概要
    ASSESSMENT = "assessment"  # 特定個人情報保護評価書
    PAPER = "paper"  # 資料
    STATUTE = "statute"  # 法令
    GUIDELINE = "guideline"  # ガイドライン・指針
    REVIEW = "review"  # 精査結果: what the Secretariat checked of an assessment report
    OTHER = "other"


class ClauseKind(StrEnum):
    """What a clause is within its document."""

    FRONT_MATTER = "front_matter"  # 日時・場所・出席者, 表紙 and the like
    AGENDA_ITEM = "agenda_item"  # 議題
    SPEECH = "speech"  # one turn of one speaker in minutes
    NARRATIVE = "narrative"  # what minutes or a summary tell in their own voice
    REMARK = "remark"  # 発言 of a summary
    REPLY = "reply"  # 回答 of a summary
    PART = "part"  # Ⅰ, Ⅱ ... of an assessment; annexes
    SECTION = "section"  # a numbered section
    BLOCK = "block"  # a repeated block: 委託事項1, リスク2, システム3
    FIELD = "field"  # a labelled field of a form
    HEADING = "heading"  # the heading of its parent
    PARAGRAPH = "paragraph"  # a paragraph of prose
    POINT = "point"  # one enumerated point
    CHAPEAU = "chapeau"  # 柱書: what stands before the points or items it introduces
    LAW = "law"  # a statute annexed to a paper, as a whole
    ARTICLE = "article"  # 条
    STATUTE_PARAGRAPH = "statute_paragraph"  # 項
    ITEM = "item"  # 号
    SUBITEM = "subitem"  # イロハ, (1) ...
    WITHHELD = "withheld"  # 内容については非公表 and the like
    PLAIN = "plain"  # text that no rule knew; kept and reported


class FurnitureReason(StrEnum):
    """Why characters of a source stand in no clause."""

    WHITESPACE = "whitespace"  # blank lines, wraps, indents
    PAGE_NUMBER = "page_number"
    RUNNING_HEAD = "running_head"
    MARKUP = "markup"  # tags left in an extracted text, ruled lines
    SPEAKER = "speaker"  # the mark that opens a speech (○手塚委員長); it stands in the clause's speaker
    OPTIONS = "options"  # the option list of a choice field, boxes not checked
    CONTENTS = "contents"  # a table of contents, which repeats the headings
    FORM = "form"  # empty fields, repeated blocks left blank, the form's own name


class Span(Frozen):
    """A half-open range of code points in the extracted text of a document revision."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Furniture(Frozen):
    """A stretch of a source that stands in no clause, and why."""

    span: Span
    reason: FurnitureReason


class Document(Frozen):
    """One document as cited: what it is, when it is from, where it came from, who may read it."""

    id: DocumentId
    title: str
    kind: DocumentKind
    cite: str  # how a label begins: 第330回個人情報保護委員会 議事録（令和7年7月30日）
    date: dt.date | None = None
    meeting: int | None = None
    agency: str | None = None
    url: str | None = None
    origin: str | None = None
    audience: Audience = PUBLIC
    sha256: str = ""
    file_name: str = ""
    aliases: tuple[str, ...] = ()  # other names a question may use for it


class Clause(Frozen):
    """The smallest unit a lawyer would cite, or a container of such units.

    ``text`` is exactly the concatenation of ``spans`` of the source. A leaf owns its characters; the text of a
    container is that of the leaves below it, in order, joined by a line feed (its ``spans`` are theirs).
    """

    id: ClauseId
    document_id: DocumentId
    parent_id: ClauseId | None = None
    order: int = 0  # preorder position in the document
    kind: ClauseKind
    label: str  # how a memo cites it, complete in itself
    path: tuple[str, ...] = ()  # short names from the document's first level down to the clause itself
    text: str
    spans: tuple[Span, ...] = ()
    leaf: bool = True
    speaker: str | None = None  # 清水委員, 後藤課長, 事務局
    role: str | None = None  # 委員長, 委員, 事務局, 課長 ...
    agenda_item: str | None = None  # 議題2
    field: str | None = None  # label of a form field, without its mark: 再委託の許諾方法
    value: str | None = None  # chosen value of a choice field; several are joined by 、
    options: tuple[str, ...] = ()  # what could have been chosen
    replies_to: ClauseId | None = None  # the remark a reply answers
    address: str | None = None  # corpus.address form within its law: a6.i4.ni.2
    law: str | None = None  # the law the address belongs to, by its common name
    page: int | None = None
    withheld: bool = False
    audience: Audience = PUBLIC
    superseded: bool = False
    retired: bool = False  # its document was taken out
    note: str | None = None  # what a reader must know of it (a heading that names another law, say)


class Notice(Frozen):
    """Something a parser did not understand and kept as plain text."""

    span: Span
    message: str


class Recognised(Frozen):
    """What a document's content was taken for, how surely (0..1), and the signs that speak for it."""

    kind: DocumentKind
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[str, ...] = ()


class ParsedDocument(Frozen):
    """One document revision with its clauses in preorder and everything that stands in none of them."""

    document: Document
    source: str
    clauses: tuple[Clause, ...]
    furniture: tuple[Furniture, ...]
    notices: tuple[Notice, ...] = ()


class Filters(Frozen):
    """What a caller restricts a search to. Unset means no restriction."""

    kind: DocumentKind | None = None
    meeting: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    agency: str | None = None
    speaker: str | None = None
    document_id: str | None = None
    as_of: dt.date | None = None  # laws and guidelines in the state of that day; all else is left as it is


class HeldSpeaker(Frozen):
    """A speaker of the record and the documents in which they speak."""

    name: str  # 清水委員
    document_ids: frozenset[str]


class HeldMatter(Frozen):
    """A matter of the record, by the heading of its agenda item: 給水装置…の全項目評価書について."""

    heading: str
    document_id: DocumentId
    clause_id: ClauseId | None = None


class Abbreviation(Frozen):
    """A short form that a clause gives to a longer one: 番号法 for 行政手続における特定の個人を…に関する法律."""

    short: str  # NFKC normalised, as the long form
    long: str
    clause_id: ClauseId  # that says so
    document_id: DocumentId
    name: bool = False  # means the same wherever it stands; others (法, 機構) in their own document only


class Holdings(Frozen):
    """What the store holds, as far as a reader with given audiences may know of it."""

    documents: tuple[Document, ...] = ()
    speakers: tuple[HeldSpeaker, ...] = ()
    laws: tuple[str, ...] = ()
    addresses: frozenset[tuple[str, str]] = frozenset()  # (law, address)
    matters: tuple[HeldMatter, ...] = ()  # agenda items of minutes and summaries
    abbreviations: tuple[Abbreviation, ...] = ()  # that these documents define
    generation: int = 0


class Strength(StrEnum):
    """How strongly a measure was asked for."""

    REQUIRED = "required"  # an act of the Commission: 審査記載事項, 指導, 勧告, 命令, 意見, 通知, 報告の求め
    REQUESTED = "requested"  # いただきたい, 必要がある, べきである
    SUGGESTED = "suggested"  # ではないか, 検討, 望ましい


class Measure(Frozen):
    """What somebody was asked to do, in the words in which it was asked."""

    id: str  # its clause's id, and a number where a clause holds several: minutes-330.g1.s2.p5~2
    document_id: DocumentId
    clause_id: ClauseId
    label: str  # of the clause
    text: str  # one sentence, or one whole point: a substring of the clause's text
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None  # 議題2
    asked_by: str  # 個人情報保護委員会, 清水委員, 事務局
    asked_of: str | None = None  # 国土交通大臣, ＬＩＮＥ株式会社, 申請者, 事務局
    about: str  # the matter, as the agenda names it
    agency: str | None = None  # whose matter it is: the agency of an assessment, the party of a supervision
    strength: Strength
    topics: tuple[str, ...] = ()
    reply_id: ClauseId | None = None  # the clause that answers it
    audience: Audience = PUBLIC


class MeasuresBy(StrEnum):
    """What measures are counted by."""

    STRENGTH = "strength"
    TOPIC = "topic"
    MEETING = "meeting"
    AGENCY = "agency"


class MeasureCount(Frozen):
    """How many measures there are of one strength, topic, meeting or agency."""

    value: str | None = None  # as the filter of that name takes it; None: those that have none
    total: int
    required: int = 0
    requested: int = 0
    suggested: int = 0


class MeasureCounts(Frozen):
    """Measures counted: meetings newest first, strengths strongest first, all else most first."""

    by: MeasuresBy
    total: int  # measures; by topic they are fewer than the counts' sum, one may have several
    counts: tuple[MeasureCount, ...] = ()


class Passage(Frozen):
    """Words of the record that stand in a register, and where they are from."""

    clause_id: ClauseId
    label: str
    text: str
    mark: str | None = None  # of an enumerated point: ①


class Decision(Frozen):
    """One agenda item: what it was about, what was checked, how it ended, what is published of it."""

    id: ClauseId  # of the agenda item
    document_id: DocumentId
    label: str
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None
    heading: str
    matter: str  # 認定協議, 評価書審査, 監督 ... (corpus/subjects/matters.yaml)
    parties: tuple[str, ...] = ()  # applicants, the agency, the business concerned
    points: tuple[Passage, ...] = ()  # what was checked
    conditions: tuple[Passage, ...] = ()  # opinions, entries, notices that the decision came with
    outcome: tuple[Passage, ...] = ()  # in the record's own words
    publication: tuple[Passage, ...] = ()
    withheld: tuple[Passage, ...] = ()  # 内容については非公表
    topics: tuple[str, ...] = ()  # of its measures and of the points checked
    audience: Audience = PUBLIC


class RegisterFilters(Frozen):
    """What a caller restricts a register to. Unset means no restriction."""

    agency: str | None = None  # part of a name; 国土交通省 and 国土交通大臣 are one
    strength: Strength | None = None  # measures only
    topic: str | None = None
    matter: str | None = None  # decisions only
    meeting: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    words: str | None = None  # all of these, anywhere in the entry
    document_id: str | None = None
