"""Registers read anew from clauses that the catalog holds: after an upgrade, when the rules change."""

from __future__ import annotations

from corpus.catalog import Catalog, Registers
from ingest.registers import registers_of, rules_digest

_AT_ONCE = 200  # documents a transaction


def renew(catalog: Catalog) -> int:
    """Read the registers of documents anew that other rules have read, or none; how many documents.

    Readers keep the former registers of a document until the new ones are whole. The caller holds the lock.
    """
    stale = catalog.stale_registers(rules_digest())
    for start in range(0, len(stale), _AT_ONCE):
        renewed: dict[str, Registers] = {}
        for document in stale[start : start + _AT_ONCE]:
            clauses = catalog.tree(document.id, frozenset({document.audience}))
            renewed[document.id] = registers_of(document, clauses)
        catalog.set_registers(renewed)
    return len(stale)
