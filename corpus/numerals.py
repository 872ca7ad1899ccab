"""Every way the record writes a number: figures, kanji, circled, bracketed, Roman, イロハ and アイウ.

Reading is lenient (full-width, brackets, a full stop after the figure); writing follows the usage of
statutes and official papers. Dates are numbers too: their reading and writing stands in ``corpus.dates`` and
is offered here as well.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.dates import DateMention as DateMention
    from corpus.dates import dates_in as dates_in
    from corpus.dates import format_era as format_era
    from corpus.dates import parse_date as parse_date

IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
KANJI_DIGITS = "〇一二三四五六七八九"
NUMBER = r"(?:[0-9０-９]+|[〇零一二三四五六七八九十百千]+)"  # a number inside an address: figures or kanji

_FORMAL = str.maketrans("零壱弐参拾", "〇一二三十")  # the forms of deeds, where a stroke must not be added
_NEGATIVE_CIRCLED = {chr(0x2776 + n): str(n + 1) for n in range(10)} | {
    chr(0x24EB + n): str(n + 11) for n in range(10)
}
_ENCLOSED = re.compile(r"[(\[〔]\s*(.*?)\s*[)\]〕]|(.*?)\s*[.．)]", re.S)
_FIGURES = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
_DIGIT = "[一二三四五六七八九]"
_BELOW_MYRIAD = re.compile(rf"(?:({_DIGIT}?)千)?(?:({_DIGIT}?)百)?(?:({_DIGIT}?)十)?({_DIGIT}?)")
_MYRIADS = re.compile(r"(?:([^兆億万]+)兆)?(?:([^兆億万]+)億)?(?:([^兆億万]+)万)?([^兆億万]*)")
_ROMAN_VALUES = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def to_int(text: str) -> int | None:
    """The number that all of ``text`` writes: 12, １２, 十二, 二〇二四, 1万2千, ①, ⑴, (3), Ⅳ, iv; or None."""
    plain = "".join(_NEGATIVE_CIRCLED.get(char, char) for char in text)
    plain = unicodedata.normalize("NFKC", plain).strip().translate(_FORMAL)
    enclosed = _ENCLOSED.fullmatch(plain)
    if enclosed:
        plain = enclosed[1] if enclosed[1] is not None else enclosed[2]
    if not plain:
        return None
    if _FIGURES.fullmatch(plain):
        return int(plain.replace(",", ""))
    return _kanji_to_int(plain) if plain[-1] in "〇一二三四五六七八九十百千万億兆" else _roman_to_int(plain)


def _kanji_to_int(text: str) -> int | None:
    if all(char in KANJI_DIGITS for char in text):
        return int("".join(str(KANJI_DIGITS.index(char)) for char in text))
    match = _MYRIADS.fullmatch(text)
    if match is None:
        return None
    total = 0
    for group, value in zip(match.groups(), (10**12, 10**8, 10**4, 1), strict=True):
        if not group:
            continue
        below = _below_myriad(group)
        if below is None:
            return None
        total += below * value
    return total


def _below_myriad(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    mixed = re.sub(r"\d", lambda digit: KANJI_DIGITS[int(digit[0])], text)  # 2千5百
    match = _BELOW_MYRIAD.fullmatch(mixed)
    if match is None:
        return None
    total = 0
    for digit, unit in zip(match.groups(), (1000, 100, 10, 1), strict=True):
        if digit:
            total += KANJI_DIGITS.index(digit) * unit
        elif digit == "" and unit > 1:
            total += unit  # 千, 百, 十 without a digit before them
    return total


def _roman_to_int(text: str) -> int | None:
    upper = text.upper()
    if text not in (upper, text.lower()) or not set(upper) <= set("IVXLCDM"):
        return None
    total, rest = 0, upper
    for value, mark in _ROMAN_VALUES:
        while rest.startswith(mark):
            total, rest = total + value, rest[len(mark) :]
    return total if not rest and roman(total) == upper else None


def to_kanji(number: int) -> str:
    """``number`` as statutes write it: 35 is 三十五, 10000 is 一万. ValueError outside 0..10**16-1."""
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} cannot be written in kanji here; give a number from 0 to 10**16-1")
    if number == 0:
        return "〇"
    groups: list[str] = []
    for value, unit in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        below, number = divmod(number, value)
        if below:
            groups.append(_kanji_below_myriad(below) + unit)
    return "".join(groups)


def _kanji_below_myriad(number: int) -> str:
    parts: list[str] = []
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            parts.append((KANJI_DIGITS[digit] if digit > 1 or not unit else "") + unit)
    return "".join(parts)


def circled(number: int) -> str:
    """① to ㊿ (and ⓪). ValueError outside 0..50, for which no character exists."""
    for first, last, code in ((0, 0, 0x24EA), (1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    raise ValueError(f"there is no circled {number}; give a number from 0 to 50")


def roman(number: int, *, fullwidth: bool = False) -> str:
    """Capital Roman figures, ``fullwidth`` as the one-character forms (Ⅳ). ValueError outside 1..3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"{number} has no Roman figure; give a number from 1 to 3999")
    if fullwidth and number <= 12:
        return chr(0x215F + number)
    marks: list[str] = []
    for value, mark in _ROMAN_VALUES:
        count, number = divmod(number, value)
        marks.append(mark * count)
    text = "".join(marks)
    return text.translate(str.maketrans("IVXLCDM", "ⅠⅤⅩⅬⅭⅮⅯ")) if fullwidth else text


def iroha(number: int) -> str:
    """The mark of the ``number``-th sub-item, from 1 (イ) to 47 (ス). ValueError outside."""
    return _nth(IROHA, number)


def iroha_index(char: str) -> int | None:
    """The place of a katakana in the order イロハ, from 1; None if it has none (ン, hiragana)."""
    return _place(IROHA, char)


def aiueo(number: int) -> str:
    """The mark of the ``number``-th point in the order アイウ, from 1 (ア) to 46 (ン). ValueError outside."""
    return _nth(AIUEO, number)


def aiueo_index(char: str) -> int | None:
    """The place of a katakana in the order アイウ, from 1; None if it has none."""
    return _place(AIUEO, char)


def _nth(order: str, number: int) -> str:
    if not 1 <= number <= len(order):
        raise ValueError(f"no katakana stands at place {number}; give a number from 1 to {len(order)}")
    return order[number - 1]


def _place(order: str, char: str) -> int | None:
    kana = unicodedata.normalize("NFKC", char).strip("() ")
    return order.index(kana) + 1 if len(kana) == 1 and kana in order else None


def __getattr__(name: str) -> object:
    """The names of ``corpus.dates``; that module reads its figures here, so it is imported on first use."""
    if name in {"DateMention", "dates_in", "format_era", "parse_date"}:
        from corpus import dates

        return getattr(dates, name)
    raise AttributeError(name)
