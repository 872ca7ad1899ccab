"""What goes into the indexes and what comes out of them."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from corpus.models import DocumentKind, Frozen


class Entry(Frozen):
    """One leaf clause as the indexes see it.

    ``row`` is the catalog's key of the clause, unique per revision. ``text`` is the clause itself,
    ``context`` what helps to find it without being quoted: heading path, label, Article caption, document
    title, speaker, field label. ``standing`` is what ranking reads of its place (``readings.standing_of``); without it no
    reading is kept. The rest is what a search may be restricted to.
    """

    row: int = Field(ge=0)
    text: str
    context: str = ""
    standing: str | None = None
    document_id: str
    kind: DocumentKind
    meeting: int | None = None
    day: dt.date | None = None
    agency: str | None = None
    speaker: str | None = None


class SearchText(Frozen):
    """What is searched for: the question's own words and terms added to them.

    ``terms`` are further words that mean the same, Japanese terms of a glossary for an English question above
    all; they count like words of the text.
    """

    text: str
    terms: tuple[str, ...] = ()


class Scored(Frozen):
    """A clause found, by its row.

    ``score`` is the fused score, about 0..1 (1.5 at most), comparable between queries as far as its legs are.
    ``lexical`` is the share of the query's words (weighted by their rarity) that the clause carries, 0..1.
    ``dense`` is the cosine of query and clause, -1..1. ``bm25`` is the raw BM25 sum that ``lexical`` was made
    from.
    """

    row: int
    score: float
    lexical: float
    dense: float
    bm25: float = 0.0


def passage(entry: Entry) -> str:
    """What is embedded for an entry: its context first, as a reader would come to it."""
    return f"{entry.context}\n{entry.text}" if entry.context else entry.text
