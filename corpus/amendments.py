"""Laws that amend, by the number they were promulgated under: 平成15年法律第61号 is ``h15-61``.

Such a law leaves supplementary provisions (附則) of its own in the law it amends; they are told apart by it.
The key is era (m, t, s, h, r) and year, the kind of instrument unless it is an Act, and the number; the day
of promulgation is no part of it, as 平成一五年五月三〇日法律第六一号 is the same law.
"""

from __future__ import annotations

import re

from corpus.numerals import NUMBER, to_int, to_kanji

_ERAS = {"明治": "m", "大正": "t", "昭和": "s", "平成": "h", "令和": "r"}
_NAMES = {key: era for era, key in _ERAS.items()}
_KINDS = {"法律": "", "政令": "seirei", "勅令": "chokurei"}
_OTHER, _OTHER_WRITTEN = "rei", "命令"  # orders and rules of ministries and commissions
_WRITTEN = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})(?P<year>元|{NUMBER})年(?:{NUMBER}月{NUMBER}日)?(?P<kind>\D{{1,40}}?)第(?P<n>{NUMBER})号"
)
_MARK = re.compile(r"(?P<era>[mtshr])(?P<year>[1-9]\d?)(?:-(?P<kind>seirei|chokurei|rei))?-(?P<n>[1-9]\d*)")

KEY = r"[mtshr][1-9][0-9]?(?:-(?:seirei|chokurei|rei))?-[1-9][0-9]*"  # the pattern of a key


def key_of(text: str) -> str | None:
    """The key of the law whose number is all of ``text``, None if it is no such number."""
    match = _WRITTEN.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return None
    year, number = (1 if match["year"] == "元" else to_int(match["year"])), to_int(match["n"])
    if not year or not number or year > 99:
        return None
    kind = _KINDS.get(match["kind"], _OTHER)
    return "-".join(filter(None, (f"{_ERAS[match['era']]}{year}", kind, str(number))))


def format(key: str, kanji: bool = False) -> str:
    """The number of a law as a citation writes it. ValueError for what is no key."""
    match = _MARK.fullmatch(key)
    if match is None:
        raise ValueError(f"{key!r} is no key of a law, such as h15-61")
    written = to_kanji if kanji else str
    kind = next((name for name, part in _KINDS.items() if part == (match["kind"] or "")), _OTHER_WRITTEN)
    year = "元" if match["year"] == "1" else written(int(match["year"]))
    return f"{_NAMES[match['era']]}{year}年{kind}第{written(int(match['n']))}号"
