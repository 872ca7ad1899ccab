"""Enumerated points of prose: ① or （１） at the head of a line, （４）として, 一つ目は, １点目は."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.numerals import to_int

_FIGURE = "[0-9０-９]{1,2}"
_KANJI = "[一二三四五六七八九十]{1,2}"
_CIRCLED = "[①-⑳]"
_PAREN = rf"(?:[（(]{_FIGURE}[）)]|[⑴-⒇])"
# A range or a list of marks is a mention (①から⑦まで, （４）と（５）に), not a point.
_MENTION = (
    r"(?!\s*(?:から|及び|および|又は|または|並びに|ないし|と[①-⑳⑴-⒇（(]"
    rf"|[・、,~～〜-]\s*(?:{_CIRCLED}|{_PAREN})))"
)
_HEAD = re.compile(rf"(?P<mark>{_CIRCLED}|{_PAREN}){_MENTION}")
_LEAD_IN = (
    r"(?:(?:まずは?|はじめに|最初に|また|次に|つぎに|続いて|つづいて|続きまして|つづきまして"
    r"|さらに|更に|そして|最後に)、?)?"
)
_IN_PROSE = re.compile(
    rf"{_LEAD_IN}(?P<mark>{_CIRCLED}|{_PAREN})(?=として|としまして|に、|には|では|は、|につ)"
)
_TOPIC = r"(?:(?P<topic>[^、。「」]{2,24})の)?"
_ORDINAL = re.compile(
    rf"{_LEAD_IN}{_TOPIC}(?P<mark>(?P<number>{_FIGURE}|{_KANJI})(?:つ目|点目|番目)|第(?P<nth>{_FIGURE}|{_KANJI})(?=に[、は]|は、|の点))"
)
_BULLET = re.compile(r"[・･●■◆▪➢]\s*(?=\S)")
_SENTENCE_START = re.compile(r"(?:^|(?<=。)|(?<=。」))")


@dataclass(frozen=True)
class PointMark:
    """The mark of one point: its number, how a citation shows it, and what it is a point of, if said."""

    number: int
    shown: str  # ①, （4）, 一つ目, ２点目
    topic: str | None = None


def head_of(text: str) -> PointMark | None:
    """The mark with which a paragraph begins, or None: ①提供された, まずは（４）として, 二つ目は."""
    found = _HEAD.match(text) or _IN_PROSE.match(text)
    if found:
        return _marked(found["mark"])
    ordinal = _ORDINAL.match(text)
    return _ordinal(ordinal) if ordinal else None


def bulleted(text: str) -> bool:
    """Whether a line begins with the bullet of a point without a number."""
    return _BULLET.match(text) is not None


def continues(mark: PointMark, before: PointMark | None) -> bool:
    """Whether ``mark`` is the first of its row or the one after ``before``."""
    return mark.number == (before.number + 1 if before else 1)


def cuts_of(text: str) -> list[int]:
    """Where points begin in one run of text: sentences beginning 一つ目は, ２点目は, two or more in a row."""
    found = [(at, mark) for at in _sentence_starts(text) if (mark := _ordinal_at(text, at))]
    return sorted(at for run in _runs(found) if len(run) > 1 for at in run if at)


def _sentence_starts(text: str) -> Iterable[int]:
    return (match.end() for match in _SENTENCE_START.finditer(text))


def _ordinal_at(text: str, at: int) -> PointMark | None:
    found = _ORDINAL.match(text, at)
    return _ordinal(found) if found else None


def _runs(found: list[tuple[int, PointMark]]) -> list[list[int]]:
    """Rows of marks that count up by one, as the offsets of their members."""
    runs: list[list[int]] = []
    before: PointMark | None = None
    for at, mark in found:
        if runs and before and continues(mark, before):
            runs[-1].append(at)
        else:
            runs.append([at])
        before = mark
    return runs


def _marked(mark: str) -> PointMark | None:
    number = to_int(mark)
    if number is None:
        return None
    return PointMark(number, mark if re.fullmatch(_CIRCLED, mark) else f"（{number}）")


def _ordinal(found: re.Match[str]) -> PointMark | None:
    number = to_int(found["number"] or found["nth"])
    return None if number is None else PointMark(number, found["mark"], found["topic"])
