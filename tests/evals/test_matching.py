"""When evidence stands in a text, and when a label names its clause."""

from __future__ import annotations

import pytest

from evals.matching import carries, compact, groups_met, names_all, without_markup


@pytest.mark.parametrize(
    ("text", "evidence", "met"),
    [
        ("令和６年９月 11日", "令和6年9月11日", True),  # width and white space do not count
        ("再委託\n先の管理", "再委託先", True),  # a line wrap
        ("ISMS認証", "isms認証", False),  # case does
        ("委託先", "再委託先", False),
    ],
)
def test_evidence_is_compared_without_width_and_white_space(text: str, evidence: str, met: bool) -> None:
    assert carries([[evidence]], text) is met


def test_a_group_is_met_by_any_of_its_strings() -> None:
    groups = [["甲", "乙"], ["丙"], ["乙", "丁"]]
    assert groups_met(groups, compact("乙 です")) == [True, False, True]


@pytest.mark.parametrize(
    ("label", "parts", "named"),
    [
        ("次世代医療基盤法施行規則 第6条第4号ニ(2)", ["6条", "4号", "ニ(2)"], True),
        ("施行規則 第六条第四号ニ（２）", ["6条", "4号", "ニ(2)"], True),
        ("施行規則 第三十五条", ["35条"], True),
        ("施行規則 第6条第3号ニ", ["6条", "4号"], False),
        ("第300回 議事概要 議題1 清水委員の質問", ["300", "清水"], True),
        ("第300回 議事概要 議題1 後藤課長の回答", ["300", "清水"], False),
        ("何でも", [], True),
    ],
)
def test_a_label_carries_all_its_parts_or_fails(label: str, parts: list[str], named: bool) -> None:
    assert names_all(label, parts) is named


def test_markup_and_page_numbers_are_no_part_of_what_may_be_quoted() -> None:
    source = "<p>３点記載をいた\n5\nしまして</p>、<選択肢> 1) あり\n年 5 月"
    assert compact(without_markup(source)) == "3点記載をいたしまして、<選択肢>1)あり年5月"
