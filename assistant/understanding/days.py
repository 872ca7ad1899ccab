"""Days that a question names as the days of meetings or documents."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from assistant.models import DateRange
from assistant.understanding.asof import asked_state
from assistant.understanding.holding import HeldNames
from corpus.dates import DateMention, dates_in
from corpus.models import DocumentKind

# 令和6年10月2日の委員会, 2024年に公表された評価書, the meeting of October 2, 2024
_OF_MEETING = re.compile(
    r"(?:の|に(?:開催|開か|行わ)[^、。]{0,8}|付けの?)?\s*(?:第[^、。\s]{1,8}回)?(?:個人情報保護)?(?:委員会(?!が|は|に|へ|委員)|会議|会合|議事録|議事概要)"
)
_OF_ASSESSMENT = re.compile(
    r"(?:の|に(?:公表|提出|実施)[^、。]{0,8})(?:全項目|重点項目|基礎項目)?(?:特定個人情報保護)?評価書"
)
_MEETING_BEFORE = re.compile(r"\b(?:meeting|session|minutes)\b[^.?,]{0,24}\b(?:of|on|in|from|held)\s*$", re.I)
_MEETING_AFTER = re.compile(r"\s*(?:meeting|session|minutes)\b", re.I)


@dataclass(frozen=True)
class AskedDay:
    """A date, as written, asked of as the day of documents of some kinds, of which none falls on it."""

    written: str
    kinds: tuple[DocumentKind, ...]


@dataclass(frozen=True)
class NamedDays:
    """Dates: those on which something held falls, and those asked of as a document's day and not held."""

    held: tuple[DateRange, ...] = ()
    missing: tuple[AskedDay, ...] = ()
    mentions: tuple[DateMention, ...] = ()
    as_of: dt.date | None = None  # the day whose state of the law is asked for


def find_days(text: str, names: HeldNames) -> NamedDays:
    """The dates of a question. One that only stands in its story (令和3年10月29日に終了) is left out."""
    mentions = tuple(dates_in(text))
    state = asked_state(text, mentions)
    held: list[DateRange] = []
    missing: list[AskedDay] = []
    for mention in mentions:
        if state is not None and state.start <= mention.start < state.end:
            continue  # the day of a state of the law is no document's day
        kinds = _asked_kinds(text, mention)
        if _any_held(mention, names, kinds):
            held.append(DateRange(first=mention.first, last=mention.last))
        elif kinds:
            missing.append(AskedDay(text[mention.start : mention.end].strip(), kinds))
    return NamedDays(tuple(held), tuple(missing), mentions, None if state is None else state.day)


def _asked_kinds(text: str, mention: DateMention) -> tuple[DocumentKind, ...]:
    """The kinds of document whose day the question says it is; none where it does not say."""
    after, before = text[mention.end :], text[: mention.start]
    if _OF_MEETING.match(after) or _MEETING_BEFORE.search(before) or _MEETING_AFTER.match(after):
        return (DocumentKind.MINUTES, DocumentKind.SUMMARY)
    if _OF_ASSESSMENT.match(after):
        return (DocumentKind.ASSESSMENT, DocumentKind.MINUTES, DocumentKind.SUMMARY)
    return ()


def _any_held(mention: DateMention, names: HeldNames, kinds: tuple[DocumentKind, ...]) -> bool:
    return any(
        document.date is not None
        and mention.first <= document.date <= mention.last
        and (not kinds or document.kind in kinds)
        for document in names.documents.values()
    )
