"""The registers as the catalog keeps them: measures and decisions of a revision, to and from its tables.

They are written with the revision's clauses and seen when it is: no reader finds a document without them.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from corpus.catalog.tables import abbreviations, decisions, measures, registers
from corpus.models import Abbreviation, Decision, Frozen, Measure
from corpus.text import squash

_Row = dict[str, str | int | dt.date | None]
_OFFICE = ("大臣", "省", "長官", "庁", "知事", "市長")


class Registers(Frozen):
    """What was read out of one document."""

    measures: tuple[Measure, ...] = ()
    decisions: tuple[Decision, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    rules: str = ""  # digest of the rules by which it was read


class MeasurePage(Frozen):
    """A page of the register of measures; ``total`` counts all that pass the filters."""

    total: int
    measures: tuple[Measure, ...]


class DecisionPage(Frozen):
    """A page of the register of decisions; ``total`` counts all that pass the filters."""

    total: int
    decisions: tuple[Decision, ...]


def write_registers(connection: sa.Connection, revision_id: int, held: Registers) -> None:
    """Keep the registers of a revision that has none yet."""
    connection.execute(sa.insert(registers).values(revision_id=revision_id, rules=held.rules))
    if held.measures:
        rows = [_measure_row(one, revision_id, at) for at, one in enumerate(held.measures)]
        connection.execute(sa.insert(measures), rows)
    if held.decisions:
        rows = [_decision_row(one, revision_id, at) for at, one in enumerate(held.decisions)]
        connection.execute(sa.insert(decisions), rows)
    if held.abbreviations:
        bodies = [
            {"revision_id": revision_id, "body": one.model_dump_json(exclude_defaults=True)}
            for one in held.abbreviations
        ]
        connection.execute(sa.insert(abbreviations), bodies)


def drop_registers(connection: sa.Connection, revision_ids: sa.Select[tuple[int]]) -> None:
    """Forget the registers of these revisions."""
    for table in (measures, decisions, abbreviations, registers):
        connection.execute(sa.delete(table).where(table.c.revision_id.in_(revision_ids)))


def stem(body: str) -> str:
    """A body's name for finding it: 国土交通省 finds what was asked of 国土交通大臣."""
    name = squash(body)
    return next((name.removesuffix(end) for end in _OFFICE if name.endswith(end) and name != end), name)


def _measure_row(one: Measure, revision_id: int, position: int) -> _Row:
    return {
        "revision_id": revision_id,
        "day": one.date,
        "meeting": one.meeting,
        "document_id": one.document_id,
        "position": position,
        "strength": one.strength.value,
        "bodies": squash("|".join(filter(None, (one.asked_of, one.agency)))),
        "topics": _topics(one.topics),
        "words": squash(
            "|".join(filter(None, (one.text, one.about, one.asked_by, one.asked_of, *one.topics)))
        ),
        "body": one.model_dump_json(exclude_defaults=True),
    }


def _topics(topics: tuple[str, ...]) -> str:
    return "".join(f"|{topic}" for topic in topics) + "|"


def _decision_row(one: Decision, revision_id: int, position: int) -> _Row:
    told = (*one.points, *one.conditions, *one.outcome, *one.publication, *one.withheld)
    return {
        "revision_id": revision_id,
        "day": one.date,
        "meeting": one.meeting,
        "document_id": one.document_id,
        "position": position,
        "decision_id": one.id,
        "matter": one.matter,
        "bodies": squash("|".join(one.parties)),
        "topics": _topics(one.topics),
        "words": squash(
            "|".join(
                (one.heading, one.matter, *one.parties, *one.topics, *(passage.text for passage in told))
            )
        ),
        "body": one.model_dump_json(exclude_defaults=True),
    }
