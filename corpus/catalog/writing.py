"""How documents get into the catalog. One writer at a time: callers hold the store's writer lock.

A revision is written ``pending`` (``put``), its rows are added to the indexes by the caller, and ``publish``
shows it and hides what it replaces in one transaction. Killed anywhere in between, readers have seen nothing,
and ``pending``/``purge`` let the next writer clean up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from corpus.catalog.codec import body_of, digest_of, furniture_json, notices_json, summary_of
from corpus.catalog.models import Change, Draft, RowRange
from corpus.catalog.opening import guarded, writing
from corpus.catalog.registers import drop_registers, write_registers
from corpus.catalog.tables import (
    CURRENT,
    PENDING,
    RETIRED,
    SUPERSEDED,
    clauses,
    documents,
    meta,
    originals,
    retirements,
    revisions,
)
from corpus.errors import ParseFault
from corpus.models import Clause, ParsedDocument


class Writing:
    """The writing half of ``Catalog``."""

    _engine: sa.Engine

    def put(self, drafts: Sequence[Draft]) -> list[Change]:
        """Write new revisions, one of each document, that nobody sees yet; all or none of them.

        Raises ParseFault for a document whose clauses are no tree (``prove_tree``).
        """
        with guarded(), writing(self._engine).begin() as connection:
            return [insert_revision(connection, draft) for draft in drafts]

    def publish(self, changes: Sequence[Change]) -> int:
        """Show pending or retired revisions in place of those they replace, all at once; the new generation."""
        ids = [change.revision_id for change in changes]
        with guarded(), writing(self._engine).begin() as connection:
            documents_shown = [change.document_id for change in changes]
            _set_status(connection, (CURRENT, RETIRED), SUPERSEDED, documents_shown)
            connection.execute(sa.update(revisions).where(revisions.c.id.in_(ids)).values(status=CURRENT))
            connection.execute(sa.delete(retirements).where(retirements.c.document_id.in_(documents_shown)))
            return grown(connection)

    def pending(self) -> list[RowRange]:
        """The rows of revisions that were never published: left by a writer that was killed."""
        with guarded(), self._engine.connect() as connection:
            found = connection.execute(
                sa.select(revisions.c.audience, revisions.c.first_row, revisions.c.clause_count).where(
                    revisions.c.status == PENDING
                )
            )
            return [RowRange(audience=a, first=first, end=first + count) for a, first, count in found]

    def purge(self) -> None:
        """Delete revisions that were never published. Their rows are not given again."""
        left = sa.select(revisions.c.id).where(revisions.c.status == PENDING)
        with guarded(), writing(self._engine).begin() as connection:
            connection.execute(sa.delete(clauses).where(clauses.c.revision_id.in_(left)))
            drop_registers(connection, left)
            connection.execute(sa.delete(originals).where(originals.c.revision_id.in_(left)))
            connection.execute(sa.delete(revisions).where(revisions.c.status == PENDING))
            connection.execute(
                sa.delete(documents).where(documents.c.id.not_in(sa.select(revisions.c.document_id)))
            )

    def same_request(self, request: str) -> str | None:
        """The id of the document whose current revision was made from just that; None if there is none."""
        with guarded(), self._engine.connect() as connection:
            return (
                connection.execute(
                    sa.select(revisions.c.document_id).where(
                        revisions.c.request == request, revisions.c.status == CURRENT
                    )
                )
                .scalars()
                .first()
            )

    def same_result(self, draft: Draft) -> bool:
        """Whether the current revision reads the same; it then takes over the draft's request."""
        parsed = draft.parsed
        same = (
            (revisions.c.document_id == parsed.document.id)
            & (revisions.c.status == CURRENT)
            & (revisions.c.digest == digest_of(parsed))
        )
        with guarded(), writing(self._engine).begin() as connection:
            found = connection.execute(sa.update(revisions).where(same).values(request=draft.request))
            return found.rowcount > 0

    @property
    def unsettled(self) -> bool:
        """Whether a writer began and did not end, so that the indexes may differ from the catalog."""
        with guarded(), self._engine.connect() as connection:
            return bool(connection.execute(sa.select(meta.c.unsettled)).scalar_one())

    @property
    def embedder(self) -> tuple[str, str] | None:
        """Name and revision of the model the indexes were made with; None before there are any."""
        with guarded(), self._engine.connect() as connection:
            name, revision = connection.execute(sa.select(meta.c.embedder, meta.c.embedder_revision)).one()
            return (str(name), str(revision)) if name else None

    def begin_writing(self, embedder: str, embedder_revision: str) -> None:
        """Note that a writer is at work, and the model with which it fills the indexes."""
        self._set_meta(unsettled=True, embedder=embedder, embedder_revision=embedder_revision)

    def end_writing(self) -> None:
        """Note that the writer is done and the indexes agree with the catalog."""
        self._set_meta(unsettled=False)

    def touch(self) -> int:
        """Tell readers that the indexes have changed though no document has; the new generation."""
        with guarded(), writing(self._engine).begin() as connection:
            return grown(connection)

    def _set_meta(self, **values: bool | str) -> None:
        with guarded(), writing(self._engine).begin() as connection:
            connection.execute(sa.update(meta).values(**values))


