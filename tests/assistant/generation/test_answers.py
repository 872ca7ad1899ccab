"""Answers in a model's words: what is shown, what stands in for it, and what the reader is told."""

from __future__ import annotations

import logging

import pytest

import prompts
from assistant.answer.materials import KEY
from corpus.errors import InputError
from evals.liars.server import Clause, Reply, Scripted, in_pieces
from tests.assistant.generation.conftest import QUESTION, TRUE, WORDS, Api, ask, faithful, key_of, statements


def test_a_proven_statement_is_shown_with_its_source(api: Api, model: Scripted) -> None:
    model.script = faithful
    with api() as client:
        reply = ask(client)
    assert (reply["status"], reply["mode"], reply["withheld"], reply["note"]) == (
        "answered",
        "generative",
        0,
        "",
    )
    assert f"- {TRUE} [1]" in str(reply["answer"])
    [citation] = reply["citations"]  # type: ignore[misc]
    assert citation["quote"] in citation["clause"]["text"]
    assert WORDS in citation["quote"]


def test_an_answer_says_by_which_model_and_prompt_it_came(api: Api, model: Scripted) -> None:
    model.script = faithful
    with api() as client:
        provenance = ask(client)["provenance"]
    assert isinstance(provenance, dict)
    assert provenance["model"] == "openai:scripted"
    assert provenance["prompt"] == f"answer.ja@{prompts.load('answer', 'ja').hash}"


def test_the_model_sees_clauses_as_data_under_new_keys_each_time(api: Api, model: Scripted) -> None:
    seen: list[list[Clause]] = []

    def script(question: str, clauses: list[Clause]) -> Reply:
        seen.append(clauses)
        return faithful(question, clauses)

    model.script = script
    with api() as client:
        ask(client)
        ask(client)
    keys = [{clause["key"] for clause in clauses} for clauses in seen]
    assert all(KEY.fullmatch(key) for one in keys for key in one)
    assert not keys[0] & keys[1]
    assert not any("summary-300" in str(clause) for clause in seen[0]), "ids of clauses are no keys"


def test_the_number_withheld_is_told(api: Api, model: Scripted) -> None:
    def script(question: str, clauses: list[Clause]) -> Reply:
        key = key_of(clauses)
        lie = TRUE.replace("検討する予定である", "実施した")
        return Reply(pieces=in_pieces(statements((TRUE, key, WORDS), (lie, key, WORDS))))

    model.script = script
    with api() as client:
        reply = ask(client)
    assert reply["withheld"] == 1
    assert "1件は、原文で裏付けられなかった" in str(reply["answer"])
    assert "実施した" not in str(reply["answer"])


def test_with_nothing_proven_it_is_asked_once_more_and_then_extracts_are_given(
    api: Api, model: Scripted
) -> None:
    model.script = lambda question, clauses: Reply(pieces=[statements((TRUE, "kaaaaaa", WORDS))])
    with api() as client:
        reply = ask(client)
    assert (reply["mode"], reply["withheld"], reply["status"]) == ("extractive", 2, "answered")
    assert "裏付けられませんでした" in str(reply["note"])
    assert len(model.asked) == 2


def test_a_second_try_may_mend_the_first(api: Api, model: Scripted) -> None:
    def script(question: str, clauses: list[Clause]) -> Reply:
        key = key_of(clauses) if len(model.asked) > 1 else "kaaaaaa"
        return Reply(pieces=[statements((TRUE, key, WORDS))])

    model.script = script
    with api() as client:
        reply = ask(client)
    assert (reply["mode"], reply["withheld"]) == ("generative", 1)
    assert "unknown_key" in str(model.asked[1]["messages"])


def test_a_question_that_is_refused_never_reaches_the_model(api: Api, model: Scripted) -> None:
    with api() as client:
        reply = ask(client, "第999回委員会の議題は何ですか")
    assert (reply["status"], model.asked) == ("not_found", [])


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=429), "上限"),
        (Reply(status=500), "エラー"),
        (Reply(status=401), "受け付けませんでした"),
        (Reply(pieces=['{"statements": [{"text": "'], finish="length"), "打ち切られました"),
        (Reply(pieces=["…"], finish="content_filter"), "内容の制限"),
        (Reply(pieces=["承認します。" * 40]), "読み取れる形"),
        (Reply(pieces=['{"statements": nothing at all}']), "読み取れる形"),
        (Reply(pieces=["はい、", "それは"], endless=True), "終わりませんでした"),
        (Reply(pieces=['{"statements": [{"te'], drop=True), "切れました"),
        (Reply(pieces=['{"statements": []}']), "見いだしませんでした"),
        (Reply(pieces=["{", "}"], tool_noise=True), "読み取れる形"),
    ],
    ids=["rate", "500", "key", "cut", "filter", "prose", "json", "endless", "drop", "empty", "tools"],
)
def test_a_model_that_fails_costs_nothing_but_a_note(
    api: Api, model: Scripted, reply: Reply, told: str
) -> None:
    model.script = lambda question, clauses: reply
    with api() as client:
        answer = ask(client)
    assert (answer["status"], answer["mode"]) == ("answered", "extractive")
    assert told in str(answer["note"])
    assert str(answer["note"]) in str(answer["answer"])
    assert answer["citations"]


