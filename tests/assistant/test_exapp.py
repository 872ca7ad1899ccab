"""The adapter for 源内: at once and in the background, both spellings, errors in its shape."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from assistant.access import ANYONE
from assistant.api.app import create_app
from assistant.api.exapp import examples, pending, replies
from assistant.api.exapp.requests import ExappRequest
from assistant.api.footnotes import with_footnotes
from assistant.briefing.asking import briefing_topic
from assistant.service import Assistant
from assistant.settings import Settings
from ingest import pipeline

OLD, NEW = "2026-11-20T09:00:00Z", "2026-11-20T10:00:00+00:00"


def inputs(question: str = "再委託", **others: object) -> dict[str, object]:
    return {"inputs": {"question": question, **others}, "sessionId": "s"}


def turn(question: str, output: str, created: str = "") -> dict[str, str]:
    """An earlier turn as 源内 sends it: its inputs are JSON in a string."""
    asked = json.dumps({"question": question}, ensure_ascii=False)
    return {"input": asked, "output": output, "createdDate": created}


def files(spelling: str, **named: bytes) -> list[dict[str, object]]:
    """One field of the form with these files; ``a_txt`` stands for a.txt."""
    sheets = [
        {"filename": name.replace("_", "."), spelling: base64.b64encode(data).decode()}
        for name, data in named.items()
    ]
    return [{"key": "attachment", "files": sheets}]


class Slow:
    """The assistant of the other tests, which answers only when it is let go."""

    def __init__(self, assistant: Any) -> None:
        self._assistant, self.gate, self.entered = assistant, threading.Event(), threading.Event()
        self.catalog, self.search, self.stream = assistant.catalog, assistant.search, assistant.stream

    def ask(self, question: str, **options: Any) -> Any:
        self.entered.set()
        assert self.gate.wait(20)
        return self._assistant.ask(question, **options)


@pytest.fixture
def slow(assistant) -> Slow:
    return Slow(assistant)


@pytest.fixture
def patient(settings, slow: Slow, keyring) -> Iterator[TestClient]:
    """A server with keys that waits for no answer, and whose assistant is slow."""
    app = create_app(settings.model_copy(update={"exapp_wait": 0.0}), slow, keyring)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["x-api-key"] = "reader-key"
        yield client
        slow.gate.set()


def finished(client: TestClient, url: str) -> dict[str, Any]:
    """The status once it is no longer on its way."""
    while (reply := client.get(url).json())["status"] in ("PENDING", "IN_PROGRESS"):
        time.sleep(0.01)
    return reply


def test_a_question_is_answered_at_once_as_markdown(client: TestClient, assistant) -> None:
    reply = client.post("/exapp", json=inputs(), headers={"x-user-id": "someone"})
    replies.OutputsReply.model_validate(reply.json())
    expected = with_footnotes(assistant.ask("再委託", principal=ANYONE))
    assert (reply.status_code, reply.json()) == (200, {"outputs": expected, "artifacts": []})
    assert "**出典**" in expected


def test_a_refusal_is_an_answer(client: TestClient) -> None:
    assert client.post("/exapp", json=inputs("xyz")).json()["outputs"] == "記録にありません。"


@pytest.mark.parametrize("spelling", ["conversation_histories", "conversation_history"])
def test_both_spellings_of_the_history_are_read_oldest_first(
    client: TestClient, assistant, spelling: str
) -> None:
    answer = with_footnotes(assistant.ask("再委託", principal=ANYONE))
    turns = [turn("二", answer, NEW), turn("一", "答え", OLD)]
    client.post("/exapp", json=inputs(**{spelling: turns}))
    # SENREI_MAX_HISTORY is 2 here; the sources below an earlier answer are no part of the conversation.
    assert [(one.role, one.content) for one in assistant.seen["history"]] == [
        ("user", "二"),
        ("assistant", "**回答**\n・「再委託は行わない。」[1]"),
    ]


@pytest.mark.parametrize(
    ("history", "turns"),
    [
        ([turn("一", "答え", NEW), turn("二", "", "yesterday")], ["一", "答え", "二"]),
        ([{"input": "一", "output": None}], ["一"]),
        ([{"input": {"inputs": {"question": "一"}}, "output": "答え"}], ["一", "答え"]),
        ([{"input": "[1]"}, {"input": "5"}, {"input": '{"other": 1}'}, {}], ["5"]),
        (json.dumps([turn("一", "答え")], ensure_ascii=False), ["一", "答え"]),
        (None, []),
        ("", []),
        ([turn("二", "", "2026-11-20T10:00:00"), turn("一", "", OLD)], ["一", "二"]),
    ],
    ids=[
        "dates not told",
        "plain text",
        "nested",
        "without a question",
        "JSON in a string",
        "null",
        "empty",
        "dates without a zone",
    ],
)
def test_a_history_is_read_as_it_comes(history: object, turns: list[str]) -> None:
    body = ExappRequest.model_validate(inputs(conversation_histories=history))
    assert [one.content for one in body.turns()] == turns


@pytest.mark.parametrize("spelling", ["content", "contents"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_question_may_be_handed_in_as_a_text(
    client: TestClient, assistant, spelling: str, encoding: str
) -> None:
    sheet = files(spelling, question_txt="再委託\n".encode(encoding))
    reply = client.post("/exapp", json=inputs(" ", files=sheet)).json()
    assert reply == client.post("/exapp", json=inputs()).json()


def test_files_that_are_not_read_are_named(client: TestClient) -> None:
    outputs = client.post("/exapp", json=inputs(files=files("content", a_pdf=b"%PDF", b_txt=b"x"))).json()[
        "outputs"
    ]
    assert outputs.endswith(
        "※ 添付ファイル（a.pdf, b.txt）は回答に用いていません。回答は所蔵する記録だけに基づきます。\n"
    )


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (inputs(" "), "inputs.question"),
        (inputs("再" * 51), "50文字"),
        ({}, "inputs"),
        ({"inputs": "再委託"}, "inputs"),
        (inputs(conversation_histories="{"), "conversation_histories"),
        (inputs("", files=files("content", a_txt=b"\xff\xfe\x00\x81")), "a.txt"),
        (inputs("", files=[{"files": [{"filename": "a.txt", "content": "!"}]}]), "a.txt"),
        (inputs("", files=files("content", a_txt=b"x", b_txt=b"y")), "inputs.question"),
        (inputs("再" * 2_200_000), "バイト"),
    ],
)
def test_errors_have_the_shape_of_the_portal(client: TestClient, body: object, word: str) -> None:
    reply = client.post("/exapp", json=body)
    replies.ExappError.model_validate(reply.json())
    assert (reply.status_code, list(reply.json())) == (400, ["error"])
    assert word in reply.json()["error"]


def test_what_nobody_foresaw_is_an_error_without_its_details(client: TestClient) -> None:
    reply = client.post("/exapp", json=inputs("壊れる"))
    assert (reply.status_code, list(reply.json())) == (500, ["error"])
    assert "secret" not in reply.text


def test_the_key_of_the_portal_is_a_key_of_ours(locked: TestClient, assistant) -> None:
    for key, audiences in (("reader-key", {"public"}), ("commission-key", {"public", "commission"})):
        assert locked.post("/exapp", json=inputs(), headers={"x-api-key": key}).status_code == 200
        assert assistant.seen["principal"].audiences == audiences
    missing, wrong = locked.post("/exapp", json=inputs()), {"x-api-key": "wrong"}
    assert (missing.status_code, "x-api-key" in missing.json()["error"]) == (401, True)
    assert locked.post("/exapp", json=inputs(), headers=wrong).status_code == 401


@pytest.mark.parametrize("prefix", ["", "/exapp"])
def test_a_slow_answer_is_fetched_later(
    patient: TestClient, slow: Slow, client: TestClient, prefix: str
) -> None:
    reply = patient.post("/exapp", json=inputs(files=files("content", a_pdf=b"")))
    told = reply.json()
    replies.PendingReply.model_validate(told)
    assert (reply.status_code, told["status_url"]) == (202, f"/status/{told['request_id']}")
    url = prefix + told["status_url"]
    assert slow.entered.wait(20)
    waiting = patient.get(url)
    replies.StatusReply.model_validate(waiting.json())
    assert (waiting.status_code, waiting.json()["status"]) == (200, "IN_PROGRESS")
    slow.gate.set()
    done = finished(patient, url)
    replies.StatusReply.model_validate(done)
    expected = client.post("/exapp", json=inputs(files=files("content", a_pdf=b""))).json()
    assert (done["status"], done["outputs"], done["artifacts"]) == ("COMPLETED", expected["outputs"], [])
    assert finished(patient, url) == done


def test_more_than_can_be_worked_on_waits(settings, slow: Slow) -> None:
    app = create_app(settings.model_copy(update={"exapp_wait": 0.0, "threads": 1}), slow)
    with TestClient(app) as client:
        first, second = (client.post("/exapp", json=inputs()).json() for _ in range(2))
        assert slow.entered.wait(20)
        assert client.get(second["status_url"]).json()["status"] == "PENDING"
        slow.gate.set()
        assert [finished(client, one["status_url"])["status"] for one in (first, second)] == ["COMPLETED"] * 2


def test_an_answer_within_the_time_that_is_waited_needs_no_second_call(settings, assistant) -> None:
    app = create_app(settings.model_copy(update={"exapp_wait": 20.0}), assistant)
    with TestClient(app) as client:
        assert client.post("/exapp", json=inputs()).status_code == 200
        assert app.state.pending._requests == {}


def test_a_slow_answer_that_fails_tells_why(patient: TestClient, slow: Slow) -> None:
    slow.gate.set()
    told = patient.post("/exapp", json=inputs("壊れる")).json()
    done = finished(patient, told["status_url"])
    replies.StatusReply.model_validate(done)
    assert (done["status"], done["outputs"]) == ("ERROR", done["error"])
    assert "予期しない誤り" in done["error"]


def test_an_answer_is_its_askers_alone(patient: TestClient, slow: Slow) -> None:
    slow.gate.set()
    told = patient.post("/exapp", json=inputs(), headers={"x-api-key": "commission-key"}).json()
    for url in (told["status_url"], "/status/nothing", "/exapp/status/nothing"):
        refused = patient.get(url)
        assert (refused.status_code, list(refused.json())) == (400, ["error"])
    mine = {"x-api-key": "commission-key"}
    assert patient.get(told["status_url"], headers=mine).status_code == 200


def test_old_answers_make_room_and_unfinished_ones_do_not(
    patient: TestClient, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "REMEMBERED", 1)
    first = patient.post("/exapp", json=inputs()).json()["status_url"]
    busy = patient.post("/exapp", json=inputs())
    assert (busy.status_code, list(busy.json())) == (503, ["error"])
    slow.gate.set()
    finished(patient, first)
    assert patient.post("/exapp", json=inputs()).status_code == 202
    assert patient.get(first).status_code == 400


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The adapter over the bundled minutes of one meeting."""
    data = tmp_path_factory.mktemp("exapp") / "data"
    root = Path(__file__).resolve().parents[2]
    pipeline.ingest([root / "corpus" / "documents" / "minutes-330_2025-07-30.txt"], data)
    settings = Settings(data=data)
    assistant = Assistant.open(settings)
    with TestClient(create_app(settings, assistant)) as client:
        yield client
    assistant.close()