def insert_revision(connection: sa.Connection, draft: Draft) -> Change:
    """Write a revision with its clauses, ``pending``. Raises ParseFault for clauses that are no tree."""
    parsed, document = draft.parsed, draft.parsed.document
    prove_tree(parsed)
    now = dt.datetime.now(dt.UTC)
    if connection.execute(sa.select(documents.c.id).where(documents.c.id == document.id)).first() is None:
        connection.execute(sa.insert(documents).values(id=document.id, created_at=now))
    first = int(connection.execute(sa.select(meta.c.next_row)).scalar_one())
    connection.execute(sa.update(meta).values(next_row=first + len(parsed.clauses)))
    revision_id = connection.execute(
        sa.insert(revisions)
        .values(
            document_id=document.id,
            status=PENDING,
            audience=document.audience,
            sha256=document.sha256,
            request=draft.request,
            digest=digest_of(parsed),
            first_row=first,
            clause_count=len(parsed.clauses),
            document=document.model_dump_json(),
            summary=summary_of(parsed.clauses).model_dump_json(),
            ingested_at=now,
        )
        .returning(revisions.c.id)
    ).scalar_one()
    connection.execute(
        sa.insert(originals).values(
            revision_id=revision_id,
            source=parsed.source,
            furniture=furniture_json(parsed.furniture),
            notices=notices_json(parsed.notices),
        )
    )
    if parsed.clauses:
        connection.execute(sa.insert(clauses), _clause_rows(parsed.clauses, revision_id, first))
    write_registers(connection, revision_id, draft.registers)
    return Change(
        document_id=document.id,
        revision_id=revision_id,
        rows=RowRange(audience=document.audience, first=first, end=first + len(parsed.clauses)),
        replaces=_current_rows(connection, document.id),
    )


def prove_tree(parsed: ParsedDocument) -> None:
    """Raises ParseFault unless the clauses are in preorder and carry their document's id and audience."""
    open_ids: list[str] = []
    seen: set[str] = set()
    document = parsed.document
    for clause in parsed.clauses:
        while open_ids and open_ids[-1] != clause.parent_id:
            open_ids.pop()
        if clause.parent_id is not None and not open_ids:
            raise ParseFault(f"{clause.id} does not follow its parent {clause.parent_id}.")
        if (
            clause.id in seen
            or clause.document_id != document.id
            or not clause.id.startswith(f"{document.id}.")
        ):
            raise ParseFault(f"{clause.id} is no id for one clause of {document.id}.")
        if clause.audience != document.audience:
            raise ParseFault(f"{clause.id} is not for the audience of its document.")
        seen.add(clause.id)
        open_ids.append(clause.id)


def _clause_rows(
    parsed: Sequence[Clause], revision_id: int, first: int
) -> list[dict[str, str | int | bool | None]]:
    """The clauses, proven to be a tree, as table rows."""
    row_of: dict[str, int] = {}
    rows: list[dict[str, str | int | bool | None]] = []
    for row, clause in enumerate(parsed, first):
        parent = None if clause.parent_id is None else row_of[clause.parent_id]
        row_of[clause.id] = row
        rows.append(
            {
                "row": row,
                "revision_id": revision_id,
                "clause_id": clause.id,
                "parent_row": parent,
                "last_row": row,
                "leaf": clause.leaf,
                "kind": clause.kind.value,
                "law": clause.law,
                "address": clause.address,
                "body": body_of(clause),
            }
        )
    for clause, values in zip(reversed(parsed), reversed(rows), strict=True):
        if clause.parent_id is not None:
            above = rows[row_of[clause.parent_id] - first]
            above["last_row"] = max(int(above["last_row"] or 0), int(values["last_row"] or 0))
    return rows


def _current_rows(connection: sa.Connection, document_id: str) -> RowRange | None:
    found = connection.execute(
        sa.select(revisions.c.audience, revisions.c.first_row, revisions.c.clause_count).where(
            revisions.c.document_id == document_id, revisions.c.status == CURRENT
        )
    ).one_or_none()
    if found is None:
        return None
    audience, first, count = found
    return RowRange(audience=audience, first=first, end=first + count)


def _set_status(connection: sa.Connection, old: Sequence[str], new: str, document_ids: Sequence[str]) -> None:
    connection.execute(
        sa.update(revisions)
        .where(revisions.c.document_id.in_(document_ids), revisions.c.status.in_(old))
        .values(status=new)
    )


def grown(connection: sa.Connection) -> int:
    """Count a change that readers can see; the new generation."""
    connection.execute(sa.update(meta).values(generation=meta.c.generation + 1))
    return int(connection.execute(sa.select(meta.c.generation)).scalar_one())
