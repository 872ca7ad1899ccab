"""The states of a document as it was taken in, and of a clause in them, as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from corpus.catalog.models import Revision


def revisions_json(revisions: Iterable[Revision]) -> list[JsonValue]:
    """Each revision's number, standing, file and size."""
    return [
        {
            "revision": one.id,
            "status": one.status,
            "sha256": one.sha256,
            "clauses": one.clauses,
            "ingested_at": one.ingested_at.isoformat(),
        }
        for one in revisions
    ]