def test_the_note_is_in_the_language_of_the_question(api: Api, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(status=500)
    with api() as client:
        reply = ask(
            client, "What was replied about supervision of re-entrusted parties at the 300th meeting?"
        )
    assert str(reply["note"]).startswith("The language model's server failed.")


def test_a_slow_model_is_not_waited_for_and_then_left_alone(api: Api, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(pieces=["{"] * 100, pause=0.2)
    with api(llm_timeout=0.6) as client:
        first, second = ask(client), ask(client)
    assert "時間内に" in str(first["note"])
    assert "控えています" in str(second["note"])
    assert len(model.asked) == 1


def test_a_server_that_is_not_there_is_told(api: Api) -> None:
    with api(llm_base_url="http://127.0.0.1:9/v1") as client:
        first, second = ask(client), ask(client)
    assert "接続できませんでした" in str(first["note"])
    assert "控えています" in str(second["note"])


def test_what_was_proven_before_the_line_broke_stays(api: Api, model: Scripted) -> None:
    def script(question: str, clauses: list[Clause]) -> Reply:
        whole = statements((TRUE, key_of(clauses), WORDS))
        return Reply(pieces=[whole.removesuffix("]}"), ', {"text": "また'], drop=True)

    model.script = script
    with api() as client:
        reply = ask(client)
    assert reply["mode"] == "generative"
    assert TRUE in str(reply["answer"])
    assert "切れました" in str(reply["note"])


def test_a_server_without_schemas_is_asked_without_from_then_on(api: Api, model: Scripted) -> None:
    model.script, model.refuses_schema = faithful, True
    with api() as client:
        modes = [ask(client)["mode"], ask(client)["mode"]]
    assert modes == ["generative", "generative"]
    assert ["response_format" in asked for asked in model.asked] == [True, False, False]


def test_a_reply_in_lines_is_read_too(api: Api, model: Scripted) -> None:
    model.script = lambda question, clauses: Reply(
        pieces=in_pieces(f"- {TRUE}\n  [{key_of(clauses)}] 「{WORDS}」\n", 7)
    )
    with api(llm_format="text") as client:
        reply = ask(client)
    assert reply["mode"] == "generative"
    assert "response_format" not in model.asked[0]


def test_a_follow_up_is_rewritten_only_in_words_of_the_conversation(api: Api, model: Scripted) -> None:
    def script(question: str, clauses: list[Clause]) -> Reply:
        if clauses:
            return faithful(question, clauses)
        return Reply(pieces=["第300回委員会で、再委託先の監督について木村専門官は何と回答しましたか"])

    model.script = script
    history = [{"role": "user", "content": "第300回委員会で、再委託先の監督について何が述べられましたか"}]
    with api() as client:
        reply = ask(client, "それに対して木村専門官は何と回答しましたか", history=history)
        assert reply["understood"]["standalone"] == QUESTION  # type: ignore[index]
        model.script = lambda question, clauses: (
            faithful(question, clauses) if clauses else Reply(pieces=["課徴金は承認されましたか"])
        )
        other = ask(client, "それに対して木村専門官は何と回答しましたか", history=history)
    assert "課徴金" not in str(other["understood"])


def test_the_key_is_neither_shown_nor_logged(
    api: Api, model: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="assistant")
    model.script = lambda question, clauses: Reply(status=401)
    with api(llm_key="sk-very-secret") as client:
        reply = ask(client)
    assert model.asked[0]["authorization"] == "Bearer sk-very-secret"
    assert "sk-very-secret" not in caplog.text + str(reply)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("anthropic:claude", "pip install 'langchain-anthropic'"),
        ("ollama:qwen", "pip install 'langchain-ollama'"),
        ("nonsense:model", "openai"),
        ("azure:deployment", "SENREI_LLM_API_VERSION"),
    ],
)
def test_a_model_that_cannot_be_had_says_what_to_do(
    api: Api, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.setattr(
        "assistant.llm.building.find_spec", lambda module: module == "langchain_openai" or None
    )
    with pytest.raises(InputError, match="SENREI_LLM") as error, api(llm=name, llm_base_url=None):
        pass
    assert told in str(error.value)
