"""What is asked of the registers, and how they are read anew when the rules that read them have changed."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from corpus.catalog.counting import counted
from corpus.catalog.opening import guarded, writing
from corpus.catalog.registers import (
    DecisionPage,
    MeasurePage,
    Registers,
    drop_registers,
    stem,
    write_registers,
)
from corpus.catalog.sessions import Sessions
from corpus.catalog.tables import CURRENT, decisions, measures, meta, registers, revisions
from corpus.errors import NotHeld
from corpus.models import Decision, Document, Measure, MeasureCounts, MeasuresBy, RegisterFilters
from corpus.text import squash

_AT_ONCE = 500  # entries read whole by one statement
_Condition = sa.ColumnElement[bool]


class Registering:
    """The part of ``Catalog`` that keeps the registers. Every read names the audiences the reader holds."""

    _engine: sa.Engine
    _sessions: Sessions

    def measures(
        self,
        audiences: frozenset[str],
        filters: RegisterFilters | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> MeasurePage:
        """The measures that pass the filters: newest first, as they stand within a document."""
        conditions = _measure_conditions(filters)
        with self._sessions.reading() as session:
            total, bodies = _page(session.connection, measures, audiences, conditions, limit, offset)
        return MeasurePage(total=total, measures=tuple(map(Measure.model_validate_json, bodies)))

    def measure_counts(
        self, audiences: frozenset[str], by: MeasuresBy, filters: RegisterFilters | None = None
    ) -> MeasureCounts:
        """How many of the measures that pass the filters are of each strength, topic, meeting or agency."""
        conditions = [_seen(measures, audiences), *_measure_conditions(filters)]
        with self._sessions.reading() as session:
            return counted(session.connection, by, conditions)

    def decisions(
        self,
        audiences: frozenset[str],
        filters: RegisterFilters | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
    ) -> DecisionPage:
        """The decisions that pass the filters: newest first, within a document as they stand.

        A strength, which decisions have not, restricts nothing here.
        """
        wanted = filters or RegisterFilters()
        conditions = _conditions(decisions, wanted)
        if wanted.matter:
            conditions.append(decisions.c.matter == wanted.matter)
        with self._sessions.reading() as session:
            total, bodies = _page(session.connection, decisions, audiences, conditions, limit, offset)
        return DecisionPage(total=total, decisions=tuple(map(Decision.model_validate_json, bodies)))

    def decision(self, decision_id: str, audiences: frozenset[str]) -> Decision:
        """The decision on an agenda item, by the item's clause id. Raises NotHeld."""
        with self._sessions.reading() as session:
            condition = decisions.c.decision_id == decision_id
            _, bodies = _page(session.connection, decisions, audiences, [condition], 1, 0)
        if not bodies:
            raise NotHeld(
                f"No decision 「{decision_id}」 is held. `GET /v1/precedents` lists those that are."
            )
        return Decision.model_validate_json(bodies[0])

    def stale_registers(self, rules: str) -> list[Document]:
        """The documents whose registers were read by other rules, or never."""
        joined = revisions.outerjoin(registers, registers.c.revision_id == revisions.c.id)
        wanted = (
            sa.select(revisions.c.document)
            .select_from(joined)
            .where(revisions.c.status == CURRENT, registers.c.rules.is_distinct_from(rules))
            .order_by(revisions.c.id)
        )
        with guarded(), self._engine.connect() as connection:
            return [Document.model_validate_json(text) for text in connection.execute(wanted).scalars()]

    def set_registers(self, renewed: Mapping[str, Registers]) -> int:
        """Put new registers in place of those of the current revisions of documents, by id, all at once.

        Returns the new generation. For the writer that holds the store's lock.
        """
        with guarded(), writing(self._engine).begin() as connection:
            for document_id, held in renewed.items():
                current = sa.select(revisions.c.id).where(
                    revisions.c.document_id == document_id, revisions.c.status == CURRENT
                )
                for revision_id in list(connection.execute(current).scalars()):
                    drop_registers(connection, current)
                    write_registers(connection, revision_id, held)
            connection.execute(sa.update(meta).values(generation=meta.c.generation + 1))
            return int(connection.execute(sa.select(meta.c.generation)).scalar_one())


def _conditions(table: sa.Table, filters: RegisterFilters) -> list[_Condition]:
    """What both registers are filtered by; an entry without a date passes no date filter."""
    columns = table.c
    found: list[_Condition] = []
    if filters.meeting is not None:
        found.append(columns.meeting == filters.meeting)
    if filters.date_from is not None:
        found.append(columns.day >= filters.date_from)
    if filters.date_to is not None:
        found.append(columns.day <= filters.date_to)
    if filters.document_id:
        found.append(columns.document_id == filters.document_id)
    if filters.topic:
        found.append(columns.topics.contains(f"|{filters.topic}|", autoescape=True))
    if filters.agency:
        found.append(columns.bodies.contains(stem(filters.agency), autoescape=True))
    found += [columns.words.contains(squash(w), autoescape=True) for w in (filters.words or "").split()]
    return found


def _measure_conditions(filters: RegisterFilters | None) -> list[_Condition]:
    wanted = filters or RegisterFilters()
    conditions = _conditions(measures, wanted)
    if wanted.strength is not None:
        conditions.append(measures.c.strength == wanted.strength.value)
    return conditions


def _seen(table: sa.Table, audiences: frozenset[str]) -> _Condition:
    """Of documents that are shown to these audiences."""
    shown = sa.select(revisions.c.id).where(
        revisions.c.status == CURRENT, revisions.c.audience.in_(sorted(audiences))
    )
    return table.c.revision_id.in_(shown)


def _page(
    connection: sa.Connection,
    table: sa.Table,
    audiences: frozenset[str],
    conditions: list[_Condition],
    limit: int | None,
    offset: int,
) -> tuple[int, list[str]]:
    """How many entries there are in all, and the bodies of one page, of what these audiences may read."""
    columns = table.c
    conditions = [_seen(table, audiences), *conditions]
    order = (columns.day.is_(None), columns.day.desc(), columns.document_id, columns.position)
    wanted = sa.select(columns.id).where(*conditions).order_by(*order)
    # One pass over narrow rows gives the number and the order; only the page's own entries are read whole.
    ids = list(connection.execute(wanted).scalars())
    page = ids[offset:] if limit is None else ids[offset : offset + limit]
    bodies: dict[int, str] = {}
    for at in range(0, len(page), _AT_ONCE):
        some = sa.select(columns.id, columns.body).where(columns.id.in_(page[at : at + _AT_ONCE]))
        bodies.update((row.id, row.body) for row in connection.execute(some))
    return len(ids), [bodies[id_] for id_ in page if id_ in bodies]
