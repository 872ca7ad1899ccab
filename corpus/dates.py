"""Dates as the record and its readers write them: eras (令和7年7月30日), western years, English.

A mention may be coarser than a day: 令和7年 is the range of that year, 2024年9月 of that month. Months and
days of eras follow the civil calendar in use since 1873 (Meiji 6); the first year of an era is 元年.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from corpus.models import Frozen
from corpus.numerals import to_int

# First day of each era: Cabinet Orders on the era name; 明治 by the edict of 1868, back to 25 January.
ERAS = (
    ("令和", "R", dt.date(2019, 5, 1)),
    ("平成", "H", dt.date(1989, 1, 8)),
    ("昭和", "S", dt.date(1926, 12, 25)),
    ("大正", "T", dt.date(1912, 7, 30)),
    ("明治", "M", dt.date(1868, 1, 25)),
)
_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUM = r"(?:[0-9０-９]+|[〇一二三四五六七八九十百千]+)"
_TAIL = rf"(?:\s*(?P<month>{_NUM})\s*月(?:\s*(?P<day>{_NUM})\s*日)?)?"
_JAPANESE = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|大正|明治)\s*(?P<eyear>元|{_NUM})\s*年(?:度(?P<fiscal>))?"
    rf"|(?<![0-9０-９〇一二三四五六七八九])(?P<year>[12１２][0-9０-９]{{3}}|[一二][〇一二三四五六七八九]{{3}})\s*年(?:度(?P<wfiscal>))?){_TAIL}"
)
_SHORT_ERA = re.compile(
    r"(?<![A-Za-z0-9Ａ-Ｚａ-ｚ０-９])(?P<era>[RHSTMＲＨＳＴＭ])\s?(?P<eyear>元|[0-9０-９]{1,2})"
    r"[.．/／](?P<month>[0-9０-９]{1,2})[.．/／](?P<day>[0-9０-９]{1,2})(?![0-9０-９])"
)
_NUMERIC = re.compile(
    r"(?<![0-9０-９])(?P<year>[12１２][0-9０-９]{3})(?P<sep>[-/.／．－])(?P<month>[0-9０-９]{1,2})"
    r"(?:(?P=sep)(?P<day>[0-9０-９]{1,2}))(?![0-9０-９])"
)
_ENGLISH = re.compile(
    rf"\b(?:(?P<name>{_NAMES})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[12]\d{{3}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<name2>{_NAMES})\.?,?\s+(?P<year2>[12]\d{{3}})"
    rf"|(?P<name3>{_NAMES})\.?,?\s+(?P<year3>[12]\d{{3}})"
    rf"|(?P<english>Reiwa|Heisei|Showa|Taisho|Meiji)\s+(?P<eyear>\d{{1,2}})"
    rf"|(?<=\b(?i:in)\s)(?P<year4>[12]\d{{3}}))\b",
    re.I,
)
_ROMANISED = {"reiwa": "令和", "heisei": "平成", "showa": "昭和", "taisho": "大正", "meiji": "明治"}


class DateMention(Frozen):
    """A date in a text: half-open offsets, and the first and last day it covers (equal for a single day)."""

    start: int
    end: int
    first: dt.date
    last: dt.date


def parse_date(text: str) -> dt.date | None:
    """The first day that ``text`` names (令和７年７月 30 日（水）); None if there is only a month or year."""
    for mention in dates_in(text):
        if mention.first == mention.last:
            return mention.first
    return None


def format_era(date: dt.date) -> str:
    """A day as the Government writes it: 令和7年7月30日, 令和元年5月1日. Before 1868 the western year."""
    for name, _, first in ERAS:
        if date >= first:
            year = date.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{date.month}月{date.day}日"
    return f"{date.year}年{date.month}月{date.day}日"


def dates_in(text: str) -> list[DateMention]:
    """All dates of ``text`` in order, without overlap: days, months and years; impossible ones are left out.

    A fiscal year (令和6年度) runs from 1 April to 31 March (Public Finance Act, Article 11).
    """
    found: list[DateMention] = []
    for pattern in (_JAPANESE, _SHORT_ERA, _NUMERIC, _ENGLISH):
        for match in pattern.finditer(text):
            mention = _mention(match)
            if mention and all(mention.end <= other.start or mention.start >= other.end for other in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> DateMention | None:
    parts = {key.rstrip("234"): value for key, value in match.groupdict().items() if value is not None}
    year = _year(parts)
    month = _MONTHS.get(parts["name"].lower()) if "name" in parts else to_int(parts.get("month", ""))
    day = to_int(parts.get("day", ""))
    if year is None:
        return None
    fiscal = "fiscal" in parts or "wfiscal" in parts
    covered = _fiscal_year(year) if fiscal and month is None else _range(year, month, day)
    if covered is None:
        return None
    return DateMention(start=match.start(), end=match.end(), first=covered[0], last=covered[1])


def _year(parts: dict[str, str]) -> int | None:
    if "year" in parts:
        return to_int(parts["year"])
    written = parts.get("era") or _ROMANISED[parts["english"].lower()]
    number = 1 if parts["eyear"] == "元" else to_int(parts["eyear"])
    mark = written.translate(str.maketrans("ＲＨＳＴＭ", "RHSTM"))
    for name, letter, first in ERAS:
        if mark in (name, letter) and number:
            return first.year + number - 1
    return None


def _fiscal_year(year: int) -> tuple[dt.date, dt.date] | None:
    return (dt.date(year, 4, 1), dt.date(year + 1, 3, 31)) if 1 <= year < 9999 else None


def _range(year: int, month: int | None, day: int | None) -> tuple[dt.date, dt.date] | None:
    try:
        if month is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except ValueError:
        return None
