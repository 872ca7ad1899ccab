"""The marks of guidelines: cases (事例1）), notes （※1）, groups 【…】, quoted provisions 法第25条（第1項）, points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from ingest.parsers.guideline_units import Unit
from ingest.parsers.marks import Role, outline_mark
from ingest.parsers.wraps import ends_sentence

_N = "0-9０-９"
_GROUPS = (
    ("angle", re.compile(r"[＜〈《<][^＜＞〈〉《》<>]{2,90}[＞〉》>]")),
    ("black", re.compile(r"【[^【】]{1,90}】(?:[（(][^（）()]{1,60}[）)])?")),
    ("round", re.compile(r"[（(](?![※注])[^（）()。]{2,60}[）)]")),
)
_CASE = re.compile(rf"(?P<p>(?:参考)?(?:事例|例)\s*(?P<n>[{_N}]{{0,3}}))\s*[）):：]")
_NOTE = re.compile(
    rf"(?P<p>[（(]\s*[※注]\s*[{_N}]{{0,3}}\s*[）)]|[※＊*]\s*[{_N}]{{1,2}}(?=[\s　）)])|※|注[{_N}]?[：:])"
)
_GLUED = re.compile(rf"(?P<n>[{_N}]{{1,2}})(?=[^\s　{_N}年月日条項号回人件名歳円%％,，.．、－-])")
_LETTER = re.compile(r"(?P<n>[Ａ-ＺA-Zａ-ｚ])[\s　．.]")
_REFERRED = re.compile(
    r"[（(][^（）()]{1,4}[）)](?:から|及び|又は|、|の|に|を|と|で)"
)  # (1)から(17)までに掲げる
_BULLET = re.compile(r"[＊*]\s*")
_LAW = re.compile(
    r"(?P<law>[一-鿿ぁ-んァ-ヶー・]{0,30}?(?:法|令|規則|条例|基準))\s*"
    rf"(?P<article>第\s*[{_N}一二三四五六七八九十百]+\s*条(?:\s*の\s*[{_N}一二三四五六七八九十]+)*)"
    r"(?P<part>(?:第[^（）()]{1,20}[項号])?)\s*(?:[（(](?P<parts>[^（）()]{1,80})[）)])?(?:\s*[（(]?抄[）)]?)?"
)
_TERM = re.compile(r"【|「[^「」]{1,12}」[\s　]")  # a group, or a line of a legend
_HEADING_CHARS = 90


class Rank(IntEnum):
    """What a mark may hold: each what comes after it, prose only as far as it heads something."""

    BOX = 0
    HEADING = 1
    LAW = 2
    GROUP = 3
    POINT = 4
    BULLET = 5
    CASE = 6
    NOTE = 7
    PROSE = 8


@dataclass(frozen=True)
class Mark:
    """What a unit begins with. ``style`` tells lists apart; ``printed`` is how a label names it."""

    rank: Rank
    style: str
    printed: str
    number: int | None = None
    heads: bool = False  # whether it heads what follows rather than saying something in a sentence


def law_heading(text: str) -> re.Match[str] | None:
    """The heading of a quoted provision: 法第27条（第5項）, 規則第7条, 番号法第29条の4第1項."""
    return _LAW.fullmatch(text)


def begins_mark(text: str) -> bool:
    """Whether a line begins with a mark, so that it may begin a paragraph in printed text."""
    if _CASE.match(text) or _NOTE.match(text) or _TERM.match(text) or law_heading(text):
        return True
    return outline_mark(text) is not None


def mark_of(unit: Unit) -> Mark:
    """The mark of a unit; one of rank PROSE if it has none."""
    text = unit.text
    heads = not ends_sentence(text) and len(text) <= _HEADING_CHARS
    if law_heading(text) is not None:
        return Mark(Rank.LAW, "law", text, heads=True)
    if (case := _CASE.match(text)) is not None:
        return Mark(Rank.CASE, "case", _squeezed(case["p"]), _int(case["n"]))
    if (note := _NOTE.match(text)) is not None:
        return Mark(Rank.NOTE, "note", _note(note["p"]), _int("".join(re.findall(rf"[{_N}]", note["p"]))))
    for style, pattern in _GROUPS:
        if pattern.fullmatch(text):
            return Mark(Rank.GROUP, style, text, heads=True)
    if unit.row:
        return Mark(Rank.PROSE, "row", "行")
    return _listed(unit, text, heads) or _heading(unit, text, heads) or Mark(Rank.PROSE, "", "")


def _listed(unit: Unit, text: str, heads: bool) -> Mark | None:
    """A numbered or bulleted point."""
    mark = None if _REFERRED.match(text) else outline_mark(text)
    if mark is not None and mark.role is Role.BULLET:
        return Mark(Rank.BULLET, mark.style, mark.printed)
    if mark is not None and mark.numbers and not mark.style.startswith("decimal"):
        return Mark(Rank.POINT, mark.style, mark.printed, mark.numbers[-1], heads)
    if (letter := _LETTER.match(text)) is not None:
        style = "capital" if letter["n"].isupper() else "small"
        return Mark(
            Rank.POINT, style, letter["n"], _LETTERS.find(letter["n"].translate(_LATIN).lower()) + 1, heads
        )
    if (unit.term or unit.heading or unit.item) and (glued := _GLUED.match(text)) is not None:
        return Mark(Rank.POINT, "digit", str(_int(glued["n"])), _int(glued["n"]), heads)
    if unit.number is not None:
        style = "paren" if unit.number.startswith("(") else "digit"
        return Mark(Rank.POINT, style, unit.number, _int(unit.number.strip("()")), heads)
    if _BULLET.match(text):
        return Mark(Rank.BULLET, "star", text[0])
    return None


def _heading(unit: Unit, text: str, heads: bool) -> Mark | None:
    """A heading or term without a number."""
    if unit.heading and heads:
        return Mark(Rank.HEADING, f"h{unit.heading}", text, heads=True)
    if unit.term and heads:
        return Mark(Rank.GROUP, "term", text, heads=True)
    if unit.item and unit.depth:
        return Mark(Rank.BULLET, "item", "項目")
    return None


def _note(printed: str) -> str:
    inner = _squeezed(printed).strip("（）()：: ")
    return f"（{inner.replace('＊', '※').replace('*', '※')}）"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).translate(_NARROW)


def _int(digits: str) -> int | None:
    narrow = digits.translate(_NARROW)
    return int(narrow) if narrow.isascii() and narrow.isdigit() else None


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LATIN = {ord("Ａ") + n: chr(ord("A") + n) for n in range(26)} | {
    ord("ａ") + n: chr(ord("a") + n) for n in range(26)
}
_NARROW = {ord("０") + n: chr(ord("0") + n) for n in range(10)}
