from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.address import Address
from corpus.references import Context, Reason, find
from corpus.references.naming import law_meant, names_defined
from corpus.references.numbering import Numbering

_IDS = [
    "a26",
    "a27",
    "a27-2",
    "a28.p1",
    "a28.p2",
    "a28.p3",
    "a28.p3.i1",
    "a28.p3.i2",
    "a28.p3.i3",
    "a29",
    "a6.i4",
]
_NUMBERING = Numbering(Address.from_id(one) for one in _IDS)
ACT = Context(law="番号法", address=Address.from_id("a28.p3.i3"), numbering=_NUMBERING)
RULE = Context(law="次世代医療基盤法施行規則", address=Address.from_id("a6.i4"))
GUIDELINE = Context(
    names={"法": "個人情報保護法", "通則ガイドライン": "ガイドライン（通則編）"},
    main="個人情報保護法",
    sections=True,
)
MINUTES = Context()

# context, text, [(text, law, addresses)], reason
PROVISIONS = [
    (ACT, "前項の規定", [("前項", "番号法", "a28.p2")], "the paragraph before"),
    (ACT, "前二項の", [("前二項", "番号法", "a28.p1 a28.p2")], "several before"),
    (ACT, "前条第二項の", [("前条第二項", "番号法", "a27-2.p2")], "a branch number stands before 第28条"),
    (ACT, "次条に定める", [("次条", "番号法", "a29")], "after"),
    (ACT, "前号の", [("前号", "番号法", "a28.p3.i2")], "the item before"),
    (ACT, "前各号に", [("前各号", "番号法", "a28.p3.i1 a28.p3.i2")], "all items before"),
    (
        ACT,
        "第一項及び第二項の",
        [("第一項", "番号法", "a28.p1"), ("第二項", "番号法", "a28.p2")],
        "of this Article",
    ),
    (
        ACT,
        "第五条第一項の規定は、同条第二項",
        [("第五条第一項", "番号法", "a5.p1"), ("同条第二項", "番号法", "a5.p2")],
        "同条 is what was named last, not this Article",
    ),
    (
        ACT,
        "民法第三条第一項又は第二項",
        [("民法第三条第一項", "民法", "a3.p1"), ("第二項", "民法", "a3.p2")],
        "a list goes on in the other law",
    ),
    (
        ACT,
        "第十八条の四第一項の",
        [("第十八条の四第一項", "番号法", "a18-4.p1")],
        "a branch before a paragraph",
    ),
    (
        RULE,
        "法第八条第三項第一号",
        [("法第八条第三項第一号", "次世代医療基盤法", "a8.p3.i1")],
        "法 in rules is the Act they are under",
    ),
    (GUIDELINE, "（法第25条関係）", [("法第25条", "個人情報保護法", "a25")], "as the guideline defines it"),
    (
        GUIDELINE,
        "住民基本台帳法第三十条の規定と、同法第三十一条",
        [("住民基本台帳法第三十条", "住民基本台帳法", "a30"), ("同法第三十一条", "住民基本台帳法", "a31")],
        "同法",
    ),
    (
        MINUTES,
        "番号法第９条第１項に基づき",
        [("番号法第９条第１項", "番号法", "a9.p1")],
        "a law by its common name",
    ),
]


@pytest.mark.parametrize(("context", "text", "expected", "reason"), PROVISIONS)
def test_provisions_are_read_from_where_the_text_stands(
    context: Context, text: str, expected: list[tuple[str, str, str]], reason: str
) -> None:
    found = [(one.text, one.law, " ".join(map(str, one.addresses))) for one in find(text, context)]
    assert found == expected, reason


# context, text, reason for no target
UNKNOWN = [
    (MINUTES, "法第8条の規定", Reason.UNCLEAR, "minutes define no 法"),
    (MINUTES, "前項の規定", Reason.UNCLEAR, "nothing stands before"),
    (ACT, "旧番号法第三条の規定", Reason.OTHER_STATE, "a state before an amendment"),
    (ACT, "「第十条」とあるのは、", Reason.QUOTED, "words to be replaced"),
    (
        Context(law="番号法", address=Address.from_id("s-h27-65.a2")),
        "第五条の規定は",
        Reason.OTHER_STATE,
        "the amending law's own Article",
    ),
]


