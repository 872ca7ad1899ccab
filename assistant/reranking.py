"""The best candidates once more in order: by what a reranker says of them, blended with what they had.

A reranker reads question and clause together and so sees what no word or vector tells; it is slow, and so reads
the first candidates only. What it says (0..1) is brought to the scale of the candidates: a clause that it is
sure of counts as much as the best one did before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.models import Hit
from assistant.settings import Settings
from corpus.index.reranker import Reranker, load_reranker


@dataclass(frozen=True)
class Reranking:
    """A reranker, how many candidates it reads, and the share of its word in the order, 0..1."""

    reranker: Reranker
    top: int = 30
    weight: float = 0.5

    def __call__(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits in their new order with blended scores; the best one's score stays what it was.

        ``hits`` come best first. Those beyond ``top`` keep their order behind the others: their score counts as
        if the reranker had found nothing in them.
        """
        if not hits or hits[0].score <= 0:
            return list(hits)
        best = hits[0].score
        told = self.reranker.scores(question, [passage_of(hit) for hit in hits[: self.top]])
        told += [0.0] * (len(hits) - len(told))
        floor = min(
            0.0, *(hit.score for hit in hits)
        )  # what speaks against a clause may weigh more than what for it
        blended = [
            (1 - self.weight) * (hit.score - floor) + self.weight * (best - floor) * share
            for hit, share in zip(hits, told, strict=True)
        ]
        scale = best / (max(blended) or 1.0)
        # Of those alike the one that the reranker finds better.
        order = sorted(range(len(hits)), key=lambda place: (-round(blended[place], 9), -told[place]))
        return [hits[place].model_copy(update={"score": scale * blended[place]}) for place in order]


def reranking_by(settings: Settings) -> Reranking | None:
    """The reranking that the settings name, None for none. Raises EmbedderError."""
    reranker = load_reranker(settings.reranking())
    if reranker is None:
        return None
    return Reranking(reranker, settings.reranker_top, settings.reranker_weight)


def passage_of(hit: Hit) -> str:
    """What the reranker reads of a clause: where it stands, then its words."""
    return "\n".join(part for part in (" ".join(hit.clause.path), hit.clause.text) if part)
