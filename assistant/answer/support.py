"""Whether the clauses found carry an answer at all: how much of the question they hold, weighed word by word.

A question names things. What the record has in no wording at all (a drone, a company, a fine) cannot be answered
from it, however well the rest of the question fits; what it has must stand in the clauses found.
"""

from __future__ import annotations

import re

from assistant.concepts import Concept
from assistant.retrieve import EXACT, Found
from corpus.text import squash

ENOUGH = 0.40  # support from which a question is answered; see docs/decisions on refusals
_BEST = 3  # hits of which the best-covering one counts
_LOOSE = 0.4  # an unknown verb or adjective (起きる, 変わる) says less than an unknown noun
_HEAVIEST = 5.0  # an unknown word is as rare as can be, which says nothing of its part in the question
_KANA_END = re.compile(r"[ぁ-ゖ]$")
_NEGATED = re.compile(r"[不未非無][一-鿿]{2,4}(?![一-鿿])")


def supported(found: Found) -> bool:
    """Whether the best hits hold enough of what the question is about."""
    return support(found) >= ENOUGH


def support(found: Found) -> float:
    """The share of the question, by weight, that the best clause found holds, 0..1; unknown words count against."""
    if not found.hits:
        return 0.0
    if found.hits[0].score >= EXACT:
        return 1.0
    known = sum(concept.weight for concept in found.probe.concepts if concept.known)
    unknown = sum(_weight(concept) for concept in found.probe.concepts if not concept.known)
    if not known:
        return 0.0
    best = max(hit.coverage for hit in found.hits[:_BEST])
    return best * known / (known + unknown) * _premise(found)


def _weight(concept: Concept) -> float:
    loose = not concept.term or _KANA_END.search(concept.name) is not None
    return min(concept.weight, _HEAVIEST) * (_LOOSE if loose else 1.0)


def _premise(found: Found) -> float:
    """Half where the question presupposes a negation (不承認) of which the best clauses say nothing."""
    negated = _NEGATED.findall(squash(found.probe.understood.question))
    text = squash("".join(hit.clause.text for hit in found.hits[:_BEST]))
    return 0.5 if any(word not in text for word in negated) else 1.0
