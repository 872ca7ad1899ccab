"""Laws and the guidelines that explain them, tied: an Article brings the section on it, a section its Article.

A guideline says by its headings which Article a section explains (3-4-4（法第25条関係）), by quoting it, or by naming it
in its text. The best clauses found bring those they are tied to as candidates, and both are raised: two
texts on one matter that are found for one question bear each other out.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.past import RULES
from corpus.catalog import Catalog, LawMap
from corpus.models import Clause, Document, DocumentKind
from corpus.references import Context, find
from corpus.references.naming import main_law
from corpus.text import normalise

Article = tuple[str, str]  # common name of the law, the article's own address: ("個人情報保護法", "a25")

TOP = 5  # clauses found whose ties are followed
NAMED_MOST = 3  # Articles named by one clause that are followed
ARTICLES_MOST = 8  # and by all of them
ROWS_MOST = 120  # rows of Articles and sections that are looked up in the indexes
_KEPT = 4  # readers' maps at hand
# Kinds of documents that are tied to each other.
TYING = RULES
# What a heading says it explains: （法第25条関係）, （番号法第20条） at its end.
_ABOUT = re.compile(r"関係|第[0-9〇一二三四五六七八九十百]+条[^（）()]*[）)]\s*$")


@dataclass(frozen=True)
class Tied:
    """What the best clauses are tied to, by row: how well the one that brings it was found, as a share of the best."""

    provisions: Mapping[int, float]  # of Articles that guidelines found explain or name
    sections: Mapping[int, float]  # of guidelines on Articles found

    @property
    def rows(self) -> list[int]:
        """The rows to be looked up, those of laws first."""
        return list(dict.fromkeys([*self.provisions, *self.sections]))[:ROWS_MOST]

    def features(self, row: int) -> dict[str, float]:
        """What the ties of a row count in the ranking, each 0..1."""
        return {"tied_law": self.provisions.get(row, 0.0), "tied_guide": self.sections.get(row, 0.0)}


class _Map:
    """Where Articles and the sections on them stand, for readers of some audiences in one generation."""

    def __init__(self, held: LawMap, titles: Mapping[str, str]) -> None:
        self.provisions: dict[Article, list[int]] = {}
        for row, law, address in held.provisions:
            self.provisions.setdefault((law, article_of(address)), []).append(row)
        self.sections: dict[Article, set[tuple[int, int]]] = {}
        for one in held.sections:
            named: Collection[Article] = [(one.law, article_of(one.address))]
            if one.heading is not None:
                named = explained_by(one.heading, titles.get(one.heading.document_id, ""))
            for article in named:
                self.sections.setdefault(article, set()).add((one.row, one.last_row))

    def on(self, article: Article) -> Iterator[int]:
        """The rows of the sections on an Article, the shortest section first: what is narrower is meant."""
        for first, last in sorted(self.sections.get(article, ()), key=lambda pair: pair[1] - pair[0]):
            yield from range(first, last + 1)


class Ties:
    """The ties between the laws and the guidelines of a catalog. Safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        """Reads the catalog when first asked, and again when it has changed."""
        self._catalog = catalog
        self._maps: OrderedDict[tuple[int, frozenset[str]], _Map] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        best: Sequence[tuple[float, Clause]],
        documents: Mapping[str, Document],
        audiences: frozenset[str],
    ) -> Tied | None:
        """What the best clauses, with their scores, are tied to; None without a law and a guideline beside it."""
        kinds = {document.kind for document in documents.values()}
        if not kinds.issuperset(TYING) or not best or best[0][0] <= 0:
            return None
        if documents[best[0][1].document_id].kind not in TYING:  # the record itself answers
            return None
        held = self._map(documents, audiences)
        articles: dict[Article, float] = {}
        explained: dict[Article, float] = {}
        for score, clause in best[:TOP]:
            share, document = score / best[0][0], documents[clause.document_id]
            if document.kind is DocumentKind.STATUTE and clause.law and clause.address:
                explained.setdefault((clause.law, article_of(clause.address)), share)
            elif document.kind is DocumentKind.GUIDELINE:
                for article in named_by(clause, document)[:NAMED_MOST]:
                    if article in held.provisions and len(articles) < ARTICLES_MOST:
                        articles.setdefault(article, share)
        provisions: dict[int, float] = {}
        for article, share in articles.items():
            provisions |= {row: share for row in held.provisions[article] if row not in provisions}
        sections: dict[int, float] = {}
        for article, share in explained.items():
            sections |= {row: share for row in held.on(article) if row not in sections}
        return Tied(provisions, sections)

    def rows_of(
        self, article: Article, documents: Mapping[str, Document], audiences: frozenset[str]
    ) -> Sequence[int]:
        """The rows of an Article's clauses; none where no law with a guideline beside it is held."""
        if not {document.kind for document in documents.values()}.issuperset(TYING):
            return ()
        return self._map(documents, audiences).provisions.get(article, ())

    def _map(self, documents: Mapping[str, Document], audiences: frozenset[str]) -> _Map:
        key = (self._catalog.generation, audiences)
        with self._lock:
            if key not in self._maps:
                titles = {document.id: document.title for document in documents.values()}
                self._maps[key] = _Map(self._catalog.law_map(audiences), titles)
                while len(self._maps) > _KEPT:
                    self._maps.popitem(last=False)
            self._maps.move_to_end(key)
            return self._maps[key]


def article_of(address: str) -> str:
    """The Article of an address, as an address: a25 of a25.p1, s.a3 of s.a3.p5."""
    parts = address.split(".")
    return ".".join(parts[: 2 if parts[0].startswith("s") else 1])


def named_by(clause: Clause, document: Document) -> tuple[Article, ...]:
    """The Articles that a guideline's clause is about: by its headings, by its address, else those it names itself."""
    if clause.law and clause.address:
        return ((clause.law, article_of(clause.address)),)
    return explained_by(clause, document.title) or _articles_in(clause.text, main_law(document.title))


def explained_by(clause: Clause, title: str) -> tuple[Article, ...]:
    """The Articles that the nearest heading over a clause says it explains; none where none does."""
    for name in reversed(clause.path):
        if _ABOUT.search(normalise(name)) and (found := _articles_in(name, main_law(title))):
            return found
    return ()


@lru_cache(maxsize=4_000)
def _articles_in(text: str, law: str | None) -> tuple[Article, ...]:
    """The Articles named in a text about that law, in order, each once."""
    found = [
        (reference.law, article_of(str(address)))
        for reference in find(text, Context(main=law))
        if reference.law is not None
        for address in reference.addresses
    ]
    return tuple(dict.fromkeys(found))
