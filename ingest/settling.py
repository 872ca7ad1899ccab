"""Bringing indexes and catalog together again after a writer that did not end.

The catalog is right, the indexes follow: revisions that were never shown are deleted, rows that the catalog
does not show are removed from the indexes, rows that it shows and an index lacks are added.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.catalog import Catalog
from corpus.index import Entry, Indexes
from corpus.index.describing import entries_of

_AT_ONCE = 5_000  # entries


def settle(catalog: Catalog, indexes: Indexes) -> bool:
    """Repair what an interrupted writer left; whether there was anything to look for."""
    lost = bool(catalog.audiences() - indexes.audiences())
    if not (catalog.unsettled or catalog.pending() or lost):
        return False
    catalog.begin_writing(indexes.embedder.name, indexes.embedder.revision)
    catalog.purge()
    with indexes.batch():
        changed = [_settle(catalog, indexes, audience) for audience in _audiences(catalog, indexes)]
    if any(changed):
        catalog.touch()
    catalog.end_writing()
    return True


def entries_for(catalog: Catalog, audience: str, rows: set[int] | None = None) -> Iterator[list[Entry]]:
    """The entries of an audience, or those of some rows, in lists of a size to be added at once."""
    batch: list[Entry] = []
    for document_id, held in catalog.rows_of(audience).items():
        if rows is not None and rows.isdisjoint(range(held.first, held.end)):
            continue
        readers = frozenset({audience})
        document = catalog.document(document_id, readers)
        found = entries_of(document, catalog.tree(document_id, readers), held.first)
        batch += (entry for entry in found if rows is None or entry.row in rows)
        if len(batch) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _audiences(catalog: Catalog, indexes: Indexes) -> list[str]:
    return sorted(catalog.audiences() | indexes.audiences())


def _settle(catalog: Catalog, indexes: Indexes, audience: str) -> bool:
    wanted = catalog.leaf_rows(audience)
    lexical, dense = indexes.legs(audience)
    orphans, missing = (lexical | dense) - wanted, wanted - (lexical & dense)
    indexes.remove(audience, sorted(orphans))
    for batch in entries_for(catalog, audience, missing) if missing else ():
        indexes.add(audience, batch)
    return bool(missing)
