"""The commands that read the record: ask, search, show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import (
    AgencyOption,
    AsOfOption,
    AudienceOption,
    DataOption,
    DocumentOption,
    FromOption,
    JsonOption,
    KindOption,
    MeetingOption,
    SpeakerOption,
    ToOption,
    filters_of,
    settings_of,
)
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.access import Principal
    from assistant.service import Assistant

NOT_FOUND = 1  # exit status


def ask(
    question: Annotated[str, typer.Argument(help="The question, in Japanese or English.")],
    data: DataOption = None,
    audience: AudienceOption = None,
    kind: KindOption = None,
    meeting: MeetingOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    agency: AgencyOption = None,
    speaker: SpeakerOption = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with verbatim, cited passages of the record."""
    from assistant import printing
    from assistant.rendering import answer_json

    filters = filters_of(kind, meeting, date_from, date_to, agency, speaker, document, as_of)
    with opened(settings_of(data, audience)) as (assistant, principal):
        answer = assistant.ask(question, filters=filters, principal=principal)
    if as_json:
        printing.print_json(answer_json(answer))
    else:
        printing.print_answer(answer)
    if answer.status == "not_found":
        raise typer.Exit(NOT_FOUND)


def search(
    query: Annotated[str, typer.Argument(help="Words or a sentence, in Japanese or English.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many clauses.")] = 10,
    data: DataOption = None,
    audience: AudienceOption = None,
    kind: KindOption = None,
    meeting: MeetingOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    agency: AgencyOption = None,
    speaker: SpeakerOption = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the clauses that fit a query, best first."""
    from assistant import printing
    from assistant.rendering import search_json

    filters = filters_of(kind, meeting, date_from, date_to, agency, speaker, document, as_of)
    with opened(settings_of(data, audience)) as (assistant, principal):
        began = time.perf_counter()
        understood, hits = assistant.search(query, filters=filters, principal=principal, limit=limit)
        seconds = time.perf_counter() - began
    if as_json:
        printing.print_json(search_json(understood, hits, seconds))
    else:
        printing.print_hits(hits)
    if not hits:
        raise typer.Exit(NOT_FOUND)


def show(
    clause: Annotated[
        str, typer.Argument(help="The id of a clause or document, as search and ask print it.")
    ],
    data: DataOption = None,
    audience: AudienceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one clause with what stands beside it, or the outline of a document."""
    from assistant import printing
    from assistant.rendering import clause_json, document_json, mention_json, state_json
    from corpus.catalog import Catalog, Provisions
    from corpus.references import References

    settings = settings_of(data, audience)
    with Catalog.open(settings.data) as held:
        catalog: Provisions = held.on(as_of.date()) if as_of else held
        if "." not in clause:
            document, clauses = (
                catalog.document(clause, settings.audiences),
                catalog.tree(clause, settings.audiences),
            )
            if as_json:
                tree = [clause_json(one) for one in clauses]
                printing.print_json({**document_json(document), "clauses": list(tree)})
            else:
                printing.print_outline(document, clauses)
            return
        found = catalog.clause(clause, settings.audiences)
        document = catalog.document(found.document_id, settings.audiences)
        beside = catalog.neighbours(clause, settings.audiences)
        mentions = References(held).of(found, settings.audiences)
        states = held.history(clause, settings.audiences)
    if as_json:
        printing.print_json(
            {
                **clause_json(found, document, spans=True),
                "neighbours": [clause_json(one) for one in beside],
                "mentions": [mention_json(one) for one in mentions],
                "states": [state_json(one) for one in states],
            }
        )
    else:
        printing.print_clause(found, document, beside)
        printing.print_mentions(mentions)
        printing.print_states(states)


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Assistant, Principal]]:
    """The assistant of the store, and the person at this terminal as its reader. Raises StoreError."""
    from assistant.access import Principal
    from assistant.service import Assistant

    assistant = Assistant.open(settings)
    try:
        yield assistant, Principal(name="terminal", audiences=settings.audiences)
    finally:
        assistant.close()
