"""The typed client: against the application, a server on this machine, and servers that misbehave."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import client as package
from assistant.api import examples
from assistant.api.app import create_app
from assistant.client import (
    Client,
    ClientError,
    Filters,
    KeyRefused,
    NotFound,
    Refused,
    Turn,
    Unreachable,
    Unreadable,
    errors,
)
from assistant.mcp.server import build, http_app, reader_by_key
from assistant.service import Assistant
from assistant.settings import Settings
from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "clients.md").read_text("utf-8"), re.S)


@pytest.fixture
def url(settings, assistant, served) -> Iterator[str]:
    with served(create_app(settings, assistant)) as address:
        yield address


@pytest.fixture
def senrei(url: str) -> Iterator[Client]:
    with Client(url) as client:
        yield client


def replying(status: int, body: bytes) -> Client:
    """A client whose server always replies this."""
    return Client(
        "http://senrei.example", transport=httpx.MockTransport(lambda _: httpx.Response(status, content=body))
    )


def test_health_and_documents(senrei: Client) -> None:
    health = senrei.health()
    assert (health.status, health.documents, health.clauses) == ("ok", 1, 4)
    page = senrei.documents(filters=Filters(meeting=330))
    [document] = page.documents
    assert (page.total, document.id, document.meeting) == (1, "minutes-330", 330)
    assert document.cite == "第330回個人情報保護委員会 議事録（令和7年7月30日）"
    assert senrei.documents(filters=Filters(meeting=331)).documents == ()
    assert senrei.documents(offset=1).documents == ()


def test_search_and_clause(senrei: Client) -> None:
    [hit] = senrei.search("VPN", limit=1).hits
    assert (hit.clause.id, hit.score) == ("minutes-330.g1.p1", 0.5)
    assert hit.clause.document is not None
    around = senrei.clause(hit.clause.id, before=0, after=2)
    assert around.text == hit.clause.text == "接続回線をVPN等とすること。"
    assert around.parent is not None
    assert around.parent.id == "minutes-330.g1"
    assert [one.id[-2:] for one in around.neighbours.after] == ["p2", "p3"]
    assert around.neighbours.before == ()


def test_ask_with_history_and_filters(senrei: Client, assistant) -> None:
    history = [Turn(role="user", content="暗号化"), Turn(role="assistant", content="答え")]
    answer = senrei.ask("再委託", history=history, filters=Filters(meeting=330))
    [citation] = answer.citations
    assert answer.status == "answered"
    assert citation.quote in senrei.clause(citation.clause.id).text
    assert list(assistant.seen["history"]) == history
    assert assistant.seen["filters"] == Filters(meeting=330)
    record = senrei.record(answer.record_id)
    assert (record.status, record.answer) == ("answered", answer)
    refusal = senrei.ask("xyz")
    assert (refusal.status, refusal.citations, refusal.understood["question"]) == ("not_found", (), "xyz")


def test_a_stream_comes_in_events_and_ends_with_the_whole(senrei: Client) -> None:
    told = list(senrei.stream("再委託"))
    assert [event.name for event in told] == ["understood", "hits", "delta", "citation", "done"]
    understood, hits, delta, citation, done = told
    assert understood.understood["question"] == "再委託"
    assert hits.hits[0].clause.id == "minutes-330.g1.p3"
    assert done.answer is not None
    assert done.answer.answer == delta.text
    assert citation.citation == done.answer.citations[0]


def test_a_key_opens_more_and_a_wrong_one_nothing(settings, assistant, keyring, served) -> None:
    with served(create_app(settings, assistant, keyring)) as url:
        for key, documents in (("reader-key", 1), ("commission-key", 2)):
            with Client(url, key) as client:
                assert client.documents().total == documents
        for key in ("wrong", None):
            with Client(url, key) as client:
                assert client.health().documents == 0 if key is None else True
                with pytest.raises(KeyRefused) as caught:
                    client.search("VPN")
            assert caught.value.status == 401


def test_a_problem_is_told_in_its_own_words(url: str) -> None:
    with Client(url) as japanese, Client(url, language="en") as english:
        with pytest.raises(NotFound, match="所蔵していません") as caught:
            japanese.clause("nowhere.g1?before=2#x")
        assert (caught.value.status, caught.value.code) == (404, "clause-not-held")
        with pytest.raises(Refused, match="takes up to 50 characters") as refused:
            english.ask("再" * 51)
        assert (refused.value.status, refused.value.code) == (422, "question-too-long")
        with pytest.raises(Refused, match="question"):
            list(english.stream(" "))
        with pytest.raises(Refused, match="filter"):
            english.documents(filters=Filters(speaker="清水委員"))


def test_an_answer_that_breaks_off_is_an_error_after_what_came_before(senrei: Client) -> None:
    names = []
    with pytest.raises(Refused, match="予期しない誤り") as caught:
        names.extend(event.name for event in senrei.stream("途中で壊れる"))
    assert caught.value.status == 500
    assert names == ["understood", "hits"]


def test_separators_within_a_text_do_not_break_a_stream() -> None:
    text = "一\u2028二\u0085三\r四"
    body = f"event: delta\ndata: {json.dumps({'text': text}, ensure_ascii=False)}\n\n".encode()

    def reply(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=(body[at : at + 1] for at in range(len(body))))

    with Client(transport=httpx.MockTransport(reply)) as client:
        assert [event.text for event in client.stream("再委託")] == [text]


def test_what_a_newer_server_adds_is_passed_over() -> None:
    answer = {**examples.ASK_REPLY, "more": 1, "understood": {"more": 2}}
    with replying(200, json.dumps(answer).encode()) as client:
        assert client.ask("再委託").understood == {"more": 2}
    event = b'event: thinking\ndata: {"more": 1}\n\nevent: delta\ndata: {"text": "x", "more": 2}\n\n'
    with replying(200, event) as client:
        assert [(one.name, one.text) for one in client.stream("再委託")] == [("thinking", ""), ("delta", "x")]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<html>", Unreadable),
        (200, b'{"status": "ok"}', Unreadable),
        (404, b"<html>", Unreadable),
        (502, b"[]", Unreadable),
        (302, b"", Unreadable),
    ],
)
def test_another_server_at_the_address_is_told_from_ours(
    status: int, body: bytes, kind: type[ClientError]
) -> None:
    with replying(status, body) as client, pytest.raises(kind, match=r"senrei\.example/v1/health"):
        client.health()


def test_an_event_that_is_none_is_unreadable() -> None:
    with replying(200, b"event: delta\ndata: x\n\n") as client, pytest.raises(Unreadable):
        list(client.stream("再委託"))


@pytest.mark.parametrize("call", [Client.health, lambda client: list(client.stream("再委託"))])
def test_nobody_at_the_address_says_what_to_do(call: Callable[[Client], Any], served) -> None:
    with served(lambda *_: None) as url:
        pass
    with Client(url) as client, pytest.raises(Unreachable, match="senrei serve"):
        call(client)


def test_a_slow_server_and_a_wrong_address_are_unreachable() -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    with (
        Client(transport=httpx.MockTransport(slow)) as client,
        pytest.raises(Unreachable, match="longer timeout"),
    ):
        client.health()
    for address in ("localhost:8000", "http://[", "nothing"):
        with Client(address) as client, pytest.raises(Unreachable):
            client.health()


def test_a_key_that_was_copied_wrong_is_refused_at_once() -> None:
    for key in ("キー", "key\n"):
        with pytest.raises(ClientError, match="Copy it again"):
            Client(key=key)


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    drawn = set(re.findall(r"^[│├└─ ]*([A-Z]\w+)  ", errors.__doc__ or "", re.M))
    assert drawn == {name for name, thing in vars(errors).items() if isinstance(thing, type)}
    assert all(name in package.__all__ for name in drawn)


def test_the_client_is_light_to_import() -> None:
    code = "import sys, assistant.client; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"fastapi", "sqlalchemy", "tantivy", "torch", "chromadb", "numpy", "langchain_core", "typer"}
    assert not heavy & set(done.stdout.split())


def test_the_examples_of_the_documentation_run(
    tmp_path: Path, served, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=tmp_path / "data")
    pipeline.ingest([SEED], settings.data)
    assistant = Assistant.open(settings)
    try:
        door = http_app(build(assistant, reader_by_key(None)), "127.0.0.1", None)
        with served(create_app(settings, assistant)) as url, served(door) as mcp:
            assert len(EXAMPLES) == 6
            names: dict[str, Any] = {}
            for example in EXAMPLES:
                assert "http://127.0.0.1:80" in example
                here = example.replace("http://127.0.0.1:8000", url).replace("http://127.0.0.1:8010", mcp)
                exec(here, names)
            names["client"].close()
            names["model"].root_client.close()
    finally:
        assistant.close()
    assert "暗号化" in capsys.readouterr().out
    assert names["answer"].status == "answered"
    assert names["around"].label.endswith("「審査記載事項（4）」")
    assert "暗号化" in "".join(names["pieces"])
    assert names["told"]["status"] == "answered"
    assert names["word"].startswith(b"PK")
    assert [turn.reply.status for turn in names["kept"].turns] == ["answered", "answered"]
    assert names["exported"].startswith(b"PK")
    assert names["sources"] == [citation.clause.label for citation in names["answer"].citations]


def test_staff_hand_a_document_in_and_take_it_out(tmp_path: Path, keyring, served) -> None:
    settings = Settings(data=tmp_path / "data")
    pipeline.ingest([SEED], settings.data)
    file = tmp_path / "rule.txt"
    file.write_text("第１条　この規則は、かもめの観察について定める。\n", encoding="utf-8")
    assistant = Assistant.open(settings)
    try:
        with (
            served(create_app(settings, assistant, keyring)) as url,
            Client(url, "staff-key") as staff,
            Client(url, "reader-key") as reader,
        ):
            seen = staff.preview(file, title="かもめ規則", kind="paper")
            assert (seen.document.title, seen.held) == ("かもめ規則", False)
            job = staff.ended(staff.hand_in(file, title="かもめ規則", kind="paper"))
            [name] = job.documents
            assert [one.outcome for one in job.files] == ["added"]
            assert job.files[0].clauses == seen.clauses
            assert staff.job(job.id) == staff.jobs().jobs[0] == job
            clause = reader.search("かもめの観察", filters=Filters(document_id=name)).hits[0].clause
            staff.retire(name)
            assert [one.id for one in staff.retired().documents] == [name]
            assert reader.clause(clause.id).retired
            staff.restore(name)
            assert not reader.clause(clause.id).retired
            with pytest.raises(NotFound):
                staff.restore(name)
            with pytest.raises(KeyRefused):
                reader.retire(name)
    finally:
        assistant.close()
