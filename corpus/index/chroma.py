"""Where Chroma runs: in a folder of the store (the default), or as a server that several stores may share.

On a server each index has a name of its own, kept in its folder: one that is built anew beside the present
one, or that of another store, never meets its collections.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from corpus.errors import InputError, SenreiError, StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

LOCAL = "v1"
_NAME = "server.json"
_LOCAL_FILE = "chroma.sqlite3"
_PORTS = {"http": 8000, "https": 443}


class Connection(NamedTuple):
    """A client of Chroma, and the name under which this index has its collections there."""

    client: ClientAPI
    name: str

    def collection(self, audience: str) -> str:
        """The name of an audience's collection."""
        return f"clauses.{audience}.{self.name}"


def connect(folder: Path, server: str | None) -> Connection:
    """The Chroma of the index in ``folder``: on the server, where its URL is given.

    Raises:
        StoreError: the server does not answer, or the vectors lie elsewhere than the setting says.
        InputError: the URL is none.
    """
    from chromadb import PersistentClient

    folder.mkdir(parents=True, exist_ok=True)
    name = _name(folder)
    if server is None:
        if name is not None:
            raise _elsewhere("on a Chroma server, and SENREI_CHROMA is not set: set it")
        return Connection(PersistentClient(str(folder), settings=_settings()), LOCAL)
    if (folder / _LOCAL_FILE).exists():
        raise _elsewhere("in the store's own folder, and SENREI_CHROMA is set: unset it")
    return Connection(_reach(server), name or _new_name(folder))


def discard(folder: Path, server: str | None) -> None:
    """Remove an index's folder, and before it what the index has on the server. Raises StoreError."""
    try:
        name = _name(folder / "chroma")
    except (OSError, ValueError, KeyError):  # damaged: what it had there can no longer be told from others
        name = None
    if server is not None and name is not None:
        client = _reach(server)
        try:
            for collection in client.list_collections():
                if collection.name.endswith(f".{name}"):
                    client.delete_collection(collection.name)
        finally:
            close(client)
    shutil.rmtree(folder, ignore_errors=True)


def close(client: ClientAPI) -> None:
    """Let go of a client and of its connections, which Chroma itself leaves open towards a server."""
    sides = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(getattr(side, "_server", None), "_session", None) for side in sides]
    with contextlib.suppress(Exception):  # a client whose system was taken down already
        client.close()
    for session in sessions:
        if session is not None:
            session.close()


def is_lost(error: Exception) -> bool:
    """Whether an error says that the way to the server is lost, not that the server said no."""
    from httpx import TransportError

    return isinstance(error, OSError | TransportError)


def unreachable(server: str, error: Exception) -> SenreiError:
    """What is said of a server that does not answer."""
    return StoreError(
        f"No Chroma server answers at {server} ({error}). Start it, or correct SENREI_CHROMA; without that "
        "setting vectors lie in the store's own folder (run `senrei reindex` after a change of it)."
    )


def _reach(server: str) -> ClientAPI:
    from chromadb import HttpClient

    scheme, host, port = _parts(server)
    try:
        return HttpClient(host=host, port=port, ssl=scheme == "https", settings=_settings())
    except Exception as error:  # whatever HTTP and TLS raise
        raise unreachable(server, error) from error


def _parts(server: str) -> tuple[str, str, int]:
    try:
        url = urlsplit(server)
        if url.scheme in _PORTS and url.hostname and url.path in ("", "/"):
            return url.scheme, url.hostname, url.port or _PORTS[url.scheme]
    except ValueError:
        pass
    raise InputError(
        f"SENREI_CHROMA: {server!r} is no address of a server. One looks like http://127.0.0.1:8000."
    )


def _settings() -> object:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _name(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / _NAME).read_text("utf-8"))["name"])
    except FileNotFoundError:
        return None


def _new_name(folder: Path) -> str:
    name, part = uuid.uuid4().hex, folder / f"{_NAME}.part"
    part.write_text(json.dumps({"name": name}), "utf-8")
    os.replace(part, folder / _NAME)
    return name


def _elsewhere(where: str) -> StoreError:
    return StoreError(f"The vectors of this store lie {where}, or move them with `senrei reindex`.")
