"""The MCP server with the SDK's own client: in process, on stdin and stdout, and over HTTP with keys."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from typer.testing import CliRunner

from assistant.access import ANYONE, Principal
from assistant.cli import app
from assistant.mcp import tools
from assistant.mcp.server import build, http_app, reader_by_key
from ingest import pipeline

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"
BOTH = Principal(name="commission", audiences=frozenset({"public", "commission"}))
Use = Callable[[Client], Awaitable[Any]]


def used(server: Any, use: Use, **options: Any) -> Any:
    """What the coroutine returns that is given a client of this server."""

    async def run() -> Any:
        async with Client(server, **options) as client:
            return await use(client)

    return anyio.run(run)


def call(name: str, **arguments: Any) -> Use:
    return lambda client: client.call_tool(name, arguments)


def called(assistant: Any, reader: Principal, name: str, **arguments: Any) -> Any:
    """The structured result of a tool in process, whose text says the same."""
    result = used(build(assistant, lambda _: reader), call(name, **arguments))
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_the_tools_say_what_they_take_and_that_they_only_read(assistant) -> None:
    listed = used(build(assistant, lambda _: ANYONE), lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == [
        "search",
        "fetch",
        "ask",
        "list_measures",
        "list_precedents",
        "briefing",
    ]
    required = {tool.name: tool.input_schema.get("required", []) for tool in listed}
    assert required == {
        "search": ["query"],
        "fetch": ["id"],
        "ask": ["question"],
        "list_measures": [],
        "list_precedents": [],
        "briefing": ["topic"],
    }
    assert all(tool.annotations.read_only_hint and tool.output_schema and tool.description for tool in listed)
    assert all("ctx" not in tool.input_schema["properties"] for tool in listed)


def test_search_gives_what_fetch_takes(assistant) -> None:
    [found] = called(assistant, ANYONE, "search", query="VPN")["results"]
    assert found == {
        "id": "minutes-330.g1.p1",
        "title": "第330回個人情報保護委員会 議事録（令和7年7月30日）議題1 清水委員 第1段落",
        "url": "senrei://clauses/minutes-330.g1.p1",
        "text": "接続回線をVPN等とすること。",
    }
    fetched = called(assistant, ANYONE, "fetch", id=found["id"])
    assert {name: fetched[name] for name in found} == found
    assert fetched["metadata"] == {
        "document_id": "minutes-330",
        "document": "第330回個人情報保護委員会 議事録",
        "kind": "minutes",
        "date": "2025-07-30",
        "meeting": "330",
        "agency": "国土交通大臣",
        "audience": "public",
        "clause_kind": "paragraph",
        "parent_id": "minutes-330.g1",
        "speaker": "清水委員",
    }


def test_the_limit_of_a_search_holds(assistant) -> None:
    assert len(called(assistant, ANYONE, "search", query="すること。", limit=2)["results"]) == 2


def test_fetch_gives_whole_documents_too(assistant) -> None:
    fetched = called(assistant, ANYONE, "fetch", id="minutes-330")
    assert fetched["title"] == "第330回個人情報保護委員会 議事録（令和7年7月30日）"
    assert (
        fetched["text"] == "接続回線をVPN等とすること。\n電子記録媒体は暗号化すること。\n再委託は行わない。"
    )
    assert "speaker" not in fetched["metadata"]


def test_an_overlong_text_is_cut_and_says_so(assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "LONGEST", 5)
    fetched = called(assistant, ANYONE, "fetch", id="minutes-330")
    assert fetched["text"] == "接続回線を"
    assert fetched["metadata"]["cut_at"].startswith("5 characters")


def test_an_answer_has_its_sources_and_a_refusal_is_one(assistant) -> None:
    answer = called(assistant, ANYONE, "ask", question="再委託")
    [citation] = answer["citations"]
    assert (answer["status"], citation["number"]) == ("answered", 1)
    assert citation["quote"] in called(assistant, ANYONE, "fetch", id=citation["id"])["text"]
    assert answer["record_id"]
    refusal = called(assistant, ANYONE, "ask", question="xyz")
    assert (refusal["status"], refusal["citations"]) == ("not_found", [])


def test_each_reader_finds_what_is_theirs_to_read(assistant) -> None:
    def documents(reader: Principal) -> set[str]:
        found = called(assistant, reader, "search", query="VPN")["results"]
        return {one["id"].partition(".")[0] for one in found}

    assert documents(ANYONE) == {"minutes-330"}
    assert documents(BOTH) == {"minutes-330", "minutes-331"}
    for id in ("minutes-331", "minutes-331.g1.p1", "nowhere", "nowhere.g1"):
        refused = used(build(assistant, lambda _: ANYONE), call("fetch", id=id))
        assert refused.is_error
        assert id in refused.content[0].text
    assert called(assistant, BOTH, "fetch", id="minutes-331.g1.p1")["metadata"]["audience"] == "commission"


def test_a_clause_is_a_resource_for_those_who_may_read_it(assistant) -> None:
    async def read(client: Client) -> str:
        try:
            return (await client.read_resource("senrei://clauses/minutes-331.g1.p1")).contents[0].text
        except MCPError as error:
            return f"refused: {error}"

    assert used(build(assistant, lambda _: BOTH), read) == "接続回線をVPN等とすること。"
    assert used(build(assistant, lambda _: ANYONE), read).startswith("refused: No clause")


def test_what_nobody_foresaw_stays_in_the_log(assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        result = used(build(assistant, lambda _: ANYONE), call("search", query="壊れる"))
    assert result.is_error
    assert "secret" not in result.content[0].text
    assert "secret" in caplog.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_senrei_mcp_talks_on_stdin_and_stdout(tmp_path: Path, mode: str) -> None:
    data = tmp_path / "data"
    pipeline.ingest([SEED], data)
    words = ["-m", "assistant.cli", "mcp", "--data", str(data)]
    server = StdioServerParameters(command=sys.executable, args=words, cwd=ROOT)

    async def use(client: Client) -> tuple[Any, Any, Any, Any]:
        answer = await client.call_tool(
            "ask", {"question": "電子記録媒体の暗号化について何が述べられましたか"}
        )
        measures = await client.call_tool("list_measures", {"topic": "暗号化", "strength": "required"})
        precedents = await client.call_tool("list_precedents", {"matter": "認定協議"})
        briefing = await client.call_tool("briefing", {"topic": "暗号化"})
        return answer, measures, precedents, briefing

    answer, measures, precedents, briefing = used(server, use, mode=mode)
    assert briefing.structured_content["status"] == "answered"
    assert "[1]" in briefing.structured_content["markdown"]
    assert briefing.structured_content["sources"][0]["id"].startswith("minutes-330.")
    assert answer.structured_content["status"] == "answered"
    assert all(one["id"].startswith("minutes-330.") for one in answer.structured_content["citations"])
    assert measures.structured_content["total"] == len(measures.structured_content["measures"]) > 0
    assert {one["matter"] for one in precedents.structured_content["precedents"]} == {"認定協議"}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http_without_keys_the_public_record_is_open(assistant, served, mode: str) -> None:
    with served(http_app(build(assistant, reader_by_key(None)), "127.0.0.1", None)) as url:
        result = used(f"{url}/mcp", call("search", query="VPN"), mode=mode)
    assert [one["id"] for one in result.structured_content["results"]] == ["minutes-330.g1.p1"]


def test_over_http_each_request_stands_by_its_own_key(assistant, keyring, served) -> None:
    def found(url: str, key: str) -> int:
        async def run() -> int:
            headers = {"Authorization": f"Bearer {key}"}
            async with (
                httpx2.AsyncClient(headers=headers) as http,
                Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
            ):
                result = await client.call_tool("search", {"query": "VPN"})
                return len(result.structured_content["results"])

        return anyio.run(run)

    with served(http_app(build(assistant, reader_by_key(keyring)), "127.0.0.1", keyring)) as url:
        assert (found(url, "reader-key"), found(url, "commission-key")) == (1, 2)
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic reader-key"}):
            refused = httpx2.post(f"{url}/mcp", json={}, headers=headers)
            assert (refused.status_code, "error" in refused.json()) == (401, True)
            assert refused.headers["www-authenticate"].startswith("Bearer")


def test_a_page_of_another_origin_cannot_call_the_server(assistant, served) -> None:
    with served(http_app(build(assistant, reader_by_key(None)), "127.0.0.1", None)) as url:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        typed = {"Accept": "application/json, text/event-stream", "Origin": "http://evil.example"}
        assert httpx2.post(f"{url}/mcp", json=call, headers=typed).status_code == 403


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["--http", "--audience", "commission"], "SENREI_KEYS"),
        (["--port", "8010"], "--http"),
        (["--host", "127.0.0.1"], "--http"),
        (["--http", "--host", "0.0.0.0"], "SENREI_KEYS"),
        (["--data", "nowhere"], "senrei ingest"),
    ],
)
def test_wrong_use_says_what_to_do(words: list[str], advice: str) -> None:
    result = CliRunner().invoke(app, ["mcp", *words])
    assert result.exit_code == 2
    assert advice in result.stderr
    assert result.stdout == ""


def test_senrei_mcp_serves_http_until_it_is_told_to_stop(tmp_path: Path) -> None:
    data = tmp_path / "data"
    pipeline.ingest([SEED], data)
    words = [sys.executable, "-m", "assistant.cli", "mcp", "--http", "--port", "0", "--data", str(data)]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        url = line.split()[-1]
        try:
            result = used(url, call("search", query="暗号化", limit=1))
        finally:
            process.terminate()
            rest = process.stderr.read()
    assert len(result.structured_content["results"]) == 1, rest
    assert "Traceback" not in rest
