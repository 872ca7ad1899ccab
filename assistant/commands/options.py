"""The options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.settings import Settings, load_settings
from corpus.errors import InputError
from corpus.models import DocumentKind, Filters

_DAY = ["%Y-%m-%d"]

DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Folder of the store (SENREI_DATA; default: data)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AudienceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        metavar="NAME",
        help="Audience whose documents are read; may be repeated (SENREI_AUDIENCES; default: public).",
    ),
]
KindOption = Annotated[DocumentKind | None, typer.Option("--kind", help="Only this kind of document.")]
MeetingOption = Annotated[int | None, typer.Option("--meeting", help="Only this meeting: 330.")]
FromOption = Annotated[datetime | None, typer.Option("--from", formats=_DAY, help="Only from this day.")]
ToOption = Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Only up to this day.")]
AgencyOption = Annotated[str | None, typer.Option("--agency", help="Only what concerns this agency.")]
SpeakerOption = Annotated[str | None, typer.Option("--speaker", help="Only what this speaker said.")]
DocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="ID", help="Only this document (its id).")
]

AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=_DAY, help="Laws and guidelines in the state of that day."),
]


def settings_of(data: Path | None, audience: list[str] | None = None) -> Settings:
    """The settings, with what was given on the command line. Raises InputError."""
    return load_settings(data=data, audiences=frozenset(audience) if audience else None)


def filters_of(
    kind: DocumentKind | None,
    meeting: int | None,
    date_from: datetime | None,
    date_to: datetime | None,
    agency: str | None,
    speaker: str | None,
    document: str | None,
    as_of: datetime | None = None,
) -> Filters:
    """The filters that were given. Raises InputError when the dates are the wrong way round."""
    if date_from and date_to and date_from > date_to:
        raise InputError("--from is a later day than --to. Swap the two.")
    return Filters(
        kind=kind,
        meeting=meeting,
        date_from=date_from.date() if date_from else None,
        date_to=date_to.date() if date_to else None,
        agency=agency,
        speaker=speaker,
        document_id=document,
        as_of=as_of.date() if as_of else None,
    )
