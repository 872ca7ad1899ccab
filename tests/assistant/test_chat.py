"""OpenAI's chat completions: with the official client and LangChain's against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator

import openai
import pytest
from fastapi.testclient import TestClient
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from assistant.access import ANYONE
from assistant.api.app import create_app
from assistant.api.chat import examples, replies
from assistant.api.chat.requests import ChatRequest
from assistant.api.footnotes import with_footnotes, without_footnotes

LABEL = "第330回個人情報保護委員会 議事録（令和7年7月30日）議題1 清水委員 第3段落"
CONTENT = f"**回答**\n・「再委託は行わない。」[1]\n\n---\n\n**出典**\n\n- [1] {LABEL} (`minutes-330.g1.p3`)\n"


@pytest.fixture
def url(settings, assistant, served) -> Iterator[str]:
    with served(create_app(settings, assistant)) as address:
        yield f"{address}/v1"


@pytest.fixture
def official(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=url, api_key="none needed", max_retries=0) as client:
        yield client


@pytest.fixture
def langchain(url: str) -> ChatOpenAI:
    return ChatOpenAI(model="senrei", base_url=url, api_key="none needed", max_retries=0)


def said(*contents: str) -> list[dict[str, str]]:
    """User and assistant in turns, the user first."""
    return [
        {"role": ("user", "assistant")[number % 2], "content": text} for number, text in enumerate(contents)
    ]


def test_the_official_client_finds_the_one_model(official: openai.OpenAI) -> None:
    assert [model.id for model in official.models.list()] == ["senrei"]
    assert official.models.retrieve("senrei").owned_by == "senrei"
    with pytest.raises(openai.NotFoundError, match="senrei を指定"):
        official.models.retrieve("another")


def test_the_official_client_gets_an_answer_with_its_sources(official: openai.OpenAI) -> None:
    reply = official.chat.completions.create(
        model="senrei", messages=said("再委託"), temperature=0.2, max_tokens=5, seed=1, user="someone"
    )
    [choice] = reply.choices
    assert (choice.message.role, choice.message.content, choice.finish_reason) == (
        "assistant",
        CONTENT,
        "stop",
    )
    assert reply.usage is not None
    assert reply.usage.total_tokens == 0
    extra = reply.model_extra or {}
    [citation] = extra["citations"]
    assert citation["quote"] in citation["clause"]["text"]
    assert extra["senrei"]["status"] == "answered"
    assert extra["senrei"]["record_id"]


def test_the_official_client_reads_the_same_answer_in_chunks(official: openai.OpenAI) -> None:
    stream = official.chat.completions.create(
        model="senrei", messages=said("再委託"), stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == CONTENT
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    *_, last, usage = chunks
    assert last.choices[0].finish_reason == "stop"
    assert [one["number"] for one in (last.model_extra or {})["citations"]] == [1]
    assert usage.choices == []
    assert usage.usage is not None


def test_a_refusal_is_an_answer_without_sources(official: openai.OpenAI) -> None:
    reply = official.chat.completions.create(model="senrei", messages=said("xyz"))
    assert reply.choices[0].message.content == "記録にありません。"
    assert (reply.model_extra or {})["citations"] == []
    assert (reply.model_extra or {})["senrei"]["status"] == "not_found"


def test_langchain_gets_an_answer_whole_and_in_chunks(langchain: ChatOpenAI, assistant) -> None:
    messages = [
        SystemMessage("簡潔に"),
        HumanMessage("暗号化"),
        AIMessage(CONTENT),
        HumanMessage("再委託"),
    ]
    assert langchain.invoke(messages).content == CONTENT
    assert [(turn.role, turn.content) for turn in assistant.seen["history"]] == [
        ("user", "暗号化"),
        ("assistant", "**回答**\n・「再委託は行わない。」[1]"),
    ]
    assert "".join(str(chunk.content) for chunk in langchain.stream(messages)) == CONTENT


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"model": "senrei", "messages": []}, 400, "invalid-request"),
        ({"model": "senrei"}, 400, "invalid-request"),
        ({"model": "senrei", "messages": [{"role": "system", "content": "再委託"}]}, 400, "no-user-message"),
        ({"model": "senrei", "messages": said(" ")}, 400, "empty-question"),
        ({"model": "senrei", "messages": said("再" * 51)}, 400, "question-too-long"),
        ({"model": "gpt", "messages": said("再委託")}, 404, "no-such-model"),
        ({"model": "senrei", "messages": said("壊れる")}, 500, "unexpected"),
        ({"model": "senrei", "messages": said("壊れる"), "stream": True}, 500, "unexpected"),
        ({"model": "senrei", "messages": [{"role": "user", "content": 3}]}, 400, "invalid-request"),
        ({"model": "senrei", "messages": said("再" * 2_200_000)}, 413, "body-too-large"),
    ],
)
def test_errors_have_the_shape_of_openai(client: TestClient, body: object, status: int, code: str) -> None:
    reply = client.post("/v1/chat/completions", json=body)
    replies.ErrorReply.model_validate(reply.json())
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    assert reply.headers["content-type"] == "application/json"
    assert "secret" not in reply.text


def test_errors_of_the_transport_have_that_shape_too(client: TestClient, locked: TestClient) -> None:
    typed = {"Content-Type": "application/json"}
    broken = client.post("/v1/chat/completions", content="{", headers=typed)
    assert (broken.status_code, broken.json()["error"]["code"]) == (400, "malformed-json")
    half = client.post(
        "/v1/chat/completions", content=json.dumps({"messages": said("\ud800")}), headers=typed
    )
    assert (half.status_code, half.json()["error"]["code"]) == (400, "invalid-request")
    assert "messages.0.content" in half.json()["error"]["message"]
    assert client.get("/v1/chat/completions").json()["error"]["code"] == "method-not-allowed"
    refused = locked.get("/v1/models")
    assert (refused.status_code, refused.json()["error"]["type"]) == (401, "authentication_error")
    assert client.post("/v1/ask", json={}).headers["content-type"] == "application/problem+json"


def test_an_answer_that_breaks_off_ends_the_stream_with_an_error(official: openai.OpenAI) -> None:
    stream = official.chat.completions.create(model="senrei", messages=said("途中で壊れる"), stream=True)
    with pytest.raises(openai.APIError, match="予期しない誤り") as caught:
        list(stream)
    assert "secret" not in str(caught.value)


def test_a_key_opens_what_it_opens_everywhere(settings, assistant, keyring, served) -> None:
    with served(create_app(settings, assistant, keyring)) as url:
        for key, audiences in (("reader-key", {"public"}), ("commission-key", {"public", "commission"})):
            with openai.OpenAI(base_url=f"{url}/v1", api_key=key) as client:
                client.chat.completions.create(model="senrei", messages=said("再委託"))
            assert assistant.seen["principal"].audiences == audiences
        wrong = openai.OpenAI(base_url=f"{url}/v1", api_key="wrong", max_retries=0)
        with wrong, pytest.raises(openai.AuthenticationError):
            wrong.models.list()


def test_messages_may_come_in_parts_and_pictures_are_passed_over(client: TestClient, assistant) -> None:
    parts = [{"type": "image_url", "image_url": {"url": "data:"}}, {"type": "text", "text": "再委託"}]
    earlier = [{"role": "assistant", "content": None, "tool_calls": []}, {"role": "tool", "content": "結果"}]
    body = {"messages": [*earlier, {"role": "user", "content": parts}], "tools": [], "stream": None}
    reply = client.post("/v1/chat/completions", json=body).json()
    assert reply["choices"][0]["message"]["content"] == CONTENT
    assert assistant.seen["history"] == ()


def test_footnotes_come_off_as_they_went_on(assistant) -> None:
    answer = assistant.ask("再委託", principal=ANYONE)
    assert with_footnotes(answer) == CONTENT
    for text in (CONTENT, CONTENT.rstrip(), f"{CONTENT}\n\n"):
        assert without_footnotes(text) == answer.answer
    assert without_footnotes("本文\n\n---\n\n**出典**は後日") == "本文\n\n---\n\n**出典**は後日"


def test_a_label_makes_no_link_and_no_picture(assistant) -> None:
    answer = assistant.ask("再委託", principal=ANYONE)
    [citation] = answer.citations
    hostile = citation.clause.model_copy(update={"label": "![x](http://host/?q)\n<img>"})
    answer = answer.model_copy(update={"citations": (citation.model_copy(update={"clause": hostile}),)})
    assert r"- [1] !\[x\](http://host/?q) \<img\> (" in with_footnotes(answer)


def test_examples_hold_against_their_models() -> None:
    ChatRequest.model_validate(examples.REQUEST)
    replies.CompletionReply.model_validate(examples.COMPLETION)
    replies.ErrorReply.model_validate(examples.ERROR)
    replies.ModelsReply.model_validate(replies.MODELS)


def test_real_replies_hold_against_their_models(client: TestClient) -> None:
    body = {"messages": said("再委託")}
    replies.CompletionReply.model_validate(client.post("/v1/chat/completions", json=body).json())
    stream = client.post("/v1/chat/completions", json={**body, "stream": True})
    assert stream.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in stream.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    assert all(json.loads(line)["object"] == "chat.completion.chunk" for line in lines[:-1])
