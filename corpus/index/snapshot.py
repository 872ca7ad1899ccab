"""A flat copy of one audience's vectors, mapped into memory and scanned exactly.

Derived from Chroma for partitions small enough to be scanned whole: no import of chromadb (over a second), no
approximation. It counts only while its stamp is that of the index; a damaged or stale one is passed over.
Two files a snapshot, named by the stamp: ``dense-<stamp>.rows.npy`` (n,) int64 ascending and
``dense-<stamp>.npy`` (n, d) float32.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

# Up to here a scan is no slower than the graph search: 50,000 x 512 float32 are 100 MB, about 10 ms a scan.
LARGEST = 50_000


class Snapshot:
    """Rows and vectors of one audience at one stamp."""

    def __init__(self, rows: Rows, vectors: Vectors) -> None:
        """``rows`` (n,) ascending, ``vectors`` (n, d) of unit length."""
        self.rows = rows
        self.vectors = vectors

    def nearest(self, query: Vectors, limit: int) -> dict[int, float]:
        """The ``limit`` nearest rows to a unit vector (d,), with their cosines, nearest first."""
        if not len(self.rows):
            return {}
        cosines = products(self.vectors, query)
        return _best(self.rows, cosines, limit)

    def cosines(self, query: Vectors, rows: Sequence[int]) -> dict[int, float]:
        """Cosines of given rows; rows not held are left out."""
        if not len(self.rows) or not len(rows):
            return {}
        wanted = np.unique(np.asarray(rows, dtype=np.int64))
        places = np.minimum(np.searchsorted(self.rows, wanted), len(self.rows) - 1)
        held = self.rows[places] == wanted
        values = products(self.vectors[places[held]], query)
        return dict(zip(wanted[held].tolist(), values.tolist(), strict=True))

    def changed(self, removed: set[int], added: dict[int, Vectors]) -> Snapshot:
        """A snapshot without some rows and with others."""
        gone = np.asarray(sorted(removed | added.keys()), dtype=np.int64)
        stays = ~np.isin(self.rows, gone)
        rows = np.concatenate([self.rows[stays], np.asarray(list(added), dtype=np.int64)])
        blocks = [self.vectors[stays]] if stays.any() else []
        if added:
            blocks.append(np.stack(list(added.values())).astype(np.float32))
        vectors = np.concatenate(blocks) if blocks else np.zeros((0, 0), dtype=np.float32)
        return sorted_snapshot(rows, vectors)

    def write(self, folder: Path, stamp: str) -> None:
        """Write it for this stamp; whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_array(folder / f"dense-{stamp}.npy", self.vectors)
        _write_array(folder / f"dense-{stamp}.rows.npy", self.rows)


def products(vectors: Vectors, query: Vectors) -> Vectors:
    """The inner products of vectors (n, d) with one (d,), each worked out alike however many there are.

    Not ``@``: a BLAS shares even a small product between all cores, and its threads wait for each other. On a
    machine that is busy otherwise they wait for a hundred times as long as the product takes (docs/decisions/006).
    """
    worked_out: Vectors = np.einsum("ij,j->i", vectors, query)
    return worked_out


def sorted_snapshot(rows: Rows, vectors: Vectors) -> Snapshot:
    """A snapshot of rows in any order."""
    order = np.argsort(rows, kind="stable")
    return Snapshot(rows[order], vectors[order] if len(order) else vectors)


def load(folder: Path, stamp: str, dimensions: int) -> Snapshot | None:
    """The snapshot of this stamp, or None where there is none that can be trusted."""
    try:
        rows = np.load(folder / f"dense-{stamp}.rows.npy", allow_pickle=False)
        vectors = np.load(folder / f"dense-{stamp}.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    sound = (
        rows.ndim == 1
        and rows.dtype == np.int64
        and vectors.dtype == np.float32
        and (vectors.shape == (len(rows), dimensions) or not len(rows))
        and bool(np.all(rows[1:] > rows[:-1]))
    )
    return Snapshot(rows, vectors) if sound else None


def discard(folder: Path, *, keep: str | None) -> None:
    """Remove the snapshots of all stamps but one; a file still mapped elsewhere may stay until next time."""
    for path in folder.glob("dense-*.npy*"):
        if keep is None or not path.name.startswith(f"dense-{keep}."):
            with contextlib.suppress(OSError):
                path.unlink()


def best_of(scores: dict[int, float], limit: int) -> dict[int, float]:
    """The ``limit`` highest scores, highest first, equal ones by row."""
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked[:limit])


def _best(rows: Rows, cosines: Vectors, limit: int) -> dict[int, float]:
    if limit < len(rows):
        chosen = np.argpartition(cosines, -limit)[-limit:]
        rows, cosines = rows[chosen], cosines[chosen]
    order = np.lexsort((rows, -cosines))
    return dict(zip(rows[order].tolist(), cosines[order].tolist(), strict=True))


def _write_array(path: Path, array: NDArray[np.generic]) -> None:
    # Not np.save: on a full disk it raises an OSError that does not say so.
    array, part = np.ascontiguousarray(array), path.with_suffix(".npy.part")
    with part.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
        file.write(array.reshape(-1).view(np.uint8).data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
