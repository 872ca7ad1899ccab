from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import numerals

READINGS = [
    ("12", 12, "figures"),
    ("１２", 12, "full-width figures"),
    ("１，２３４", 1234, "full-width with a comma"),
    ("十", 10, "no digit before the unit"),
    ("二十", 20, "no digit after the unit"),
    ("百三十三", 133, "a hundred without a digit"),
    ("千五百", 1500, "a thousand without a digit"),
    ("二千二十四", 2024, "a thousand, nothing in the hundreds"),
    ("二〇二四", 2024, "digit by digit, as a western year is written"),
    ("一万", 10_000, "myriad"),
    ("1万2千", 12_000, "figures and units mixed, as in the scale of a form"),
    ("壱千弐百", 1200, "the forms of deeds"),
    ("①", 1, "circled"),
    ("⑳", 20, "last of the first row of circled"),
    ("㊿", 50, "last of all circled"),
    ("❸", 3, "white on black"),
    ("⑴", 1, "one character, bracketed"),
    ("（１）", 1, "full-width brackets"),
    ("㈢", 3, "kanji in brackets, one character"),
    ("5.", 5, "the full stop of a heading"),
    ("５．", 5, "the same, full-width"),
    ("Ⅳ", 4, "Roman, one character"),
    ("ⅳ", 4, "Roman, small, one character"),
    ("IV", 4, "Roman, ASCII"),
    ("ⅩⅢ", 13, "Roman out of one-character forms"),
    ("（ⅱ）", 2, "Roman in brackets"),
]
NOT_NUMBERS = ["", "条", "A", "IIX", "Iv", "十百", "一二十", "1,23", "第3", "三つ", "イ", "-1"]


@pytest.mark.parametrize(("text", "expected", "reason"), READINGS)
def test_a_number_is_read_however_it_is_written(text: str, expected: int, reason: str) -> None:
    assert numerals.to_int(text) == expected, reason


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_is_none(text: str) -> None:
    assert numerals.to_int(text) is None


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_kanji_is_read_back(number: int) -> None:
    assert numerals.to_int(numerals.to_kanji(number)) == number


@given(st.integers(min_value=1, max_value=3999), st.booleans())
def test_roman_is_read_back_in_either_case_and_width(number: int, fullwidth: bool) -> None:
    written = numerals.roman(number, fullwidth=fullwidth)
    assert numerals.to_int(written) == numerals.to_int(written.lower()) == number


def test_circled_is_read_back_and_ends_at_fifty() -> None:
    assert [numerals.to_int(numerals.circled(n)) for n in range(51)] == list(range(51))
    with pytest.raises(ValueError, match="from 0 to 50"):
        numerals.circled(51)


@pytest.mark.parametrize(
    ("write", "bad"),
    [(numerals.to_kanji, -1), (numerals.roman, 0), (numerals.iroha, 0), (numerals.aiueo, 47)],
)
def test_a_number_without_a_sign_says_what_is_possible(write, bad: int) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="give a number from"):
        write(bad)


def test_both_orders_of_kana_are_inverses() -> None:
    assert [numerals.iroha_index(numerals.iroha(n)) for n in range(1, 48)] == list(range(1, 48))
    assert [numerals.aiueo_index(numerals.aiueo(n)) for n in range(1, 47)] == list(range(1, 47))


def test_iroha_and_aiueo_differ_where_they_should() -> None:
    assert numerals.iroha(4) == "ニ"
    assert numerals.aiueo(4) == "エ"
    assert numerals.iroha_index("ﾎ") == 5
    assert numerals.iroha_index("に") is None
    assert numerals.aiueo_index("ヰ") is None
