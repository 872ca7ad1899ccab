"""What references need to know of one document: its short names, its parts, its provisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.address import Address
from corpus.errors import AddressError
from corpus.models import Clause, Document, DocumentKind
from corpus.references.models import Context
from corpus.references.naming import main_law, names_defined
from corpus.references.numbering import Numbering
from corpus.references.parts import heading_key


@dataclass(frozen=True)
class Book:
    """One document as references see it."""

    document: Document
    clauses: dict[str, Clause]  # in preorder
    names: dict[str, str]
    main: str | None
    headings: tuple[tuple[str, str], ...]  # what a part's name begins with, and the part
    provisions: dict[tuple[str, str], str]  # (law, address) -> clause
    numberings: dict[str, Numbering]

    def context(self, clause: Clause) -> Context:
        """From where the text of a clause is read."""
        law = clause.law or ""
        return Context(
            law=clause.law,
            address=address_of(clause),
            names=self.names,
            main=self.main,
            sections=self.document.kind is DocumentKind.GUIDELINE,
            numbering=self.numberings.get(law) or Numbering(),
        )

    def section(self, number: str) -> str | None:
        """The clause of a section by its number."""
        found = f"{self.document.id}.s{number}"
        return found if found in self.clauses else None

    def part(self, name: str, seen_from: str | None = None) -> str | None:
        """The part whose heading begins with ``name``, unless it is the clause it is seen from."""
        key = heading_key(name)
        for heading, clause_id in self.headings:
            rest = heading[len(key) :]
            follows = not (rest[:1].isdigit() and key[-1:].isdigit())
            if heading.startswith(key) and follows:
                return None if clause_id == seen_from else clause_id
        return None

    def leaves(self, clause: Clause) -> list[Clause]:
        """The leaves of a clause, itself if it is one, in order."""
        if clause.leaf:
            return [clause]
        inside = {clause.id}
        found = []
        for one in self.clauses.values():
            if one.parent_id in inside:
                inside.add(one.id)
                found += [one] if one.leaf else []
        return found


def read_book(document: Document, tree: Sequence[Clause]) -> Book:
    """The book of a document and its clauses in preorder."""
    provisions: dict[tuple[str, str], str] = {}
    addresses: dict[str, list[Address]] = {}
    for clause in tree:
        address = address_of(clause)
        if address is not None and clause.law is not None:
            provisions.setdefault((clause.law, str(address)), clause.id)
            addresses.setdefault(clause.law, []).append(address)
    return Book(
        document=document,
        clauses={clause.id: clause for clause in tree},
        names=names_defined(clause.text for clause in tree if clause.leaf),
        main=main_law(document.title),
        headings=tuple(_headings(tree)),
        provisions=provisions,
        numberings={law: Numbering(found) for law, found in addresses.items()},
    )


def _headings(tree: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """What parts are called; 10（別添）講ずべき措置 is both 10 and 別添."""
    for clause in tree:
        if clause.path:
            key = heading_key(clause.path[-1])
            yield key, clause.id
            numbered = re.match(r"[0-9.-]+\((?=別)", key)
            if numbered:
                yield key[numbered.end() :], clause.id


def address_of(clause: Clause) -> Address | None:
    """The address of a clause, None if it has none that reads as one."""
    try:
        return None if clause.address is None else Address.from_id(clause.address)
    except AddressError:
        return None
