"""The marks with which papers and guidelines number and list: １．, (1), ①, ア, ・, ○, ※, 【…】, （参考）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.numerals import aiueo_index, iroha_index, to_int


class Role(StrEnum):
    """What a mark does in an outline."""

    SECTION = "section"  # numbers a section; what follows stands in it
    POINT = "point"  # numbers a point
    BULLET = "bullet"  # lists without a number
    NOTE = "note"  # ※, （注）: a remark on what stands before
    GROUP = "group"  # 【…】, （参考）: a heading that ends whatever is open
    POINTER = "pointer"  # （別紙４）…: points to an annex


@dataclass(frozen=True)
class OutlineMark:
    """The mark a block begins with; ``style`` tells lists apart, ``numbers`` is empty for bullets."""

    style: str
    role: Role
    numbers: tuple[int, ...]
    printed: str  # as a label shows it: (2), ③, 【欠格事由に関する基準】
    length: int

    def precedes(self, other: OutlineMark) -> bool:
        """Whether ``other`` is the next number of the same list."""
        if not self.numbers or other.style != self.style or len(other.numbers) != len(self.numbers):
            return False
        return other.numbers == (*self.numbers[:-1], self.numbers[-1] + 1)


_UNITS = r"(?![年月日時分秒条項号回人件名割歳円万億％%カヶか箇つ以者社頁行列章節]|か所)"
_N = r"[0-9０-９]{1,2}"
_KN = r"[一二三四五六七八九十]{1,3}"
_PATTERNS: tuple[tuple[str, Role, re.Pattern[str]], ...] = (
    ("group", Role.GROUP, re.compile(r"【[^】]+】(?=\s*$)")),
    ("ref", Role.GROUP, re.compile(r"[（(](?P<n>参考|補足)[^）)]{0,6}[）)]")),
    ("pointer", Role.POINTER, re.compile(r"[（(](?P<n>別紙|別添|資料|参考資料)[^）)]{0,8}[）)]")),
    ("dai", Role.SECTION, re.compile(rf"第\s*(?P<n>{_N}|{_KN})\s*(?P<unit>章|節|部|編)?(?:[\s　．.、]|$)")),
    (
        "topic",
        Role.SECTION,
        re.compile(rf"(?:論点|検討事項|検討課題|課題|事項)\s*[（(]?(?P<n>{_N})[）)]?(?:[\s　：:．.]|$)"),
    ),
    ("roman", Role.SECTION, re.compile(r"(?P<n>[Ⅰ-Ⅻ]|[IVX]{1,4})(?:[\s　．.、]|$)")),
    (
        "decimal",
        Role.SECTION,
        re.compile(
            r"(?P<n>[0-9０-９]{1,2}(?:[-－‐−．.][0-9０-９]{1,2}){1,4})[．.]?(?:[\s　]|(?=[^\s0-9０-９％%]))"
            + _UNITS
        ),
    ),
    ("digit", Role.SECTION, re.compile(rf"(?P<n>{_N})(?:[．.、](?![0-9０-９])[\s　]*|[\s　]+){_UNITS}")),
    ("kanji", Role.SECTION, re.compile(rf"(?P<n>{_KN})(?:[、．.]|[\s　]+)")),
    ("paren", Role.SECTION, re.compile(rf"[（(]\s*(?P<n>{_N})\s*[）)]|(?P<one>[⑴-⒇])")),
    ("kparen", Role.SECTION, re.compile(rf"[（(]\s*(?P<n>{_KN})\s*[）)]")),
    ("circled", Role.POINT, re.compile(r"(?P<n>[①-⑳㉑-㉟])")),
    ("filled", Role.POINT, re.compile(r"(?P<n>[❶-❿])")),
    ("half", Role.POINT, re.compile(rf"(?P<n>{_N})[）)]")),
    ("kana", Role.POINT, re.compile(r"(?P<n>[ア-ン])(?:[\s　．.、]|[）)])")),
    ("kanaparen", Role.POINT, re.compile(r"[（(]\s*(?P<n>[ア-ン])\s*[）)]")),
    ("latin", Role.POINT, re.compile(r"(?P<n>[a-zａ-ｚ])(?:[．.）)])[\s　]*")),
    ("latinparen", Role.POINT, re.compile(r"[（(](?P<n>[a-zａ-ｚ])[）)]")),
    (
        "note",
        Role.NOTE,
        re.compile(r"(?P<n>※\s*[0-9０-９]*|[（(]\s*注\s*[0-9０-９]*\s*[）)]|注[0-9０-９]*(?=[\s　：:）)]))"),
    ),
    ("bullet", Role.BULLET, re.compile(r"(?P<n>[・･•●○〇◯◎◆◇■□▪▫➢➤✓✔▶▷►★☆⇒→]|[-‐–—][\s　])")),
)
_LEADER = re.compile(r"(?:[.．・…‥]\s?){4,}\s*[0-9０-９]{1,4}$")
_ROUND = str.maketrans("〇◯", "○○")  # three characters that print as one


def outline_mark(text: str) -> OutlineMark | None:
    """The mark at the head of a line, if there is one."""
    if _LEADER.search(text):
        return None  # a line of a table of contents
    for style, role, pattern in _PATTERNS:
        match = pattern.match(text)
        if match is not None and "\t" in match.group() and text.count("\t") > 1:
            continue  # the number of a table's row
        if match is None or (style != "group" and not text[match.end() :].strip() and role is not Role.NOTE):
            continue
        mark = _read(style, role, match)
        if mark is not None:
            return mark
    return None


def _read(style: str, role: Role, match: re.Match[str]) -> OutlineMark | None:
    printed = match.group().strip()
    raw = match.groupdict().get("n") or match.groupdict().get("one") or ""
    if role is Role.BULLET:
        shape = raw.strip().translate(_ROUND)
        return OutlineMark(f"bullet{shape}", role, (), raw.strip(), match.end())
    if role in (Role.GROUP, Role.NOTE, Role.POINTER):
        return OutlineMark(style, role, (), printed, match.end())
    numbers = tuple(_number(style, part) for part in re.split(r"[-－‐−．.]", raw.strip()) if part)
    if not numbers or any(number is None for number in numbers):
        return None
    known = tuple(number for number in numbers if number is not None)
    if style == "dai":  # 第1章 and 第1節 are lists of their own
        return OutlineMark(f"dai{match['unit'] or ''}", role, known, printed.rstrip("．.、 　"), match.end())
    if style == "decimal":
        return OutlineMark(f"decimal{len(known)}", role, known, "-".join(map(str, known)), match.end())
    return OutlineMark(style, role, known, _printed(style, printed, known[0]), match.end())


def _number(style: str, raw: str) -> int | None:
    if style.startswith("kana"):
        return aiueo_index(raw) or iroha_index(raw)
    if style.startswith("latin"):
        return "abcdefghijklmnopqrstuvwxyz".find(raw.translate(_NARROW)) + 1 or None
    return to_int(raw)


_WIDE = {ord("０") + n: chr(ord("0") + n) for n in range(10)}
_NARROW = {ord("ａ") + n: chr(ord("a") + n) for n in range(26)}


def _printed(style: str, printed: str, number: int) -> str:
    if style == "paren":
        return f"({number})"
    if style == "digit":
        return str(number)
    if style == "topic":
        return printed.translate(_WIDE).rstrip("：:．. 　")
    return printed.rstrip("．.、 　")
