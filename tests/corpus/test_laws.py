"""Names of laws: whichever is used, the common one comes out."""

from __future__ import annotations

import pytest

from corpus.laws import LAWS, common_name, find_laws, official_name, without_number

JISEDAI = "医療分野の研究開発に資するための匿名加工医療情報に関する法律"


@pytest.mark.parametrize(
    ("name", "common"),
    [
        (JISEDAI, "次世代医療基盤法"),  # as promulgated in 2017
        (f"{JISEDAI}施行規則", "次世代医療基盤法施行規則"),
        ("個人情報の保護に関する法律（平成十五年法律第五十七号）", "個人情報保護法"),
        ("マイナンバー法施行令", "番号法施行令"),
        ("番号法", "番号法"),
        ("不動産登記法", "不動産登記法"),  # unknown: its own name
        (
            "個人情報の保護に関する法律等の一部を改正する法律",
            "個人情報の保護に関する法律等の一部を改正する法律",
        ),
    ],
)
def test_any_name_of_a_law_gives_its_common_name(name: str, common: str) -> None:
    assert common_name(name) == common


def test_the_official_name_is_that_in_force() -> None:
    assert official_name("個情法") == "個人情報の保護に関する法律"
    assert "仮名加工医療情報" in official_name(JISEDAI)


def test_common_and_official_name_are_inverses_for_every_law_and_its_orders() -> None:
    for law in LAWS:
        for order in ("", "施行令", "施行規則"):
            assert common_name(law.official + order) == law.common + order
            assert common_name(official_name(law.common + order)) == law.common + order


def test_no_name_belongs_to_two_laws() -> None:
    names = [name for law in LAWS for name in dict.fromkeys(law.names)]
    assert len(names) == len(set(names))


def test_the_longest_name_is_found_at_its_place() -> None:
    text = f"{JISEDAI}施行令及びマイナンバー法"
    assert [(text[m.start : m.end], m.law) for m in find_laws(text)] == [
        (f"{JISEDAI}施行令", "次世代医療基盤法施行令"),
        ("マイナンバー法", "番号法"),
    ]


def test_only_a_promulgation_number_is_taken_off() -> None:
    assert without_number("番号法（平成25年法律第27号）") == "番号法"
    assert without_number("番号法（抄）") == "番号法（抄）"
