"""A few entries searched without an index: a state of a law that is kept beside the one in force.

Scores are those of the indexes (``fusion``): BM25 over body and context with the weights of ``lexical`` and the
rarity that words have in the readers' indexes, cosines of the same embedding model. So what is found here stands
beside what is found there. Figures: docs/decisions/009.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from corpus.index.embedder import Embedder
from corpus.index.entries import Entry, Scored, SearchText, passage
from corpus.index.indexes import Indexes
from corpus.index.lexical import BODY_WEIGHT, CONTEXT_WEIGHT, ONCE, body_words, context_words
from corpus.index.snapshot import best_of, products
from corpus.index.tokenizer import words

_K1, _B = 1.2, 0.75  # tantivy's


class _Field:
    """The words of one field of all entries, by word: which entries carry it, how often."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(text) for text in texts]
        self._average = max(1.0, sum(self._lengths) / max(1, len(texts)))
        self._carriers: dict[str, list[tuple[int, int]]] = {}
        for at, text in enumerate(texts):
            for word, times in Counter(text).items():
                self._carriers.setdefault(word, []).append((at, times))

    def add(self, sums: list[float], rarity: Mapping[str, float], weight: float) -> None:
        """Add what each word of a query gives each entry."""
        for word, rare in rarity.items():
            for at, times in self._carriers.get(word, ()):
                norm = _K1 * (1 - _B + _B * self._lengths[at] / self._average)
                sums[at] += weight * rare * times * (_K1 + 1) / (times + norm)


class Scan:
    """Entries made ready for searching: their words and vectors."""

    def __init__(self, entries: Iterable[Entry], embedder: Embedder) -> None:
        """Tokenises and embeds the entries: about a second for two thousand."""
        held = list(entries)
        self._rows = [entry.row for entry in held]
        self._body = _Field([body_words(entry.text) for entry in held])
        self._context = _Field([context_words(entry.context) for entry in held])
        self._vectors = embedder.encode_passages([passage(entry) for entry in held])

    def search(
        self, indexes: Indexes, audiences: frozenset[str], query: SearchText, limit: int
    ) -> list[Scored]:
        """The best ``limit`` entries, best first, scored as ``indexes`` scores its own."""
        if not self._rows:
            return []
        asked = " ".join((query.text, *query.terms))
        rarity = indexes.rarity(audiences, dict.fromkeys(words(asked)))
        full = BODY_WEIGHT * ONCE * sum(rarity.values())
        bm25 = [0.0] * len(self._rows)
        self._body.add(bm25, rarity, BODY_WEIGHT)
        self._context.add(bm25, rarity, CONTEXT_WEIGHT)
        asked_for = indexes.embedder.encode_queries([asked])[0]
        cosines = np.asarray(products(self._vectors, asked_for), dtype=float)
        fusion = indexes.fusion
        scores = {at: fusion.score(bm25[at], full, float(cosines[at])) for at in range(len(self._rows))}
        return [
            Scored(
                row=self._rows[at],
                score=score,
                lexical=fusion.lexical_part(bm25[at], full),
                dense=float(cosines[at]),
                bm25=bm25[at],
            )
            for at, score in best_of(scores, limit).items()
        ]
