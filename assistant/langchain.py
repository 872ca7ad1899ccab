"""Senrei as parts of LangChain: a retriever over the record, and the embedding model of its indexes.

The only module that imports LangChain for these; no path of a question passes here. docs/langchain.md shows
both at work.
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.access import ANYONE, Principal
from assistant.models import Hit
from assistant.service import Assistant
from corpus.index.embedder import Embedder
from corpus.models import Filters


class SenreiRetriever(BaseRetriever):
    """Clauses of the record as LangChain documents: the text verbatim, where it stands in the metadata.

    What the question names (a meeting, a speaker, a provision) is understood as everywhere in Senrei. Only
    clauses that ``principal`` may read are found. ``invoke`` raises InvalidQuery for an empty or overlong
    query.
    """

    assistant: Assistant
    principal: Principal = ANYONE
    filters: Filters = Filters()
    limit: int = Field(10, ge=1)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        _, hits = self.assistant.search(
            query, filters=self.filters, principal=self.principal, limit=self.limit
        )
        return [_document(hit) for hit in hits]


class SenreiEmbeddings(Embeddings):
    """An embedding model of Senrei in LangChain's terms; vectors have unit length."""

    def __init__(self, embedder: Embedder) -> None:
        """``embedder`` as ``corpus.index.embedder.load_embedder`` gives it."""
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, (n, dimensions)."""
        vectors: list[list[float]] = self._embedder.encode_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, (dimensions,)."""
        vector: list[float] = self._embedder.encode_queries([text])[0].tolist()
        return vector


def _document(hit: Hit) -> Document:
    clause, document = hit.clause, hit.document
    return Document(
        id=clause.id,
        page_content=clause.text,
        metadata={
            "id": clause.id,
            "label": clause.label,
            "document_id": document.id,
            "title": document.title,
            "date": document.date.isoformat() if document.date else None,
            "score": hit.score,
        },
    )
