"""Fits how much each leg of the index counts: the share of the dense one under which evidence stands first."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence

from assistant.access import Principal
from assistant.models import Understood
from assistant.retrieve import POOL
from assistant.service import Assistant
from corpus.index import SearchText
from corpus.index.fusion import Fusion
from corpus.models import Frozen
from evals.gold import GoldItem, GoldSet
from evals.matching import carries

SHARES = tuple(round(0.1 * step, 1) for step in range(1, 10))  # of the dense leg
FOLDS = 5
GAIN = 0.005  # less than that, out of sample, is no reason to change


class Fusing(Frozen):
    """What the fit of the fusion came to; figures are mean reciprocal ranks of evidence, 0..1."""

    before: float
    after: float  # out of sample
    share: float  # of the dense leg that all questions together would choose
    kept: bool  # whether the former weights stay
    fusion: Fusion
    by_share: dict[float, float]


def fuse(assistant: Assistant, principal: Principal, sets: Sequence[GoldSet]) -> Fusing:
    """The best share of the dense leg, its worth measured on questions that had no say in it.

    The store's indexes are searched with other weights meanwhile and get their own back.
    """
    items = [item for one in sets for item in one.items if item.answerable and not item.history]
    asked = [assistant.found(item.question, principal=principal).probe.understood for item in items]
    own = assistant.indexes.fusion
    present = own.dense / ((own.lexical + own.dense) or 1.0)
    ranks: dict[float, list[float]] = {}
    try:
        for share in (*SHARES, present):
            assistant.indexes.fusion = own.model_copy(update={"lexical": 1 - share, "dense": share})
            ranks[share] = [_rank(assistant, principal, *one) for one in zip(asked, items, strict=True)]
    finally:
        assistant.indexes.fusion = own
    before, after = statistics.fmean(ranks[present]), _out_of_sample(ranks, len(items))
    share = max(SHARES, key=lambda one: statistics.fmean(ranks[one]))
    kept = after < before + GAIN
    weights = own if kept else own.model_copy(update={"lexical": round(1 - share, 1), "dense": share})
    by_share = {one: statistics.fmean(ranks[one]) for one in SHARES}
    return Fusing(before=before, after=after, share=share, kept=kept, fusion=weights, by_share=by_share)


def _out_of_sample(ranks: dict[float, list[float]], count: int) -> float:
    places = list(range(count))
    random.Random(0).shuffle(places)
    seen: list[float] = []
    for fold in range(FOLDS):
        held = places[fold::FOLDS]
        rest = [place for place in places if place not in set(held)]
        best = max(SHARES, key=lambda share: statistics.fmean(ranks[share][place] for place in rest))
        seen += [ranks[best][place] for place in held]
    return statistics.fmean(seen)


def _rank(assistant: Assistant, principal: Principal, understood: Understood, item: GoldItem) -> float:
    """The reciprocal rank of the first clause with evidence in the order of the index."""
    text = SearchText(text=understood.standalone, terms=understood.terms)
    scored = assistant.indexes.search(principal.audiences, text, understood.filters, POOL)
    clauses = assistant.catalog.by_rows([one.row for one in scored], principal.audiences)
    for rank, one in enumerate(scored, 1):
        if one.row in clauses and carries(item.evidence, clauses[one.row].text):
            return 1 / rank
    return 0.0
