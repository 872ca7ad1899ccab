"""The command that puts two records side by side: compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import AudienceOption, DataOption, JsonOption, settings_of
from assistant.commands.reading import NOT_FOUND
from assistant.commands.registers import CsvOption
from corpus.errors import InputError
from corpus.models import DocumentKind, RegisterFilters

if TYPE_CHECKING:
    from assistant.comparing import Comparison
    from assistant.comparing_assessments import AssessmentComparison
    from corpus.catalog import Catalog

_Record = Annotated[str, typer.Argument(help="Id of an assessment report, or a meeting's number.")]
_WORKBOOK = ".xlsx"


def compare(
    left: _Record,
    right: _Record,
    topic: Annotated[
        str | None, typer.Option("--topic", help="Of assessment reports only the items on this: 再委託 ...")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.xlsx", help="Write assessment reports as a workbook."),
    ] = None,
    data: DataOption = None,
    audience: AudienceOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Put two assessment reports side by side, field by field, or two meetings' precedents, point by point."""
    from corpus.catalog import Catalog

    settings = settings_of(data, audience)
    with Catalog.open(settings.data) as catalog:
        if left.isdecimal() and right.isdecimal():
            meetings = _meetings(int(left), int(right), catalog, settings.audiences)
            found = _print_meetings(meetings, as_json)
        else:
            reports = _reports(left, right, topic, catalog, settings.audiences)
            found = _print_reports(reports, output, as_json=as_json, as_csv=as_csv)
    if not found:
        raise typer.Exit(NOT_FOUND)


def _meetings(left: int, right: int, catalog: Catalog, audiences: frozenset[str]) -> Comparison:
    """Two meetings' decisions of one matter. Raises InputError where they have none in common."""
    from assistant.comparing import best_pair, compare

    sides = [
        catalog.decisions(audiences, RegisterFilters(meeting=number)).decisions for number in (left, right)
    ]
    if (pair := best_pair(*sides)) is None:
        raise InputError(
            f"Meetings {left} and {right} have no agenda items of one matter. `senrei precedents` lists them."
        )
    return compare(*pair)


def _reports(
    left: str, right: str, topic: str | None, catalog: Catalog, audiences: frozenset[str]
) -> AssessmentComparison:
    """Two assessment reports. Raises NotHeld, and InputError for a document of another kind."""
    from assistant.comparing_assessments import compare_assessments, wordings_of

    documents = [catalog.document(name, audiences) for name in (left, right)]
    for document in documents:
        if document.kind is not DocumentKind.ASSESSMENT:
            raise InputError(f"{document.id} is no assessment report. `senrei show` lists what is held.")
    trees = [catalog.tree(document.id, audiences) for document in documents]
    return compare_assessments(documents[0], documents[1], trees[0], trees[1], wordings_of(topic))


def _print_meetings(compared: Comparison, as_json: bool) -> bool:
    from assistant import printing, printing_registers
    from assistant.rendering import to_json

    if as_json:
        printing.print_json(to_json(compared))
    else:
        printing_registers.print_comparison(compared)
    return True


def _print_reports(
    compared: AssessmentComparison, output: Path | None, *, as_json: bool, as_csv: bool
) -> bool:
    from assistant import printing, printing_registers
    from assistant.comparing_assessments import assessment_table
    from assistant.export import csv_of, xlsx_of
    from assistant.rendering import to_json

    if output is not None:
        if output.suffix.lower() != _WORKBOOK:
            raise InputError(f"{output.name} is no workbook. Name it with {_WORKBOOK} at its end.")
        output.write_bytes(xlsx_of(assessment_table(compared)))
    elif as_json:
        printing.print_json(to_json(compared))
    elif as_csv:
        sys.stdout.flush()
        sys.stdout.buffer.write(csv_of(assessment_table(compared)))
        sys.stdout.buffer.flush()
    else:
        printing_registers.print_assessments(compared)
    return bool(compared.rows)