@pytest.mark.parametrize(
    "body",
    [
        inputs("暗号化についてブリーフィング資料を作成してください"),
        inputs("暗号化", briefing=True),
        inputs("何でもよい", briefing="暗号化"),
        inputs("暗号化", briefing="on"),
    ],
)
def test_a_briefing_comes_as_a_word_file_too(portal: TestClient, body: dict[str, object]) -> None:
    reply = portal.post("/exapp", json=body).json()
    replies.OutputsReply.model_validate(reply)
    [artifact] = reply["artifacts"]
    assert artifact["display_name"] == "ブリーフィング_暗号化.docx"
    document = docx.Document(io.BytesIO(base64.b64decode(artifact["content"])))
    assert "暗号化" in document.paragraphs[0].text
    assert reply["outputs"].startswith("# ")
    assert "[1]" in reply["outputs"]


def test_a_briefing_on_what_is_not_held_is_no_file(portal: TestClient) -> None:
    reply = portal.post("/exapp", json=inputs("ドローンについてブリーフィング")).json()
    assert reply["artifacts"] == []


def test_other_questions_are_answered_as_ever(portal: TestClient) -> None:
    for body in (inputs("暗号化について何が述べられましたか"), inputs("暗号化は?", briefing="off")):
        reply = portal.post("/exapp", json=body).json()
        assert (reply["artifacts"], "出典" in reply["outputs"]) == ([], True)


