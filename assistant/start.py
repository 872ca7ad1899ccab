"""`senrei start`: ingest the bundled record, serve API and chat page, show one cited answer, stop on Ctrl-C.

The two servers are child processes of their own process groups; this module only watches over them, so that a
signal to it ends both in order and a server that dies early is reported with the end of its own log.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import httpx

from corpus.errors import SenreiError

EXAMPLE = "再委託について過去の審査で何が述べられたか"
READY_WITHIN = 120.0  # seconds; a cold disk reads a lot of Python
_STOP_WITHIN = 10.0


class StartError(SenreiError):
    """The services could not be brought up; the message says which and why."""


class _StopRequested(Exception):  # noqa: N818 - a request, not an error
    """SIGINT or SIGTERM asked for the end."""


@dataclass
class Service:
    """One child process and where it answers."""

    name: str
    command: Sequence[str]
    health: str
    log: Path
    process: subprocess.Popen[bytes] | None = None
    output: IO[bytes] | None = None

    def start(self) -> None:
        """Run it in a process group of its own, its output going to the log."""
        self.output = self.log.open("wb")
        self.process = subprocess.Popen(
            self.command, stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True
        )

    def stop(self) -> None:
        """Ask it to end, and make it end when it does not."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(_STOP_WITHIN)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if self.output is not None:
            self.output.close()

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def answers(self) -> bool:
        """Whether its health address answers 200."""
        try:
            return httpx.get(self.health, timeout=2, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def last_words(self) -> str:
        """The end of its log."""
        text = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        return "\n".join(text.strip().splitlines()[-12:])


def run(data: Path, host: str, port: int, ui_port: int) -> None:
    """Bring everything up, show an answer, and stay until a signal comes. Raises StartError."""
    for name, number, option in (("API", port, "PORT"), ("chat page", ui_port, "UI_PORT")):
        _require_free(host, number, name, option)
    data.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    api, page = f"http://{host}:{port}", f"http://{host}:{ui_port}"
    serve = _senrei("serve", "--data", str(data), "--host", host, "--port", str(port))
    chat = _senrei("ui", "--api", api, "--host", host, "--port", str(ui_port))
    _ingest_bundled(data)
    services = [
        Service("API", serve, f"{api}/v1/health", data / "api.log"),
        Service("chat page", chat, f"{page}/_stcore/health", data / "ui.log"),
    ]
    with _signals():
        try:
            for service in services:
                service.start()
            _wait(services)
            _show(api, page, time.perf_counter() - began)
            while not any(service.ended() for service in services):
                time.sleep(0.5)
            _fail_with(next(service for service in services if service.ended()))
        except (_StopRequested, KeyboardInterrupt):
            print("\n終了します / stopping ...", flush=True)
        finally:
            for service in reversed(services):
                service.stop()
    print("終了しました / stopped.", flush=True)


def _senrei(*words: str) -> list[str]:
    return [sys.executable, "-u", "-m", "assistant.cli", *words]


def _require_free(host: str, port: int, name: str, option: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"ポート {port} は使えません（{name}）。/ Port {port}, wanted for the {name}, cannot be used "
                f"({error.strerror}). Stop what uses it, or choose another: make start {option}={port + 10}"
            ) from error


def _ingest_bundled(data: Path) -> None:
    finished = subprocess.run(_senrei("ingest", "--bundled", "--data", str(data)), check=False)
    if finished.returncode != 0:
        raise StartError("the bundled documents could not be ingested; the lines above say why")


def _wait(services: Sequence[Service]) -> None:
    until = time.monotonic() + READY_WITHIN
    waiting = list(services)
    while waiting:
        for service in [s for s in waiting if s.ended()]:
            _fail_with(service)
        waiting = [service for service in waiting if not service.answers()]
        if waiting and time.monotonic() > until:
            names = ", ".join(service.name for service in waiting)
            first = waiting[0]
            raise StartError(
                f"no answer from {names} within {READY_WITHIN:.0f} s; {first.log} says:\n{first.last_words()}"
            )
        time.sleep(0.15)


def _fail_with(service: Service) -> None:
    code = service.process.returncode if service.process else None
    raise StartError(
        f"the {service.name} ended with status {code}; {service.log} says:\n{service.last_words()}"
    )


def _show(api: str, page: str, seconds: float) -> None:
    print(f"\n質問（例）: {EXAMPLE}\n", flush=True)
    try:
        response = httpx.post(f"{api}/v1/ask", json={"question": EXAMPLE}, timeout=60, trust_env=False)
        reply = response.raise_for_status().json()
    except httpx.HTTPError as error:
        raise StartError(f"the API is up but did not answer the example question: {error}") from error
    print(reply["answer"], "\n", flush=True)
    for citation in reply["citations"]:
        print(f"[{citation['number']}] {citation['clause']['label']}")
    print(f"\nAPI           {api}   (docs: {api}/docs)\nチャット画面  {page}")
    print(f"準備に {seconds:.1f} 秒。Ctrl-C で終了します。", flush=True)


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """SIGINT and SIGTERM raise _StopRequested, so that ``finally`` stops the children."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _StopRequested

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
