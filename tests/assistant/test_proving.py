"""What a quotation carries and what it does not, rule by rule, over clauses made for it."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answer.proving import Doubt, Offered, Statement, Support, prove
from assistant.answer.wording import Language
from corpus.models import Clause, ClauseKind, Document, DocumentKind

MINUTES = Document(
    id="minutes-9",
    title="第9回委員会 議事録",
    kind=DocumentKind.MINUTES,
    cite="第9回委員会 議事録（令和2年4月1日）",
    date=dt.date(2020, 4, 1),
    meeting=9,
)


def verdict(
    text: str, clause: str, quote: str = "", language: Language = "ja", **more: object
) -> Doubt | None:
    """What is held against a statement that relies on words of one clause of 青木委員."""
    made = Clause.model_validate(
        {
            "id": "c1",
            "document_id": "minutes-9",
            "kind": ClauseKind.PARAGRAPH,
            "label": "第9回委員会 議事録（令和2年4月1日）議題1 青木委員",
            "text": clause,
            "speaker": "青木委員",
            "role": "委員",
            **more,
        }
    )
    offered = {"kabcdef": Offered(key="kabcdef", clause=made, document=MINUTES)}
    support = Support(key="kabcdef", quote=quote or clause)
    return prove(Statement(text=text, supports=(support,)), offered, language).doubt


@pytest.mark.parametrize(
    ("text", "clause", "doubt"),
    [
        ("倉庫の鍵を保管する必要があります。", "倉庫の鍵を保管する必要がある。", None),
        ("倉庫の鍵を保管することができます。", "倉庫の鍵を保管する必要がある。", Doubt.MODALITY),
        ("倉庫の鍵を保管した。", "倉庫の鍵を保管することとしている。", Doubt.TENSE),
        ("倉庫の鍵を保管していません。", "倉庫の鍵を保管しています。", Doubt.NEGATION),
        ("倉庫の鍵の保管を求めました。", "倉庫の鍵を保管していただきたい。", None),
        ("倉庫の鍵の保管を求めました。", "倉庫の鍵を保管する予定です。", Doubt.MODALITY),
        ("倉庫の鍵は3本です。", "倉庫の鍵は三本です。", None),
        ("倉庫の鍵は4本です。", "倉庫の鍵は三本です。", Doubt.NUMBER),
        ("点検は2021年5月6日に終了しました。", "点検は令和３年５月６日に終了しました。", None),
        ("点検は2021年5月7日に終了しました。", "点検は令和３年５月６日に終了しました。", Doubt.DATE),
        ("点検は2021年に終了しました。", "点検は令和３年５月６日に終了しました。", None),
        ("第6条第2項により点検しました。", "第６条第２項により点検しました。", None),
        ("第6条第3項により点検しました。", "第６条第２項により点検しました。", Doubt.PROVISION),
        ("青木委員は、点検が終了したと述べました。", "点検が終了した。", None),
        ("赤木委員は、点検が終了したと述べました。", "点検が終了した。", Doubt.SPEAKER),
        ("委員会は点検を終了した。", "点検を終了した。", Doubt.SPEAKER),
        ("海外の点検が終了した。", "点検が終了した。", Doubt.WORDS),
        ("すべての点検が終了した。", "点検が終了した。", Doubt.WORDS),
        ("持出しを禁止しています。", "原則として持出しを禁止しています。", Doubt.RESTRICTION),
        ("点検の終了が記載されていません。", "点検の終了が記載されています。", Doubt.NEGATION),
        ("開始前に点検します。", "開始後に点検します。", Doubt.WORDS),
    ],
)
def test_a_statement_is_carried_or_not(text: str, clause: str, doubt: Doubt | None) -> None:
    assert verdict(text, clause) is doubt


def test_a_quotation_is_widened_to_the_end_of_its_sentence() -> None:
    clause = "受託者は、業務を第三者に委託することはできない。ただし、承認した場合はこの限りではない。"
    assert verdict("業務を第三者に委託することができる。", clause, "業務を第三者に委託すること") is not None


@pytest.mark.parametrize(
    ("quote", "doubt"),
    [
        ("倉庫 の鍵を\n保管する", None),  # white space and width are the source's affair
        ("倉庫の錠を保管する", Doubt.NOT_VERBATIM),
        ("鍵", Doubt.NOT_VERBATIM),  # too short to prove anything
        ("  ", Doubt.NO_CITATION),
    ],
)
def test_the_words_relied_on_stand_in_the_clause(quote: str, doubt: Doubt | None) -> None:
    assert verdict("倉庫の鍵を保管する必要があります。", "倉庫の鍵を保管する必要がある。", quote) is doubt


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Encryption must be conducted.", None),
        ("Encryption may be conducted.", Doubt.MODALITY),
        ("Encryption must not be conducted.", Doubt.MODALITY),
        ("Encryption must be conducted by drones.", Doubt.WORDS),
        ("Le chiffrement est obligatoire.", Doubt.WORDS),
        ("暗号化を行う必要がある。", Doubt.LANGUAGE),
    ],
)
def test_english_is_compared_word_by_word(text: str, doubt: Doubt | None) -> None:
    assert verdict(text, "暗号化を行う必要がある。", language="en") is doubt


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("点検が終了した。[詳細](http://x.example)", Doubt.MARKUP),
        ("点検が<b>終了</b>した。", Doubt.MARKUP),
        ("点検が終了\u200bした。", Doubt.HIDDEN),
        ("검사가 종료되었다。", Doubt.LANGUAGE),
        ("", Doubt.EMPTY),
        ("点検が終了した。" * 100, Doubt.EMPTY),
    ],
)
def test_the_form_alone_can_speak_against_a_statement(text: str, doubt: Doubt) -> None:
    assert verdict(text, "点検が終了した。") is doubt


def test_hidden_characters_in_the_record_prove_nothing() -> None:
    assert verdict("点検が終了した。", "点検が終了\u200bした。", "点検が終了\u200bした。") is Doubt.HIDDEN
