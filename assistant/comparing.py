"""Two decisions side by side, point by point: what is the same, changed, new, gone.

Points are matched by the terms they share, as pairs of kanji or katakana; what most points of the two have (the
matter's own vocabulary) weighs little, what one point of each side has and no other (照合, 苦情) weighs much. The
best match is taken first, and each point is matched once. Whether a matched point is the same is then decided by
all its characters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from corpus.models import Decision, Frozen, Passage
from corpus.text import squash

Status = Literal["same", "changed", "new", "gone"]
_SAME = 0.95  # of the weight of both
# Of the weight of the terms of whichever has less: below it two points have nothing to do with each other.
_CHANGED = 0.22
_MARK = re.compile(
    r"^\s*(?:[①-⑳⑴-⒇]|[（(][0-9０-９]{1,2}[)）]|[0-9０-９一二三四五六七八九]+(?:点目|つ目))(?:として|は|について)?、?"
)
_ANCHOR = 0.25  # what a term tells that only one point of each side has
# Words of any point at all: having one in common tells nothing.
_COMMON = frozenset(
    "適切 必要 措置 情報 利用 提供 場合 対応 実施 管理 確認 規定 内容 目的 取扱 体制 整備 関係 事項 対象 当該".split()
)
_TERM = re.compile(r"[一-龥々ァ-ヶー]{2}|[a-z0-9]{2}")
_POLITE = re.compile(r"(?:(?:し|され|となっ)?(?:て|で)(?:おり|い)|し|する)?(?:ます|る)?(?:こと)?。?$")


class ComparedPoint(Frozen):
    """A point of the one, of the other, or of both."""

    status: Status  # new: only in ``right``; gone: only in ``left``
    left: Passage | None = None
    right: Passage | None = None
    likeness: float = 0.0  # 0..1


class Comparison(Frozen):
    """Two decisions, and what became of each point and condition in ``right``'s order, then what is gone."""

    left: Decision
    right: Decision
    points: tuple[ComparedPoint, ...]
    conditions: tuple[ComparedPoint, ...]


def compare(left: Decision, right: Decision) -> Comparison:
    """The two side by side."""
    return Comparison(
        left=left,
        right=right,
        points=compare_passages(left.points, right.points),
        conditions=compare_passages(left.conditions, right.conditions),
    )


def best_pair(left: Sequence[Decision], right: Sequence[Decision]) -> tuple[Decision, Decision] | None:
    """Of two meetings' decisions the two to be compared: of one matter, with the most points; None if none are."""
    pairs = [
        (one, other) for one in left for other in right if one.matter == other.matter and one.id != other.id
    ]
    return max(pairs, key=lambda pair: min(len(pair[0].points), len(pair[1].points)), default=None)


def compare_passages(left: Sequence[Passage], right: Sequence[Passage]) -> tuple[ComparedPoint, ...]:
    """Every passage of both, once."""
    grams = [[_grams(passage.text) for passage in side] for side in (left, right)]
    weights = _weights([*grams[0], *grams[1]])
    alone = [Counter(gram for point in side for gram in point) for side in grams]
    anchors = {gram for gram, count in alone[0].items() if count == alone[1][gram] == 1} - _COMMON
    nearness = {
        (i, j): _shared_terms(one, other, weights) + _ANCHOR * len(_terms(one) & _terms(other) & anchors)
        for i, one in enumerate(grams[0])
        for j, other in enumerate(grams[1])
    }
    matched: dict[int, int] = {}  # right -> left
    for (i, j), near in sorted(nearness.items(), key=lambda entry: -entry[1]):
        if near >= _CHANGED and j not in matched and i not in matched.values():
            matched[j] = i
    rows = [
        ComparedPoint(status="new", right=passage)
        if (at := matched.get(j)) is None
        else _matched(left[at], passage, _likeness(grams[0][at], grams[1][j]))
        for j, passage in enumerate(right)
    ]
    kept = set(matched.values())
    rows += [ComparedPoint(status="gone", left=one) for i, one in enumerate(left) if i not in kept]
    return tuple(rows)


def _matched(left: Passage, right: Passage, alike: float) -> ComparedPoint:
    status: Status = "same" if alike >= _SAME else "changed"
    return ComparedPoint(status=status, left=left, right=right, likeness=round(alike, 3))


def _grams(text: str) -> Counter[str]:
    plain = _POLITE.sub("", squash(_MARK.sub("", text)))
    return Counter(a + b for a, b in pairwise(plain)) or Counter([plain])


def _weights(points: Sequence[Counter[str]]) -> dict[str, float]:
    """How much each pair of characters tells: little where most points have it."""
    spread = Counter(gram for point in points for gram in point)
    return {gram: math.log((1 + len(points)) / count) ** 2 for gram, count in spread.items()}


def _shared_terms(one: Counter[str], other: Counter[str], weights: dict[str, float]) -> float:
    """The weight of the terms that both have, over that of the terms of whichever has less."""
    terms = [_terms(one), _terms(other)]
    lesser = min(sum(weights[gram] for gram in side) for side in terms)
    return sum(weights[gram] for gram in terms[0] & terms[1]) / lesser if lesser else 0.0


def _terms(point: Counter[str]) -> set[str]:
    return {gram for gram in point if _TERM.fullmatch(gram)}


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Characters in common over all (Dice): 1 for the same words in the same order."""
    return 2 * (one & other).total() / (one.total() + other.total())
