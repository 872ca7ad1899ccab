"""A logistic regression with a ridge, by Newton's steps: few features, few hundred rows, no library needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.models import Frozen

_STEPS = 50
_CLOSE = 1e-9

Rows = Sequence[Mapping[str, float]]


class Logistic(Frozen):
    """A bias and a weight a feature, in the features' own units."""

    bias: float
    weights: dict[str, float]

    def chances(self, rows: Rows) -> NDArray[np.float64]:
        """The chance of each row, 0..1."""
        totals = [self.bias + sum(w * row[name] for name, w in self.weights.items()) for row in rows]
        return np.asarray(1 / (1 + np.exp(-np.asarray(totals, dtype=np.float64))))


def fit(rows: Rows, truth: Sequence[bool], names: Sequence[str], ridge: float = 1.0) -> Logistic:
    """The regression of ``truth`` on the features named, each standardised for the ridge and given back as it is."""
    values = np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    design = np.column_stack([np.ones(len(rows)), (values - mean) / spread])
    wanted = np.asarray(truth, dtype=np.float64)
    penalty = np.diag([0.0] + [ridge] * len(names))
    found = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (wanted - chance) - penalty @ found
        curve = (design.T * (chance * (1 - chance))) @ design + penalty + 1e-9 * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < _CLOSE:
            break
    weights = found[1:] / spread
    bias = float(found[0] - weights @ mean)
    return Logistic(bias=bias, weights={name: float(w) for name, w in zip(names, weights, strict=True)})
