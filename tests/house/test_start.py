"""`senrei start`, as `make start` runs it: what it says, and that nothing of it outlives it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant import start
from assistant.services import Service, StopRequested, ended_together
from assistant.settings import Settings
from assistant.start import EXAMPLE, StartError
from corpus.errors import InputError
from ingest import pipeline
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
LONG = 120  # seconds until a busy machine is given up


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for it, and fail with the reason when it does not come."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@contextmanager
def started(data: Path, ports: tuple[int, int]) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The command on these ports, and the file that has what it says."""
    words = ["start", "--data", str(data), "--port", str(ports[0]), "--ui-port", str(ports[1])]
    said = data.with_suffix(".said")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SENREI_")}
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", *words], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        yield process, said
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(LONG)


def test_it_answers_and_ctrl_c_ends_all_of_it_and_the_second_time_nothing_is_taken_in(tmp_path: Path) -> None:
    ports = (free_port(), free_port())
    with started(tmp_path / "data", ports) as (process, said):
        until(lambda: "Ctrl-C" in said.read_text("utf-8") or process.poll() is not None, "it never got ready")
        text = said.read_text("utf-8")
        assert EXAMPLE in text
        assert "「" in text
        assert re.search(r"^\[1\] .*議", text, re.M)
        assert f"http://127.0.0.1:{ports[0]}" in text
        assert f"http://127.0.0.1:{ports[1]}" in text
        for address in (f"{ports[0]}/v1/health", f"{ports[0]}/docs", f"{ports[1]}/"):
            assert httpx.get(f"http://127.0.0.1:{address}", trust_env=False).status_code == 200
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)  # impatience changes nothing
        assert process.wait(LONG) == 0
    assert "Traceback" not in said.read_text("utf-8")
    assert not any(is_open(port) for port in ports)

    with started(tmp_path / "data", ports) as (process, said):
        until(lambda: "Ctrl-C" in said.read_text("utf-8") or process.poll() is not None, "it never got ready")
        assert "5 unchanged" in said.read_text("utf-8")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONG) == 0
    assert not any(is_open(port) for port in ports)


def test_told_to_end_while_it_takes_documents_in_it_ends_and_the_next_time_completes(tmp_path: Path) -> None:
    ports = (free_port(), free_port())
    with started(tmp_path / "data", ports) as (process, said):
        until(lambda: is_open(ports[1]) or (tmp_path / "data" / "ui.log").exists(), "it never began")
        process.terminate()
        assert process.wait(LONG) == 0
    assert not any(is_open(port) for port in ports)
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ingest", "--bundled", "--data", str(tmp_path / "data")],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr.decode()}\n--- start had said:\n{said.read_text('utf-8')}"


@pytest.mark.parametrize(("taken", "option"), [("port", "PORT="), ("ui_port", "UI_PORT=")])
def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path, taken: str, option: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = Settings.model_validate({"data": tmp_path / "data", "port": 0, "ui_port": 0, taken: port})
        with pytest.raises(StartError, match=f"Port {port}.*make start {option}"):
            start.run(settings)
    assert not (tmp_path / "data").exists()


def test_it_does_not_listen_beyond_this_machine_unasked(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="keys"):
        start.run(Settings(data=tmp_path / "data", host="0.0.0.0"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="make start DATA=DIR"):
        start.run(Settings(data=tmp_path / "file" / "data", port=0, ui_port=0))


def test_indexes_of_another_model_are_made_anew(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    pipeline.ingest([ROOT / "corpus" / "documents" / "summary-300_2024-09-11.txt"], settings.data)
    assert [step.command[4] for step in start._preparations(settings)] == ["ingest"]
    record = settings.data / "index" / "index.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | {"revision": "of former days"}))
    steps = start._preparations(settings)
    assert [step.command[4] for step in steps] == ["reindex", "ingest"]
    start._complete(steps[0])
    assert [step.command[4] for step in start._preparations(settings)] == ["ingest"]


def test_a_step_that_fails_is_named() -> None:
    step = Service("making of the indexes", [sys.executable, "-c", "exit(1)"])
    with pytest.raises(StartError, match="The making of the indexes failed"):
        start._complete(step)


# -- the processes it watches over -------------------------------------------------------------------------

# Starts a process of its own that ignores SIGTERM, tells its number, and ignores SIGTERM itself.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
def test_what_does_not_end_by_itself_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.services._STOP_WITHIN", 0.5)
    service = Service("stubborn", [sys.executable, "-c", STUBBORN], tmp_path / "log")
    with ended_together([service]):
        service.start()
        until(lambda: (tmp_path / "log").read_text().endswith("\n"), "it never began")
    assert service.status == -signal.SIGKILL
    until(lambda: not lives(int((tmp_path / "log").read_text())), "what it started lives on")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_signal_ends_it_once(tmp_path: Path, number: signal.Signals) -> None:
    service = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
    former = signal.getsignal(number)

    def serve_until_told() -> None:
        with ended_together([service]):
            service.start()
            os.kill(os.getpid(), number)
            time.sleep(LONG)

    with pytest.raises(StopRequested):
        serve_until_told()
    assert service.status == -signal.SIGTERM
    assert signal.getsignal(number) is former


def test_a_signal_while_a_service_is_started_leaves_no_process_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def interrupted(*args: object, **options: object) -> subprocess.Popen[bytes]:
        begun.append(original(*args, **options))  # type: ignore[call-overload]
        os.kill(os.getpid(), signal.SIGTERM)  # as it may come before the process is known
        return begun[-1]

    monkeypatch.setattr("assistant.services.subprocess.Popen", interrupted)
    service = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(StopRequested), ended_together([service]):
        service.start()
    assert begun[0].wait(LONG) == -signal.SIGTERM


def test_a_server_that_dies_is_reported_with_its_last_words(tmp_path: Path) -> None:
    died = Service(
        "API", [sys.executable, "-c", "print('no disk'); exit(3)"], tmp_path / "log", "http://127.0.0.1:9"
    )
    died.start()
    died.wait()
    with pytest.raises(StartError, match=r"The API ended with status 3\. .*says:\nno disk"):
        start._wait_for([died])
