"""The vectors of a static embedding as its file holds them, row by row.

The file is one that sentence-transformers reads: ``embedding.weight``, or ``embeddings`` with, where they are whole
numbers, a scale for each row (``weights``), and, where several tokens share a row, the row of each (``mapping``). Whole
numbers of eight bits take half the room of half precision; they stay such in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# An eight-bit row reaches from -127 to 127.
_LARGEST = 127


@dataclass(frozen=True)
class Table:
    """Rows (pieces, dimensions) of figures, each to be multiplied by its scale where there are scales."""

    rows: NDArray[Any]
    scales: NDArray[np.float32] | None = None

    @classmethod
    def read(cls, path: Path) -> Table:
        """The table in a safetensors file.

        Raises:
            OSError: it cannot be read.
            KeyError: it holds no table.
            ValueError: its parts do not fit together.
        """
        from safetensors.numpy import load_file

        tensors = load_file(str(path))
        if "embedding.weight" in tensors:
            return cls(tensors["embedding.weight"])
        rows, scales = tensors["embeddings"], tensors.get("weights")
        if (mapping := tensors.get("mapping")) is not None:
            rows = rows[mapping]
        if scales is not None and scales.shape != (len(rows),):
            raise ValueError(f"{path.name} has {len(rows)} rows and {scales.size} scales for them")
        return cls(rows, None if scales is None else scales.astype(np.float32))

    @classmethod
    def rounded(cls, vectors: NDArray[np.floating[Any]]) -> Table:
        """Vectors as whole numbers of eight bits with a scale a row."""
        largest = np.abs(vectors).max(axis=1).astype(np.float32)
        scales = np.where(largest > 0, largest / np.float32(_LARGEST), np.float32(1)).astype(np.float32)
        return cls(np.rint(vectors / scales[:, None]).astype(np.int8), scales)

    def write(self, path: Path) -> None:
        """Write the table as a safetensors file."""
        from safetensors.numpy import save_file

        if self.scales is None:
            save_file({"embedding.weight": self.rows}, path)
        else:
            save_file({"embeddings": self.rows, "weights": self.scales}, path)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.rows.shape[1])

    @property
    def vectors(self) -> NDArray[np.float32]:
        """All of them, in single precision."""
        whole: NDArray[np.float32] = self.rows.astype(np.float32)
        return whole if self.scales is None else whole * self.scales[:, None]

    def mean(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The mean of the vectors of some pieces; of one at least."""
        if self.scales is None:
            mean: NDArray[np.float32] = self.rows[ids].mean(axis=0, dtype=np.float32)
        else:
            mean = (self.scales[ids] / np.float32(len(ids))) @ self.rows[ids].astype(np.float32)
        return mean

    def shortened(self, dimensions: int) -> Table:
        """The first figures of every vector."""
        return replace(self, rows=self.rows[:, :dimensions])

    def tobytes(self) -> bytes:
        """What changes when any figure does."""
        return self.rows.tobytes() + (b"" if self.scales is None else self.scales.tobytes())
