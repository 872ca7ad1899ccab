"""All indexes of a store: written by one process, read by many, one partition an audience.

On disk, below ``DATA/index``: ``index.json`` (embedding model and stamp), ``chroma/`` (vectors of all
audiences), ``<audience>/lexical/`` (tantivy) and ``<audience>/dense-<stamp>.npy`` (snapshot). A change is
written to Chroma and tantivy, then to a snapshot, and at last to ``index.json``; readers look at that file
and open both legs anew when it has changed. ``writing`` stands there while a change is under way: where it
was left by a process that died, the snapshot is made from Chroma instead of from the one before.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError, StoreError
from corpus.index import snapshot as snapshots
from corpus.index import stamp as stamps
from corpus.index.calibration import Bounds, bounds_of
from corpus.index.chroma import discard
from corpus.index.embedder import Embedder
from corpus.index.entries import Entry, Scored, SearchText, passage
from corpus.index.faults import writing
from corpus.index.fusion import FILE_NAME as FUSION_FILE
from corpus.index.fusion import Fusion, load_fusion
from corpus.index.partition import Partition
from corpus.index.readings import unread
from corpus.index.snapshot import Snapshot
from corpus.index.tokenizer import words
from corpus.index.vectors import VectorStore
from corpus.models import Clause, Filters

# Changes of a long batch are made durable in between.
_COMMIT_EVERY = 20_000
# Candidates of each leg: enough that the fused order of the first ``limit`` no longer changes.
_LEAST_CANDIDATES = 60
# What senrei tune keeps beside them.
_FITTED = ("fusion.json", "refusals.json")
_AUDIENCE = re.compile(r"[a-z][a-z0-9-]{0,30}")


class Indexes:
    """Lexical and dense indexes of a store, by audience."""

    def __init__(self, folder: Path, embedder: Embedder, chroma: str | None = None) -> None:
        """Use ``open``."""
        self.embedder = embedder
        self._folder = folder
        self._record_path = folder / "index.json"
        self._marker = folder / "writing"
        self._vectors = VectorStore(folder / "chroma", chroma)
        self._lock = threading.RLock()
        self._partitions: dict[str, Partition] = {}
        self._seen: tuple[int, int, int] | None = None
        self._record: stamps.Record | None = None
        self._pending: dict[str, dict[int, NDArray[np.float32] | None]] = {}
        self._uncommitted = 0
        self._batches = 0
        self._recover = False
        self.fusion: Fusion = self._told_fusion()

    @property
    def folder(self) -> Path:
        """Where they lie, and what is fitted to them beside them."""
        return self._folder

    @classmethod
    def open(cls, data: Path, embedder: Embedder, chroma: str | None = None) -> Indexes:
        """The indexes of the store at ``data``; made with the first entry where there are none.

        ``chroma`` is the URL of the Chroma server that has the vectors; None where the store has them itself.

        Raises:
            EmbedderMismatch: another embedding model made them.
            StoreTooNew: a newer version of Senrei made them.
            StoreDamaged: they cannot be read.
        """
        indexes = cls(Path(data) / "index", embedder, chroma)
        indexes._refresh()
        return indexes

    @classmethod
    @contextmanager
    def rebuilding(cls, data: Path, embedder: Embedder, chroma: str | None = None) -> Iterator[Indexes]:
        """Empty indexes beside the present ones, which they replace when the block ends well.

        Whatever the present ones are (made with another model, damaged) does not matter; readers keep them
        until then, and a process that dies inside leaves them as they were.
        """
        data = Path(data)
        fresh, current, former = data / "index.new", data / "index", data / "index.old"
        for leftover in (fresh, former):
            discard(leftover, chroma)
        indexes = cls(fresh, embedder, chroma)
        try:
            with indexes.batch():
                yield indexes
            if not indexes._record_path.exists():
                indexes._flush()
        finally:
            indexes.close()
        if stamps.made_by(
            current / "index.json", embedder.name
        ):  # what is fitted to one model suits no other
            for tuned in (current / name for name in _FITTED):
                if tuned.exists():
                    shutil.copy2(tuned, fresh / tuned.name)
        with writing("index", current):
            if current.exists():
                current.rename(former)
            fresh.rename(current)
        with suppress(StoreError):  # the new indexes stand; what is left of the old goes the next time
            discard(former, chroma)

    # -- writing -------------------------------------------------------------------------------------------

    def add(self, audience: str, entries: Iterable[Entry]) -> None:
        """Add entries to an audience, each in place of any of the same row.

        Raises:
            StoreBusy: another process is writing.
            StoreError: the disk is full.
        """
        batch = list({entry.row: entry for entry in entries}.values())
        if not batch:
            return
        with self._change(audience) as partition:
            vectors = self.embedder.encode_passages([passage(entry) for entry in batch])
            rows = [entry.row for entry in batch]
            partition.add(batch)
            self._vectors.upsert(audience, rows, vectors)
            self._pending[audience].update(zip(rows, vectors, strict=True))
            self._uncommitted += len(batch)

    def remove(self, audience: str, rows: Iterable[int]) -> None:
        """Remove rows from an audience; rows not held are passed over."""
        gone = list(rows)
        if not gone:
            return
        with self._change(audience) as partition:
            partition.remove(gone)
            self._vectors.remove(audience, gone)
            self._pending[audience].update(dict.fromkeys(gone))
            self._uncommitted += len(gone)

    def clear(self, audience: str) -> None:
        """Remove everything of an audience."""
        with self._change(audience) as partition:
            partition.clear()
            self._vectors.clear(audience)
            self._pending[audience] = {}

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Changes made inside become visible together at its end (and durable, long batches in between)."""
        with self._lock:
            self._batches += 1
        try:
            yield
        except BaseException:
            self._batches -= 1
            if not self._batches:
                self._abandon()
            raise
        self._batches -= 1
        if not self._batches and self._pending:
            self._flush()

    def close(self) -> None:
        """Let go of files and of Chroma."""
        with self._lock:
            self._abandon()
            self._let_go()
            self._vectors.close()
            self._seen = None

    @contextmanager
    def _change(self, audience: str) -> Iterator[Partition]:
        """One change of one audience, flushed at its end unless a batch is open."""
        with self._lock, writing("index", self._folder):
            self._refresh()
            partition = self._partition(audience, create=True)
            assert partition is not None
            try:
                partition.lexical.begin()
                self._begin(audience)
                yield partition
                if not self._batches:
                    self._flush()
                elif self._uncommitted >= _COMMIT_EVERY:
                    self._commit()
            except BaseException:
                if not self._batches:
                    self._abandon()
                raise

    def _begin(self, audience: str) -> None:
        if not self._pending:
            self._recover = self._marker.exists()
            self._marker.touch()
        self._pending.setdefault(audience, {})

    def _commit(self) -> None:
        for audience in self._pending:
            self._partitions[audience].commit()
        self._uncommitted = 0

    def _flush(self) -> None:
        """Make every pending change durable and tell readers."""
        with self._lock, writing("index", self._folder):
            self._commit()
            stamp = stamps.new_stamp()
            kept = {audience: self._next_snapshot(audience) for audience in self._held()}
            for audience, snapshot in kept.items():
                if snapshot is not None:
                    snapshot.write(self._folder / audience, stamp)
            embedder = self.embedder
            record = stamps.Record(
                stamp=stamp,
                embedder=embedder.name,
                revision=embedder.revision,
                dimensions=embedder.dimensions,
                bounds=self._bounds(),
            )
            stamps.write(self._record_path, record)
            self._pending.clear()
            self._marker.unlink(missing_ok=True)
            for audience in kept:
                snapshots.discard(self._folder / audience, keep=stamp)
            self._adopt(record)

    def _next_snapshot(self, audience: str) -> Snapshot | None:
        """What the snapshot of an audience has to be now; None where it is too large for one."""
        partition = self._partition(audience)
        assert partition is not None
        changes = self._pending.get(audience, {})
        if len(partition.lexical) > snapshots.LARGEST:
            return None
        if partition.snapshot is None or self._recover:
            return snapshots.sorted_snapshot(*self._vectors.all(audience))
        removed = {row for row, vector in changes.items() if vector is None}
        return partition.snapshot.changed(removed, {r: v for r, v in changes.items() if v is not None})

    def _abandon(self) -> None:
        """Forget what is not committed; the marker stays, so that the next change makes snapshots anew."""
        for partition in self._partitions.values():
            partition.abandon()
        self._vectors.close()  # a connection that failed in the middle of a change may keep its lock
        self._pending.clear()
        self._uncommitted = 0

    # -- reading -------------------------------------------------------------------------------------------

    def rows(self, audience: str) -> set[int]:
        """The rows that both legs hold."""
        lexical, dense = self.legs(audience)
        return lexical & dense

    def legs(self, audience: str) -> tuple[set[int], set[int]]:
        """The rows of the lexical and of the dense leg, which differ only in a damaged store."""
        with self._lock:
            self._refresh()
            partition = self._partition(audience)
            if partition is None:
                return set(), set()
            return partition.lexical.rows(), self._vectors.rows(audience)

    def audiences(self) -> frozenset[str]:
        """The audiences that have an index, empty or not."""
        return frozenset(self._held())

    def search(
        self, audiences: frozenset[str], query: SearchText, filters: Filters | None = None, limit: int = 10
    ) -> list[Scored]:
        """The best ``limit`` clauses that readers of these audiences may see, best first.

        Raises:
            EmbedderMismatch: the index was made anew with another model meanwhile.
            StoreDamaged: an index cannot be read.
        """
        partitions = self._readable(audiences)
        if limit < 1 or not partitions:
            return []
        tokens, vector = self._asked(query)
        depth = max(_LEAST_CANDIDATES, 3 * limit)
        found: list[Scored] = []
        with writing("index", self._folder):
            for partition in partitions:
                found += partition.search(tokens, vector, filters or Filters(), limit, depth, self.fusion)
        return sorted(found, key=lambda scored: (-scored.score, scored.row))[:limit]

    def scored(self, audiences: frozenset[str], query: SearchText, rows: Collection[int]) -> list[Scored]:
        """These rows, of partitions of these audiences, as ``search`` scores them, best first.

        Rows that no such partition holds score nothing. Raises as ``search`` does.
        """
        partitions = self._readable(audiences)
        if not rows or not partitions:
            return []
        tokens, vector = self._asked(query)
        found: dict[int, Scored] = {}
        with writing("index", self._folder):
            for partition in partitions:
                for one in partition.scored(tokens, vector, rows, self.fusion):
                    if one.row not in found or one.score > found[one.row].score:
                        found[one.row] = one
        return sorted(found.values(), key=lambda scored: (-scored.score, scored.row))

    def recall(self, audiences: frozenset[str], clauses: Mapping[int, Clause]) -> None:
        """Have the readings of these clauses, by row, at hand, as far as partitions of these audiences keep them."""
        missing = unread(clauses)
        for partition in self._readable(audiences) if missing else ():
            partition.readings.recall(missing)

    def rarity(self, audiences: frozenset[str], tokens: Iterable[str]) -> dict[str, float]:
        """How rare words are in what these audiences may read: the least inverse document frequency.

        A reader learns nothing of a partition that is not theirs, not even how common a word is there.
        """
        partitions = self._readable(audiences)
        return {token: min((p.lexical.rarity(token) for p in partitions), default=0.0) for token in tokens}

    def _readable(self, audiences: frozenset[str]) -> list[Partition]:
        """The partitions of these audiences as they are now."""
        with self._lock:
            self._refresh()
            return [p for name in sorted(audiences) if (p := self._partition(name)) is not None]

    def _asked(self, query: SearchText) -> tuple[list[str], NDArray[np.float32]]:
        """The words and the vector of a query."""
        asked = " ".join((query.text, *query.terms))
        return list(dict.fromkeys(words(asked))), self.embedder.encode_queries([asked])[0]

    def _refresh(self) -> None:
        """Open the indexes anew when another process has changed them."""
        with self._lock:
            seen = stamps.signature(self._record_path)
            if seen == self._seen:
                return
            record = stamps.read(self._record_path)
            if record is not None:
                embedder = self.embedder
                stamps.check(record, embedder.name, embedder.revision, embedder.dimensions)
            if self._seen is not None or self._partitions:
                self._let_go()
                self._vectors.close()
            self._record, self._seen = record, seen
            self.fusion = self._told_fusion()

    def _let_go(self) -> None:
        """Forget the partitions; another thread may still be reading in one."""
        while self._partitions:
            self._partitions.popitem()[1].close()

    def _bounds(self) -> Bounds | None:
        """What cosines mean under a model that does not say it: of the former record, or measured now."""
        if self._record is not None and self._record.bounds is not None:
            return self._record.bounds
        told = (self._folder, self.embedder.folder)
        if any((folder / FUSION_FILE).exists() for folder in told if folder is not None):
            return None
        return bounds_of(self.embedder)

    def _told_fusion(self) -> Fusion:
        """The store's weights, else the model's, else the usual ones between the bounds that were measured."""
        bounds = self._record.bounds if self._record is not None else None
        measured = Fusion(floor=bounds.floor, ceiling=bounds.ceiling) if bounds is not None else None
        return load_fusion(self._folder, self.embedder.folder, otherwise=measured)

    def _adopt(self, record: stamps.Record) -> None:
        """Take over a record that this process wrote itself."""
        self._record, self._seen = record, stamps.signature(self._record_path)
        self.fusion = self._told_fusion()
        for partition in self._partitions.values():
            partition.load_snapshot(record.stamp, record.dimensions)

    def _held(self) -> Sequence[str]:
        return sorted(path.parent.name for path in self._folder.glob("*/lexical"))

    def _partition(self, audience: str, *, create: bool = False) -> Partition | None:
        """An audience's partition, opened once; None where there is none."""
        if not _AUDIENCE.fullmatch(audience):
            raise InputError(
                f"{audience!r} is no name of an audience: small letters, figures and hyphens only."
            )
        if audience not in self._partitions:
            folder = self._folder / audience
            if not create and not (folder / "lexical").exists():
                return None
            partition = Partition(audience, folder, self._vectors)
            if self._record is not None:
                partition.load_snapshot(self._record.stamp, self._record.dimensions)
            self._partitions[audience] = partition
        return self._partitions[audience]
