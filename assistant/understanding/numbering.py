"""Numbers that name something: meetings (第330回), agenda items (議題2), ordinals (三つ目, third item)."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from assistant.understanding.mentions import Mention
from corpus.numerals import to_int

_NUM = r"(?:[0-9]{1,4}|[〇零一二三四五六七八九十百千]{1,7})"
_FORMAL = re.compile(
    # not: 第7回目の報告, 第3回国会 and other bodies' meetings
    rf"第\s*(?P<number>{_NUM})\s*回(?!\s*(?:目|報告|調査|国会|検討会|部会|研究会|ワーキング|変更|改正|公募))"
)
_SHORT = re.compile(rf"(?<![0-9第年月日約〇一二三四五六七八九十百千])(?P<number>{_NUM})\s*回")
_OF_THE_COMMISSION = re.compile(r"\s*(?:個人情報保護)?(?:委員会|議事録|議事概要)")  # 3回の会議 is a count
_AFTER_NAME = re.compile(r"(?:\s*(?:では|で|の|は|に|と|や|も|、|,|・|から|\?|$))")
_HIGH = 50  # 205回では names a meeting, 3回では a count
_BETWEEN = r"(?:(?:Commission|PPC|Personal|Information|Protection|plenary|regular|board)(?:'s)?\s+){0,5}"
_ENGLISH = re.compile(
    rf"\b(?P<number>\d{{1,4}})(?:st|nd|rd|th)\s+{_BETWEEN}(?:meetings?|sessions?|minutes|Commission)\b"
    r"|\b(?:meeting|session)s?\s+(?:(?:no\.?|number)\s*|#\s*)?(?P<after>\d{1,4})\b(?!\s*(?:st|nd|rd|th|:))",
    re.I,
)
_ENGLISH_NEXT = re.compile(
    r"(?:\s*,\s*|\s+(?:and|or|to)\s+|\s*[-–]\s*)(?:no\.?\s*)?(\d{1,4})\b(?!\s*[,:]?\s*\d)"
)
_ENGLISH_BEFORE = re.compile(
    r"\b(\d{1,4})(?:st|nd|rd|th)\s*(?:,\s*)?(?:and|or|to|with|&)?\s+(?:the\s+)?$", re.I
)
_ENGLISH_BARE = re.compile(
    r"\bthe\s+(?P<number>\d{1,4})(?:st|nd|rd|th)\b(?!\s+(?:item|point|of|paragraph|case))", re.I
)
_RANGE = re.compile(r"\s*(?:個人情報保護)?(?:委員会)?\s*(?:から|〜|~|～|-|–|ないし|to)\s*")

_AGENDA = re.compile(
    rf"議題\s*(?:の\s*)?(?:[(]\s*(?P<bracketed>{_NUM})\s*[)]|(?P<after>{_NUM})(?!つ|件))|(?P<before>{_NUM})\s*(?:つ目|番目|件目)の議題|第\s*(?P<formal>{_NUM})\s*議題"
    r"|\bagenda\s+items?\s+(?:no\.?\s*)?(?P<english>\d{1,2})|\b(?P<word>first|second|third|fourth|fifth|\d{1,2}(?:st|nd|rd|th))\s+agenda\s+item",
    re.I,
)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
          "ninth": 9, "tenth": 10, "ひと": 1, "ふた": 2, "みっ": 3, "よっ": 4, "いつ": 5,
          "むっ": 6, "最初": 1}  # fmt: skip
_COUNTED = re.compile(
    rf"(?P<number>{_NUM}|ひと|ふた|みっ|よっ|いつ|むっ)\s*(?:つ目|つめ|つ目|番目|点目|件目|個目|項目目|社目|枚目)|(?P<first>最初)の(?!会)"
    rf"|(?P<bare>[0-9]{{1,2}})番(?=[はのをが]|$)"
)
_MARKED = re.compile(rf"[((]\s*(?P<number>{_NUM})\s*[))](?!\s*年)")
_CIRCLED = re.compile(r"[①-⑳]")
_ENGLISH_ORDINAL = re.compile(
    r"\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))\s+(?:[a-z-]+\s+)?"
    r"(?:items?|points?|measures?|one|cases?|requirements?|conditions?|entry|entries|criteri(?:on|a)|reasons?|opinions?"
    r"|suggestions?|steps?|matters?|remarks?|questions?|application|risks?|proposals?)\b"
    r"|\b(?:item|point|entry|number|measure|criterion)\s+\(?(?P<digit>\d{1,2})\)?(?![\d/])",
    re.I,
)


@dataclass(frozen=True)
class NamedMeetings:
    """The meetings a question names: each with its place, and those a range (第200回から第210回) spans."""

    mentions: tuple[Mention[int], ...] = ()
    ranged: tuple[int, ...] = ()
    is_range: bool = False


def find_meetings(text: str, held: Set[int]) -> NamedMeetings:
    """Meetings of the Commission named in a plain text, in whatever numerals, Japanese or English."""
    found = [_mention(match) for match in _FORMAL.finditer(text)]
    found += [mention for match in _SHORT.finditer(text) if (mention := _short(match, text, held))]
    found += _english(text, held)
    mentions = tuple(
        sorted({m.start: m for m in found if m is not None}.values(), key=lambda mention: mention.start)
    )
    if len(mentions) == 2 and _RANGE.fullmatch(text[mentions[0].end : mentions[1].start]):
        low, high = sorted((mentions[0].value, mentions[1].value))
        return NamedMeetings(mentions, tuple(sorted(n for n in held if low <= n <= high)), is_range=True)
    return NamedMeetings(mentions)


def _mention(match: re.Match[str]) -> Mention[int] | None:
    number = to_int(match["number"])
    return Mention(match.start(), match.end(), number) if number else None


def _short(match: re.Match[str], text: str, held: Set[int]) -> Mention[int] | None:
    """330回 without 第: only where what follows, or the record itself, says that it is a meeting."""
    mention = _mention(match)
    if mention is None:
        return None
    named = _OF_THE_COMMISSION.match(text, match.end())
    known = mention.value in held or mention.value >= _HIGH
    return mention if named or (known and _AFTER_NAME.match(text, match.end())) else None


def _english(text: str, held: Set[int]) -> list[Mention[int] | None]:
    found: list[Mention[int] | None] = []
    for match in _ENGLISH.finditer(text):
        found.append(Mention(match.start(), match.end(), int(match["number"] or match["after"])))
        at = match.start()  # the 205th and 330th meetings
        while match["number"] and (one := _ENGLISH_BEFORE.search(text, 0, at)):
            found.append(Mention(one.start(), one.end(1), int(one[1])))
            at = one.start()
        at = match.end()
        while match["after"] and (more := _ENGLISH_NEXT.match(text, at)):
            found.append(Mention(more.start(1), more.end(1), int(more[1])))
            at = more.end()
    for match in _ENGLISH_BARE.finditer(text):
        if int(match["number"]) in held and not any(
            m and m.start <= match.start("number") < m.end for m in found
        ):
            found.append(Mention(match.start(), match.end(), int(match["number"])))
    return found


def find_agenda_items(text: str) -> tuple[Mention[int], ...]:
    """Agenda items by number: 議題2, 二つ目の議題, agenda item 2."""
    found = []
    for match in _AGENDA.finditer(text):
        written = next(value for value in match.groups() if value)
        number = _number(written)
        if number:
            found.append(Mention(match.start(), match.end(), number))
    return tuple(found)


def find_ordinals(text: str, original: str) -> tuple[int, ...]:
    """Which of several: 三つ目, 2点目, （４）, ③, third item, item (4).

    ``text`` is plain, with addresses, dates, meetings and agenda items blanked out; ``original`` still has
    circled figures, which plain text does not.
    """
    found: list[tuple[int, int]] = []
    for pattern in (_COUNTED, _MARKED, _ENGLISH_ORDINAL):
        for match in pattern.finditer(text):
            number = _number(next(value for value in match.groups() if value))
            if number:
                found.append((match.start(), number))
    found += [(match.start(), to_int(match[0]) or 0) for match in _CIRCLED.finditer(original)]
    return tuple(dict.fromkeys(number for _, number in sorted(found)))


def _number(written: str) -> int | None:
    lowered = written.lower()
    return _WORDS.get(lowered) or to_int(re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", lowered))
