"""A run of the evaluation: every question of some gold sets put to one target."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.figures import SetResult
from evals.gold import GoldSet
from evals.scoring import Scorer
from evals.targets import Target

Progress = Callable[[int, int], None]  # questions done, questions in all


def evaluate(sets: Sequence[GoldSet], target: Target, progress: Progress | None = None) -> list[SetResult]:
    """What became of each question. Raises SenreiError when the sources cannot be read."""
    scorer = Scorer(target)
    total, done = sum(len(one.items) for one in sets), 0
    evaluated = []
    for gold in sets:
        results = []
        for item in gold.items:
            results.append(scorer.score(item))
            done += 1
            if progress is not None:
                progress(done, total)
        evaluated.append(SetResult(gold=gold, results=tuple(results)))
    return evaluated
