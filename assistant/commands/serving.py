"""The commands that serve: the HTTP API, the chat page, and both at once."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import DataOption
from assistant.settings import Settings, child_environment, load_settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from fastapi import FastAPI

_GRACE = 5  # seconds that open requests have when the server is stopped

HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on (SENREI_HOST).")]
PortOption = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port (SENREI_PORT).")]
UiHostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on (SENREI_UI_HOST).")]
UiPortOption = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port (SENREI_UI_PORT).")]
ApiOption = Annotated[str | None, typer.Option("--api", metavar="URL", help="Where the API is (SENREI_API).")]


def serve(data: DataOption = None, host: HostOption = None, port: PortOption = None) -> None:
    """Serve the HTTP API (its reference page is at /docs)."""
    from assistant.access import keyring_of, refuse_open_api

    settings = load_settings(data=data, host=host, port=port)
    refuse_open_api(settings)
    keyring = keyring_of(settings)
    with listening(settings.host, settings.port, "SENREI_PORT") as door:
        from assistant.api.app import create_app
        from assistant.service import Assistant

        assistant = Assistant.open(settings)
        try:
            assistant.prepare()
            _run(create_app(settings, assistant, keyring), settings, door)
        finally:
            assistant.close()


def ui(host: UiHostOption = None, port: UiPortOption = None, api: ApiOption = None) -> None:
    """Serve the chat page; the API must run beside it."""
    import os

    from assistant.access import refuse_open_page

    settings = load_settings(ui_host=host, ui_port=port, api=api)
    refuse_open_page(settings)
    with listening(settings.ui_host, settings.ui_port, "SENREI_UI_PORT") as door:
        taken = door.getsockname()[1]
    words = _streamlit(settings.ui_host, taken)
    print(f"先例 Senrei: http://{settings.ui_host}:{taken} (API: {settings.api_url})", flush=True)
    # The page takes this process's place, so that a signal meant for it reaches it.
    os.execve(words[0], words, child_environment(settings))


def listening(host: str, port: int, setting: str) -> socket.socket:
    """A socket bound to that address. Raises InputError where it cannot be had, saying what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise InputError(
            f"Port {port} on {host} cannot be used: {error.strerror or error}. "
            f"Stop what uses it, or choose another with --port or {setting}."
        ) from None
    return door


def _run(app: FastAPI, settings: Settings, door: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level=settings.log_level,
        access_log=settings.log_level == "debug",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
    )
    place = door.getsockname()
    print(f"先例 Senrei: http://{settings.host}:{place[1]} (API reference: /docs)", flush=True)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops a server
        uvicorn.Server(config).run(sockets=[door])


def _streamlit(host: str, port: int) -> list[str]:
    """The command that serves the chat page: offline, no browser opened, nothing reported home."""
    from importlib.util import find_spec

    found = find_spec("ui")
    places = list(found.submodule_search_locations or []) if found is not None else []
    pages = [Path(place) / "app.py" for place in places]
    page = next((page for page in pages if page.exists()), None)
    if page is None:
        raise InputError("The chat page is not installed here: install senrei with its ui package.")
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(page), *flags]
