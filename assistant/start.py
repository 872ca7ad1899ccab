"""`senrei start`: take in the bundled record, serve API and chat page, show one answer, stop on Ctrl-C."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from assistant.access import refuse_open_api, refuse_open_page
from assistant.services import Service, StopRequested, ended_together
from assistant.settings import Settings
from assistant.terminal import emphasised, screen_width, wrap_markdown
from corpus.errors import EmbedderMismatch, SenreiError
from corpus.index import Indexes
from corpus.index.embedder import load_embedder

EXAMPLE = "再委託について過去の審査で何が述べられたか"
READY_WITHIN = 120.0  # seconds; a cold disk reads a lot of Python
_LOOK_EVERY = 0.15
_ANSWER_WITHIN = 60.0


class StartError(SenreiError):
    """The services could not be brought up; the message says which and why."""


def run(settings: Settings) -> None:
    """Bring everything up, show an answer, stay until a signal comes. Raises StartError and InputError."""
    began = time.perf_counter()
    refuse_open_api(settings)
    refuse_open_page(settings)
    api = _address(settings.host, _free_port(settings.host, settings.port, "API", "PORT"))
    page = _address(settings.ui_host, _free_port(settings.ui_host, settings.ui_port, "chat page", "UI_PORT"))
    steps = _preparations(settings)
    serve, chat = servers = _servers(settings, api, page)
    try:
        with ended_together([*servers, *steps]):
            chat.start()  # it needs no store, and its own start takes a while
            for step in steps:
                _complete(step)
            serve.start()
            _wait_for(servers)
            _show(settings, api, page)
            print(f"準備に {time.perf_counter() - began:.1f} 秒。Ctrl-C で終了します。", flush=True)
            _watch(servers)
    except StopRequested:
        print("\n終了しました。/ Stopped.", flush=True)


def _servers(settings: Settings, api: httpx.URL, page: httpx.URL) -> list[Service]:
    data = settings.data
    serve = _senrei("serve", "--data", str(data), "--host", settings.host, "--port", str(api.port))
    chat = _senrei("ui", "--api", _reached(api), "--host", settings.ui_host, "--port", str(page.port))
    return [
        Service("API", serve, data / "api.log", f"{_reached(api)}/v1/health"),
        Service("chat page", chat, data / "ui.log", f"{_reached(page)}/_stcore/health"),
    ]


def _senrei(*words: str) -> list[str]:
    return [sys.executable, "-u", "-m", "assistant.cli", *words]


def _folder(data: Path) -> Path:
    """The store's folder, made where it is missing: the logs lie there from the first moment."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(
            f"The folder {data} cannot be made ({error.strerror}). Choose another: make start DATA=DIR"
        ) from error
    return data


def _free_port(host: str, port: int, name: str, option: str) -> int:
    """The port, or a free one for 0. Raises StartError where it is taken, saying how to choose another."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            other = port + 10 if port < 65_000 else 18_000
            raise StartError(
                f"ポート {port} は使えません（{name}）。/ Port {port}, wanted for the {name}, cannot be used "
                f"({error.strerror}). Stop what uses it, or choose another: make start {option}={other}"
            ) from error
        return int(probe.getsockname()[1])


def _address(host: str, port: int) -> httpx.URL:
    return httpx.URL(scheme="http", host=host, port=port)


def _reached(address: httpx.URL) -> str:
    """Where this machine reaches it: an address that means «all of them» is reached by loopback."""
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    return str(address.copy_with(host=loopback.get(address.host, address.host)))


def _preparations(settings: Settings) -> list[Service]:
    """What the store needs before it is served: its indexes anew where the model has changed, the documents."""
    data = str(_folder(settings.data))
    ingest = Service("ingestion of the bundled documents", _senrei("ingest", "--bundled", "--data", data))
    reindex = Service("making of the indexes", _senrei("reindex", "--data", data))
    return [reindex, ingest] if _model_has_changed(settings) else [ingest]


def _model_has_changed(settings: Settings) -> bool:
    """Whether the indexes were made with another embedding model, as after an upgrade."""
    try:
        Indexes.open(settings.data, load_embedder(settings.embedding()), settings.chroma).close()
    except EmbedderMismatch:
        return True
    return False


def _complete(step: Service) -> None:
    step.start()
    if step.wait() != 0:
        raise StartError(f"The {step.name} failed; the lines above say why.")


def _wait_for(servers: Sequence[Service]) -> None:
    """Return when all answer. Raises StartError when one ends or none answers in time."""
    until = time.monotonic() + READY_WITHIN
    waiting = list(servers)
    while waiting := [server for server in waiting if not server.answers()]:
        _refuse_ended(servers)
        if time.monotonic() > until:
            late = waiting[0]
            raise StartError(
                f"No answer from the {late.name} within {READY_WITHIN:.0f} s. {late.log} says:\n"
                f"{late.last_words()}"
            )
        time.sleep(_LOOK_EVERY)


def _watch(servers: Sequence[Service]) -> None:
    """Never returns: a signal raises StopRequested, a server that ends raises StartError."""
    while True:
        _refuse_ended(servers)
        time.sleep(_LOOK_EVERY)


def _refuse_ended(servers: Sequence[Service]) -> None:
    for server in servers:
        if server.status is not None:
            raise StartError(
                f"The {server.name} ended with status {server.status}. {server.log} says:\n"
                f"{server.last_words()}"
            )


def _show(settings: Settings, api: httpx.URL, page: httpx.URL) -> None:
    """Print the example question with its answer and citations, and where everything is."""
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    if settings.keys is None or headers:
        reply = _asked(_reached(api), headers)
        labels = [f"[{one['number']}] {one['clause']['label']}" for one in reply["citations"]]
        print("\n".join([f"\n質問（例）: {EXAMPLE}\n", *_for_screen(reply["answer"]), ""]))
        print("\n".join(line for label in labels for line in _for_screen(label)))
    else:
        print(
            "\nキーが設定されています。例を見るには SENREI_API_KEY を設定してください。/ Keys are set: with"
        )
        print("SENREI_API_KEY an example question would stand here, and the chat page could ask.")
    print(f"\nAPI           {_reached(api)}   （仕様 / reference: {_reached(api)}/docs）")
    print(f"チャット画面  {_reached(page)}")


def _for_screen(markdown: str) -> list[str]:
    """The lines as they stand, or as a terminal shows them best."""
    width = screen_width()
    if width is None:
        return markdown.split("\n")
    return emphasised("\n".join(wrap_markdown(markdown, width))).split("\n")


def _asked(api: str, headers: dict[str, str]) -> dict[str, Any]:
    try:
        response = httpx.post(
            f"{api}/v1/ask",
            json={"question": EXAMPLE},
            headers=headers,
            timeout=_ANSWER_WITHIN,
            trust_env=False,
        )
        reply: dict[str, Any] = response.raise_for_status().json()
    except httpx.HTTPError as error:
        raise StartError(f"The API is up but did not answer the example question: {error}") from error
    return reply
