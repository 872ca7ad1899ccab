from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.address import KANA_MARKS, Address, Subitem, format, parse
from corpus.errors import AddressError

WRITTEN = [
    ("第六条第四号ニ(2)", "a6.i4.ni.2", "kanji, sub-item and figure"),
    ("第6条第4号ニ（２）", "a6.i4.ni.2", "figures, full-width brackets"),
    ("第６条 第４号 ニ ⑵", "a6.i4.ni.2", "full-width, spaces, one-character bracketed figure"),
    ("第6条第1項第4号", "a6.p1.i4", "the only paragraph written out is kept"),
    ("第8条第3項第1号ハ(3)", "a8.p3.i1.ha.3", "paragraph, item, sub-item"),
    ("6条4号ニ", "a6.i4.ni", "as a reader types it"),
    ("第6条の第4号のニ", "a6.i4.ni", "with の between the parts"),
    ("第27条の2", "a27-2", "branch number of an article"),
    ("第二十七条の二第三項", "a27-2.p3", "branch number in kanji before a paragraph"),
    ("第二十条の十一の二", "a20-11-2", "a branch of a branch"),
    ("第一号の二イ", "i1-2.i", "branch number of an item"),
    ("第百三十三条", "a133", "hundreds"),
    ("第千二百条", "a1200", "thousands"),
    ("附則第3条", "s.a3", "supplementary provisions"),
    ("附則第二項", "s.p2", "supplementary provisions without articles"),
    ("附則", "s", "supplementary provisions as a whole"),
    ("附則（平成15年法律第61号）第3条", "s-h15-61.a3", "supplementary provisions of an amending law"),
    ("附則（平成一五年五月三〇日法律第六一号）第二項", "s-h15-61.p2", "with its day of promulgation"),
    ("附則（令和元年政令第二号）", "s-r1-seirei-2", "of an amending cabinet order"),
    ("附則（令和二年国家公安委員会規則第十三号）第1条", "s-r2-rei-13.a1", "of an amending rule"),
    ("第4号ニ", "i4.ni", "partial: item and below"),
    ("ニ(2)", "ni.2", "partial: sub-item and below"),
    ("(3)", "3", "partial: a figure alone"),
    ("第二項", "p2", "partial: paragraph"),
    ("第1号ヲ(1)(ⅲ)", "i1.o.1.r3", "Roman below the figure"),
    ("第1号イ(1)(iv)", "i1.i.1.r4", "Roman in ASCII"),
    ("第1号ア(イ)", "i1.a.b-i", "local ordinances: ア, then (イ)"),
    ("第1号イ①", "i1.i.c1", "circled"),
    ("第1号オ", "i1.oo", "オ is not ヲ"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), WRITTEN)
def test_an_address_is_read_however_it_is_written(text: str, expected: str, reason: str) -> None:
    assert str(parse(text)) == expected, reason


BAD = [
    "",
    "附則（略称）第3条",
    "（平成15年法律第61号）第3条",
    "第条",
    "第0条",
    "議題2",
    "第330回",
    "第6条第4号ニ(2",
    "第4号第6条",
    "第6条の",
    "ニュース",
    "第6条です",
]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_address_says_how_one_is_written(text: str) -> None:
    with pytest.raises(AddressError, match="write one such as"):
        parse(text)


@pytest.mark.parametrize(
    "text", ["", "a0", "a6i4", "a6.", ".a6", "i4.a6", "a6.xx", "A6", "a6..i4", "sa3", "c51", "r9999"]
)
def test_what_is_no_address_id_says_so(text: str) -> None:
    with pytest.raises(AddressError, match="write one such as"):
        Address.from_id(text)


_BRANCHES = st.lists(st.integers(1, 120), max_size=2).map(tuple)
_NUMBERS = st.tuples(st.integers(1, 2000), _BRANCHES).map(lambda pair: (pair[0], *pair[1]))
_KANA = st.sampled_from(KANA_MARKS)
_SUBITEMS = st.one_of(
    st.builds(Subitem, style=st.just("kana"), kana=_KANA, branch=_BRANCHES),
    st.builds(Subitem, style=st.just("bracketed_kana"), kana=_KANA, branch=_BRANCHES),
    st.builds(Subitem, style=st.just("figure"), number=st.integers(1, 99), branch=_BRANCHES),
    st.builds(Subitem, style=st.just("roman"), number=st.integers(1, 49), branch=_BRANCHES),
    st.builds(Subitem, style=st.just("circled"), number=st.integers(1, 50), branch=_BRANCHES),
)
_OPTIONAL = st.none() | _NUMBERS
_PLACES = st.sampled_from([None, "", "h15-61", "r1-seirei-2", "m45-chokurei-7", "r2-rei-13"])
_ADDRESSES = (
    st.tuples(_PLACES, _OPTIONAL, _OPTIONAL, _OPTIONAL, st.lists(_SUBITEMS, max_size=3).map(tuple))
    .filter(lambda parts: parts[0] is not None or any(parts))
    .map(
        lambda p: Address(
            suppl=p[0] is not None,
            amendment=p[0] or "",
            article=p[1],
            paragraph=p[2],
            item=p[3],
            subitems=p[4],
        )
    )
)


_BELOW_SUPPL = Address(suppl=True, subitems=(Subitem(style="bracketed_kana", kana="ア", branch=(10,)),))


@example(_BELOW_SUPPL, "figures")  # not taken for the number of an amending law
@given(_ADDRESSES, st.sampled_from(["figures", "kanji"]))
def test_what_is_written_is_read_back(address: Address, numerals: str) -> None:
    assert parse(format(address, numerals)) == address  # type: ignore[arg-type]


@given(_ADDRESSES)
def test_an_id_is_read_back_and_fits_a_clause_id(address: Address) -> None:
    assert Address.from_id(str(address)) == address
    assert set(str(address)) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


@given(_ADDRESSES)
def test_an_address_lies_in_itself_and_in_its_article(address: Address) -> None:
    assert address.within(address)
    if address.article:
        place = {"suppl": address.suppl, "amendment": address.amendment}
        assert address.within(Address.model_validate({**place, "article": address.article}))


def test_the_only_paragraph_may_be_named_or_not() -> None:
    assert [str(a) for a in parse("第6条第4号").candidates()] == ["a6.i4", "a6.p1.i4"]
    assert [str(a) for a in parse("第6条第1項第4号").candidates()] == ["a6.p1.i4", "a6.i4"]
    assert parse("第6条第1項第4号ニ").within(parse("第6条第4号"))
    assert not parse("第6条第2項第4号").within(parse("第6条第4号"))
    assert not parse("第61条").within(parse("第6条"))


def test_a_partial_address_continues_another() -> None:
    base = parse("第8条第3項第1号ハ(3)")
    assert str(parse("(4)").under(base)) == "a8.p3.i1.ha.4"
    assert str(parse("ニ").under(base)) == "a8.p3.i1.ni"
    assert str(parse("第2号イ").under(base)) == "a8.p3.i2.i"
    assert str(parse("第4項").under(base)) == "a8.p4"
    assert str(parse("第9条").under(base)) == "a9"
