"""Others over the same documents and questions: the share of evidence in their first 2,000 characters.

What anyone would reach for first: LangChain's quickstart (recursive splitting, 1,000 characters with 200 shared,
Chroma, our embedding model), BM25 over windows of 300 characters, words being pairs of characters, bm25s with its
default tokeniser over the same windows, and Chroma's where_document.
Both get sources without markup; to a follow-up, the earlier questions are put before the question.
"""

from __future__ import annotations

import math
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from corpus.errors import InputError
from corpus.index.embedder import Embedder
from evals.figures import Kinds, Mean, SetResult, means
from evals.gold import GoldItem, GoldSet
from evals.matching import compact, groups_met, without_markup
from evals.scoring import LIMIT, ItemResult, first_characters

if TYPE_CHECKING:
    from chromadb.api.types import WhereDocument as WhereDocumentFilter

SEARCH = "search@2000"
_CHUNK, _SHARED = 1000, 200
_WINDOW = 300
_K1, _B = 1.2, 0.75
_WORD = re.compile(r"[一-鿿々]{2,}|[ァ-ヺー]{2,}|[A-Za-z]{3,}")


class Peer(Protocol):
    """Something that finds pieces of text."""

    @property
    def name(self) -> str:
        """How the table calls it."""

    def find(self, query: str, limit: int) -> list[str]:
        """Pieces of text, best first."""


class WindowsBm25:
    """BM25 over windows of the sources, in pairs of characters."""

    def __init__(self, sources: Mapping[str, str], window: int = _WINDOW) -> None:
        """Cuts the sources into windows that share nothing."""
        self.name = f"BM25/{window}"
        texts = [compact(without_markup(source)) for source in sources.values()]
        self._windows = [text[at : at + window] for text in texts for at in range(0, len(text), window)]
        self._counts = [Counter(_pairs(window)) for window in self._windows]
        self._mean = sum(map(Counter.total, self._counts)) / max(len(self._counts), 1)
        self._holding = Counter(pair for counts in self._counts for pair in counts)

    def find(self, query: str, limit: int) -> list[str]:
        """The windows, best first; those that share nothing with the query are left out."""
        wanted = {pair: self._rarity(pair) for pair in _pairs(compact(query))}
        scored = [(self._score(counts, wanted), -place) for place, counts in enumerate(self._counts)]
        best = sorted(scored, reverse=True)[:limit]
        return [self._windows[-place] for score, place in best if score > 0]

    def _rarity(self, pair: str) -> float:
        held = self._holding[pair]
        return math.log(1 + (len(self._windows) - held + 0.5) / (held + 0.5))

    def _score(self, counts: Counter[str], wanted: Mapping[str, float]) -> float:
        long = _K1 * (1 - _B + _B * counts.total() / self._mean)
        return sum(
            rarity * counts[pair] * (_K1 + 1) / (counts[pair] + long)
            for pair, rarity in wanted.items()
            if pair in counts
        )


class _Splitter(Protocol):
    def split_text(self, text: str) -> list[str]: ...


class _Found(Protocol):
    page_content: str


class _Store(Protocol):
    def add_texts(self, texts: list[str]) -> list[str]: ...

    def similarity_search(self, query: str, k: int) -> list[_Found]: ...


class LangchainQuickstart:
    """What LangChain's first page of retrieval has one build."""

    name = "LangChain"

    def __init__(self, sources: Mapping[str, str], embedder: Embedder) -> None:
        """Splits and indexes the sources, in memory. Raises InputError without the extra "peers"."""
        try:
            splitters, chroma = import_module("langchain_text_splitters"), import_module("langchain_chroma")
        except ImportError as error:
            raise InputError(
                f"--peers needs {error.name}: run pip install 'senrei[peers]', or leave --peers out."
            ) from None
        from assistant.langchain import SenreiEmbeddings

        splitter = cast(
            _Splitter, splitters.RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_SHARED)
        )
        self._store = cast(
            _Store,
            chroma.Chroma(
                collection_name=f"peer-{uuid.uuid4().hex}",  # stores in memory share one client
                embedding_function=SenreiEmbeddings(embedder),
            ),
        )
        chunks = [chunk for text in sources.values() for chunk in splitter.split_text(without_markup(text))]
        self._count = len(chunks)
        self._store.add_texts(chunks)

    def find(self, query: str, limit: int) -> list[str]:
        """The chunks, best first."""
        found = self._store.similarity_search(query, k=min(limit, self._count))
        return [one.page_content for one in found]


