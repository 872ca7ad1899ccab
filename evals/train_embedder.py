"""Make the embedding model that ships with Senrei.

    python -m evals.train_embedder --data DIR [--out DIR]
    python -m evals.train_embedder --data DIR --start DIR --epochs 1 --rate .002 --passes tanaka=5 kyoto=.15 [--out DIR]

``--data`` is a folder of training data, not part of the project; ``evals.embedder.pairs`` says which files, and what it adds
of the project's own. ``--fits`` says how many fits are made one. The second line goes on from a model, with its
vocabulary. Takes some fifteen minutes on two cores; the same data and seed give the same model on the same machine.
Twice as fast where the memory of one step is kept for the next: MALLOC_MMAP_THRESHOLD_=8000000000
MALLOC_TRIM_THRESHOLD_=16000000000 in the environment.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus.index.embedder import SHIPPED, load_embedder
from corpus.index.fusion import Fusion
from evals.embedder import combine, fit, folder, pairs, vocabulary

# 34,000 pieces x 512 figures of eight bits, with the tokenizer, stay below 20 MB.
PIECES = 34_000
# How often an epoch goes through the pairs of a kind: the few of the short kinds often.
PASSES = {
    "tanaka": 6.0,
    "kyoto": 0.5,
    "cut": 0.5,
    "words": 5.0,
    "sentences": 6.0,
    "legal": 6.0,
    "everyday": 8.0,
    "articles": 8.0,
}
# Under it unrelated texts have a median cosine of .03 to .10, questions and their answers one of .56
# (nineteen in twenty below .81). A dense share of .3 is best, or as good as best, on questions to clauses and
# on JSQuAD.
FUSION = Fusion(lexical=0.7, dense=0.3, floor=0.1, ceiling=0.7)


def main() -> int:
    """Train, save, and say how the model does on pairs that it has not seen."""
    given = _arguments()
    if given.data is None or not given.data.is_dir():
        print("There is no training data: give its folder with --data DIR.", file=sys.stderr)
        return 2
    material = pairs.read(given.data)
    held_out = [_set_aside(task) for task in material.tasks]
    print("; ".join(f"{task.name}: {len(task)} pairs" for task in material.tasks))
    plan = replace(
        fit.Plan(),
        epochs=given.epochs,
        batch=given.batch,
        dimensions=given.dimensions,
        rate=given.rate,
        dropped=given.dropped,
        seed=given.seed,
        threads=given.threads,
        passes=PASSES | dict(given.passes),
    )
    if given.start is not None:
        tokenizer, start = folder.read(given.start)
        plan = replace(plan, dimensions=start.shape[1])
    else:
        tokenizer, start = _vocabulary(material, given), None
    fits = []
    for seed in range(plan.seed, plan.seed + given.fits):
        one = replace(plan, seed=seed)
        fits.append(fit.fit(material, tokenizer, one, lambda line: print(line, flush=True), start))
    weights = combine.combine(fits, tokenizer, material)
    told = _told(plan, given.fits)
    if given.start is not None:
        told = f"{folder.plan_of(given.start)}; then {told}, rate {plan.rate:g}"
    folder.write(given.out, tokenizer, weights, told, "", FUSION)
    figures = _figures(held_out, given.out)
    size = folder.write(given.out, tokenizer, weights, told, figures, FUSION)
    print(f"{figures}\n{given.out}: {size / 1e6:.1f} MB")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of training data")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="model folder to write")
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--epochs", type=int, default=fit.Plan.epochs)
    parser.add_argument("--dimensions", type=int, default=fit.Plan.dimensions)
    parser.add_argument("--batch", type=int, default=fit.Plan.batch, help="pairs in a batch")
    parser.add_argument("--start", type=Path, help="model folder to go on from")
    parser.add_argument("--rate", type=float, default=fit.Plan.rate, help="highest learning rate")
    parser.add_argument("--dropped", type=float, default=fit.Plan.dropped, help="share of tokens left out")
    parser.add_argument(
        "--passes", type=_passes, nargs="*", default=[], metavar="KIND=N", help="times a kind is gone through"
    )
    parser.add_argument("--seed", type=int, default=fit.Plan.seed)
    parser.add_argument("--fits", type=int, default=4, help="fits of different seeds, made one model")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def _vocabulary(material: pairs.Material, given: argparse.Namespace) -> Tokenizer:
    english = list(material.english.values())
    return vocabulary.train(list(material.japanese.values()), english, given.pieces, given.seed)


def _told(plan: fit.Plan, fits: int) -> str:
    times = [f"{name} {count:g} times" for name, count in plan.passes.items()]
    epochs = f"{plan.epochs} epoch{'s' if plan.epochs > 1 else ''}"
    return ", ".join(
        [
            *([f"{fits} fits made one"] if fits > 1 else []),
            epochs,
            f"batches of {plan.batch}",
            f"{plan.dropped:.0%} of the tokens dropped",
            *times,
        ]
    )


def _passes(text: str) -> tuple[str, float]:
    name, _, count = text.partition("=")
    return name, float(count)


def _set_aside(task: pairs.Task, size: int = 500) -> pairs.Task:
    """Pairs taken out of a task for measuring: the last ones, but never more than one in sixteen."""
    size = min(size, len(task) // 16)
    start = len(task) - size
    kept = pairs.Task(task.name, task.left[start:], task.right[start:], task.groups[start:])
    del task.left[start:], task.right[start:], task.groups[start:]
    return kept


def _figures(tasks: list[pairs.Task], out: Path) -> str:
    """Share of pairs set aside whose right side comes first among those of all of them."""
    embedder = load_embedder(out)
    lines = ["Share of pairs set aside whose other half is found first among all of their kind:", ""]
    for task in filter(len, tasks):
        right = list(dict.fromkeys(task.right))
        places = np.array([right.index(text) for text in task.right])
        cosines = embedder.encode_queries(task.left) @ embedder.encode_passages(right).T
        first = float(np.mean(cosines.argmax(axis=1) == places))
        lines.append(f"- {task.name} ({len(task)}): {first:.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
