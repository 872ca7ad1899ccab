"""The page as its readers meet it, against a small API."""

from __future__ import annotations

import re
import socket

import pytest
from streamlit.testing.v1 import AppTest

from ui.wording import EXAMPLES

_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
CITED = "minutes-330.g2.s2.pt4"


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


def markdown(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown)


def button(at: AppTest, key: str):
    return next(one for one in at.button if one.key == key)


def keys(at: AppTest) -> set[str]:
    return {one.key for one in at.button}


def ask(at: AppTest, question: str) -> AppTest:
    return at.chat_input[0].set_value(question).run()


def test_the_page_is_japanese_from_the_start(fake, page) -> None:
    at = page()
    assert at.title[0].value == "先例 Senrei"
    assert at.chat_input[0].placeholder.startswith("質問を入力してください")
    assert "絞り込み" in html(at)
    assert not at.exception


def test_english_is_a_switch_away_and_complete(fake, page) -> None:
    at = page()
    at.button_group(key="language").set_value("en").run()
    ours = [one.label for one in at.button if not (one.key or "").startswith("example_")]
    ours += [one.label for one in (*at.selectbox, *at.text_input, *at.date_input)]
    ours += [one.value for one in at.caption]
    assert "New conversation" in ours
    assert [text for text in ours if _KANA.search(text)] == []


def test_the_language_may_stand_in_the_address(fake, page) -> None:
    assert page(lang="en").chat_input[0].placeholder == "Ask in Japanese or English"


def test_the_api_is_told_the_reader_s_language(fake, page) -> None:
    ask(page(lang="en"), "storage media?")
    assert {one.headers["Accept-Language"] for one in fake.requests} == {"en"}


def test_an_example_question_asks_itself(fake, page) -> None:
    at = page()
    button(at, "example_1").click().run()
    sent = {name: said for name, said in fake.asked()[0].items() if name != "conversation_id"}
    assert sent == {"question": EXAMPLES[0], "history": [], "filters": {}, "stream": True}
    assert EXAMPLES[0] in html(at)
    assert "example_1" not in keys(at)


def test_a_streamed_answer_stands_whole_with_marks_that_lead_to_its_sources(fake, page) -> None:
    at = ask(page(), "通信回線は")
    assert "記録には次の記載があります。" in markdown(at)
    assert r"[\[1\]](#source-1-1)" in markdown(at)
    assert 'id="source-1-1"' in html(at)


def test_each_source_shows_number_label_quotation_document_and_date(fake, page) -> None:
    shown = html(ask(page(), "通信回線は"))
    assert "出典 1件" in shown
    assert "[1]" in shown
    assert "議題2 審査記載事項（4）" in shown
    assert "<blockquote>接続回線をVPN等とすること。" in shown
    assert "議事録 ・ 第330回個人情報保護委員会 議事録 ・ 2025年7月30日" in shown


def test_what_was_understood_is_shown(fake, page) -> None:
    shown = html(ask(page(), "通信回線は"))
    for chip in ("第330回", "清水委員", "2025年1月1日から2025年12月31日まで"):
        assert f'<span class="chip">{chip}</span>' in shown


def test_words_of_documents_are_never_html(fake, page) -> None:
    at = ask(page(), "通信回線は<img src=x onerror=alert(1)>")
    assert "<script>alert" not in html(at)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(at)
    assert "<img" not in html(at)
    at = button(at, "open_1_1").click().run()
    assert "<script>alert" not in html(at)


def test_opening_a_source_shows_it_in_its_place_with_the_quotation_marked(fake, page) -> None:
    at = button(ask(page(), "通信回線は"), "open_1_1").click().run()
    shown = html(at)
    assert at.query_params["clause"] == CITED
    assert "<mark>接続回線をVPN等とすること。&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in shown
    assert re.search(rf'class="[^"]*cited[^"]*" id="c-{re.escape(CITED)}"', shown)
    assert "最後に、審査記載事項を御覧ください。" in shown
    assert "精査結果の概要は以上です。" in shown
    assert f'document.getElementById("c-{CITED}")' in shown


