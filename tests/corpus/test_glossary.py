"""The glossary: its entries are sound, and words of questions find the terms they should and no others."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from corpus.glossary import english, glossary, load

FOUND: list[tuple[str, str, str]] = [
    ("re-entrustment", "再委託", "the official term"),
    ("may the contractor re-entrust", "再委託", "a verb of it"),
    ("reentrusted", "再委託", "without hyphen, with an ending"),
    ("sub-contracting", "再委託", "a common word"),
    ("subcontractors", "再委託先", "a plural"),
    ("anonymised medical information", "匿名加工医療情報", "British spelling"),
    ("anonymized medical data", "匿名加工医療情報", "American spelling"),
    ("pseudonymised medical data", "仮名加工医療情報", "a neighbour term is told apart"),
    ("storage media", "電子記録媒体", "a Latin plural"),
    ("taken out of the controlled area", "管理区域", "a phrase within a sentence"),
    ("encrypted", "暗号化", "a participle"),
    ("data leakage", "漏えい", "a noun"),
    ("on-site inspections", "立入検査", "hyphen and plural"),
    ("onsite inspection", "立入検査", "one word"),
    ("accreditation criteria", "認定基準", "a phrase before its parts"),
    ("opt-out", "オプトアウト", "a phrase that ends in an empty word"),
    ("operation logs", "操作ログ", "the longer of two"),
    ("training", "研修", "several terms for one word"),
    ("a penalty", "罰則", "sanctions"),
    ("My Number Act", "番号法", "popular name of an Act"),
    ("Enforcement Regulation", "施行規則", "kind of an order"),
    ("the nurses' licence", "看護師", "a qualification, possessive"),
    ("マイナンバー法では", "番号法", "Japanese popular name"),
    ("PIAとは", "特定個人情報保護評価", "abbreviation in a Japanese sentence"),
    ("下請け業者の管理", "再委託先", "everyday word"),
    ("情報漏れを防ぐ", "漏えい", "everyday word"),
    ("ネットワーク回線の対策", "接続回線", "another name"),
    ("通信回線の対策", "接続回線", "a spelling of the record for the other"),
    ("機器を捨てるとき", "廃棄", "an everyday verb"),
    ("ろうえいした場合", "漏えい", "written in kana"),
    ("自分の記録", "本人", "who asks, as a law calls them"),
    ("黙って売る", "同意を得ない", "what is left undone"),
    ("かばんをなくした", "紛失", "hiragana at the beginning of a word"),
]
NOT_FOUND: list[tuple[str, str, str]] = [
    ("ユートピア", "特定個人情報保護評価", "PIA within nothing"),
    ("utopian", "特定個人情報保護評価", "PIA within a word"),
    ("カタログ", "ログ", "a katakana word is not cut"),
    ("国土の保全", "主務大臣", "a single Han is not cut out of a word"),
    ("再委託について", "再委託", "what the question says itself is not offered"),
    ("取り消された認定", "消去", "a longer word before the shorter"),
    ("持ち主が分からなくして", "紛失", "hiragana are not cut out of a word's ending"),
    ("Who won the World Cup in 2022?", "委員会", "another field altogether"),
    ("the of and for", "者", "empty words"),
]


@pytest.mark.parametrize(("text", "term", "why"), FOUND, ids=[why for _, _, why in FOUND])
def test_words_find_their_term(text: str, term: str, why: str) -> None:
    assert term in glossary().terms_for(text), why


@pytest.mark.parametrize(("text", "term", "why"), NOT_FOUND, ids=[why for _, _, why in NOT_FOUND])
def test_words_do_not_find_a_foreign_term(text: str, term: str, why: str) -> None:
    assert term not in glossary().terms_for(text), why


def test_a_question_of_another_field_gets_no_term_at_all() -> None:
    assert glossary().terms_for("Who won the World Cup in 2022?") == ()
    assert glossary().terms_for("カレーの作り方を教えてください") == ()


def test_there_are_enough_entries_and_none_twice() -> None:
    entries = load()
    assert len(entries.terms) >= 250
    assert [ja for ja, count in Counter(term.ja for term in entries.terms).items() if count > 1] == []


def test_every_term_has_a_reading_in_kana_an_english_name_and_a_source() -> None:
    entries = load()
    for term in entries.terms:
        assert re.fullmatch(r"[ぁ-ゖァ-ヺー]+", term.reading), term
        assert term.en, term
        assert term.source in entries.sources, term
        assert term.ja not in (*term.spellings, *term.synonyms), term


def test_every_english_name_finds_its_own_term() -> None:
    missed = [
        (name, term.ja)
        for term in load().terms
        for name in term.en
        if term.ja not in {t for match in glossary().in_english(name) for t in match.terms}
    ]
    assert missed == []


def test_every_synonym_finds_its_own_term() -> None:
    missed = [
        (name, term.ja)
        for term in load().terms
        for name in term.synonyms
        if term.ja not in {t for match in glossary().in_japanese(name) for t in match.terms}
    ]
    assert missed == []


def test_terms_of_the_field_come_before_general_words() -> None:
    terms = glossary().terms_for("How do you prevent leakage?")
    assert terms.index("漏えい") < terms.index("防止")


@pytest.mark.parametrize(
    ("one", "other"),
    [("leaks", "leaking"), ("organisation", "organization"), ("policies", "policy"), ("planned", "plan")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert english.stem(one) == english.stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("loss", "lose"), ("its", "it"), ("news", "new"), ("address", "add")]
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert english.stem(one) != english.stem(other)
