"""Fitting a static embedding: one vector a token, a text is the mean of its tokens.

Loss: multiple negatives ranking, both ways, within batches. Half of the batches of a kind that has groups are
made of whole groups (one law, one page), so that the negatives are near ones. From running text further pairs
are cut anew every epoch: a sentence and those around it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evals.embedder.pairs import Material, Task, sentences

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int32]
_NOTHING: Ids = np.zeros(1, dtype=np.int32)


@dataclass(frozen=True)
class Plan:
    """How to fit. ``scale`` multiplies cosines before the softmax; ``longest`` is in tokens.

    ``dropped`` is the share of tokens that each text loses, others every time: without it the vectors learn
    the training pairs by heart within two epochs. ``passes`` says how often an epoch goes through the pairs of a
    kind, a part of them for less than 1; once where a kind is not named. ``spread`` is the deviation of the random
    figures to begin with: small, as what a rare piece began with is what it keeps.
    """

    dimensions: int = 512
    epochs: int = 2
    batch: int = 1024
    rate: float = 0.01
    scale: float = 20.0
    dropped: float = 0.1
    longest: int = 160
    seed: int = 7
    threads: int = 1
    spread: float = 0.01
    passes: Mapping[str, float] = field(default_factory=dict)


@dataclass
class _Encoded:
    name: str
    left: list[Ids]
    right: list[Ids]
    groups: list[str]
    keys: list[int]  # equal for pairs whose right sides are the same text


def fit(
    material: Material,
    tokenizer: Tokenizer,
    plan: Plan,
    report: Callable[[str], None],
    start: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Vectors (vocabulary, dimensions) fitted to the material; tells ``report`` of every epoch.

    ``start`` are vectors to go on from, of the same tokenizer; random ones by default.
    """
    import torch

    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    rng, noise = random.Random(plan.seed), np.random.default_rng(plan.seed)
    weights = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), plan.dimensions, mode="mean")
    torch.nn.init.normal_(weights.weight, std=plan.spread)
    if start is not None:
        weights.weight.data.copy_(torch.from_numpy(start))
    optimiser = torch.optim.Adam(weights.parameters(), lr=plan.rate)
    tasks = [_encode(task, tokenizer, plan.longest) for task in material.tasks]
    passages = _passages(material, tokenizer, plan.longest)
    sizes = {t.name: len(t.left) for t in [*tasks, _cut(passages, plan, rng)]}
    steps = plan.epochs * int(
        sum(plan.passes.get(n, 1.0) * size / plan.batch + 1 for n, size in sizes.items())
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=plan.rate, total_steps=steps + plan.epochs * 8, pct_start=0.1
    )
    for epoch in range(plan.epochs):
        began, losses = time.monotonic(), dict[str, list[float]]()
        batches = [(t, rows) for t in [*tasks, _cut(passages, plan, rng)] for rows in _batches(t, plan, rng)]
        rng.shuffle(batches)
        for task, rows in batches:
            loss = _loss(weights, task, rows, plan, noise)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.setdefault(task.name, []).append(float(loss.detach()))
        shown = ", ".join(f"{name} {np.mean(values):.3f}" for name, values in sorted(losses.items()))
        report(f"epoch {epoch + 1} of {plan.epochs}: {shown} ({time.monotonic() - began:.0f} s)")
    fitted: NDArray[np.float32] = weights.weight.detach().numpy()
    return fitted


def _encode(task: Task, tokenizer: Tokenizer, longest: int) -> _Encoded:
    keys: dict[str, int] = {}
    return _Encoded(
        task.name,
        _ids(task.left, tokenizer, longest),
        _ids(task.right, tokenizer, longest),
        task.groups,
        [keys.setdefault(text, len(keys)) for text in task.right],
    )


def _ids(texts: Sequence[str], tokenizer: Tokenizer, longest: int) -> list[Ids]:
    """Token ids of texts, cut to ``longest``; equal texts share one array."""
    known: dict[str, Ids] = dict.fromkeys((text[: longest * 2] for text in texts), _NOTHING)
    distinct = list(known)
    for start in range(0, len(distinct), 4096):
        part = distinct[start : start + 4096]
        for text, encoding in zip(part, tokenizer.encode_batch(part, add_special_tokens=False), strict=True):
            known[text] = np.asarray(encoding.ids[:longest] or [0], dtype=np.int32)
    return [known[text[: longest * 2]] for text in texts]


def _passages(material: Material, tokenizer: Tokenizer, longest: int) -> list[tuple[str, list[Ids]]]:
    """Passages of two sentences or more, each sentence as ids."""
    cut = [(group, sentences(text)[:8]) for group, text in material.passages]
    cut = [(group, pieces) for group, pieces in cut if len(pieces) > 1]
    flat = iter(_ids([piece for _, pieces in cut for piece in pieces], tokenizer, longest))
    return [(group, [next(flat) for _ in pieces]) for group, pieces in cut]


def _cut(passages: list[tuple[str, list[Ids]]], plan: Plan, rng: random.Random) -> _Encoded:
    """A random sentence of each passage against those around it."""
    left, right, groups = [], [], []
    for group, pieces in passages:
        chosen = rng.randrange(len(pieces))
        left.append(pieces[chosen])
        near = range(max(0, chosen - rng.randrange(1, 4)), min(len(pieces), chosen + rng.randrange(2, 5)))
        right.append(np.concatenate([pieces[place] for place in near if place != chosen])[: plan.longest])
        groups.append(group)
    return _Encoded("cut", left, right, groups, list(range(len(left))))


def _batches(task: _Encoded, plan: Plan, rng: random.Random) -> Iterator[list[int]]:
    """Every pair as often as planned, half of the time neighbours of a group together."""
    left = plan.passes.get(task.name, 1.0)
    while left > 0:
        order = list(range(len(task.left)))
        rng.shuffle(order)
        if any(task.groups) and rng.random() < 0.5:
            rank = {group: rng.random() for group in set(task.groups)}
            order.sort(key=lambda row: rank[task.groups[row]])
        order = order[: int(len(order) * min(left, 1.0))]
        for start in range(0, len(order) - plan.batch // 2, plan.batch):
            yield order[start : start + plan.batch]
        left -= 1.0


def _loss(weights: Any, task: _Encoded, rows: list[int], plan: Plan, noise: np.random.Generator) -> Any:
    """Ranking loss of a batch, both ways; pairs with the same right side are no negatives of one another."""
    import torch

    left = _embed(weights, [_thinned(task.left[row], plan.dropped, noise) for row in rows])
    right = _embed(weights, [_thinned(task.right[row], plan.dropped, noise) for row in rows])
    scores = left @ right.T * plan.scale
    keys = torch.tensor([task.keys[row] for row in rows])
    same = (keys[:, None] == keys[None, :]) & ~torch.eye(len(rows), dtype=torch.bool)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(rows))
    cross = torch.nn.functional.cross_entropy
    return (cross(scores, target) + cross(scores.T, target)) / 2


def _thinned(ids: Ids, dropped: float, noise: np.random.Generator) -> Ids:
    """A text without some of its tokens, never without all."""
    kept = ids[noise.random(len(ids)) >= dropped]
    return kept if len(kept) else ids


def _embed(weights: Any, texts: list[Ids]) -> Any:
    import torch

    offsets = np.cumsum([0, *(len(ids) for ids in texts[:-1])])
    flat = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    return torch.nn.functional.normalize(weights(flat, torch.from_numpy(offsets)), dim=-1)