def test_back_leads_to_the_conversation(fake, page) -> None:
    at = button(ask(page(), "通信回線は"), "open_1_1").click().run()
    button(at, "back").click().run()
    assert "clause" not in at.query_params
    assert "通信回線は" in html(at)
    assert len(fake.asked()) == 1


def test_an_address_opens_a_clause(fake, page) -> None:
    at = page(clause=CITED)
    assert re.search(rf'class="[^"]*cited[^"]*" id="c-{re.escape(CITED)}"', html(at))
    assert "<mark>" not in html(at)


def test_what_a_clause_refers_to_is_a_click_away(fake, page) -> None:
    card = re.search(r'<div class="card references">.*?</div>', html(page(clause=CITED)), re.S)
    assert card is not None
    assert 'href="?clause=minutes-330.g2.s2.p17"' in card[0]


def test_a_clause_that_refers_to_nothing_has_no_such_list(fake, page) -> None:
    assert "card references" not in html(page(clause="minutes-330.g2.s2.p18"))


def test_an_address_opens_a_document(fake, page) -> None:
    shown = html(page(document="minutes-330"))
    assert "事務局説明" in shown
    assert "cited" not in shown


@pytest.mark.parametrize("name", ["absent", '"><b>x', "../health", "%2e"])
def test_an_address_of_nothing_held_says_so(fake, page, name) -> None:
    at = page(clause=name)
    assert "該当する箇条がありません" in at.warning[0].value
    assert not at.exception


def test_filters_offer_what_is_held_and_go_with_the_question(fake, page) -> None:
    at = page()
    assert at.selectbox(key="filter_kind").options == ["議事録", "評価書"]
    at.selectbox(key="filter_kind").set_value("minutes")
    at.selectbox(key="filter_meeting").set_value(330)
    at.text_input(key="filter_speaker").set_value("清水委員")
    at.date_input(key="filter_date_from").set_value("2025-01-01")
    at.run()
    at = ask(at, "通信回線は")
    assert fake.asked()[0]["filters"] == {
        "kind": "minutes",
        "meeting": 330,
        "speaker": "清水委員",
        "date_from": "2025-01-01",
    }
    assert "絞り込み中：議事録・第330回・清水委員・この日から 2025年1月1日" in [
        one.value for one in at.caption
    ]


def test_filters_outlive_a_look_into_a_document_and_can_be_cleared(fake, page) -> None:
    at = page()
    at.selectbox(key="filter_kind").set_value("minutes").run()
    at = button(ask(at, "一"), "open_1_1").click().run()
    at = ask(button(at, "back").click().run(), "二")
    assert fake.asked()[1]["filters"] == {"kind": "minutes"}
    at = ask(button(at, "filter_clear").click().run(), "三")
    assert fake.asked()[2]["filters"] == {}


def test_days_in_the_wrong_order_are_pointed_out(fake, page) -> None:
    at = page()
    at.date_input(key="filter_date_from").set_value("2025-02-01")
    at.date_input(key="filter_date_to").set_value("2025-01-01")
    assert "後になっています" in at.run().warning[0].value


def test_a_follow_up_carries_the_conversation(fake, page) -> None:
    ask(ask(page(), "再委託について"), "それに対する回答は？")
    assert fake.asked()[1]["history"] == [
        {"role": "user", "content": "再委託について"},
        {"role": "assistant", "content": fake.answer["answer"]},
    ]


def test_a_new_conversation_begins_without_history(fake, page) -> None:
    at = button(ask(page(), "一"), "new_conversation").click().run()
    assert "example_1" in keys(at)
    ask(at, "二")
    assert fake.asked()[1]["history"] == []


