"""What would come of a file, found out without storing anything: for the one who hands it in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from concurrent.futures import Executor
from pathlib import PurePath

from corpus.catalog import Catalog, Draft
from corpus.errors import UnreadableSource
from corpus.models import Audience, Clause, Document, Filters, Frozen, ParsedDocument
from corpus.references import Count, References
from ingest.extract import dispatch
from ingest.reading import Task, read
from ingest.report import furniture_share

_NO_REQUEST = "0" * 64
_SHOWN = 50  # notices; a document that is read wrongly may have one a line


class Preview(Frozen):
    """What would be understood of a file."""

    document: Document
    held: bool  # a document of that id is held: it would be replaced, or is the same
    clauses: int
    leaves: int
    characters: int
    furniture: float  # share of characters in no clause, white space left out
    notices: tuple[str, ...]
    references: Count
    confidence: float | None = None  # of the kind, where it was recognised
    evidence: tuple[str, ...] = ()


def preview(
    name: str,
    data: bytes,
    overrides: dict[str, object],
    catalog: Catalog,
    audiences: frozenset[Audience],
    executor: Executor,
    ocr: str | None = None,
) -> Preview:
    """What would come of a file of that name with what is known of it, as somebody with these audiences sees it.

    Raises UnreadableSource, ManifestError (what is known of it does not fit) or ParseFault.
    """
    if (reason := dispatch.refusal(dispatch.media_of(PurePath(name), data))) is not None:
        raise UnreadableSource(reason)
    task = Task(name, data, hashlib.sha256(data).hexdigest(), overrides, _NO_REQUEST, ocr=ocr)
    draft = Draft.model_validate_json(executor.submit(read, task).result())
    parsed, document = draft.parsed, draft.parsed.document
    readers = audiences | {document.audience}
    return Preview(
        document=document,
        held=any(one.id == document.id for one in catalog.documents(audiences)),
        clauses=len(parsed.clauses),
        leaves=sum(clause.leaf for clause in parsed.clauses),
        characters=len(parsed.source),
        furniture=round(furniture_share(parsed), 4),
        notices=tuple(_said(parsed)),
        references=References(_Beside(catalog, parsed)).count(document.id, readers),
        confidence=draft.confidence,
        evidence=draft.evidence,
    )


def _said(parsed: ParsedDocument) -> list[str]:
    return [
        f"line {parsed.source.count(chr(10), 0, notice.span.start) + 1}: {notice.message}"
        for notice in parsed.notices[:_SHOWN]
    ]


class _Beside:
    """A catalog with one document more, in place of any of its id."""

    def __init__(self, catalog: Catalog, parsed: ParsedDocument) -> None:
        self._catalog, self._parsed = catalog, parsed
        self.generation = catalog.generation

    def documents(self, audiences: frozenset[str], filters: Filters | None = None) -> list[Document]:
        own = self._parsed.document
        return [own, *(one for one in self._catalog.documents(audiences, filters) if one.id != own.id)]

    def document(self, document_id: str, audiences: frozenset[str]) -> Document:
        own = self._parsed.document
        return own if document_id == own.id else self._catalog.document(document_id, audiences)

    def tree(self, document_id: str, audiences: frozenset[str]) -> list[Clause]:
        if document_id == self._parsed.document.id:
            return list(self._parsed.clauses)
        return self._catalog.tree(document_id, audiences)

    def provisions(self, address: str, laws: Collection[str], audiences: frozenset[str]) -> list[Clause]:
        own = [c for c in self._parsed.clauses if c.address == address and (not laws or c.law in laws)]
        ids = {clause.id for clause in own}
        held = self._catalog.provisions(address, laws, audiences)
        return [
            *(clause for clause in own if clause.parent_id not in ids),
            *(clause for clause in held if clause.document_id != self._parsed.document.id),
        ]
