"""From a reference to the clauses it points to, among what a reader may see. Nothing is stored.

A provision is looked for in the document at hand where the text speaks of its own (前項), then in the law
itself, then in documents that quote it. What lies outside the reader's audiences is not held.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection
from threading import Lock
from typing import Protocol

from pydantic import Field

from corpus.address import Address
from corpus.laws import common_name
from corpus.models import Clause, Document, DocumentKind, Filters, Frozen
from corpus.references.book import Book, read_book
from corpus.references.finding import find
from corpus.references.models import Reason, Reference
from corpus.references.parts import heading_key

_KEPT = 24  # books at hand; one of a long guideline takes some megabytes


class Held(Protocol):
    """What is asked of a catalog."""

    @property
    def generation(self) -> int:
        """A number that grows with every change."""

    def documents(self, audiences: frozenset[str], filters: Filters | None = None) -> list[Document]:
        """The documents, newest first."""

    def document(self, document_id: str, audiences: frozenset[str]) -> Document:
        """A document. Raises NotHeld."""

    def tree(self, document_id: str, audiences: frozenset[str]) -> list[Clause]:
        """Its clauses in preorder. Raises NotHeld."""

    def provisions(self, address: str, laws: Collection[str], audiences: frozenset[str]) -> list[Clause]:
        """The clauses at an address of the laws named."""


class Resolved(Frozen):
    """A reference with the clauses it points to, or the reason why there are none."""

    reference: Reference
    clauses: tuple[Clause, ...] = ()
    reason: Reason | None = None


class Count(Frozen):
    """How many references a document has, and how many of them lead to clauses."""

    resolved: int = 0
    unresolved: dict[Reason, int] = Field(default_factory=dict)

    @property
    def found(self) -> int:
        """All references."""
        return self.resolved + sum(self.unresolved.values())


class References:
    """References of clauses in a catalog. Safe to share between threads."""

    def __init__(self, catalog: Held) -> None:
        self._catalog = catalog
        self._books: OrderedDict[tuple[int, str, frozenset[str]], Book] = OrderedDict()
        self._lock = Lock()

    def of(self, clause: Clause, audiences: frozenset[str]) -> list[Resolved]:
        """What the text of a clause refers to, in order; of a container, that of the leaves in it. Raises NotHeld."""
        book = self._book(clause.document_id, audiences)
        found: list[Resolved] = []
        at = 0
        for leaf in book.leaves(clause):
            for reference in find(leaf.text, book.context(leaf)):
                placed = reference.model_copy(
                    update={"start": reference.start + at, "end": reference.end + at}
                )
                found.append(self._resolve(placed, leaf, book, audiences))
            at += len(leaf.text) + 1
        return found

    def count(self, document_id: str, audiences: frozenset[str]) -> Count:
        """How many references of a document are resolved. Raises NotHeld."""
        book = self._book(document_id, audiences)
        resolved, unresolved = 0, dict[Reason, int]()
        for leaf in (clause for clause in book.clauses.values() if clause.leaf):
            for reference in find(leaf.text, book.context(leaf)):
                reason = self._resolve(reference, leaf, book, audiences).reason
                resolved += reason is None
                if reason is not None:
                    unresolved[reason] = unresolved.get(reason, 0) + 1
        return Count(resolved=resolved, unresolved=unresolved)

    def _book(self, document_id: str, audiences: frozenset[str]) -> Book:
        key = (self._catalog.generation, document_id, audiences)
        with self._lock:
            if key in self._books:
                self._books.move_to_end(key)
                return self._books[key]
        document = self._catalog.document(document_id, audiences)
        book = read_book(document, self._catalog.tree(document_id, audiences))
        with self._lock:
            self._books[key] = book
            while len(self._books) > _KEPT:
                self._books.popitem(last=False)
        return book

    def _resolve(
        self, reference: Reference, clause: Clause, book: Book, audiences: frozenset[str]
    ) -> Resolved:
        if reference.reason is not None:
            return Resolved(reference=reference, reason=reference.reason)
        if reference.law is not None:
            found = [
                target
                for address in reference.addresses
                for target in self._provision(reference.law, address, reference.here, book, audiences)
            ]
            whole = len(found) == len(reference.addresses)
        else:
            found = self._part(reference, clause, book, audiences)
            whole = bool(found)
        if not whole or not found:
            return Resolved(reference=reference, reason=Reason.NOT_HELD)
        return Resolved(reference=reference, clauses=tuple(found))

    def _provision(
        self, law: str, address: Address, here: bool, book: Book, audiences: frozenset[str]
    ) -> list[Clause]:
        """The one clause that is that provision, or none."""
        spellings = [str(one) for one in address.candidates()]
        if here:
            own = next(
                (book.provisions[law, one] for one in spellings if (law, one) in book.provisions), None
            )
            if own is not None:
                return [book.clauses[own]]
        held = [clause for one in spellings for clause in self._catalog.provisions(one, [law], audiences)]
        return sorted(held, key=lambda clause: self._rank(clause, book, audiences))[:1]

    def _rank(self, clause: Clause, book: Book, audiences: frozenset[str]) -> tuple[bool, bool]:
        """The law itself before what quotes it; of those the document at hand first."""
        kind = self._catalog.document(clause.document_id, audiences).kind
        return (kind is not DocumentKind.STATUTE, clause.document_id != book.document.id)

    def _part(
        self, reference: Reference, clause: Clause, book: Book, audiences: frozenset[str]
    ) -> list[Clause]:
        if not reference.here:
            document = self._named(reference.document or "", book, audiences)
            if document is None:
                return []
            book = self._book(document.id, audiences)
        if reference.part is None:
            first = next(iter(book.clauses.values()), None)
            return [] if first is None else [first]
        target = book.section(reference.part) or book.part(reference.part, clause.id)
        return [] if target is None else [book.clauses[target]]

    def _named(self, name: str, book: Book, audiences: frozenset[str]) -> Document | None:
        """The document that a text names: by its title, a short name defined there, or as a paper of the meeting."""
        meant = heading_key(book.names.get(name, name))
        for document in self._catalog.documents(audiences):
            own = {heading_key(one) for one in (document.title, document.cite, *document.aliases)}
            own.add(heading_key(common_name(document.title)))
            if meant and meant in own:
                return document
            if _is_paper(document, meant, book.document):
                return document
        return None


def _is_paper(document: Document, name: str, beside: Document) -> bool:
    """Whether it is 資料1-2 of the meeting of the document that names it."""
    title = heading_key(document.title)
    same = document.meeting is not None and document.meeting == beside.meeting
    rest = title.removeprefix(name)
    return (
        same and document.kind is DocumentKind.PAPER and rest != title and re.match(r"[0-9-]", rest) is None
    )
