"""What the tests of ingestion share: a small embedding model and folders of small documents."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from corpus.index.embedder import Embedder
from ingest.workers import Workers

_WRITER = Path(__file__).with_name("writer_to_kill.py")


@pytest.fixture(scope="session")
def small_embedder() -> Callable[[str], Embedder]:
    """``small_embedder(revision)``: an embedding model without weights."""
    make: Callable[[str], Embedder] = runpy.run_path(str(_WRITER))["HashEmbedder"]
    return make


@pytest.fixture
def embedder(small_embedder: Callable[[str], Embedder]) -> Embedder:
    """An embedding model without weights."""
    return small_embedder("1")


@pytest.fixture(scope="session")
def readers() -> Iterator[Executor]:
    """A process that reads files, kept from test to test: to start one takes longer than what it reads in most."""
    workers = Workers(1)
    yield workers
    workers.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for documents."""
    made = tmp_path / "documents"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """``write(id, text, **manifest)`` puts a document and its line of the manifest into the folder."""
    entries: dict[str, dict[str, object]] = {}

    def put(document_id: str, text: str | bytes, **known: object) -> Path:
        path = folder / f"{document_id}.txt"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        entries[document_id] = {"id": document_id, "kind": "other", "title": document_id, **known}
        lines = ["documents:"]
        for name, entry in entries.items():
            lines.append(f"  - file: {name}.txt")
            lines += [f"    {key}: {value}" for key, value in entry.items()]
        (folder / "manifest.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return put
