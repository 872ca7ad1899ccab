"""One audience's two legs, read together: candidates of each, filters, both scores of every candidate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.index import snapshot as snapshots
from corpus.index.entries import Entry, Scored
from corpus.index.fusion import Fusion
from corpus.index.lexical import LexicalIndex
from corpus.index.readings import ReadingStore, read
from corpus.index.snapshot import Snapshot, best_of
from corpus.index.vectors import VectorStore
from corpus.models import Filters

Vector = NDArray[np.float32]

# Filters that few entries pass are met by scoring those few; otherwise more neighbours are asked for than
# wanted.
FEW = 2_000
_FIRST_FETCH = 4
_LARGEST_FETCH = 20_000
_NO_FILTERS = Filters()


class Partition:
    """The indexes of one audience."""

    def __init__(self, audience: str, folder: Path, vectors: VectorStore) -> None:
        """``folder`` is the audience's own; ``vectors`` is shared by all audiences."""
        self.audience = audience
        self.folder = folder
        self.lexical = LexicalIndex(folder / "lexical")
        self.readings = ReadingStore(folder)
        self.snapshot: Snapshot | None = None
        self._vectors = vectors

    def load_snapshot(self, stamp: str, dimensions: int) -> None:
        """Use the snapshot of this stamp where there is one."""
        self.snapshot = snapshots.load(self.folder, stamp, dimensions)

    # -- writing what lies in this folder; Chroma and the snapshot are written by ``Indexes`` -----------------

    def add(self, entries: Sequence[Entry]) -> None:
        """Add entries, each in place of any of the same row, and what ranking reads of them."""
        self.lexical.add(entries)
        self.readings.put(
            {one.row: read(one.text, one.standing) for one in entries if one.standing is not None}
        )

    def remove(self, rows: Sequence[int]) -> None:
        """Remove rows; those not held are passed over."""
        self.lexical.remove(rows)
        self.readings.remove(rows)

    def clear(self) -> None:
        """Remove everything."""
        self.lexical.clear()
        self.readings.clear()
        self.snapshot = None

    def commit(self) -> None:
        """Make the changes durable and visible."""
        self.lexical.commit()
        self.readings.commit()

    def abandon(self) -> None:
        """Forget the changes since the last commit."""
        self.lexical.abandon()
        self.readings.abandon()

    def close(self) -> None:
        """Let go of files."""
        self.readings.close()

    # -- reading -------------------------------------------------------------------------------------------

    def search(
        self, tokens: list[str], query: Vector, filters: Filters, limit: int, depth: int, fusion: Fusion
    ) -> list[Scored]:
        """The best ``limit`` clauses, best first, out of the best ``depth`` of each leg, scored by both."""
        lexical = self.lexical.search(tokens, filters, depth)
        dense = self._dense(query, filters, depth) if query.any() else {}
        return self._fused(lexical, dense, lexical.keys() | dense.keys(), tokens, query, fusion, limit)

    def scored(self, tokens: list[str], query: Vector, rows: Collection[int], fusion: Fusion) -> list[Scored]:
        """These rows as a search scores them, best first."""
        return self._fused({}, {}, rows, tokens, query, fusion, len(rows))

    def _fused(
        self,
        lexical: dict[int, float],
        dense: dict[int, float],
        found: Collection[int],
        tokens: list[str],
        query: Vector,
        fusion: Fusion,
        limit: int,
    ) -> list[Scored]:
        """The rows found with the scores of both legs, those that are not known yet looked up; best first."""
        lexical |= self.lexical.scores(tokens, [row for row in found if row not in lexical])
        if query.any():
            dense |= self._cosines(query, [row for row in found if row not in dense])
        full = self.lexical.full_score(tokens)
        rows = np.fromiter(found, dtype=np.int64, count=len(found))
        sums = np.fromiter((lexical.get(row, 0.0) for row in found), dtype=float, count=len(found))
        near = np.fromiter((dense.get(row, 0.0) for row in found), dtype=float, count=len(found))
        scores = fusion.scores(sums, full, near)
        best = np.lexsort((rows, -scores))[:limit]  # equal ones by row
        return [
            Scored(row=row, score=score, lexical=fusion.lexical_part(bm25, full), dense=cosine, bm25=bm25)
            for row, score, cosine, bm25 in zip(
                rows[best].tolist(),
                scores[best].tolist(),
                near[best].tolist(),
                sums[best].tolist(),
                strict=True,
            )
        ]

    def _dense(self, query: Vector, filters: Filters, limit: int) -> dict[int, float]:
        """The nearest rows that pass the filters."""
        if filters == _NO_FILTERS:
            return self._nearest(query, limit)
        passing = self.lexical.count(filters)
        if passing <= FEW:
            return best_of(self._cosines(query, self.lexical.passing(filters, FEW)), limit) if passing else {}
        fetch = limit * _FIRST_FETCH
        while True:
            near = self._nearest(query, fetch)
            kept = self.lexical.keep(list(near), filters)
            if len(kept) >= limit or len(near) < fetch or fetch >= _LARGEST_FETCH:
                return best_of({row: near[row] for row in kept}, limit)
            fetch = min(fetch * 4, _LARGEST_FETCH)

    def _nearest(self, query: Vector, limit: int) -> dict[int, float]:
        if self.snapshot is not None:
            return self.snapshot.nearest(query, limit)
        return self._vectors.nearest(self.audience, query, limit)

    def _cosines(self, query: Vector, rows: list[int]) -> dict[int, float]:
        if self.snapshot is not None or not rows:
            return self.snapshot.cosines(query, rows) if self.snapshot is not None else {}
        held, vectors = self._vectors.get(self.audience, rows)
        return (
            dict(zip(held.tolist(), snapshots.products(vectors, query).tolist(), strict=True))
            if len(held)
            else {}
        )
