"""The command that writes a briefing on a topic: to the screen, as JSON, or into a Word or Markdown file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import (
    AgencyOption,
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
from assistant.commands.reading import NOT_FOUND, opened
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.briefing import Briefing

_SUFFIXES = (".docx", ".md")


def briefing(
    topic: Annotated[str, typer.Argument(help="The topic, in Japanese or English: 再委託, 認定協議 ...")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it into this file: .docx or .md."),
    ] = None,
    prose: Annotated[
        bool, typer.Option("--prose", help="A proven summary by the model that SENREI_LLM names, on top.")
    ] = False,
    data: DataOption = None,
    audience: AudienceOption = None,
    kind: KindOption = None,
    meeting: MeetingOption = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    agency: AgencyOption = None,
    speaker: SpeakerOption = None,
    document: DocumentOption = None,
    as_json: JsonOption = False,
) -> None:
    """Brief on a topic: definitions, precedents, what was asked and answered, criteria, open points, sources."""
    from assistant import printing
    from assistant.briefing import briefing as make
    from assistant.rendering import to_json

    _check(output)
    filters = filters_of(kind, meeting, date_from, date_to, agency, speaker, document)
    with opened(settings_of(data, audience)) as (assistant, principal):
        made = make(topic, assistant, filters=filters, principal=principal)
        if prose:
            from assistant.briefing.prose import with_prose

            made = with_prose(made, assistant, principal=principal, model=assistant.model)
    if output is not None:
        _write(made, output)
    if as_json:
        printing.print_json(to_json(made))
    elif output is None:
        _print(made)
    else:
        print(f"{output}: {len(made.sources)} 件の出典")
    if made.status == "not_found":
        raise typer.Exit(NOT_FOUND)


def _check(output: Path | None) -> None:
    """Raises InputError for a file that is neither Word nor Markdown, or lies in no folder."""
    if output is None:
        return
    if output.suffix.lower() not in _SUFFIXES:
        raise InputError(f"{output} is neither .docx nor .md. Name the file so that its end says which.")
    if not output.parent.is_dir():
        raise InputError(f"There is no folder {output.parent}. Make it, or name another file.")


def _write(made: Briefing, output: Path) -> None:
    """The briefing as a file. Raises InputError when it cannot be written."""
    if output.suffix.lower() == ".md":
        from assistant.briefing.markdown import markdown_of

        content = markdown_of(made).encode("utf-8")
    else:
        from assistant.briefing.word import docx_of

        content = docx_of(made)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}. Name another file.") from None


def _print(made: Briefing) -> None:
    from assistant.briefing.markdown import markdown_of
    from assistant.terminal import emphasised, screen_width, wrap_markdown

    text, width = markdown_of(made).rstrip("\n"), screen_width()
    print(text if width is None else emphasised("\n".join(wrap_markdown(text, width))))
