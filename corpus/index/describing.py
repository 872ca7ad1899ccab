"""What the indexes get to see of a document: its leaves, each with the words that say where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.index.entries import Entry
from corpus.index.readings import standing_of
from corpus.models import Clause, ClauseKind, Document
from corpus.text import squash

_PUNCTUATION = re.compile(r"\W+")


def entries_of(document: Document, clauses: Sequence[Clause], first_row: int) -> Iterator[Entry]:
    """An entry a leaf; ``clauses`` is the whole document in preorder, its rows begin at ``first_row``."""
    headings = _headings(clauses)
    for row, clause in enumerate(clauses, first_row):
        if clause.leaf:
            yield Entry(
                row=row,
                text=clause.text,
                context=_context(document, clause, headings),
                standing=standing_of(clause),
                document_id=document.id,
                kind=document.kind,
                meeting=document.meeting,
                day=document.date,
                agency=document.agency,
                speaker=clause.speaker,
            )


def _headings(clauses: Sequence[Clause]) -> dict[str, str]:
    """The heading of each container that has one, by its id."""
    found: dict[str, str] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING and clause.parent_id:
            found.setdefault(clause.parent_id, clause.text)
    return found


def _context(document: Document, clause: Clause, headings: dict[str, str]) -> str:
    """Label, title of the document, headings and names above, field and speaker; nothing twice."""
    parts = clause.id.split(".")
    above = [".".join(parts[:end]) for end in range(2, len(parts))]
    pieces = [
        clause.label,
        document.title,
        *clause.path,
        *(headings[key] for key in above if key in headings),
        clause.field or "",
        clause.speaker or "",
    ]
    by_letters: dict[str, str] = {}
    for piece in pieces:
        if piece and piece != clause.text:
            by_letters.setdefault(_PUNCTUATION.sub("", squash(piece)), piece)
    return "\n".join(piece for text, piece in by_letters.items() if not _stands_in(text, by_letters))


def _stands_in(text: str, others: Iterable[str]) -> bool:
    """Whether a longer one of the others holds the text."""
    return any(text in other and len(text) < len(other) for other in others)
