"""A briefing as a row of headings, lines and one table, the same for every form it is written in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.briefing.models import Briefing, Excerpts, Precedent, Request, Source, Statement
from assistant.registers import STRENGTHS
from corpus.dates import format_era

NOTHING = "所蔵する資料には見当たりません。"
_SECTIONS = (
    "主題とは",
    "先例の年表（古い順）",
    "求められた措置と回答（新しい順）",
    "会議でのその他の発言（新しい順）",
    "評価書の記載",
    "適用される基準（法令・ガイドライン）",
    "今後の検討とされた点",
    "出典",
)
_TABLE = ("日付", "回・議題", "種別", "対象", "結論")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section."""

    level: int
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph or list item: who or where, the words, the number of their source."""

    text: str = ""
    lead: str = ""
    source: int | None = None
    depth: int = 0  # 0: a paragraph; 1, 2: a list item and one below it
    quoted: bool = False  # the text is the record's own


@dataclass(frozen=True)
class Table:
    """A table; every cell is a column of lines."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Sequence[Line]]]


@dataclass(frozen=True)
class Reference:
    """An entry of the list of sources."""

    source: Source


Block = Heading | Line | Table | Reference


def title(briefing: Briefing) -> str:
    """The briefing's own title."""
    return f"ブリーフィング「{briefing.topic}」"


def particulars(briefing: Briefing) -> str:
    """When it was made, out of what: for the head of every page."""
    return (
        f"作成 {format_era(briefing.made_on)}　索引の世代 {briefing.generation}　"
        f"対象 {briefing.documents}件の資料　出典 {len(briefing.sources)}件"
    )


def outline(briefing: Briefing) -> Iterator[Block]:
    """All blocks in order. A source is first named in the order of its number."""
    yield Line("「」内は原文のままで（空白と改行のみ詰めています）、番号は末尾の出典の番号です。")
    if briefing.missing:
        yield Line(f"所蔵していないもの: {'、'.join(briefing.missing)}")
    bodies: tuple[Iterable[Block], ...] = (
        _excerpts(briefing.explained),
        _precedents(briefing.precedents),
        _requests(briefing.requests),
        _excerpts(briefing.remarks),
        _excerpts(briefing.assessments),
        _criteria(briefing.criteria),
        _excerpts(briefing.open_points),
        _sources(briefing.sources),
    )
    for number, (name, body) in enumerate(zip(_SECTIONS, bodies, strict=True), 1):
        yield Heading(1, f"{number}　{name}")
        blocks = list(body)
        yield from blocks or [Line(NOTHING)]


def shown(text: str) -> str:
    """A quotation as it is displayed: white space of the source as single blanks, none between full-width ones."""
    plain = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", plain) if "\n" in text else plain


def when(day: dt.date | None) -> str:
    """A day as it is displayed."""
    return format_era(day) if day else "日付なし"


def _excerpts(groups: Sequence[Excerpts]) -> Iterator[Block]:
    for group in groups:
        yield Heading(2, group.cite)
        for place, statements in groupby(group.statements, key=lambda one: one.place):
            of_one = list(statements)
            if len(of_one) == 1:
                yield _quote(of_one[0], lead=place)
                continue
            yield Line(lead=place, depth=1)
            yield from (_quote(one, depth=2) for one in of_one)
        if group.more:
            yield Line(f"ほかに{group.more}件（この資料を検索して御覧ください）。", depth=1)


def _criteria(groups: Sequence[Excerpts]) -> Iterator[Block]:
    if groups:
        yield Line(
            "主題に触れる規定と、先例の根拠法令の基準からの抜粋です。条文の全体は資料で確かめてください。"
        )
    yield from _excerpts(groups)


def _precedents(precedents: Sequence[Precedent]) -> Iterator[Block]:
    if not precedents:
        return
    yield Table(_TABLE, [_row(one) for one in precedents])
    for one in precedents:
        parts = (
            ("確認した点", one.points),
            ("意見・条件", one.conditions),
            ("公表の取扱い", one.publication),
            ("非公表", one.withheld),
        )
        if any(statements for _, statements in parts):
            yield Heading(2, f"{when(one.date)}　{_meeting(one.meeting, one.agenda_item)}　{one.heading}")
        for name, statements in parts:
            if statements:
                yield Line(lead=name)
                yield from (_quote(statement) for statement in statements)


def _row(one: Precedent) -> list[list[Line]]:
    outcome = [_quote(statement, depth=0) for statement in one.outcome]
    return [
        [Line(when(one.date))],
        [Line(part) for part in _meeting(one.meeting, one.agenda_item).split(" ")],
        [Line(one.matter)],
        [Line(party) for party in one.parties] or [Line("—")],
        outcome or [Line("記録なし")],
    ]


def _requests(requests: Sequence[Request]) -> Iterator[Block]:
    for about, group in groupby(
        requests, key=lambda one: (one.date, one.meeting, one.agenda_item, one.about)
    ):
        day, meeting, item, matter = about
        yield Heading(2, f"{when(day)}　{_meeting(meeting, item)}　{matter}")
        # Requests that one reply answers stand together above it.
        for _, answered in groupby(group, key=lambda one: one.reply or one.words):
            yield from _answered(list(answered))


def _answered(requests: Sequence[Request]) -> Iterator[Block]:
    for one in requests:
        whom = f" → {one.asked_of}" if one.asked_of else ""
        yield _quote(one.words, lead=f"［{STRENGTHS[one.strength]}］{one.asked_by}{whom}")
    if reply := requests[-1].reply:
        yield _quote(reply, lead="回答", depth=2)
    else:
        yield Line("回答の記録はありません。", depth=2)


def _sources(sources: Sequence[Source]) -> Iterator[Block]:
    yield from (Reference(source) for source in sources)


def _meeting(meeting: int | None, item: str | None) -> str:
    return " ".join(part for part in (f"第{meeting}回" if meeting else "", item or "") if part) or "—"


def _quote(statement: Statement, *, lead: str = "", depth: int = 1) -> Line:
    return Line(shown(statement.text), lead=lead, source=statement.source, depth=depth, quoted=True)
