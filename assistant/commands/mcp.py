"""The command that serves assistants over the Model Context Protocol: senrei mcp."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AudienceOption, DataOption
from assistant.commands.reading import opened
from assistant.commands.serving import HostOption, listening
from assistant.settings import Settings, load_settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.api.context import Answering

_GRACE = 5  # seconds that open requests have when the server is stopped


def mcp(
    data: DataOption = None,
    audience: AudienceOption = None,
    http: Annotated[
        bool,
        typer.Option("--http", help="Serve streamable HTTP at /mcp instead of stdio; SENREI_KEYS holds."),
    ] = False,
    host: HostOption = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port for --http (SENREI_MCP_PORT).")
    ] = None,
) -> None:
    """Serve the record's tools to assistants that speak MCP: on stdin and stdout, or with --http."""
    if http and audience:
        raise InputError("--audience is for stdio. Over HTTP keys say who reads what: see SENREI_KEYS.")
    if not http and (host or port is not None):
        raise InputError(
            "--host and --port go with --http. Without it, senrei mcp talks on stdin and stdout."
        )
    given = frozenset(audience) if audience else None
    settings = load_settings(data=data, audiences=given, host=host, mcp_port=port)
    if http:
        _serve_http(settings)
    else:
        _serve_stdio(settings)


def _serve_stdio(settings: Settings) -> None:
    from assistant.mcp.server import build

    with opened(settings) as (assistant, principal), suppress(KeyboardInterrupt):
        assistant.prepare()
        build(assistant, lambda _: principal).run("stdio")


def _serve_http(settings: Settings) -> None:
    from assistant.access import refuse_open_api

    refuse_open_api(settings)
    with opened(settings) as (assistant, _):
        assistant.prepare()
        _listen(settings, assistant)


def _listen(settings: Settings, assistant: Answering) -> None:
    from assistant.access import keyring_of

    keyring = keyring_of(settings)
    with listening(settings.host, settings.mcp_port, "SENREI_MCP_PORT") as door:
        import uvicorn

        from assistant.mcp.server import PATH, build, http_app, reader_by_key

        app = http_app(build(assistant, reader_by_key(keyring)), settings.host, keyring)
        config = uvicorn.Config(
            app, log_level=settings.log_level, timeout_graceful_shutdown=_GRACE, server_header=False
        )
        door.listen()  # whoever reads the address may call at once: calls wait until the server is up
        place = door.getsockname()
        print(f"先例 Senrei: MCP at http://{settings.host}:{place[1]}{PATH}", file=sys.stderr, flush=True)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops a server
            uvicorn.Server(config).run(sockets=[door])
