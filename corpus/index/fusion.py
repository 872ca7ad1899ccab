"""One score out of the two legs: a weighted sum, each first measured by a rule that keeps its meaning.

Lexical: the BM25 sum over that of a clause of average length which carries every word of the query once
(``LexicalIndex.full_score``). So .5 says that half of what the query asks, by rarity, is there. What is
reported is cut off at 1; what is summed goes on to ``AMPLE``, since long passages that say every word are
told apart only beyond 1 (cut off at 1, fused recall@1 on JSQuAD fell from .89 to .87). Dense: the cosine
between ``floor`` (what unrelated texts reach under this model) and ``ceiling`` (what a question and its
answer reach), cut off at both ends. Neither rule looks at the other candidates, so a score can be compared
between queries. Reciprocal rank fusion, which knows ranks only, was measured to lose to this
(docs/decisions).

The weights belong to a model: ``fusion.json`` beside its weights, or in the store's index folder, which wins.
For a model without one, the bounds are measured when the index is made (``corpus.index.calibration``).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from corpus.errors import StoreDamaged
from corpus.models import Frozen

FILE_NAME = "fusion.json"
AMPLE = 1.5
Scores = NDArray[np.float64]


class Fusion(Frozen):
    """Weights and bounds of a model. The defaults suit a multilingual transformer model of today."""

    lexical: float = Field(default=0.6, ge=0)
    dense: float = Field(default=0.4, ge=0)
    floor: float = Field(default=0.2, ge=-1, le=1)
    ceiling: float = Field(default=0.9, ge=-1, le=1)

    def lexical_part(self, bm25: float, full: float) -> float:
        """A raw BM25 sum as a share of the query's full score, 0..1."""
        return min(1.0, bm25 / full) if full > 0 else 0.0

    def dense_part(self, cosine: float) -> float:
        """A cosine between the model's bounds, 0..1."""
        return min(1.0, max(0.0, (cosine - self.floor) / max(self.ceiling - self.floor, 1e-6)))

    def score(self, bm25: float, full: float, cosine: float) -> float:
        """The fused score: 0 for nothing in common, 1 for every word as close as an answer; 1.5 at most."""
        total = self.lexical + self.dense
        if not total:
            return 0.0
        share = min(AMPLE, bm25 / full) if full > 0 else 0.0
        return (self.lexical * share + self.dense * self.dense_part(cosine)) / total

    def scores(self, bm25: Scores, full: float, cosines: Scores) -> Scores:
        """``score`` of many rows at once, to the last digit the same."""
        total = self.lexical + self.dense
        if not total:
            return np.zeros(len(bm25))
        share = np.minimum(AMPLE, bm25 / full) if full > 0 else np.zeros(len(bm25))
        near = (cosines - self.floor) / max(self.ceiling - self.floor, 1e-6)
        found: Scores = (self.lexical * share + self.dense * np.clip(near, 0.0, 1.0)) / total
        return found


def load_fusion(*folders: Path | None, otherwise: Fusion | None = None) -> Fusion:
    """The fusion of the first folder that has one, else ``otherwise``, else the defaults.

    Raises:
        StoreDamaged: a fusion.json that is not what Senrei writes.
    """
    for folder in folders:
        path = folder / FILE_NAME if folder is not None else None
        if path is not None and path.exists():
            try:
                return Fusion.model_validate_json(path.read_text(encoding="utf-8"))
            except (OSError, ValidationError) as error:
                raise StoreDamaged(
                    f"{path} is not what Senrei writes ({error}). Remove it to use the defaults."
                ) from error
    return otherwise or Fusion()
