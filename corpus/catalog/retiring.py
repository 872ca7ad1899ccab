"""Documents taken out, and brought back: they answer no more, but nothing of them is lost.

A retired revision stands in no index and in no list; its clauses can still be read by their ids, marked, so that
an answer that cited them can be checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import sqlalchemy as sa

from corpus.catalog.models import Change, RetiredDocument, RowRange
from corpus.catalog.opening import guarded, writing
from corpus.catalog.provisions import Provisions
from corpus.catalog.tables import CURRENT, RETIRED, clauses, meta, retirements, revisions
from corpus.catalog.writing import grown
from corpus.errors import NotHeld
from corpus.models import Clause, Document

Reason = Literal["gone", "asked"]


class Retiring(Provisions):
    """The part of ``Catalog`` that knows of retired documents. Those who write hold the store's writer lock."""

    def retire(self, document_id: str, reason: Reason = "asked") -> RowRange:
        """Take a document out; the rows that indexes must forget before ``end_writing``. Raises NotHeld."""
        return self.retire_all([document_id], reason)[0]

    def retire_all(self, document_ids: Iterable[str], reason: Reason) -> list[RowRange]:
        """Take documents out, all at once; the rows that indexes must forget before ``end_writing``.

        Raises NotHeld for one that is not held, or is retired already.
        """
        wanted = list(dict.fromkeys(document_ids))
        with guarded(), writing(self._engine).begin() as connection:
            rows = [_current(connection, document_id) for document_id in wanted]
            if not wanted:
                return rows
            now = dt.datetime.now(dt.UTC)
            for document_id in wanted:
                own = (revisions.c.document_id == document_id) & (revisions.c.status == CURRENT)
                connection.execute(sa.update(revisions).where(own).values(status=RETIRED))
                connection.execute(sa.delete(retirements).where(retirements.c.document_id == document_id))
                connection.execute(
                    sa.insert(retirements).values(document_id=document_id, reason=reason, retired_at=now)
                )
            connection.execute(sa.update(meta).values(unsettled=True))
            grown(connection)
            return rows

    def restoring(self, document_id: str) -> Change:
        """The change that ``publish`` brings a retired document back by, once indexes have its rows.

        Raises NotHeld for a document that is not retired.
        """
        found = self._retired(revisions.c.document_id == document_id)
        if not found:
            raise NotHeld(
                f"No retired document 「{document_id}」 is kept. It may be held still, or never was."
            )
        return Change(document_id=document_id, revision_id=found[0].revision_id, rows=found[0].rows)

    def retired_documents(self, audiences: frozenset[str]) -> list[RetiredDocument]:
        """The documents that are retired, those retired last first."""
        found = self._retired(revisions.c.audience.in_(sorted(audiences)))
        return sorted(found, key=_latest, reverse=True)

    def retired_document(self, document_id: str, audiences: frozenset[str]) -> RetiredDocument:
        """A retired document. Raises NotHeld."""
        own = (revisions.c.document_id == document_id) & revisions.c.audience.in_(sorted(audiences))
        found = self._retired(own)
        if not found:
            raise NotHeld(f"No retired document 「{document_id}」 is kept.")
        return found[0]

    def retired_from(self, request: str) -> RetiredDocument | None:
        """The retired document that was made from just that, if there is one."""
        return next(iter(self._retired(revisions.c.request == request)), None)

    def retired_when_asked(self) -> frozenset[str]:
        """The documents that somebody asked to be taken out."""
        with guarded(), self._engine.connect() as connection:
            asked = sa.select(retirements.c.document_id).where(retirements.c.reason == "asked")
            return frozenset(connection.execute(asked).scalars())

    def kept_tree(self, change: Change) -> list[Clause]:
        """The clauses of a revision whatever its standing, in preorder: what indexes are given of it."""
        with guarded(), self._engine.connect() as connection:
            return self._shelf.stretch(connection, change.rows.first, change.rows.end)

    def clause(self, clause_id: str, audiences: frozenset[str], *, revision: int | None = None) -> Clause:
        """A clause as it stands or stood; of a retired document it is marked ``retired``. Raises NotHeld."""
        try:
            return super().clause(clause_id, audiences, revision=revision)
        except NotHeld:
            found = self._retired_clause(clause_id, audiences) if revision is None else None
            if found is None:
                raise
            return found

    def _retired_clause(self, clause_id: str, audiences: frozenset[str]) -> Clause | None:
        document_id = clause_id.partition(".")[0]
        own = (revisions.c.document_id == document_id) & revisions.c.audience.in_(sorted(audiences))
        for retired in self._retired(own):
            with self._sessions.reading() as session:
                row = session.connection.execute(
                    sa.select(clauses.c.row).where(
                        clauses.c.revision_id == retired.revision_id, clauses.c.clause_id == clause_id
                    )
                ).scalar_one_or_none()
                if row is not None:
                    clause = self._shelf.get(session.connection, [row])[row]
                    return clause.model_copy(update={"superseded": True, "retired": True})
        return None

    def _retired(self, condition: sa.ColumnElement[bool]) -> list[RetiredDocument]:
        """The latest retired revision of each document that passes and has no current one."""
        current = sa.select(revisions.c.document_id).where(revisions.c.status == CURRENT)
        columns = revisions.c
        joined = revisions.outerjoin(retirements, retirements.c.document_id == columns.document_id)
        query = (
            sa.select(
                columns.id,
                columns.audience,
                columns.first_row,
                columns.clause_count,
                columns.document,
                retirements.c.reason,
                retirements.c.retired_at,
            )
            .select_from(joined)
            .where(columns.status == RETIRED, columns.document_id.not_in(current), condition)
            .order_by(columns.id.desc())
        )
        found: dict[str, RetiredDocument] = {}
        with self._sessions.reading() as session:
            for values in session.connection.execute(query).mappings():
                one = _retired_document({str(key): value for key, value in values.items()})
                found.setdefault(one.document.id, one)
        return list(found.values())


def _current(connection: sa.Connection, document_id: str) -> RowRange:
    query = sa.select(revisions.c.audience, revisions.c.first_row, revisions.c.clause_count).where(
        revisions.c.document_id == document_id, revisions.c.status == CURRENT
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotHeld(f"No document 「{document_id}」 is held. It may be retired already.")
    audience, first, count = found
    return RowRange(audience=audience, first=first, end=first + count)


def _retired_document(values: Mapping[str, object]) -> RetiredDocument:
    first, count = int(str(values["first_row"])), int(str(values["clause_count"]))
    return RetiredDocument.model_validate(
        {
            "document": Document.model_validate_json(str(values["document"])),
            "reason": values["reason"] or "asked",  # retired by a version that did not keep why
            "retired_at": values["retired_at"],
            "revision_id": values["id"],
            "rows": {"audience": values["audience"], "first": first, "end": first + count},
        }
    )


def _latest(one: RetiredDocument) -> tuple[dt.datetime, int]:
    return one.retired_at or dt.datetime.min.replace(tzinfo=dt.UTC), one.revision_id
