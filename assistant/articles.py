"""The Article around a provision: what of a question its paragraphs hold between them.

An Article says who in its first paragraph, when in its second and how in its items, and its caption says what of: a question in
everyday words has a piece of it in each. Counted together they tell the Article from others; which of its paragraphs is
shown is told by what each holds itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.concepts import Concept
from assistant.ties import Ties, article_of
from corpus.catalog import Catalog
from corpus.index.tokenizer import words
from corpus.models import Clause, Document, DocumentKind
from corpus.text import squash

_KEPT = 2_000  # Articles at hand, of all readers
_AMPLE = 1_500  # characters; what a longer Article holds between its paragraphs says less
_CAPTION = 2  # names of a path from which on they are the Article's own

_Key = tuple[int, frozenset[str], str, str]


@dataclass(frozen=True)
class _Whole:
    """An Article's words, those of its caption among them, and its text as it is written."""

    tokens: frozenset[str]
    text: str


class Articles:
    """The Articles of the laws held, each as a whole. Safe to share between threads."""

    def __init__(self, catalog: Catalog, ties: Ties) -> None:
        """``ties`` knows where the Articles stand."""
        self._catalog, self._ties = catalog, ties
        self._wholes: OrderedDict[_Key, _Whole] = OrderedDict()
        self._lock = threading.Lock()

    def held(
        self,
        concepts: Sequence[Concept],
        clauses: Sequence[Clause],
        documents: Mapping[str, Document],
        audiences: frozenset[str],
    ) -> dict[tuple[str, str], float]:
        """The share of the concepts, by weight, that the Article of each clause of a law holds as a whole, 0..1.

        By law and Article (``of``); less for a long Article. Empty where no law and no guideline is held.
        """
        named = {
            of(clause) for clause in clauses if documents[clause.document_id].kind is DocumentKind.STATUTE
        }
        total = sum(concept.weight for concept in concepts)
        shares: dict[tuple[str, str], float] = {}
        if not total:
            return shares
        for law, article in named:
            whole = self._whole(law, article, documents, audiences)
            if whole is not None:
                got = sum(concept.weight * concept.held(whole.tokens, whole.text) for concept in concepts)
                shares[law, article] = got / total * min(1.0, _AMPLE / max(len(whole.text), 1))
        return shares

    def _whole(
        self, law: str, article: str, documents: Mapping[str, Document], audiences: frozenset[str]
    ) -> _Whole | None:
        key = (self._catalog.generation, audiences, law, article)
        with self._lock:
            if key in self._wholes:
                self._wholes.move_to_end(key)
                return self._wholes[key]
        rows = self._ties.rows_of((law, article), documents, audiences)
        parts = list(self._catalog.by_rows(rows, audiences).values())
        if not parts:
            return None
        captions = dict.fromkeys(name for part in parts for name in part.path[_CAPTION:])
        text = "\n".join([*captions, *(part.text for part in parts)])
        whole = _Whole(frozenset(words(text)), squash(text))
        with self._lock:
            self._wholes[key] = whole
            while len(self._wholes) > _KEPT:
                self._wholes.popitem(last=False)
        return whole


def of(clause: Clause) -> tuple[str, str]:
    """The law and the Article that a provision stands in."""
    return clause.law or "", article_of(clause.address or "")
