"""Vectors on a Chroma server: the same answers, a name for each index, clear words when it is away."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InputError, StoreError
from corpus.index import Indexes, SearchText
from corpus.index.chroma import close, connect
from corpus.index.embedder import load_embedder
from corpus.index.vectors import VectorStore
from ingest import pipeline
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
MINUTES = ROOT / "corpus" / "documents" / "minutes-330_2025-07-30.txt"
PUBLIC = frozenset({"public"})
QUERY = SearchText(text="電子記録媒体の暗号化")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server on a free port, as `docker compose --profile chroma up` starts one."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", folder, "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while not answers(port):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def collections(server: str, scratch: Path) -> set[str]:
    client, _ = connect(scratch, server)
    try:
        return {collection.name for collection in client.list_collections()}
    finally:
        close(client)


def test_a_store_with_its_vectors_on_a_server_finds_what_a_store_by_itself_finds(
    server: str, tmp_path: Path
) -> None:
    found = []
    for name, chroma in (("own", None), ("served", server)):
        data = tmp_path / name
        assert pipeline.ingest([MINUTES], data, chroma=chroma).ok
        assert pipeline.check(data, chroma=chroma).ok
        indexes = Indexes.open(data, load_embedder(), chroma)
        found.append([(hit.row, pytest.approx(hit.score)) for hit in indexes.search(PUBLIC, QUERY)])
        assert indexes.legs("public")[1] == indexes.legs("public")[0] != set()
        indexes.close()
    assert found[0] == found[1] != []
    assert not (tmp_path / "served" / "index" / "chroma" / "chroma.sqlite3").exists()


def test_two_stores_share_a_server_and_reindexing_leaves_nothing_behind(server: str, tmp_path: Path) -> None:
    before = collections(server, tmp_path / "scratch")
    for name in ("one", "other"):
        assert pipeline.ingest([MINUTES], tmp_path / name, chroma=server).ok
    first = collections(server, tmp_path / "scratch") - before
    assert len(first) == 2
    pipeline.reindex(tmp_path / "one", chroma=server)
    second = collections(server, tmp_path / "scratch") - before
    assert len(second) == 2
    assert len(first & second) == 1
    assert all(pipeline.check(tmp_path / name, chroma=server).ok for name in ("one", "other"))


def test_retired_documents_leave_the_server(server: str, tmp_path: Path) -> None:
    pipeline.ingest([MINUTES], tmp_path / "data", chroma=server)
    pipeline.retire("minutes-330", tmp_path / "data", chroma=server)
    indexes = Indexes.open(tmp_path / "data", load_embedder(), server)
    assert indexes.legs("public") == (set(), set())
    indexes.close()


def test_vectors_move_to_the_server_and_back_by_reindexing_only(server: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    pipeline.ingest([MINUTES], data)
    with pytest.raises(
        StoreError, match="SENREI_CHROMA is set: unset it, or move them with `senrei reindex`"
    ):
        pipeline.check(data, chroma=server)
    assert pipeline.reindex(data, chroma=server) > 0
    assert pipeline.check(data, chroma=server).ok
    with pytest.raises(StoreError, match="SENREI_CHROMA is not set: set it, or move them"):
        pipeline.check(data)
    assert pipeline.reindex(data) > 0
    assert pipeline.check(data).ok


def test_a_server_that_went_away_is_named(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    vectors = np.eye(1, 4, dtype=np.float32)
    with serving(tmp_path / "server") as address:
        store = VectorStore(tmp_path / "chroma", address)
        store.upsert("public", [1], vectors)
        assert store.rows("public") == {1}
    with pytest.raises(StoreError, match=f"No Chroma server answers at {address}"):
        store.upsert("public", [2], vectors)
    with pytest.raises(StoreError, match=f"No Chroma server answers at {address}"):
        store.rows("public")
    store.close()


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(
        StoreError, match=f"No Chroma server answers at {away}.*Start it, or correct SENREI_CHROMA"
    ):
        pipeline.ingest([MINUTES], tmp_path / "data", chroma=away)


@pytest.mark.parametrize(
    "address", ["", "localhost:8000", "ftp://host", "http://", "http://host:port", "http://host/a"]
)
def test_what_is_no_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="SENREI_CHROMA"):
        connect(tmp_path, address)
