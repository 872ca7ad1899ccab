from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import _MARKS, find_verbatim, mapped, normalise, sentences, squash

_PROSE = st.text(alphabet="あ委員会。！「」（）『』\n 　.A3①・Ⅰガｶﾞ㈱か\u3099", max_size=60)

SENTENCES = [
    ("説明があった。質問があった。", ["説明があった。", "質問があった。"], "two sentences"),
    (
        "清水委員から「伺いたい。回答を求める。」旨の発言があった。これに対し回答があった。",
        ["清水委員から「伺いたい。回答を求める。」旨の発言があった。", "これに対し回答があった。"],
        "a full stop inside a quotation ends nothing",
    ),
    (
        "措置（暗号化等。以下同じ。）を講ずる。次",
        ["措置（暗号化等。以下同じ。）を講ずる。", "次"],
        "inside brackets",
    ),
    ("「『甲。』と乙。」と述べた。", ["「『甲。』と乙。」と述べた。"], "nested quotation marks"),
    (
        "「閉じない引用。次の文。",
        ["「閉じない引用。", "次の文。"],
        "a stray bracket does not swallow the rest",
    ),
    ("「甲。」「乙。」", ["「甲。」「乙。」"], "quotations side by side"),
    ("本当か？はい！", ["本当か？", "はい！"], "question and exclamation marks"),
    ("①甲を行う\n②乙を行う", ["①甲を行う", "②乙を行う"], "list items on lines of their own"),
    ("次のとおり。 ・甲 ・乙", ["次のとおり。", "・甲", "・乙"], "list items in one line"),
    ("「機能」 i. 既存と連携 ii. その他", ["「機能」", "i. 既存と連携", "ii. その他"], "small Roman items"),
    ("１．検討の趣旨\n内容", ["１．検討の趣旨", "内容"], "the number of a heading is no sentence"),
    ("Ⅰ．基本情報", ["Ⅰ．基本情報"], "nor a Roman one"),
    ("これは，そうだ．しかし，違う．", ["これは，そうだ．", "しかし，違う．"], "papers that write ，．"),
    ("ニ (2)に規定する電子計算機", ["ニ (2)に規定する電子計算機"], "a reference is no list item"),
    ("It is so. He left in 2024. End.", ["It is so.", "He left in 2024.", "End."], "English"),
    (
        "See Art. 6, e.g. No. 3.5 of it. J. Doe.",
        ["See Art. 6, e.g. No. 3.5 of it.", "J. Doe."],
        "abbreviations",
    ),
    ("Version 2.13.0 is out! Good? Yes.", ["Version 2.13.0 is out!", "Good?", "Yes."], "figures with points"),
    ("  \n　\n", [], "white space only"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SENTENCES)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str], reason: str) -> None:
    assert [text[span.start : span.end] for span in sentences(text)] == expected, reason


def test_sentences_inside_a_quotation_are_told_apart_on_demand() -> None:
    text = "清水委員から「伺いたい（監督等。）。回答を求める」旨の発言があった。次"
    pieces = [text[span.start : span.end] for span in sentences(text, inside_quotations=True)]
    assert pieces == ["清水委員から「伺いたい（監督等。）。", "回答を求める」旨の発言があった。", "次"]


@given(_PROSE)
def test_sentences_hold_every_character_but_white_space_between_them(text: str) -> None:
    at, kept = 0, []
    for span in sentences(text):
        assert not text[at : span.start].strip()
        assert span.end > span.start
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        kept.append(piece)
        at = span.end
    assert not text[at:].strip()


def test_normalising_folds_width_and_case_and_squashing_drops_white_space() -> None:
    assert normalise("Ｉｓｍｓ　ｶﾞ ①㈱") == "isms ガ 1(株)"
    assert squash("第３３０回の\n\n 委員 会") == "第330回の委員会"


@given(_PROSE)
def test_the_map_leads_back_to_characters_that_normalise_to_the_same(text: str) -> None:
    ground = mapped(text)
    assert ground.text == squash(text)
    for at in range(len(ground.text)):
        span = ground.original(at, at + 1)
        assert ground.text[at] in squash(text[span.start : span.end])
    assert mapped(text, squashed=False).text == normalise(text)


@given(_PROSE, st.integers(0, 60), st.integers(1, 20))
def test_a_piece_of_a_text_is_found_in_it_despite_wraps(text: str, start: int, length: int) -> None:
    needle = text[start : start + length]
    wrapped = "\n".join(text)
    found = find_verbatim(needle, text)
    if not squash(needle):
        assert found is None
    elif found is None:
        # only where the cut parted a letter from its voicing mark
        assert squash(text[:start]) + squash(needle) + squash(text[start + length :]) != squash(text)
    else:
        assert squash(needle) in squash(text[found.start : found.end])
    again = find_verbatim(wrapped.replace("\n\u3099", "\u3099").replace("\nﾞ", "ﾞ"), text)
    assert (again is None) == (not squash(text))


def test_the_span_found_is_of_the_original_without_outer_white_space() -> None:
    source = "前文\n 第３３０回の\n\n委員会 後"
    span = find_verbatim("330回の 委員会", source)
    assert span is not None
    assert source[span.start : span.end] == "３３０回の\n\n委員会"
    assert find_verbatim("331回", source) is None
    assert find_verbatim("  ", source) is None


@given(_PROSE | st.text(max_size=60))
def test_characters_that_stand_by_themselves_are_folded_as_clusters_are(text: str) -> None:
    clusters = re.findall(rf".[{_MARKS}]*", text, re.S)
    folded = [unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", c).casefold()) for c in clusters]
    assert normalise(text) == "".join(folded)
    assert squash(text) == "".join("".join(folded).split())