@pytest.mark.parametrize(("context", "text", "expected", "reason"), UNKNOWN)
def test_what_a_text_does_not_tell_is_kept_with_the_reason(
    context: Context, text: str, expected: Reason, reason: str
) -> None:
    assert [(one.addresses, one.reason) for one in find(text, context)] == [((), expected)], reason


# context, text, [(text, document, part)], reason
PARTS = [
    (
        GUIDELINE,
        "3-4-4（委託先の監督）を参照",
        [("3-4-4", None, "3-4-4")],
        "a section of the same guideline, at the head",
    ),
    (
        GUIDELINE,
        "通則ガイドライン「3-4-2（安全管理措置）、3-4-3（従業者の監督）」",
        [("3-4-2", "通則ガイドライン", "3-4-2"), ("3-4-3", "通則ガイドライン", "3-4-3")],
        "of another, carried through the list",
    ),
    (GUIDELINE, "できる（第４－３－⑵参照）。", [("第４－３－⑵", None, "4-3-2")], "another numbering"),
    (GUIDELINE, "3-4-4　委託先の監督", [], "a heading's own number"),
    (MINUTES, "電話は1-2-3です", [], "no sections in minutes"),
    (MINUTES, "資料１－２のとおり", [("資料１－２", "資料1-2", None)], "a paper"),
    (
        MINUTES,
        "「３．検討内容」のとおり、",
        [("３．検討内容", None, "３．検討内容")],
        "a heading of what was read before",
    ),
    (MINUTES, "全ての項目は別添1を参照。", [("別添1", None, "別添1")], "an annex"),
    (MINUTES, "番号法別表第一の", [("別表第一", "番号法", "別表1")], "a table of a law"),
    (MINUTES, "(別添1) 項目", [], "the annex's own heading"),
]


@pytest.mark.parametrize(("context", "text", "expected", "reason"), PARTS)
def test_parts_of_documents_are_found(
    context: Context, text: str, expected: list[tuple[str, str | None, str | None]], reason: str
) -> None:
    assert [(one.text, one.document, one.part) for one in find(text, context)] == expected, reason


DEFINED = [
    (
        "個人情報の保護に関する法律（平成15年法律第57号。以下「法」という。）第2条",
        {"法": "個人情報保護法"},
        "in running text",
    ),
    (
        "「規則」　個人情報の保護に関する法律施行規則（平成28年）",
        {"規則": "個人情報保護法施行規則"},
        "a legend",
    ),
    (
        "改正前の個人情報の保護に関する法律（以下「旧個人情報保護法」という。）",
        {"旧個人情報保護法": ""},
        "another state of a law",
    ),
    ("委託を受けた者（以下「委託先」という。）", {}, "no law"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DEFINED)
def test_short_names_are_read_where_a_document_defines_them(
    text: str, expected: dict[str, str], reason: str
) -> None:
    assert names_defined([text]) == expected, reason


def test_the_act_does_not_call_itself_by_the_short_name_of_its_orders() -> None:
    assert law_meant("法", ACT, None) is None
    assert law_meant("規則", GUIDELINE, None) == "個人情報保護法施行規則"


def test_of_a_law_held_in_parts_nothing_is_taken_for_the_one_before() -> None:
    parts = Numbering(Address.from_id(one) for one in ("a6", "a8"))
    assert parts.beside(Address.from_id("a8"), "article", -1) == ()


@settings(max_examples=60)
@given(
    st.text(
        alphabet="第条項号の一二三前同次各0１-－ニ(（）)又は法別添表資料3「」とあるのは附則、\t ", max_size=40
    )
)
def test_references_stand_in_order_without_overlap_and_read_as_written(text: str) -> None:
    for context in (ACT, RULE, GUIDELINE, MINUTES):
        at = 0
        for one in find(text, context):
            assert one.start >= at
            assert one.end > one.start
            assert text[one.start : one.end] == one.text
            at = one.end
