"""What a question takes for granted in sense, not in words: signs that nothing found answers it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.access import ANYONE
from assistant.answer.acts import Act, acts_in, asked_acts
from assistant.answer.doubts import doubts, presumed
from assistant.answer.signs import NAMES, signs_of
from assistant.answer.sought import lacking, sought_by
from assistant.answer.support import shipped
from assistant.retrieve import Found
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wanted import counts_in, wanted_by
from corpus.models import Clause, ClauseKind
from ingest.pipeline import ingest

DOCUMENTS = Path(__file__).resolve().parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data = tmp_path_factory.mktemp("record")
    ingest([DOCUMENTS], data)
    assistant = Assistant.open(Settings(data=data))
    yield assistant
    assistant.close()


def found(record: Assistant, question: str) -> Found:
    return record.found(question, history=[], principal=ANYONE)


def clause(text: str, **more: object) -> Clause:
    return Clause.model_validate(
        {"id": "d.p1", "document_id": "d", "kind": ClauseKind.PARAGRAPH, "label": "段落", "text": text} | more
    )


def lack(question: str, *sentences: tuple[float, str], **more: object) -> float:
    tests = sought_by(question, wanted_by(question))
    return lacking(tests, [(share, text, clause(text, **more)) for share, text in sentences])


def test_the_model_that_is_shipped_weighs_the_signs_that_are_read() -> None:
    assert set(shipped().weights) == set(NAMES)


# -- acts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("国が認定した組織", Act("認定", "認定", done=True)),
        ("国が認定する仕組みとしてはどうか", Act("認定", "認定", done=False)),
        ("機構から認定の申請がされたものです", Act("申請", "申請", done=True)),
        ("基準を公表しており", Act("公表", "公表", done=False, on=True)),
        ("認定を取り消された者", Act("取り消す", "取り消さ", done=True)),
    ],
    ids=["done", "proposed", "light verb", "going on", "passive"],
)
def test_a_text_tells_what_is_done_and_what_is_not(text: str, act: Act) -> None:
    assert act in acts_in(text)


def test_acts_of_saying_are_no_matter_of_a_question() -> None:
    assert asked_acts("清水委員は何を質問しましたか") == ()
    assert [act.form for act in asked_acts("清水委員が告発した事業者はどこですか")] == ["告発"]


# -- what is sought ------------------------------------------------------------------------------------------


def test_a_name_that_the_question_has_itself_is_not_the_one_it_seeks() -> None:
    question = "日本情報産業株式会社の再委託先はどこですか"
    assert lack(question, (0.9, "③委託先名 日本情報産業株式会社")) == 1
    assert lack(question, (0.9, "再委託先は株式会社甲乙である")) == 0


def test_what_is_sought_counts_less_the_worse_its_sentence_fits() -> None:
    question = "不正に持ち出された情報は何件でしたか"
    assert lack(question, (0.8, "情報が持ち出された。"), (0.4, "本件は３件目である。")) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("question", "sentence", "has"),
    [
        ("委託は何件ありますか", "(2) 件", True),
        ("委託先は何社ですか", "委託先16人", False),
        ("確認した事項はいくつですか", "①から⑦までについて", True),
        ("研修はいつまでに行われますか", "使用開始前までに研修を行う", True),
        ("研修はいつ行われましたか", "使用開始前までに研修を行う", False),
        ("研修はいつ行われましたか", "令和６年９月11日に研修を行った", True),
        ("認定の主体が大臣とされたのはなぜですか", "支援してきたことから、主体を大臣とする", True),
        ("認定の主体が大臣とされたのはなぜですか", "主体を大臣とする", False),
        ("手数料はいくらですか", "手数料の支払いのオンライン化", False),
        ("手数料の支払いはどうしますか", "手数料の支払いのオンライン化", True),
        ("When was the order issued?", "命令を出すことができる", False),
        ("Which company applied?", "株式会社甲乙から申請", True),
        ("What is required when a company applies?", "申請者の要件", True),
    ],
)
def test_the_sort_of_thing_sought_is_looked_for(question: str, sentence: str, has: bool) -> None:
    assert lack(question, (1.0, sentence)) == (0 if has else 1)


def test_a_number_in_brackets_is_one() -> None:
    assert counts_in("委託は何件ですか", ["(2) 件"]) is True


# -- signs over the record -----------------------------------------------------------------------------------


def test_what_somebody_else_said_is_not_what_the_named_one_said(record: Assistant) -> None:
    theirs = signs_of(found(record, "梶田委員は興味本位の閲覧について何を尋ねましたか"))
    others = signs_of(found(record, "大島委員は興味本位の閲覧について何を尋ねましたか"))
    assert theirs["said_elsewhere"] == 0
    assert others["said_elsewhere"] > 0.5


def test_two_speakers_are_looked_for_in_one_exchange(record: Assistant) -> None:
    joined = signs_of(found(record, "梶田委員の質問に後藤課長は監視の頻度をどう答えましたか"))
    apart = signs_of(found(record, "大島委員は委託先の監督について木村専門官に何を求めましたか"))
    assert (joined["said_elsewhere"], apart["said_elsewhere"]) == (0, 1)


def test_an_agency_named_in_passing_is_not_said_to_speak(record: Assistant) -> None:
    signs = signs_of(found(record, "厚生労働省の審査で聞いていたのはどの委員ですか"))
    assert signs["said_elsewhere"] == 0


def test_one_who_was_only_present_said_nothing(record: Assistant) -> None:
    assert signs_of(found(record, "松本研究官の発言の内容を教えてください"))["only_present"] == 1
    assert signs_of(found(record, "松本研究官は出席しましたか"))["only_present"] == 0


def test_what_another_document_says_is_not_of_the_matter_named(record: Assistant) -> None:
    assert signs_of(found(record, "給水装置の評価書の委託先の取扱者数は何人ですか"))["other_matter"] == 1
    assert signs_of(found(record, "給水装置の評価書の委託事項は何ですか"))["other_matter"] == 0


def test_what_was_only_proposed_was_not_done(record: Assistant) -> None:
    assert signs_of(found(record, "作成組織として認定された法人はどこですか"))["not_done"] == 1
    assert signs_of(found(record, "LINEへの立入検査が終了したのはいつですか"))["not_done"] == 0


def test_what_is_asked_after_must_stand_in_the_sentence(record: Assistant) -> None:
    signs = signs_of(found(record, "匿名加工医療情報公正利用促進機構の代表者は誰ですか"))
    assert signs["focus"] == 1
    assert signs_of(found(record, "給水装置の評価書の委託事項は何ですか"))["focus"] == 0


def test_a_sort_that_is_missing_is_a_doubt_of_its_own(record: Assistant) -> None:
    asked = found(record, "委員会がLINEに科した課徴金の額はいくらですか")
    assert doubts(asked) > presumed(asked)


def test_a_negation_in_other_words_is_one(record: Assistant) -> None:
    assert presumed(found(record, "LINEの未実施の改善策は何ですか")) == 0
    assert presumed(found(record, "給水装置の評価書が不承認となったのはなぜですか")) == 1


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("小笠原委員は情報漏えいの責任分界点について何を確認しましたか", "not_found"),
        ("清水委員は情報漏えいの責任分界点について何を確認しましたか", "answered"),
        ("松本研究官の発言の内容を教えてください", "not_found"),
        ("LINEが多要素認証を導入したのは何年何月ですか", "not_found"),
        ("LINEへの立入検査が終わったのは何年何月ですか", "answered"),
    ],
)
def test_questions_that_differ_in_sense_alone(record: Assistant, question: str, status: str) -> None:
    assert record.ask(question, history=[], principal=ANYONE).status == status
