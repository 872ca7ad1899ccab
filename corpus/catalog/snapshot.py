"""Which revisions are current in one generation of the store: what every read goes through.

Rows of clauses are never changed once written and never given twice, so a snapshot stays right for its
generation, and a row is resolved without asking the database: it is readable if, and only if, it lies in the
range of a current revision of an audience the reader holds.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass, field

import sqlalchemy as sa

from corpus.catalog.codec import Summary
from corpus.catalog.tables import CURRENT, abbreviations, meta, revisions
from corpus.models import Abbreviation, Audience, Document, Filters, HeldMatter, HeldSpeaker, Holdings


@dataclass
class Held:
    """One current revision."""

    revision_id: int
    document_id: str
    audience: Audience
    first: int
    end: int  # one past the last row
    _document: str
    _parsed: Document | None = None

    @property
    def document(self) -> Document:
        """Its metadata."""
        if self._parsed is None:
            self._parsed = Document.model_validate_json(self._document)
        return self._parsed


@dataclass
class Snapshot:
    """The current revisions of one generation."""

    generation: int
    held: list[Held]  # by first row
    shelved: frozenset[int] = (
        frozenset()
    )  # numbers of those among them that are not current (states of a day)
    _by_document: dict[str, Held] = field(init=False)
    _firsts: list[int] = field(init=False)
    _holdings: dict[frozenset[str], Holdings] = field(default_factory=dict)
    _documents: dict[frozenset[str], list[Document]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_document = {held.document_id: held for held in self.held}
        self._firsts = [held.first for held in self.held]

    def readable(self, audiences: frozenset[str]) -> list[Held]:
        """The revisions these audiences may read, by document id."""
        return sorted((h for h in self.held if h.audience in audiences), key=lambda h: h.document_id)

    def of_document(self, document_id: str, audiences: frozenset[str]) -> Held | None:
        """The current revision of a document; None if there is none or it may not be read."""
        held = self._by_document.get(document_id)
        return held if held is not None and held.audience in audiences else None

    def of_clause(self, clause_id: str, audiences: frozenset[str]) -> Held | None:
        """The revision a clause of that id would be in: a clause's id begins with its document's."""
        return self.of_document(clause_id.partition(".")[0], audiences)

    def of_row(self, row: int, audiences: frozenset[str]) -> Held | None:
        """The revision that row belongs to; None if it is not current or may not be read."""
        at = bisect_right(self._firsts, row) - 1
        if at < 0:
            return None
        held = self.held[at]
        return held if row < held.end and held.audience in audiences else None

    def holdings(self, connection: sa.Connection, audiences: frozenset[str]) -> Holdings:
        """What these audiences may know to be held; kept for the next time."""
        if audiences not in self._holdings:
            self._holdings[audiences] = self._make_holdings(connection, audiences)
        return self._holdings[audiences]

    def documents(
        self, connection: sa.Connection, audiences: frozenset[str], filters: Filters
    ) -> list[Document]:
        """The documents that pass the filters, newest first, those without a date last, then by id."""
        if audiences not in self._documents:
            self._documents[audiences] = sorted((h.document for h in self.readable(audiences)), key=_newest)
        found = self._documents[audiences]
        if filters == Filters():
            return list(found)
        if filters.speaker is not None:
            speaking = self._speaking(connection, audiences, filters.speaker)
            found = [document for document in found if document.id in speaking]
        return [document for document in found if _passes(document, filters)]

    def _speaking(self, connection: sa.Connection, audiences: frozenset[str], name: str) -> set[str]:
        speakers = self.holdings(connection, audiences).speakers
        return {i for speaker in speakers if _name(speaker.name) == _name(name) for i in speaker.document_ids}

    def _make_holdings(self, connection: sa.Connection, audiences: frozenset[str]) -> Holdings:
        readable = self.readable(audiences)
        summaries = _summaries(connection, self.shelved)
        speakers: dict[str, set[str]] = {}
        addresses: dict[tuple[str, str], None] = {}
        matters: list[HeldMatter] = []
        for held in readable:
            summary = summaries.get(held.revision_id, Summary())
            for name in summary.speakers:
                speakers.setdefault(name, set()).add(held.document_id)
            addresses.update(dict.fromkeys(summary.addresses))
            matters += summary.matters
        return Holdings(
            documents=tuple(held.document for held in readable),
            speakers=tuple(HeldSpeaker(name=n, document_ids=frozenset(ids)) for n, ids in speakers.items()),
            laws=tuple(dict.fromkeys(law for law, _ in addresses)),
            addresses=frozenset(addresses),
            matters=tuple(matters),
            abbreviations=_abbreviations(connection, {held.revision_id for held in readable}, self.shelved),
            generation=self.generation,
        )


def current_generation(connection: sa.Connection) -> int:
    """The generation the store is in."""
    return int(connection.execute(sa.select(meta.c.generation)).scalar_one())


def take(connection: sa.Connection) -> Snapshot:
    """The snapshot of the generation the store is in; the connection's transaction keeps the two together."""
    generation = current_generation(connection)
    columns = revisions.c
    found = connection.execute(
        sa.select(
            columns.id,
            columns.document_id,
            columns.audience,
            columns.first_row,
            columns.clause_count,
            columns.document,
        )
        .where(columns.status == CURRENT)
        .order_by(columns.first_row)
    )
    held = [
        Held(revision_id, document_id, audience, first, first + count, document)
        for revision_id, document_id, audience, first, count, document in found
    ]
    return Snapshot(generation, held)


def _summaries(connection: sa.Connection, shelved: frozenset[int]) -> dict[int, Summary]:
    meant = (revisions.c.status == CURRENT) | revisions.c.id.in_(sorted(shelved))
    found = connection.execute(sa.select(revisions.c.id, revisions.c.summary).where(meant))
    return {revision_id: Summary.model_validate_json(text) for revision_id, text in found}


def _abbreviations(
    connection: sa.Connection, readable: Set[int], shelved: frozenset[int]
) -> tuple[Abbreviation, ...]:
    """What these revisions define: none of another audience's, a former state's or a retired document's."""
    meant = (revisions.c.status == CURRENT) | revisions.c.id.in_(sorted(shelved))
    joined = abbreviations.join(revisions, revisions.c.id == abbreviations.c.revision_id)
    columns = (abbreviations.c.revision_id, abbreviations.c.body)
    query = sa.select(*columns).select_from(joined).where(meant).order_by(abbreviations.c.id)
    found = connection.execute(query)
    return tuple(Abbreviation.model_validate_json(body) for id_, body in found if id_ in readable)


def _newest(document: Document) -> tuple[bool, int, str]:
    return document.date is None, -(document.date.toordinal() if document.date else 0), document.id


def _passes(document: Document, filters: Filters) -> bool:
    """Whether a document passes the filters about documents; one without a date passes no date filter."""
    if filters.date_from is not None and (document.date is None or document.date < filters.date_from):
        return False
    if filters.date_to is not None and (document.date is None or document.date > filters.date_to):
        return False
    wanted = (
        (filters.kind, document.kind),
        (filters.meeting, document.meeting),
        (_name(filters.agency), _name(document.agency)),
        (filters.document_id, document.id),
    )
    return all(want is None or want == have for want, have in wanted)


def _name(text: str | None) -> str | None:
    """A name for comparing, as the indexes compare them: folded, without white space."""
    return None if text is None else "".join(unicodedata.normalize("NFKC", text).casefold().split())
