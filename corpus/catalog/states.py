"""States of a law or a guideline: which of its revisions is in force, and which are kept beside it.

The revisions of most documents follow one another as they are read: the last one counts. A law's follow its
days: ``Document.date`` is the day from which a state is in force, states are fetched in any order, and of
amendments to come there are states already. The current one is the latest whose day has come; where none has,
the earliest. The others are kept as superseded and can be read by their number.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from corpus.catalog.codec import digest_of
from corpus.catalog.models import Change, Draft
from corpus.catalog.opening import guarded, writing
from corpus.catalog.tables import CURRENT, STATED, SUPERSEDED, meta, revisions
from corpus.catalog.writing import Writing, grown, insert_revision
from corpus.models import Document

# Guidelines are revised on a day as laws are, and are read as a page and as a PDF of different days.
_A_LAW = sa.or_(
    *(revisions.c.document.contains(f'"kind":"{kind.value}"', autoescape=True) for kind in STATED)
)


class States(Writing):
    """The part of ``Catalog`` that knows of days in force. Callers hold the store's writer lock."""

    def takes_effect(self, document: Document, today: dt.date) -> bool:
        """Whether a new revision of the document is to be shown in place of the current one, if any."""
        if not _dated(document):
            return True
        with guarded(), self._engine.connect() as connection:
            current = _current(connection, document.id)
        if current is None or not _dated(current) or current.date == document.date:
            return True
        return _in_force([current, document], today) is document

    def shelve(self, draft: Draft) -> Change | None:
        """Keep a state of a law that is not shown; None if it is kept already.

        Raises ParseFault for a document whose clauses are no tree.
        """
        document = draft.parsed.document
        same = (
            (revisions.c.document_id == document.id)
            & (revisions.c.status == SUPERSEDED)
            & (revisions.c.digest == digest_of(draft.parsed))
        )
        with guarded(), writing(self._engine).begin() as connection:
            if connection.execute(sa.update(revisions).where(same).values(request=draft.request)).rowcount:
                return None
            change = insert_revision(connection, draft)
            own = revisions.c.id == change.revision_id
            connection.execute(sa.update(revisions).where(own).values(status=SUPERSEDED))
            return change.model_copy(update={"replaces": None})

    def same_request(self, request: str) -> str | None:
        """The id of the document whose current revision, or other state, was made from just that; or None."""
        found = super().same_request(request)
        if found is not None:
            return found
        kept = sa.select(revisions.c.document).where(
            revisions.c.request == request, revisions.c.status == SUPERSEDED, _A_LAW
        )
        with guarded(), self._engine.connect() as connection:
            for text in connection.execute(kept).scalars():
                document = Document.model_validate_json(text)
                current = _current(connection, document.id)
                if _dated(document) and current is not None and current.date != document.date:
                    return document.id
        return None

    def state_made_from(self, request: str) -> str | None:
        """What was made from just that: a document, or a law on its day (``state_name``); None if nothing."""
        query = (
            sa.select(revisions.c.document)
            .where(revisions.c.request == request)
            .order_by(revisions.c.id.desc())
        )
        with guarded(), self._engine.connect() as connection:
            text = connection.execute(query).scalars().first()
        return None if text is None else state_name(Document.model_validate_json(text))

    def promote(self, today: dt.date) -> int:
        """Show the states whose day has come; how many. The caller settles the indexes then."""
        with guarded(), writing(self._engine).begin() as connection:
            due = _due(connection, today)
            for former, latter in due.items():
                for number, status in ((former, SUPERSEDED), (latter, CURRENT)):
                    own = revisions.c.id == number
                    connection.execute(sa.update(revisions).where(own).values(status=status))
            if due:
                connection.execute(sa.update(meta).values(unsettled=True))
                grown(connection)
            return len(due)


def state_name(document: Document) -> str:
    """What two files must not both be at once: a document, or a law on the day from which it is in force."""
    return f"{document.id}@{document.date}" if _dated(document) else document.id


def _dated(document: Document) -> bool:
    return document.kind in STATED and document.date is not None


def _in_force(states: list[Document], today: dt.date) -> Document:
    """The state in force: the latest whose day has come, else the earliest; of equals the first."""
    dated = [(state.date or dt.date.min, state) for state in states]
    begun = [pair for pair in dated if pair[0] <= today]
    if begun:
        return max(begun, key=lambda pair: pair[0])[1]
    return min(dated, key=lambda pair: pair[0])[1]


def _current(connection: sa.Connection, document_id: str) -> Document | None:
    query = sa.select(revisions.c.document).where(
        revisions.c.document_id == document_id, revisions.c.status == CURRENT
    )
    text = connection.execute(query).scalar_one_or_none()
    return None if text is None else Document.model_validate_json(text)


def _due(connection: sa.Connection, today: dt.date) -> dict[int, int]:
    """The current revisions of laws whose day is over, and those that take their place."""
    kept = sa.select(revisions.c.document_id).where(revisions.c.status == SUPERSEDED, _A_LAW)
    found = connection.execute(
        sa.select(revisions.c.id, revisions.c.status, revisions.c.document)
        .where(revisions.c.document_id.in_(kept), revisions.c.status.in_((CURRENT, SUPERSEDED)), _A_LAW)
        .order_by(revisions.c.status == SUPERSEDED, revisions.c.id.desc())
    )
    states: dict[str, list[tuple[int, str, Document]]] = {}
    for number, status, text in found:
        document = Document.model_validate_json(text)
        if _dated(document):
            states.setdefault(document.id, []).append((number, status, document))
    due: dict[int, int] = {}
    for rows in states.values():
        best = _in_force([document for _, _, document in rows], today)
        first, status, current = rows[0]
        if status == CURRENT and best.date != current.date:
            due[first] = next(number for number, _, document in rows if document is best)
    return due
