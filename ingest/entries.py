"""What the indexes get to see of a document: its leaves, each with the words that say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.catalog.codec import summary_of
from corpus.index import Entry
from corpus.models import Clause, ClauseKind, Document


def entries_of(document: Document, clauses: Sequence[Clause], first_row: int) -> Iterator[Entry]:
    """An entry a leaf; ``clauses`` is the whole document in preorder, its rows begin at ``first_row``."""
    headings = _headings(clauses)
    for row, clause in enumerate(clauses, first_row):
        if clause.leaf:
            yield Entry(
                row=row,
                text=clause.text,
                context=_context(document, clause, headings),
                document_id=document.id,
                kind=document.kind,
                meeting=document.meeting,
                day=document.date,
                agency=document.agency,
                speaker=clause.speaker,
            )


def _headings(clauses: Sequence[Clause]) -> dict[str, str]:
    """The heading of each container that has one, by its id."""
    found = {m.clause_id: m.heading for m in summary_of(clauses).matters if m.clause_id}
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING and clause.parent_id and clause.parent_id not in found:
            found[clause.parent_id] = clause.text
    return found


def _context(document: Document, clause: Clause, headings: dict[str, str]) -> str:
    """Label, document title, headings above and path, nothing twice."""
    parts = clause.id.split(".")
    above = [".".join(parts[:end]) for end in range(2, len(parts))]
    pieces: list[str] = []
    for piece in (
        clause.label,
        document.title,
        *(headings[key] for key in above if key in headings),
        *clause.path,
        clause.field or "",
        clause.speaker or "",
    ):
        if piece and piece != clause.text and not any(piece in kept for kept in pieces):
            pieces.append(piece)
    return "\n".join(pieces)
