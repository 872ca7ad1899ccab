"""Whether the clauses found carry an answer at all: the features of a refusal and how they are weighed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Hit, Understood

COVERED = 0.35  # share of the question's words, weighted by rarity, that the best clauses must hold


def supported(understood: Understood, hits: Sequence[Hit]) -> bool:
    """Whether the best hits hold enough of what the question is about."""
    return bool(hits) and max(hit.lexical for hit in hits[:5]) >= COVERED
