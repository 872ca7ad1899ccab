"""Ingests a folder in batches of a few clauses and kills itself, as `kill -9` would, at a given step.

Run as a program: ``writer_to_kill.py FOLDER DATA STEP NUMBER``; ``tests/ingest/conftest.py`` takes the small
embedding model from here.
"""

from __future__ import annotations

import os
import signal
import sys
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class HashEmbedder:
    """A model of 32 dimensions that counts pairs of characters: real vectors without real weights."""

    name = "pairs"
    dimensions = 32
    folder = None

    def __init__(self, revision: str = "1") -> None:
        self.revision = revision

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimensions), 1e-3, np.float32)
        for place, text in enumerate(texts):
            for pair in pairwise(text):
                vectors[place, zlib.crc32("".join(pair).encode()) % self.dimensions] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    encode_queries = encode_passages


def die_at(owner: type, name: str, number: int) -> None:
    """Have the ``number``-th call of a method kill this process before it begins, or after it with ``+``."""
    after, called = name.endswith("+"), 0
    plain = name.removesuffix("+")
    original: Callable[..., Any] = getattr(owner, plain)

    def watched(*args: Any, **kwargs: Any) -> Any:
        nonlocal called
        called += 1
        if called == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if called == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, plain, watched)


def main(folder: str, data: str, step: str, number: str) -> None:
    from corpus.catalog import Catalog
    from corpus.index import Indexes
    from ingest import batch
    from ingest.pipeline import ingest

    batch._BATCH_CLAUSES = 12  # type: ignore[attr-defined]
    batch._WAIT_S = 60.0  # type: ignore[attr-defined]
    owner, _, name = step.partition(".")
    if step != "never":
        die_at({"catalog": Catalog, "indexes": Indexes}[owner], name, int(number))
    print("ready", flush=True)
    ingest([Path(folder)], Path(data), embedder=HashEmbedder())


if __name__ == "__main__":
    main(*sys.argv[1:])
