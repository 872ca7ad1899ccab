from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import numerals
from corpus.dates import ERAS, DateMention, dates_in, format_era, parse_date

DAYS = [
    (
        "令和７年７月 30 日（水）",
        "2025-07-30",
        "full-width figures and loose spaces, as the minutes write it",
    ),
    ("令和元年五月一日", "2019-05-01", "the first year, kanji"),
    ("平成三十一年四月三十日", "2019-04-30", "the last day of an era"),
    ("昭和64年1月7日", "1989-01-07", "the last day of Showa"),
    ("二〇二四年九月十一日", "2024-09-11", "western year in kanji"),
    ("２０２４年９月１１日", "2024-09-11", "western year, full-width"),
    ("2024-09-11", "2024-09-11", "ISO"),
    ("2024/9/11", "2024-09-11", "with strokes"),
    ("R6.9.11", "2024-09-11", "the era's letter"),
    ("September 11, 2024", "2024-09-11", "American order"),
    ("11 September 2024", "2024-09-11", "British order"),
    ("the 11th of Sept. 2024", "2024-09-11", "ordinal and abbreviation"),
]
RANGES = [
    ("令和6年", "2024-01-01", "2024-12-31", "a year"),
    ("令和6年9月", "2024-09-01", "2024-09-30", "a month"),
    ("2024年2月", "2024-02-01", "2024-02-29", "a leap month"),
    ("令和6年度", "2024-04-01", "2025-03-31", "a fiscal year"),
    ("September 2024", "2024-09-01", "2024-09-30", "a month in English"),
    ("in 2024", "2024-01-01", "2024-12-31", "a year in English"),
    ("Reiwa 6", "2024-01-01", "2024-12-31", "a romanised era"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DAYS)
def test_a_day_is_read_however_it_is_written(text: str, expected: str, reason: str) -> None:
    assert parse_date(text) == dt.date.fromisoformat(expected), reason


@pytest.mark.parametrize(("text", "first", "last", "reason"), RANGES)
def test_a_coarser_date_is_a_range_and_no_day(text: str, first: str, last: str, reason: str) -> None:
    (mention,) = dates_in(text)
    assert (mention.first.isoformat(), mention.last.isoformat()) == (first, last), reason
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["4月1日", "第330回", "令和7年13月1日", "2024年2月30日", "年月日", "A4.5.6", "12345年"]
)
def test_what_is_no_date_or_impossible_is_left_out(text: str) -> None:
    assert dates_in(text) == []


def test_offsets_hold_the_date_and_mentions_do_not_overlap() -> None:
    text = "令和4年4月13日から2024年9月11日（R6.9.11）まで"
    assert [text[m.start : m.end] for m in dates_in(text)] == ["令和4年4月13日", "2024年9月11日", "R6.9.11"]


@given(st.dates(min_value=dt.date(1873, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_an_era_date_is_read_back(date: dt.date) -> None:
    written = format_era(date)
    assert dates_in(written) == [DateMention(start=0, end=len(written), first=date, last=date)]


def test_each_era_begins_with_its_first_year() -> None:
    assert [format_era(first)[:4] for _, _, first in ERAS] == [
        "令和元年",
        "平成元年",
        "昭和元年",
        "大正元年",
        "明治元年",
    ]


def test_dates_are_offered_with_the_other_numerals() -> None:
    assert numerals.parse_date is parse_date
    assert numerals.dates_in is dates_in
    assert numerals.format_era is format_era