class PlainBm25s:
    """bm25s with its default tokeniser, which parts words at white space, over the windows."""

    name = "bm25s"

    def __init__(self, sources: Mapping[str, str], window: int = _WINDOW) -> None:
        """Indexes the windows. Raises InputError without the extra "peers"."""
        try:
            self._bm25s = import_module("bm25s")
        except ImportError:
            raise InputError(
                "--peers needs bm25s: run pip install 'senrei[peers]', or leave --peers out."
            ) from None
        texts = [compact(without_markup(source)) for source in sources.values()]
        self._windows = [text[at : at + window] for text in texts for at in range(0, len(text), window)]
        self._index = self._bm25s.BM25()
        self._index.index(self._tokens(self._windows), show_progress=False)

    def find(self, query: str, limit: int) -> list[str]:
        """The windows, best first; those that share nothing with the query are left out."""
        found, scores = self._index.retrieve(
            self._tokens([query]), k=min(limit, len(self._windows)), show_progress=False
        )
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [self._windows[place] for place, score in pairs if score > 0]

    def _tokens(self, texts: list[str]) -> object:
        return self._bm25s.tokenize(texts, show_progress=False)


class WhereDocument:
    """Chroma's where_document: what contains a run of the question's Han or Latin characters, any of them."""

    name = "$contains"

    def __init__(self, sources: Mapping[str, str], embedder: Embedder) -> None:
        """Indexes windows with our vectors, in memory."""
        import chromadb

        self._embedder = embedder
        texts = [compact(without_markup(source)) for source in sources.values()]
        windows = [text[at : at + _WINDOW] for text in texts for at in range(0, len(text), _WINDOW)]
        self._count = len(windows)
        self._held = chromadb.EphemeralClient().create_collection(
            f"peer-{uuid.uuid4().hex}", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._held.add(
            ids=[str(place) for place in range(len(windows))],
            documents=windows,
            embeddings=embedder.encode_passages(windows),
        )

    def find(self, query: str, limit: int) -> list[str]:
        """The nearest windows that contain one of the question's words as it is written."""
        words = list(dict.fromkeys(_WORD.findall(query)))
        if not words:
            return []
        parts: list[dict[str, str]] = [{"$contains": word} for word in words]
        found = self._held.query(
            query_embeddings=self._embedder.encode_queries([query]),
            n_results=min(limit, self._count),
            where_document=cast("WhereDocumentFilter", parts[0] if len(parts) == 1 else {"$or": parts}),
        )
        return list((found["documents"] or [[]])[0])


def measure(peer: Peer, sets: Sequence[GoldSet]) -> Kinds:
    """search@2000 of a peer over all gold sets together, by kind."""
    return means([_measured(peer, item) for one in sets for item in one.items if item.answerable])


def table(sets: Sequence[SetResult], peers: Mapping[str, Kinds]) -> str:
    """search@2000 of Senrei and its peers side by side, a kind a line."""
    own = means([one for held in sets for one in held.results if one.item.answerable])
    columns = {"Senrei": own, **peers}
    lines = [f"{SEARCH:14}{'n':>4}" + "".join(f"{name:>13}" for name in columns)]
    for kind, held in own.items():
        cells = (_cell(kinds.get(kind, {}).get(SEARCH)) for kinds in columns.values())
        count = held[SEARCH].items if SEARCH in held else 0
        lines.append(f"{kind:14}{count:4}" + "".join(cells))
    return "\n".join(lines)


def _measured(peer: Peer, item: GoldItem) -> ItemResult:
    seen, _ = first_characters(peer.find("\n".join([*item.history, item.question]), LIMIT))
    met = groups_met(item.evidence, seen)
    return ItemResult(item=item, figures={SEARCH: sum(met) / len(met)})


def _cell(mean: Mean | None) -> str:
    return f"{mean.mean:13.2f}" if mean else f"{'-':>13}"


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
