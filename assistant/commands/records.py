"""The commands about answers given: what is recorded, and what they would be today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AudienceOption, DataOption, JsonOption, settings_of
from assistant.commands.reading import NOT_FOUND, opened
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.recording import Kept
    from assistant.replaying import Replayed
    from corpus.catalog import Catalog

SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Only answers since then (UTC)."),
]


def records(
    record: Annotated[
        str | None,
        typer.Argument(metavar="[RECORD]", help="The record_id of an answer; without one, a list."),
    ] = None,
    since: SinceOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many, newest first.")] = 20,
    data: DataOption = None,
    audience: AudienceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the answers that were given, or show one: what was understood, found, quoted, and how long it took."""
    from assistant import printing, printing_records
    from assistant.recording.recorder import kept_of
    from assistant.recording.rendered import entry_json, record_json
    from corpus.catalog import Catalog

    settings = settings_of(data, audience)
    with Catalog.open(settings.data) as catalog:
        if record is not None:
            kept = kept_of(catalog.record(record, settings.audiences))
            if as_json:
                printing.print_json(record_json(kept))
            else:
                printing_records.print_record(kept)
            return
        found = list(_kept(catalog, settings.audiences, since, limit))
    if as_json:
        printing.print_json([entry_json(kept) for kept in found])
    else:
        printing_records.print_records(found)
    if not found:
        raise typer.Exit(NOT_FOUND)


def replay(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="The record_id of an answer.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every recorded answer, oldest first.")] = False,
    since: SinceOption = None,
    data: DataOption = None,
    audience: AudienceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask recorded questions again on today's store and show what changed. Exit 0: nothing; 1: something."""
    from assistant import printing, printing_records
    from assistant.recording.recorder import kept_of
    from assistant.replaying import Outcome
    from assistant.replaying import replay as again

    if (record is None) is not every or (since is not None and not every):
        raise InputError(
            "Name one record: senrei replay RECORD, or ask for all: senrei replay --all --since DATE."
        )
    settings = settings_of(data, audience)
    with opened(settings) as (assistant, _):
        catalog = assistant.catalog
        kept = (
            reversed(list(_kept(catalog, settings.audiences, since, None)))
            if record is None
            else [kept_of(catalog.record(record, settings.audiences))]
        )
        done = list(_told((again(one, assistant) for one in kept), quiet=as_json))
    if as_json:
        printing.print_json([printing_records.replayed_json(one) for one in done])
    else:
        printing_records.print_counts(Counter(one.outcome for one in done))
    if record is not None and done[0].outcome is Outcome.NO_CONTENT:
        raise InputError(
            f"Record {record} was kept without content (SENREI_RECORDS=meta): it cannot be asked again."
        )
    if any(one.changed and one.outcome is not Outcome.NO_CONTENT for one in done):
        raise typer.Exit(NOT_FOUND)


def _kept(
    catalog: Catalog, audiences: frozenset[str], since: datetime | None, limit: int | None
) -> Iterator[Kept]:
    from assistant.recording.recorder import kept_of

    moment = since.replace(tzinfo=UTC) if since is not None else None
    return map(kept_of, catalog.records(audiences, since=moment, limit=limit))


def _told(replayed: Iterable[Replayed], *, quiet: bool) -> Iterator[Replayed]:
    """Each as it comes, printed unless somebody wants JSON."""
    from assistant import printing_records

    for one in replayed:
        if not quiet:
            printing_records.print_replayed(one)
        yield one
