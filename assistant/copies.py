"""The same words in several documents (boilerplate of reports, a law quoted by a paper): shown once, with a count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.models import Hit, Same
from corpus.models import DocumentKind
from corpus.text import squash

LEAST = (
    40  # characters without marks and figures: what is shorter (十分である) is the same for no deeper reason
)
ALIKE = 0.9  # share of common runs of three characters from which two texts are the same
NEAR = 20  # hits compared run by run; those below only by all their letters
_MARKS = re.compile(r"[\W\d_]+")


def collapsed(hits: Sequence[Hit]) -> list[Hit]:
    """Hits in their order, each text of several documents once: the law itself where it is among them, else the best.

    The others stand in ``same`` of the one that is shown.
    """
    groups: list[list[Hit]] = []
    by_letters: dict[str, list[Hit]] = {}
    for place, hit in enumerate(hits):
        letters = _letters(hit.clause.text)
        group = by_letters.get(letters) if len(letters) >= LEAST else None
        if group is None and len(letters) >= LEAST and place < NEAR:
            group = next((one for one in groups if _alike(letters, one[0], hit)), None)
        if group is None or any(one.document.id == hit.document.id for one in group):
            group = [hit]
            groups.append(group)
            by_letters.setdefault(letters, group)
        else:
            group.append(hit)
    return [_shown(group) for group in groups]


def _shown(group: Sequence[Hit]) -> Hit:
    if len(group) == 1:
        return group[0]
    laws = [hit for hit in group if hit.document.kind is DocumentKind.STATUTE]
    shown = laws[0] if laws else group[0]
    same = tuple(Same(id=hit.clause.id, label=hit.clause.label) for hit in group if hit is not shown)
    return shown.model_copy(update={"score": group[0].score, "same": same})


def _alike(letters: str, other: Hit, hit: Hit) -> bool:
    if other.document.id == hit.document.id:
        return False
    against = _letters(other.clause.text)
    if not 0.8 <= len(letters) / max(len(against), 1) <= 1.25:
        return False
    one, two = _runs(letters), _runs(against)
    return len(one & two) >= ALIKE * len(one | two)


@lru_cache(maxsize=20_000)
def _letters(text: str) -> str:
    return _MARKS.sub("", squash(text))


@lru_cache(maxsize=4_000)
def _runs(letters: str) -> frozenset[str]:
    return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))
