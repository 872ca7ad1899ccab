"""Several fits of the same pairs, that differ by their seeds only, made one model of the usual size.

Side by side, the cosine of two texts is the mean of what each fit finds (all are given the same weight), and what the fits
do not agree on is smaller. The directions that matter least to texts are then left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evals.embedder.pairs import Material

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
_TEXTS = 60_000  # read to find the directions


def combine(fits: Sequence[Vectors], tokenizer: Tokenizer, material: Material) -> Vectors:
    """Vectors (pieces, dimensions of one fit) that give nearly the cosines of all fits together."""
    if len(fits) == 1:
        return fits[0]
    # A fit's vectors may be longer than another's; texts of unit length count alike.
    texts = _texts(material)
    units = [_lengths(tokenizer, one, texts) for one in fits]
    side_by_side = np.concatenate([one / unit for one, unit in zip(fits, units, strict=True)], axis=1)
    spread = np.zeros((side_by_side.shape[1],) * 2, dtype=np.float64)
    for start in range(0, len(texts), 4096):
        encoded = _encode(tokenizer, side_by_side, texts[start : start + 4096])
        spread += encoded.T @ encoded
    _, directions = np.linalg.eigh(spread)  # the least first
    kept = directions[:, ::-1][:, : fits[0].shape[1]].astype(np.float32)
    combined: Vectors = side_by_side @ kept
    return combined


def _texts(material: Material) -> list[str]:
    """As many of every kind, of both sides."""
    share = max(1, _TEXTS // max(1, 2 * len(material.tasks)))
    chosen: list[str] = []
    for task in material.tasks:
        step = max(1, len(task) // share)
        chosen += [*task.left[::step], *task.right[::step]]
    return chosen


def _lengths(tokenizer: Tokenizer, vectors: Vectors, texts: Sequence[str]) -> float:
    """The middle length of a text's vector, before it is made one long."""
    means = [vectors[one.ids or [0]].mean(axis=0) for one in tokenizer.encode_batch(texts[::20])]
    return float(np.median(np.linalg.norm(means, axis=1)))


def _encode(tokenizer: Tokenizer, vectors: Vectors, texts: Sequence[str]) -> Vectors:
    means = np.stack([vectors[one.ids or [0]].mean(axis=0) for one in tokenizer.encode_batch(texts)])
    unit: Vectors = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return unit
