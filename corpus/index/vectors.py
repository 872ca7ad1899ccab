"""The dense vectors of all audiences: Chroma, one collection an audience, the store of record.

Where Chroma runs is the subject of ``corpus.index.chroma``.

Chroma is never asked to embed (it would download a model) nor to filter (its ``where`` costs 295 ms at
100,000 rows when half of them match): vectors are always given, and filtering is done around it. Importing it
costs more than a second, so nothing here does before it must.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.index import chroma
from corpus.index.faults import writing

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

# Breadth of the graph search: benchmarks/search_speed.py shows what each costs and finds.
_SETTINGS = {"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 128}}
_PAGE = 5_000


def _never_embeds() -> Any:
    """An embedding function that raises, so that no call can make Chroma fetch a model."""
    from chromadb import EmbeddingFunction

    class VectorsOnly(EmbeddingFunction[Any]):  # type: ignore[misc]
        def __init__(self) -> None:
            pass

        def __call__(self, input: Any) -> Any:
            raise RuntimeError("Senrei gives Chroma its vectors; nothing may be embedded here.")

        @staticmethod
        def name() -> str:
            return "senrei-vectors-only"

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> Any:
            return VectorsOnly()

        def get_config(self) -> dict[str, Any]:
            return {}

    return VectorsOnly()


class VectorStore:
    """Unit vectors by audience and row, in one Chroma: of this folder, or of a server."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        """Nothing is opened or made before the first call that needs it; ``server`` is a URL."""
        self._folder = folder
        self._server = server
        self._connection: chroma.Connection | None = None
        self._collections: dict[str, Collection] = {}

    def upsert(self, audience: str, rows: Sequence[int], vectors: Vectors) -> None:
        """Store vectors (n, d) under their rows, in place of any that stood there."""
        with self._open() as client:
            collection, step = self._collection(audience), client.get_max_batch_size()
            ids = [str(row) for row in rows]
            for start in range(0, len(ids), step):
                stop = start + step
                collection.upsert(ids=ids[start:stop], embeddings=vectors[start:stop])

    def remove(self, audience: str, rows: Sequence[int]) -> None:
        """Remove the vectors of these rows; rows not held are passed over."""
        with self._open() as client:
            collection, step = self._collection(audience), client.get_max_batch_size()
            ids = [str(row) for row in rows]
            for start in range(0, len(ids), step):
                collection.delete(ids=ids[start : start + step])

    def clear(self, audience: str) -> None:
        """Remove the audience's collection."""
        with self._open() as client:
            name = self._name(audience)
            if name in {collection.name for collection in client.list_collections()}:
                client.delete_collection(name)
            self._collections.pop(audience, None)

    def count(self, audience: str) -> int:
        """How many vectors an audience has."""
        with self._open():
            return int(self._collection(audience).count())

    def rows(self, audience: str) -> set[int]:
        """The rows of all vectors of an audience."""
        if not self._folder.exists():
            return set()
        with self._open():
            collection, found = self._collection(audience), set[int]()
            for offset in range(0, collection.count(), _PAGE):
                page = collection.get(include=[], limit=_PAGE, offset=offset)
                found.update(int(key) for key in page["ids"])
            return found

    def all(self, audience: str) -> tuple[Rows, Vectors]:
        """Every row and its vector, for making a snapshot."""
        return self.get(audience, sorted(self.rows(audience)))

    def get(self, audience: str, rows: Sequence[int]) -> tuple[Rows, Vectors]:
        """Vectors of given rows; rows not held are left out, the order is Chroma's."""
        keys: list[int] = []
        parts: list[Vectors] = []
        with self._open():
            collection = self._collection(audience)
            for start in range(0, len(rows), _PAGE):
                ids = [str(row) for row in rows[start : start + _PAGE]]
                page = collection.get(ids=ids, include=["embeddings"])
                if page["ids"]:
                    keys.extend(int(key) for key in page["ids"])
                    parts.append(np.asarray(page["embeddings"], dtype=np.float32))
        vectors = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)
        return np.asarray(keys, dtype=np.int64), vectors

    def nearest(self, audience: str, query: Vectors, limit: int) -> dict[int, float]:
        """The ``limit`` nearest rows to a unit vector (d,) with their cosines, nearest first; approximate."""
        with self._open():
            collection = self._collection(audience)
            found = min(limit, collection.count())
            if not found:
                return {}
            page = collection.query(query_embeddings=query[None, :], n_results=found, include=["distances"])
            distances = page["distances"] or [[]]
            return {int(key): 1.0 - float(d) for key, d in zip(page["ids"][0], distances[0], strict=True)}

    def close(self) -> None:
        """Let go of the client; the next call opens a fresh one that sees what others have written."""
        connection, self._connection = self._connection, None
        self._collections.clear()
        if connection is not None:
            from chromadb.api.shared_system_client import SharedSystemClient

            chroma.close(connection.client)
            SharedSystemClient.clear_system_cache()

    def _collection(self, audience: str) -> Collection:
        assert self._connection is not None
        if audience not in self._collections:
            self._collections[audience] = self._connection.client.get_or_create_collection(
                self._name(audience), embedding_function=_never_embeds(), configuration=_SETTINGS
            )
        return self._collections[audience]

    def _name(self, audience: str) -> str:
        assert self._connection is not None
        return self._connection.collection(audience)

    @contextlib.contextmanager
    def _open(self) -> Iterator[ClientAPI]:
        with writing("vector store", self._folder):
            if self._connection is None:
                self._connection = chroma.connect(self._folder, self._server)
            try:
                yield self._connection.client
            except Exception as error:
                if self._server is None or not chroma.is_lost(error):
                    raise
                raise chroma.unreachable(self._server, error) from error
