"""Conversations: kept by the API, opened by the address, renamed, deleted, and done without."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


def button(at: AppTest, key: str):
    return next(one for one in at.button if one.key == key)


def keys(at: AppTest) -> set[str]:
    return {one.key for one in at.button}


def ask(at: AppTest, question: str) -> AppTest:
    return at.chat_input[0].set_value(question).run()


def test_a_conversation_is_kept_from_its_first_question_on(fake, page) -> None:
    at = ask(ask(page(), "再委託について"), "それに対する回答は？")
    assert [one.get("conversation_id") for one in fake.asked()] == ["talk1", "talk1"]
    assert at.query_params["conversation"] == "talk1"
    assert button(at, "talk_talk1").label == "再委託について"


def test_nothing_is_kept_before_a_question(fake, page) -> None:
    page()
    assert fake.talks.held == {}


def test_an_address_opens_a_conversation_with_its_answers_and_sources(fake, page) -> None:
    ask(page(), "再委託について")
    at = page(conversation="talk1")
    assert "再委託について" in html(at)
    assert "出典 1件" in html(at)
    assert len(fake.asked()) == 1
    ask(at, "それに対する回答は？")
    assert fake.asked()[1]["conversation_id"] == "talk1"
    assert fake.asked()[1]["history"][0] == {"role": "user", "content": "再委託について"}


def test_the_list_leads_from_one_conversation_to_another(fake, page) -> None:
    at = ask(page(), "一")
    at = ask(button(at, "new_conversation").click().run(), "二")
    assert at.query_params["conversation"] == "talk2"
    at = button(at, "talk_talk1").click().run()
    assert at.query_params["conversation"] == "talk1"
    assert ">一</div>" in html(at)
    assert ">二</div>" not in html(at)


def test_a_conversation_is_renamed(fake, page) -> None:
    at = ask(page(), "一")
    at.text_input(key="talk_title_talk1").set_value("再委託の調べ").run()
    assert button(at, "talk_talk1").label == "再委託の調べ"


def test_a_conversation_is_deleted_only_when_that_is_confirmed(fake, page) -> None:
    at = ask(page(), "一")
    assert "talk_delete_yes" not in keys(at)
    at.checkbox(key="talk_delete_talk1").check().run()
    at = button(at, "talk_delete_yes").click().run()
    assert fake.talks.held == {}
    assert "conversation" not in at.query_params
    assert "example_1" in keys(at)


def test_a_conversation_that_is_gone_is_told(fake, page) -> None:
    at = page(conversation="gone")
    assert "該当する箇条がありません" in at.warning[0].value
    assert "conversation" not in at.query_params
    assert not at.exception


def test_a_conversation_outlives_a_look_at_a_document(fake, page) -> None:
    at = button(ask(page(), "一"), "open_1_1").click().run()
    at = button(at, "back").click().run()
    assert at.query_params["conversation"] == "talk1"


def test_an_api_that_keeps_none_is_done_without(fake, page) -> None:
    fake.talks.held = None
    at = ask(page(), "一")
    assert "conversation_id" not in fake.asked()[0]
    assert "これまでの会話" not in html(at)
    assert not at.warning


def test_a_name_of_a_conversation_is_text(fake, page) -> None:
    at = ask(page(), "**太字** :red[x] <b>")
    label = button(at, "talk_talk1").label
    assert label.startswith(r"\*\*太字\*\*")
    assert r"red\[x\] \<b\>" in label
