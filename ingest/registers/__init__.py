"""The registers of a document, read out of its clauses: measures asked for, decisions taken, short forms defined.

Only clauses are read, never the source, so that each entry has its clause.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.catalog.registers import Registers
from corpus.models import Clause, Document
from corpus.subjects import word_lists
from ingest.registers.abbreviations import abbreviations_of
from ingest.registers.decisions import decisions_in
from ingest.registers.items import items_of
from ingest.registers.measures import measures_of

__all__ = ["registers_of", "rules_digest"]


def registers_of(document: Document, clauses: Sequence[Clause]) -> Registers:
    """What a document defines, and of minutes or a summary of a meeting its measures and decisions."""
    items = items_of(document, clauses)
    measures = [measure for item in items for measure in measures_of(item)]
    return Registers(
        measures=tuple(measures),
        decisions=tuple(decisions_in(items, measures)),
        abbreviations=tuple(abbreviations_of(clauses)),
        rules=rules_digest(),
    )


@cache
def rules_digest() -> str:
    """A digest of the rules by which registers are read: when it changes they are read anew."""
    sha = hashlib.sha256()
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *word_lists()):
        sha.update(f"{path.name}\0".encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()
