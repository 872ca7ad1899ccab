"""How fast the indexes answer as they grow: medians at several sizes, and ratios between them.

    python benchmarks/search_speed.py [--rows 10000 100000] [--queries 100]

Rows are made up of words drawn from the bundled documents with their real frequencies; vectors are clustered
around as many centres, as those of texts are. Each size is measured plain, with a filter that half of the
rows pass, and with one that few pass; on the flat snapshot (as far as there is one) and on Chroma. The
share of the true ten nearest that Chroma finds is told as well.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.index import Entry, Indexes, SearchText
from corpus.index import snapshot as snapshots
from corpus.models import DocumentKind, Filters

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
DIMENSIONS = 512
PUBLIC = frozenset({"public"})
FILTERS = {
    "no filter": Filters(),
    "half pass": Filters(kind=DocumentKind.MINUTES),
    "few pass": Filters(meeting=7, speaker="清水委員"),
}


class MadeUp:
    """Vectors by hash of the text, around a thousand centres."""

    name = "made-up"
    revision = "1"
    dimensions = DIMENSIONS
    folder: Path | None = None

    def __init__(self) -> None:
        self._centres = np.random.default_rng(3).normal(size=(1000, DIMENSIONS)).astype(np.float32)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rng = np.random.default_rng(zlib.crc32("".join(texts).encode()))
        vectors = self._centres[rng.integers(0, 1000, len(texts))]
        vectors = vectors + rng.normal(size=vectors.shape).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    encode_queries = encode_passages


def sentences(count: int, seed: int = 5) -> list[str]:
    """Made-up clauses of 20 to 80 pieces of real text each."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt")))
    pieces = [text[place : place + 4] for place in range(0, len(text) - 4, 4)]
    rng = random.Random(seed)
    return ["".join(rng.choices(pieces, k=rng.randrange(5, 20))) for _ in range(count)]


def build(indexes: Indexes, rows: int) -> float:
    """Fill the indexes; rows a second."""
    texts, start = sentences(rows), time.perf_counter()
    kinds = [DocumentKind.MINUTES, DocumentKind.ASSESSMENT]
    with indexes.batch():
        for first in range(0, rows, 5000):
            indexes.add(
                "public",
                [
                    Entry(
                        row=row,
                        text=texts[row],
                        document_id=f"document-{row // 100}",
                        kind=kinds[row % 2],
                        meeting=row // 100 % 400,
                        day=dt.date(2015, 1, 1) + dt.timedelta(days=row // 100 % 3650),
                        speaker="清水委員" if row % 7 == 0 else None,
                    )
                    for row in range(first, min(first + 5000, rows))
                ],
            )
    return rows / (time.perf_counter() - start)


def measure(indexes: Indexes, queries: list[str], filters: Filters) -> tuple[float, float]:
    """Median and 95th percentile of a search for thirty, in milliseconds."""
    for query in queries[:5]:
        indexes.search(PUBLIC, SearchText(text=query), filters, 30)
    taken = []
    for query in queries:
        start = time.perf_counter()
        indexes.search(PUBLIC, SearchText(text=query), filters, 30)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return statistics.median(taken), taken[int(len(taken) * 0.95)]


def share_found(indexes: Indexes, count: int = 50) -> float:
    """Share of the true ten nearest that Chroma's graph search finds."""
    rows, vectors = indexes._vectors.all("public")
    rng = np.random.default_rng(11)
    shares = []
    for place in rng.integers(0, len(rows), count):
        query = vectors[place] + 0.03 * rng.normal(size=DIMENSIONS).astype(np.float32)
        query /= np.linalg.norm(query)
        true = set(rows[np.argsort(-(vectors @ query))[:10]].tolist())
        shares.append(len(true & set(indexes._vectors.nearest("public", query, 60))) / 10)
    return statistics.mean(shares)


def main() -> None:
    """Measure every size and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=100)
    given = parser.parse_args()
    queries = sentences(given.queries, seed=9)
    base: dict[tuple[str, str], float] = {}
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            rate = build(Indexes.open(Path(folder), MadeUp()), rows)
            print(f"{rows:,} rows: built at {rate:,.0f} rows/s")
            for leg in ("snapshot", "Chroma"):
                if leg == "snapshot" and rows > snapshots.LARGEST:
                    continue
                if leg == "Chroma":
                    snapshots.discard(Path(folder) / "index" / "public", keep=None)
                indexes = Indexes.open(Path(folder), MadeUp())
                for name, filters in FILTERS.items():
                    median, late = measure(indexes, queries, filters)
                    ratio = median / base.setdefault((leg, name), median)
                    print(
                        f"  {leg:9}{name:10} p50 {median:6.1f} ms  p95 {late:6.1f} ms  x{ratio:.1f}",
                        flush=True,
                    )
                if leg == "Chroma":
                    print(f"  Chroma finds {share_found(indexes):.1%} of the true ten nearest", flush=True)
                indexes.close()


if __name__ == "__main__":
    main()
