"""What a briefing says of its own, in Japanese and English: headings, columns, particulars; never the record's words."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from corpus.dates import format_era
from corpus.models import Strength
from corpus.subjects import in_english

Language = Literal["ja", "en"]

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("ブリーフィング「{topic}」", "Briefing: {topic}"),
    "particulars": (
        "作成 {day}　索引の世代 {generation}　対象 {documents}件の資料　出典 {sources}件",
        "Made on {day}, index generation {generation}, {documents} documents looked through, {sources} sources",
    ),
    "how_to_read": (
        "「」内は原文のままで（空白と改行のみ詰めています）、番号は末尾の出典の番号です。",
        "Words in 「」 are the record's own, in Japanese (only white space is closed up); numbers are those of the"
        " sources at the end.",
    ),
    "missing": ("所蔵していないもの: {names}", "Named and not held: {names}"),
    "nothing": ("所蔵する資料には見当たりません。", "Nothing is held."),
    "summary": ("要約", "Summary"),
    "by_model": (
        "言語モデル（{model}）の文のうち、直下の原文で裏付けられたものだけを示しています。",
        "Sentences of a language model ({model}), only those that the words below each prove.",
    ),
    "no_model": (
        "言語モデルが設定されていないため、要約はありません。",
        "There is no summary: no language model is set.",
    ),
    "glance": ("要点", "At a glance"),
    "explained": ("主題とは", "What it is"),
    "precedents": ("先例の年表（古い順）", "Precedents, oldest first"),
    "requests": ("求められた措置と回答（新しい順）", "What was asked for, and the replies, newest first"),
    "remarks": ("会議でのその他の発言（新しい順）", "What else was said in meetings, newest first"),
    "assessments": ("評価書の記載", "What assessment reports say"),
    "criteria": ("適用される基準（法令・ガイドライン）", "Criteria in force (laws and guidelines)"),
    "open_points": ("今後の検討とされた点", "Points left to be considered"),
    "sources": ("出典", "Sources"),
    "criteria_note": (
        "主題に触れる規定と、先例の根拠法令の基準からの抜粋です。条文の全体は資料で確かめてください。",
        "Extracts of provisions that touch the topic, and of the criteria in the laws that precedents rest on. Read"
        " each provision whole in its document.",
    ),
    "by_caption": (
        "定義の規定は見当たらないため、主題を見出しとする規定を掲げます。",
        "No definition is held; these are the provisions headed by the topic.",
    ),
    "and_more": (
        "ほかに{count}件（この資料を検索して御覧ください）。",
        "{count} more; search this document for them.",
    ),
    "points": ("確認した点", "Points checked"),
    "conditions": ("意見・条件", "Opinions and conditions"),
    "publication": ("公表の取扱い", "Publication"),
    "withheld": ("非公表", "Withheld"),
    "reply": ("回答", "Reply"),
    "reply_of": ("回答（{speaker}）", "Reply ({speaker})"),
    "no_reply": ("回答の記録はありません。", "No reply is recorded."),
    "no_outcome": ("記録なし", "not recorded"),
    "column_day": ("日付", "Date"),
    "column_meeting": ("回・議題", "Meeting"),
    "column_matter": ("種別", "Matter"),
    "column_parties": ("対象", "Party"),
    "column_outcome": ("結論", "Outcome"),
    "meeting": ("第{number}回", "Meeting {number}"),
    "no_date": ("日付なし", "no date"),
    "page": ("、{number}ページ", ", p. {number}"),
    "superseded": ("（改正前）", " (superseded)"),
    "required": ("必須", "required"),
    "requested": ("要請", "requested"),
    "suggested": ("示唆", "suggested"),
    "brackets": ("［{word}］", "({word}) "),
    "glance_precedents": (
        "先例は{count}件です（{first}～{last}）。",
        "{count} precedents, {first} to {last}.",
    ),
    "glance_precedent": ("先例は1件です（{first}）。", "One precedent, of {first}."),
    "glance_requests": (
        "求められた措置は{count}件です（{strengths}）。{answered}",
        "Measures asked for: {count} ({strengths}).{answered}",
    ),
    "glance_answered": (
        "うち発言によるものは{asked}件、そのうち回答の記録があるものは{count}件です。",
        " Of the {asked} that were asked in words, {count} have a reply on record.",
    ),
    "glance_assessments": (
        "評価書の記載を{count}箇所掲げています。",
        "{count} passages of assessment reports are quoted.",
    ),
    "glance_remarks": (
        "会議でのその他の発言を{count}箇所掲げています。",
        "{count} other remarks in meetings are quoted.",
    ),
    "glance_criteria": (
        "適用される基準として、{places}件の法令・ガイドライン等から{count}箇所を掲げています。",
        "{count} provisions of {places} laws and guidelines are quoted as criteria.",
    ),
    "glance_open": (
        "今後の検討とされた点が{count}件あります（直近は{last}）。",
        "{count} points were left to be considered, the latest on {last}.",
    ),
    "glance_settled": (
        "今後の検討とされた点は、記録に見当たりません。",
        "The record names no points left to be considered.",
    ),
    "joined": ("、", ", "),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def word(key: str, language: Language, **values: object) -> str:
    """The word or sentence of that key, filled in."""
    japanese, english = _WORDS[key]
    return (english if language == "en" else japanese).format(**values)


def when(day: dt.date | None, language: Language) -> str:
    """A day as it is displayed: 令和7年7月30日, 30 July 2025."""
    if day is None:
        return word("no_date", language)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if language == "en" else format_era(day)


def meeting(number: int | None, item: str | None, language: Language) -> str:
    """第330回 議題2, Meeting 330, agenda item 2; a dash where neither is known."""
    if language == "en":
        item = item.replace("議題", "agenda item ") if item else None
        parts = [word("meeting", language, number=number) if number else "", item or ""]
        return ", ".join(part for part in parts if part) or "—"
    parts = [word("meeting", language, number=number) if number else "", item or ""]
    return " ".join(part for part in parts if part) or "—"


def matter(name: str, language: Language) -> str:
    """A matter of the register by its name in that language."""
    return in_english(name) if language == "en" else name


def strength(one: Strength, language: Language) -> str:
    """［必須］, (required)."""
    return word("brackets", language, word=word(one.value, language))
