"""How many measures there are, counted by the database: by strength, topic, meeting or agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from corpus.catalog.tables import measures
from corpus.models import MeasureCount, MeasureCounts, MeasuresBy, Strength

_Tally = tuple[str | None, str, int]  # what is counted, the strength, how many


def counted(
    connection: sa.Connection, by: MeasuresBy, conditions: Iterable[sa.ColumnElement[bool]]
) -> MeasureCounts:
    """The measures under these conditions; a measure counts under each of its topics.

    Only narrow rows are read, but for agencies, which stand in the entry itself.
    """
    columns = measures.c
    groups: dict[MeasuresBy, sa.ColumnElement[str]] = {
        MeasuresBy.STRENGTH: sa.type_coerce(columns.strength, sa.String()),
        MeasuresBy.TOPIC: sa.type_coerce(columns.topics, sa.String()),
        MeasuresBy.MEETING: sa.cast(columns.meeting, sa.String()),
        MeasuresBy.AGENCY: sa.func.json_extract(columns.body, "$.agency", type_=sa.String()),
    }
    group = groups[by]
    wanted = (
        sa.select(group, columns.strength, sa.func.count())
        .where(*conditions)
        .group_by(group, columns.strength)
    )
    rows: list[_Tally] = [(value, strength, many) for value, strength, many in connection.execute(wanted)]
    total = sum(many for _, _, many in rows)
    tallies: dict[str | None, Counter[str]] = {}
    for value, strength, many in _by_each_topic(rows) if by is MeasuresBy.TOPIC else rows:
        tallies.setdefault(value or None, Counter())[strength] += many
    counts = sorted((_count(value, tally) for value, tally in tallies.items()), key=_ORDERS[by])
    return MeasureCounts(by=by, total=total, counts=tuple(counts))


def _by_each_topic(rows: Iterable[_Tally]) -> Iterable[_Tally]:
    for topics, strength, many in rows:
        for topic in (topics or "").strip("|").split("|"):
            yield topic, strength, many


def _count(value: str | None, tally: Counter[str]) -> MeasureCount:
    return MeasureCount(
        value=value,
        total=tally.total(),
        required=tally[Strength.REQUIRED],
        requested=tally[Strength.REQUESTED],
        suggested=tally[Strength.SUGGESTED],
    )


def _strongest_first(one: MeasureCount) -> tuple[int, ...]:
    return (list(Strength).index(Strength(one.value or "")),)


def _newest_first(one: MeasureCount) -> tuple[int, ...]:
    return (-int(one.value or 0),)


def _most_first(one: MeasureCount) -> tuple[bool, int, str]:
    return (one.value is None, -one.total, one.value or "")


_ORDERS = {
    MeasuresBy.STRENGTH: _strongest_first,
    MeasuresBy.TOPIC: _most_first,
    MeasuresBy.MEETING: _newest_first,
    MeasuresBy.AGENCY: _most_first,
}