def test_a_slow_briefing_is_fetched_later(portal: TestClient) -> None:
    context = portal.app.state.context
    at_once = context.settings.model_copy(update={"exapp_wait": 0.0})
    portal.app.state.context = dataclasses.replace(context, settings=at_once)
    try:
        told = portal.post("/exapp", json=inputs("暗号化についてブリーフィング"))
        assert told.status_code == 202
        while (done := portal.get(told.json()["status_url"]).json())["status"] != "COMPLETED":
            time.sleep(0.02)
    finally:
        portal.app.state.context = context
    replies.StatusReply.model_validate(done)
    assert done["artifacts"][0]["display_name"].endswith(".docx")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("再委託についてのブリーフィング資料を作成してください", "再委託"),
        ("認定協議に関する新任委員向けのブリーフィングをお願いします", "認定協議"),
        ("ブリーフィング：暗号化", "暗号化"),
        ("Please prepare a briefing on re-entrustment.", "re-entrustment"),
        ("先月のブリーフィングでは何と言われましたか", None),
        ("What did the briefing on LINE say?", None),
        ("ブリーフィングについて", None),
    ],
)
def test_a_question_that_asks_for_a_briefing_is_known(question: str, topic: str | None) -> None:
    assert briefing_topic(question) == topic


def test_examples_hold_against_their_models() -> None:
    body = ExappRequest.model_validate(examples.REQUEST)
    assert [one.role for one in body.turns()] == ["user", "assistant"]
    replies.OutputsReply.model_validate(examples.OUTPUTS)
    replies.PendingReply.model_validate(examples.PENDING)
    replies.StatusReply.model_validate(examples.STATUS)
    replies.ExappError.model_validate(examples.ERROR)
