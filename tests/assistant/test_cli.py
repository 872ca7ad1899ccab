"""The command line: what it prints, its exit statuses, its errors."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.commands import serving
from assistant.settings import Settings

runner = CliRunner()
COMMANDS = (
    "ask",
    "search",
    "show",
    "measures",
    "precedents",
    "briefing",
    "ingest",
    "retire",
    "restore",
    "check",
    "reindex",
    "serve",
    "ui",
    "mcp",
    "start",
    "version",
)


def opened_by(monkeypatch: pytest.MonkeyPatch, opening: Callable[[Settings], object]) -> None:
    """Put a fake in the place of the assistant; commands import it when they run."""
    service = SimpleNamespace(Assistant=SimpleNamespace(open=opening))
    monkeypatch.setitem(sys.modules, "assistant.service", service)


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, assistant, tmp_path: Path) -> str:
    """The folder of the store; commands that open the assistant are given the fake."""
    opened_by(monkeypatch, lambda settings: assistant)
    return str(tmp_path / "store")


def run(*words: str):
    return runner.invoke(app, list(words))


def test_ask_prints_the_answer_and_its_sources(data: str) -> None:
    result = run("ask", "再委託", "--data", data)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "**回答**"
    assert lines[3:] == [
        "出典",
        "[1] 第330回個人情報保護委員会 議事録（令和7年7月30日）議題1 清水委員 第3段落",
        "    「再委託は行わない。」",
        "    minutes-330.g1.p3",
    ]


def test_ask_as_json_is_what_the_api_replies(data: str) -> None:
    reply = json.loads(run("ask", "再委託", "--data", data, "--json").stdout)
    assert reply["citations"][0]["clause"]["document"]["meeting"] == 330
    assert {
        "status",
        "answer",
        "citations",
        "nearest",
        "understood",
        "parts",
        "withheld",
        "note",
        "mode",
        "record_id",
        "provenance",
    } == reply.keys()


def test_what_is_not_found_ends_with_status_1(data: str) -> None:
    assert run("ask", "xyz", "--data", data).exit_code == 1
    assert run("search", "xyz", "--data", data).exit_code == 1
    missing = run("show", "minutes-330.g9", "--data", data)
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "minutes-330.g9" in missing.stderr


def test_the_command_line_reads_the_public_audience_unless_told(data: str) -> None:
    assert run("ask", "非公表", "--data", data).exit_code == 1
    assert run("ask", "非公表", "--data", data, "--audience", "commission").exit_code == 0
    assert run("show", "minutes-331.g1.p4", "--data", data).exit_code == 1
    assert run("show", "minutes-331", "--data", data, "--audience", "commission").exit_code == 0


def test_filters_reach_the_assistant(data: str, assistant) -> None:
    run(
        "search",
        "VPN",
        "--data",
        data,
        "--kind",
        "minutes",
        "--meeting",
        "330",
        "--from",
        "2025-07-01",
        "--speaker",
        "清水委員",
    )
    given = assistant.seen["filters"].model_dump(mode="json", exclude_none=True)
    assert given == {"kind": "minutes", "meeting": 330, "date_from": "2025-07-01", "speaker": "清水委員"}


def test_search_lists_clauses_and_their_ids(data: str) -> None:
    result = run("search", "VPN", "--data", data)
    assert "1. 第330回" in result.stdout
    assert "minutes-330.g1.p1  0.50" in result.stdout
    assert json.loads(run("search", "VPN", "--data", data, "--json").stdout)["hits"][0]["score"] == 0.5


def test_show_prints_a_clause_between_its_neighbours(data: str) -> None:
    lines = run("show", "minutes-330.g1.p2", "--data", data).stdout.splitlines()
    assert "  ┊ 接続回線をVPN等とすること。" in lines
    assert lines.index("電子記録媒体は暗号化すること。") < lines.index("  ┊ 再委託は行わない。")
    clause = json.loads(run("show", "minutes-330.g1.p2", "--data", data, "--json").stdout)
    assert (clause["text"], clause["spans"]) == ("電子記録媒体は暗号化すること。", [[16, 31]])


def test_show_prints_the_outline_of_a_document(data: str) -> None:
    result = run("show", "minutes-330", "--data", data)
    assert "議題1  [minutes-330.g1]" in result.stdout
    assert len(json.loads(run("show", "minutes-330", "--data", data, "--json").stdout)["clauses"]) == 4


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("show", "a.b", "--data", "nowhere"), 2, "senrei ingest"),
        (("ask",), 2, "question"),
        (("ask", "委託", "--kind", "memo"), 2, "memo"),
        (("ask", "委託", "--from", "yesterday"), 2, "yesterday"),
        (("ask", "委託", "--from", "2025-02-01", "--to", "2025-01-01"), 2, "Swap"),
        (("search", "委託", "--audience", "Staff!"), 2, "SENREI_AUDIENCES"),
        (("ingest",), 2, "--bundled"),
        (("ingest", "nowhere.txt", "--data", "store"), 2, "nowhere.txt"),
        (("check", "--data", "nowhere"), 2, "senrei ingest"),
        (("serve", "--host", "0.0.0.0"), 2, "SENREI_KEYS"),
        (("ui", "--host", "0.0.0.0"), 2, "SENREI_ALLOW_OPEN_BIND"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_wrong_use_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == status
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_an_unexpected_error_is_a_sentence(data: str) -> None:
    result = run("ask", "壊れる", "--data", data)
    assert result.exit_code == 1
    assert "SENREI_DEBUG=1" in result.stderr
    assert "Traceback" not in result.output


def test_debug_shows_where_an_error_is(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENREI_DEBUG", "1")
    assert isinstance(run("ask", "壊れる", "--data", data).exception, RuntimeError)


def test_a_port_in_use_is_named(data: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("serve", "ui"):
            result = run(command, "--port", port)
            assert result.exit_code == 2
            assert f"Port {port}" in result.stderr
            assert "--port" in result.stderr


def test_the_chat_page_is_served_offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.joinpath("ui").mkdir()
    tmp_path.joinpath("ui", "app.py").touch()
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name: type("Spec", (), {"submodule_search_locations": [str(tmp_path / name)]}),
    )
    ran: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr("os.execve", lambda *given: ran.append(given))
    assert run("ui", "--port", "0", "--api", "http://127.0.0.1:9999/").exit_code == 0
    [(program, words, environment)] = ran
    assert (program, words[1:4]) == (sys.executable, ["-m", "streamlit", "run"])
    assert words[words.index("--browser.gatherUsageStats") + 1] == "false"
    assert environment["SENREI_API"] == "http://127.0.0.1:9999"


def test_serve_answers_until_it_is_stopped(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[str, int]] = []
    monkeypatch.setattr(serving, "_run", lambda app, settings, door: served.append(door.getsockname()))
    assert run("serve", "--data", data, "--port", "0").exit_code == 0
    assert served[0][0] == "127.0.0.1"


def test_every_command_explains_itself() -> None:
    listed = run("--help").stdout
    for command in COMMANDS:
        assert command in listed
        assert run(command, "--help").exit_code == 0


def test_version_is_printed() -> None:
    assert run("version").stdout.startswith("senrei ")
    assert "version" in json.loads(run("version", "--json").stdout)


def test_nothing_heavy_is_loaded_before_a_command_needs_it() -> None:
    heavy = [
        "fastapi",
        "uvicorn",
        "chromadb",
        "torch",
        "transformers",
        "langchain",
        "rich",
        "streamlit",
        "ingest",
        "sqlalchemy",
    ]
    code = f"import sys, assistant.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_settings_of_a_command_come_from_its_options(
    data: str, monkeypatch: pytest.MonkeyPatch, assistant
) -> None:
    seen: list[Settings] = []
    opened_by(monkeypatch, lambda settings: seen.append(settings) or assistant)
    run("ask", "委託", "--data", data, "--audience", "public", "--audience", "commission")
    assert (str(seen[0].data), seen[0].audiences) == (data, {"public", "commission"})