def test_the_sources_of_an_earlier_answer_can_be_shown_again(fake, page, not_found) -> None:
    at = ask(page(), "一")
    fake.answer = not_found
    at = ask(at, "二")
    assert "出典 1件" not in html(at)
    at = button(at, "show_1").click().run()
    assert "出典 1件" in html(at)


def test_what_is_not_found_looks_calm_and_offers_the_nearest(fake, page, not_found) -> None:
    fake.answer = not_found
    at = ask(page(), "第101回は")
    shown = html(at)
    assert "記録からは確認できませんでした" in shown
    assert "近い箇所（回答ではありません）" in shown
    assert '<span class="chip missing">未収録：第101回委員会</span>' in shown
    assert not at.error
    assert not at.warning
    assert "精査結果の概要は以上です。" in html(button(at, "open_1_1").click().run())


@pytest.mark.parametrize("rating", ["up", "down"])
def test_a_verdict_is_sent_once(fake, page, rating) -> None:
    at = button(ask(page(), "一"), f"rate_{rating}_1").click().run()
    sent = [one.body for one in fake.requests if one.path == "/v1/feedback"]
    assert sent == [{"record_id": "rec1", "rating": rating}]
    assert button(at, "rate_up_1").disabled
    assert "評価を記録しました。ありがとうございます。" in [one.value for one in at.caption]


def test_an_api_that_is_down_is_a_sentence_that_says_what_to_do(page, monkeypatch) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        monkeypatch.setenv("SENREI_API", url)
        at = page()
        assert "回答サーバーにつながりません" in at.warning[0].value
        assert "senrei serve" in at.warning[0].value
        at = ask(at, "一")
    assert len(at.warning) == 2
    assert "retry_1" in keys(at)
    assert not at.exception


def test_a_problem_of_the_api_is_told_in_its_words(fake, page, problem) -> None:
    fake.problem = problem
    at = ask(page(), "長い質問")
    assert "質問が長すぎます" in at.warning[0].value
    assert "要点に絞ってください。" in at.warning[0].value
    fake.problem = None
    at = button(at, "retry_1").click().run()
    assert not at.warning
    assert "出典 1件" in html(at)


def test_a_question_that_failed_is_no_part_of_the_history(fake, page, problem) -> None:
    fake.problem = problem
    at = ask(page(), "一")
    fake.problem = None
    ask(at, "二")
    assert fake.asked()[1]["history"] == []


def test_an_answer_that_breaks_off_is_told(fake, page, problem) -> None:
    fake.breaks = problem
    assert "質問が長すぎます" in ask(page(), "一").warning[0].value


def test_a_stream_that_ends_early_is_told(fake, page) -> None:
    fake.cut = True
    assert "回答が途中で切れました" in ask(page(), "一").warning[0].value


def test_a_key_goes_with_every_call(fake, page, monkeypatch) -> None:
    monkeypatch.setenv("SENREI_API_KEY", "k1")
    ask(page(), "一")
    assert {one.headers["Authorization"] for one in fake.requests} == {"Bearer k1"}


def test_a_store_without_documents_still_draws(fake, page) -> None:
    fake.documents = []
    at = page()
    assert not at.exception
    assert at.selectbox(key="filter_kind").options == []


def test_what_a_language_model_could_not_prove_is_told(fake, page) -> None:
    fake.answer = {**fake.answer, "withheld": 2, "note": "言語モデルに<b>つながりません</b>。"}
    shown = html(ask(page(), "一"))
    assert "根拠を原文で確かめられなかった記述2件" in shown
    assert "言語モデルに&lt;b&gt;つながりません&lt;/b&gt;。" in shown


@pytest.mark.parametrize("same", [2, ["a", "b"]], ids=["counted", "listed"])
def test_what_stands_elsewhere_too_is_counted(fake, page, same) -> None:
    cited = {**fake.answer["citations"][0], "same": same}
    fake.answer = {**fake.answer, "citations": [cited]}
    assert "ほぼ同じ記載がほかに2件" in html(ask(page(), "一"))
