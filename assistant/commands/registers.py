"""The commands that read the registers: measures, precedents."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import (
    AgencyOption,
    AudienceOption,
    DataOption,
    DocumentOption,
    FromOption,
    JsonOption,
    MeetingOption,
    ToOption,
    settings_of,
)
from assistant.commands.reading import NOT_FOUND
from corpus.errors import InputError
from corpus.models import MeasuresBy, RegisterFilters, Strength

if TYPE_CHECKING:
    from assistant.export import Table
    from assistant.rendering import Json
    from corpus.models import MeasureCounts

CsvOption = Annotated[bool, typer.Option("--csv", help="Print the result as CSV, for Excel.")]
TopicOption = Annotated[str | None, typer.Option("--topic", help="Only this topic: 暗号化, 再委託 ...")]
WordsOption = Annotated[
    str | None, typer.Option("--words", help="Only entries that hold these words, all of them.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="How many at most (default: all of them).")
]
OffsetOption = Annotated[int, typer.Option("--offset", min=0, help="How many to pass over.")]


def measures(
    agency: AgencyOption = None,
    strength: Annotated[
        Strength | None, typer.Option("--strength", help="Only what was asked so strongly.")
    ] = None,
    topic: TopicOption = None,
    meeting: MeetingOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    words: WordsOption = None,
    document: DocumentOption = None,
    limit: LimitOption = None,
    offset: OffsetOption = 0,
    counts: Annotated[
        MeasuresBy | None, typer.Option("--counts", help="Count them instead, by this.")
    ] = None,
    data: DataOption = None,
    audience: AudienceOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List what was asked of whom, newest first: entries, acts of the Commission, commissioners' requests."""
    from assistant import printing_registers as printing
    from assistant import registers
    from corpus.catalog import Catalog

    filters = _filters(agency, topic, meeting, date_from, date_to, words, document)
    filters = filters.model_copy(update={"strength": strength})
    settings = settings_of(data, audience)
    with Catalog.open(settings.data) as catalog:
        if counts is not None:
            _count(catalog.measure_counts(settings.audiences, counts, filters), as_json, as_csv)
            return
        page = catalog.measures(settings.audiences, filters, limit=limit, offset=offset)
        replies = registers.replies_to(page.measures, catalog, settings.audiences)
    if as_json or as_csv:
        entries = [registers.measure_json(measure, replies) for measure in page.measures]
        listing = registers.json_page("measures", entries, page.total, limit or page.total, offset)
        _print(listing, registers.measure_table(page.measures, replies), as_json)
    else:
        printing.print_measures(page.measures, page.total, replies)
    if not page.measures:
        raise typer.Exit(NOT_FOUND)


def precedents(
    agency: AgencyOption = None,
    matter: Annotated[
        str | None, typer.Option("--matter", help="Only this matter: 認定協議, 評価書審査, 監督 ...")
    ] = None,
    topic: TopicOption = None,
    meeting: MeetingOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    words: WordsOption = None,
    document: DocumentOption = None,
    limit: LimitOption = None,
    offset: OffsetOption = 0,
    data: DataOption = None,
    audience: AudienceOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List what the Commission has decided, newest first: what was checked, on what conditions, how it ended."""
    from assistant import printing_registers as printing
    from assistant import registers
    from corpus.catalog import Catalog

    filters = _filters(agency, topic, meeting, date_from, date_to, words, document)
    filters = filters.model_copy(update={"matter": matter})
    settings = settings_of(data, audience)
    with Catalog.open(settings.data) as catalog:
        page = catalog.decisions(settings.audiences, filters, limit=limit, offset=offset)
    if as_json or as_csv:
        entries = [registers.decision_json(decision) for decision in page.decisions]
        listing = registers.json_page("precedents", entries, page.total, limit or page.total, offset)
        _print(listing, registers.decision_table(page.decisions), as_json)
    else:
        printing.print_decisions(page.decisions, page.total)
    if not page.decisions:
        raise typer.Exit(NOT_FOUND)


def _count(found: MeasureCounts, as_json: bool, as_csv: bool) -> None:
    """Measures counted. Raises typer.Exit where there are none."""
    from assistant import printing_registers as printing
    from assistant import registers
    from assistant.rendering import to_json

    table = registers.count_table(found)
    if as_json or as_csv:
        _print({"by": found.by.value, "total": found.total, "counts": to_json(found.counts)}, table, as_json)
    else:
        printing.print_counts(table, found.total)
    if not found.total:
        raise typer.Exit(NOT_FOUND)


def _filters(
    agency: str | None,
    topic: str | None,
    meeting: int | None,
    date_from: datetime | None,
    date_to: datetime | None,
    words: str | None,
    document: str | None,
) -> RegisterFilters:
    """The filters that were given. Raises InputError when the dates are the wrong way round."""
    if date_from and date_to and date_from > date_to:
        raise InputError("--from is a later day than --to. Swap the two.")
    return RegisterFilters(
        agency=agency,
        topic=topic,
        meeting=meeting,
        date_from=date_from.date() if date_from else None,
        date_to=date_to.date() if date_to else None,
        words=words,
        document_id=document,
    )


def _print(listing: Json, table: Table, as_json: bool) -> None:
    """A register for another program."""
    from assistant import printing
    from assistant.export import csv_of

    if as_json:
        printing.print_json(listing)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(csv_of(table))
        sys.stdout.buffer.flush()
