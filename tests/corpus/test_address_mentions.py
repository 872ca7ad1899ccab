from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.address import find, parse

# text, [(written, law, address), ...], reason
FOUND = [
    ("施行規則第6条第二号ハを見せて", [("第6条第二号ハ", "施行規則", "a6.i2.ha")], "a question"),
    ("番号法第9条第1項", [("第9条第1項", "番号法", "a9.p1")], "a law by its common name"),
    (
        "法第八条第三項第一号",
        [("第八条第三項第一号", "法", "a8.p3.i1")],
        "法 alone, as an order names its Act",
    ),
    (
        "個人情報の保護に関する法律（平成十五年法律第五十七号）第二条第四項",
        [("第二条第四項", "個人情報の保護に関する法律", "a2.p4")],
        "the number of the law between its name and the article; that number is no address",
    ),
    ("これは個人情報保護法第25条", [("第25条", "個人情報保護法", "a25")], "only the law's name is the law"),
    ("「番号法」の第9条", [("第9条", "番号法", "a9")], "in quotation marks"),
    ("委員会議事運営規程第９条の規定", [("第９条", "委員会議事運営規程", "a9")], "rules of procedure"),
    (
        "海上運送事業に関する法律施行規則第3条",
        [("第3条", "海上運送事業に関する法律施行規則", "a3")],
        "an unknown law",
    ),
    (
        "第三条中特許法第十条",
        [("第三条", None, "a3"), ("第十条", "特許法", "a10")],
        "a law that amends another",
    ),
    (
        "第七条及び番号の利用に関する法律第8条",
        [("第七条", None, "a7"), ("第8条", "番号の利用に関する法律", "a8")],
        "an address listed before the law's name is no part of it",
    ),
    ("届出に係る旧電気事業法第3条", [("第3条", "旧電気事業法", "a3")], "what a law is about is not its name"),
    ("審査の方法第2条", [("第2条", None, "a2")], "方法 is no law"),
    ("6条4号ニ(2)は?", [("6条4号ニ(2)", None, "a6.i4.ni.2")], "as typed"),
    ("第27条の2の一部", [("第27条の2", None, "a27-2")], "a branch, then a part"),
    ("第八条の一部を改正", [("第八条", None, "a8")], "の一部 is no branch"),
    ("第4号ニュース", [("第4号", None, "i4")], "a word is no mark"),
    ("第4号ニの措置", [("第4号ニ", None, "i4.ni")], "partial"),
    ("ニ(2)及び(3)の電子計算機", [("ニ(2)", None, "ni.2"), ("(3)", None, "3")], "a list of figures"),
    ("第二号イからハまで", [("第二号イ", None, "i2.i"), ("ハ", None, "ha")], "a range of marks"),
    ("Article 6, item (iv), (d)", [("Article 6, item (iv), (d)", None, "a6.i4.ni")], "English"),
    (
        "Article 27-2, paragraph (1)",
        [("Article 27-2, paragraph (1)", None, "a27-2.p1")],
        "English with a branch",
    ),
    (
        "附則（平成15年法律第61号）第3条による",
        [("附則（平成15年法律第61号）第3条", None, "s-h15-61.a3")],
        "supplementary provisions of an amending law",
    ),
    ("附則（以下略）第3条", [("第3条", None, "a3")], "a remark in brackets names no law"),
    ("附則第3条第1項", [("附則第3条第1項", None, "s.a3.p1")], "supplementary provisions"),
]
NOTHING = [
    ("第330回の議題2", "a meeting and its agenda"),
    ("資料１－１の「１．検討の趣旨」", "a paper"),
    ("三条市と第3条件", "a town; a condition"),
    ("平成十五年法律第五十七号", "the number of a law"),
    ("様式第4号と第2号様式", "forms"),
    ("第1号議案、2号車、4号機", "bills, carriages, engines"),
    ("第1項目", "an entry of a list"),
    ("別表第1 項番57", "an entry of a table"),
    ("審査記載事項の(4)", "a figure without a mark"),
    ("令和7年7月30日13時", "a date"),
    ("ニ認定事業", "a mark alone"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FOUND)
def test_addresses_are_found_with_the_law_named_before(
    text: str, expected: list[tuple[str, str | None, str]], reason: str
) -> None:
    assert [(text[m.start : m.end], m.law, str(m.address)) for m in find(text)] == expected, reason


@pytest.mark.parametrize(("text", "reason"), NOTHING)
def test_what_only_looks_like_an_address_is_not_found(text: str, reason: str) -> None:
    assert find(text) == [], reason


# text, resolved addresses with their laws, reason
CARRIED = [
    (
        "法第十五条第一項又は第十六条第一項",
        [("a15.p1", "法"), ("a16.p1", "法")],
        "the law goes through a list",
    ),
    (
        "法第八条第一項、第二項及び第四項",
        [("a8.p1", "法"), ("a8.p2", "法"), ("a8.p4", "法")],
        "the article too",
    ),
    ("第八条第三項第一号イ及びハ(3)", [("a8.p3.i1.i", None), ("a8.p3.i1.ha.3", None)], "the item too"),
    ("ハ(1)から(4)まで", [(None, None), (None, None)], "nothing to carry"),
    ("法第三十五条の規定は、同条第二項", [("a35", "法"), ("a35.p2", "法")], "同条 leads back"),
    (
        "法第八条の定めによる。第二項は別",
        [("a8", "法"), (None, None)],
        "another sentence carries nothing over",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CARRIED)
def test_a_list_carries_over_what_it_leaves_out(
    text: str, expected: list[tuple[str | None, str | None]], reason: str
) -> None:
    found = [(str(m.resolved) if m.resolved else None, m.resolved_law) for m in find(text)]
    assert found == expected, reason


def test_the_part_of_a_provision_is_told() -> None:
    assert [m.part for m in find("第六条第一項ただし書及び第二項本文")] == ["ただし書", "本文"]


@given(st.text(alphabet="第条項号の一二三十0１ニハイ()（）又は法則附、ア ", max_size=30))
def test_mentions_stand_in_order_without_overlap_and_read_as_written(text: str) -> None:
    at = 0
    for mention in find(text):
        assert mention.start >= at
        assert mention.address == parse(text[mention.start : mention.end])
        at = mention.end
