"""Agenda items of a meeting: how a chair announces them, how headings name them, how a meeting closes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import to_int
from ingest.parsers.quotes import inner, quotes_of

_NUMBER = r"(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
# 議題１, 議題（１）, and 議事（１）, which only brackets tell from 議事１件.
_ITEM = rf"(?:議題の?\s*[（(]?|議事の?\s*[（(])\s*{_NUMBER}\s*[）)]?"
_LEAD = (
    r"(?:(?:それでは|では|さて|まず|まずは|次に|つぎに|次は|続いて|つづいて|続きまして|つづきまして|引き続き|最後に|最初に|早速ですが|はじめに|本日の"
    r"|次の議題(?:は|である|の)?)、?)*"
)
_ANNOUNCED = re.compile(
    rf"{_LEAD}{_ITEM}(?![0-9０-９）)]|\s*(?:[・,～〜]|及び|と|から|、議題|並びに))"
    r"\s*(?:「|『|です|で(?:ございます|、)|は|の|につ|に|として|：|:|、|　|(?<=[）)]))"
)
# An item named without its number: 次の議題は「…」です. A list of the day's items has several names.
_UNNUMBERED = re.compile(rf"{_LEAD}(?P<which>次の|本日の|続いての)議題は、?(?=「|『)")
_ABOUT = re.compile(r"[）)、のはですで：:\s]*(?P<name>[^「」。、]{3,80}?について)")
_ACTS = re.compile(
    r"お願い|移り|移ら|入り|入ら|です。|でございます。|始め|説明|審議|ですが、[^。]*(?:あり|ござい)ますか"
)
_NOT_PUBLIC = re.compile(r"非公[開表]|公表し|公表する")
_TRANSITION = re.compile(r"次の議題(?:に|へ)(?:移|入|進)|次の議題(?:です|でございます)")
_CLOSING = re.compile(
    r"(?:本日|今回)の(?:議題|議事|審議)(?:は|につきましては)[^。]{0,12}(?:以上|終了)|(?:本日|今回)の(?:会議|委員会)[^。]{0,20}閉会"
    r"|(?:これ|以上)(?:で|を|に)[^。]{0,16}(?:閉会|散会)"
)
_HEADING = re.compile(
    rf"(?:[（(][0-9０-９]{{1,2}}[）)]\s*)?[【〔]?(?:議題\s*{_NUMBER}|議題\s*[（(]\s*{_NUMBER.replace('number', 'inner')}\s*[）)])"
    r"(?:\s*[】〕：:．.、・\s　]+|(?<=[）)])|(?=「|『)|$)(?P<name>.*)",
    re.S,
)
_NUMBERED = re.compile(r"[（(](?P<number>[0-9０-９]{1,2})[）)]\s*(?P<name>\S.*)")
_SENTENCE = re.compile(r"[^。]*(?:。|$)")


@dataclass(frozen=True)
class Announcement:
    """An agenda item as announced: its number and, where it was said, its name."""

    number: int
    name: str | None = None

    @property
    def item(self) -> str:
        """How citations name it: 議題2."""
        return f"議題{self.number}"


def announced(text: str, current: int) -> Announcement | None:
    """The item that a chair's paragraph opens while ``current`` is dealt with; None if it opens none."""
    for sentence in _SENTENCE.finditer(text):
        unnumbered = _UNNUMBERED.match(text, sentence.start())
        if unnumbered and (unnumbered["which"] != "本日の" or not current):
            quotes = quotes_of(sentence.group())
            return Announcement(current + 1, inner(sentence.group(), quotes[0])) if len(quotes) == 1 else None
        found = _ANNOUNCED.match(text, sentence.start())
        number = to_int(found["number"]) if found else None
        if found is None or number is None or number <= current:
            continue
        name = _name_after(text, found.end("number"))
        tail = text[sentence.start() :]
        acts = bool(_ACTS.search(tail)) and not (_NOT_PUBLIC.search(sentence.group()) and not name)
        if acts and (number == current + 1 or name):
            return Announcement(number, name)
    return None


def heading(text: str) -> Announcement | None:
    """The item that a heading names (議題１ …について, （１）議題１：…); None when the text is no heading."""
    found = _HEADING.fullmatch(text)
    number = to_int(found["number"] or found["inner"]) if found else None
    if found is None or number is None or "。" in text or (_ANNOUNCED.match(text) and "お願い" in text):
        return None
    name = found["name"].strip()
    quotes = quotes_of(name)
    whole = len(quotes) == 1 and (quotes[0].start, quotes[0].end) == (0, len(name))
    return Announcement(number, (inner(name, quotes[0]) if whole else name) or None)


def moves_on(text: str) -> bool:
    """Whether a chair's paragraph leaves the item for the next (次の議題に移ります)."""
    return _TRANSITION.search(text) is not None


def closes(text: str) -> bool:
    """Whether a chair's paragraph ends the agenda (本日の議題は以上でございます)."""
    return _CLOSING.search(text) is not None


def numbered_heading(text: str, current: int) -> Announcement | None:
    """The item of a heading that bears a number only (（２）…について), if it comes after ``current``."""
    found = _NUMBERED.fullmatch(text)
    number = to_int(found["number"]) if found else None
    if found is None or number != current + 1 or "。" in text:
        return None
    return Announcement(number, found["name"])


def _name_after(text: str, at: int) -> str | None:
    """What the item is about: a quotation within a few words after ``at``, or the words up to について."""
    quote = next((quote for quote in quotes_of(text) if quote.start >= at), None)
    if quote and quote.start - at <= 12 and quote.end - quote.start >= 4:
        return inner(text, quote)
    about = _ABOUT.match(text, at)
    return about["name"] if about else None
