"""Documents are taken in while somebody reads: nobody sees half of one, and everybody sees the new at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.index import Indexes, SearchText
from corpus.index.embedder import Embedder
from ingest import batch
from ingest.pipeline import ingest, restore, retire

PUBLIC = frozenset({"public"})
DOCUMENTS, PARAGRAPHS, VERSIONS = 6, 5, 4
Write = Callable[..., Path]


def put(write: Write, version: int) -> None:
    for number in range(DOCUMENTS):
        lines = [f"第{version}版の段落{p}、文書{number}の本文である。" for p in range(PARAGRAPHS)]
        write(f"doc-{number}", "\n\n".join(lines) + "\n")


class Reader:
    """A store opened once and read again and again, as a server does."""

    def __init__(self, data: Path, embedder: Embedder) -> None:
        self.catalog, self.indexes = Catalog.open(data), Indexes.open(data, embedder)
        self.looks = 0
        self.wrong: list[str] = []

    def look(self) -> set[str]:
        """The versions that a search comes upon; documents must be whole, and of one version each."""
        for document in self.catalog.documents(PUBLIC):
            try:
                text = "".join(c.text for c in self.catalog.tree(document.id, PUBLIC) if c.leaf)
            except NotHeld:  # retired between the list and the look
                continue
            if len(set(re.findall("第[0-9]+版", text))) != 1 or text.count("段落") != PARAGRAPHS:
                self.wrong.append(text)
        scored = self.indexes.search(PUBLIC, SearchText(text="段落の本文"), limit=200)
        found = self.catalog.by_rows([one.row for one in scored], PUBLIC).values()
        held = {clause.id for clause in found}
        if len(held) != len(found):
            self.wrong.append("a clause was found twice")
        self.looks += 1
        return {version for clause in found for version in re.findall("第([0-9]+)版", clause.text)}

    def close(self) -> None:
        self.indexes.close()
        self.catalog.close()


@contextmanager
def hammering(data: Path, embedder: Embedder) -> Iterator[list[Reader]]:
    """Two readers that look without a pause."""
    stop = threading.Event()
    readers = [Reader(data, embedder) for _ in range(2)]

    def hammer(reader: Reader) -> None:
        while not stop.is_set():
            try:
                reader.look()
            except Exception as error:
                reader.wrong.append(repr(error))

    threads = [threading.Thread(target=hammer, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for reader in readers:
            reader.close()


def test_no_reader_ever_sees_half_a_document(
    write: Write, folder: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_BATCH_DOCUMENTS", 2)
    data = tmp_path / "store"
    put(write, 0)
    ingest([folder], data, embedder=embedder)
    with hammering(data, embedder) as readers:
        for version in range(1, VERSIONS):
            put(write, version)
            assert ingest([folder], data, embedder=embedder).ok
        retire("doc-0", data, embedder)
        restore("doc-0", data, embedder)
    assert [reader.wrong for reader in readers] == [[], []]
    assert all(reader.looks > VERSIONS for reader in readers)


def test_what_was_taken_in_is_found_at_once_by_who_has_the_store_open(
    write: Write, folder: Path, tmp_path: Path, embedder: Embedder
) -> None:
    data = tmp_path / "store"
    put(write, 0)
    ingest([folder], data, embedder=embedder)
    reader = Reader(data, embedder)
    try:
        assert reader.look() == {"0"}
        put(write, 1)
        ingest([folder], data, embedder=embedder)
        assert reader.look() == {"1"}
        for number in range(DOCUMENTS):
            retire(f"doc-{number}", data, embedder)
        assert reader.look() == set()
        restore("doc-3", data, embedder)
        assert reader.look() == {"1"}
        assert reader.wrong == []
    finally:
        reader.close()
