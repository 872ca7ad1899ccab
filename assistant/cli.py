"""`senrei`: every command, and those that take documents in.

One of the places where the assistant meets ingestion (others: `commands/syncing`, and the route that accepts documents).
Heavy libraries are imported by the commands that need them, so that `senrei ask` is quick from a cold shell.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.commands import (
    briefings,
    comparing,
    evaluating,
    mcp,
    reading,
    records,
    registers,
    serving,
    syncing,
    tuning,
)
from assistant.commands.guard import PARTLY_FAILED, guarded
from assistant.commands.options import DataOption, JsonOption, settings_of
from assistant.commands.progress import counting_bar, progress_bar
from assistant.settings import Settings, load_settings
from corpus.errors import InputError
from corpus.models import PUBLIC

if TYPE_CHECKING:
    from corpus.models import DocumentKind, Recognised
    from ingest.limits import Limits
    from ingest.report import CheckReport, Report

app = typer.Typer(
    help="Cited answers over the record of Japan's Personal Information Protection Commission.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Files and folders to take in.")
    ] = None,
    data: DataOption = None,
    manifest: Annotated[Path | None, typer.Option("--manifest", help="What is known of the files.")] = None,
    audience: Annotated[
        str, typer.Option("--audience", help="Who may read them, where no manifest says so.")
    ] = PUBLIC,
    keep_missing: Annotated[
        bool, typer.Option("--keep-missing", help="Retire nothing: keep documents whose file a folder lost.")
    ] = False,
    retire_missing: Annotated[
        bool,
        typer.Option("--retire-missing", help="Retire them even where a folder has lost most of its files."),
    ] = False,
    bundled: Annotated[bool, typer.Option("--bundled", help="Take in the five bundled documents.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take documents into the store; what is there already and unchanged is left alone.

    A document whose file is gone from a folder that was taken in before is retired: it answers no more, and comes
    back with the file or by `senrei restore`.
    """
    from corpus.index.embedder import load_embedder
    from ingest import pipeline
    from ingest.executors import executor_of

    wanted = [*(paths or []), *([_bundled()] if bundled else [])]
    if not wanted:
        raise InputError("Say what to take in: senrei ingest PATH..., or senrei ingest --bundled.")
    if keep_missing and retire_missing:
        raise InputError("--keep-missing and --retire-missing say the opposite. Give one of them.")
    settings = settings_of(data)
    readers = executor_of(settings.executor, settings.workers, _limits(settings))
    with progress_bar(quiet=as_json) as progress, readers as executor:
        report = pipeline.ingest(
            wanted,
            settings.data,
            manifest=manifest,
            audience=audience,
            progress=progress,
            embedder=load_embedder(settings.embedding()),
            chroma=settings.chroma,
            executor=executor,
            missing=pipeline.Missing.KEEP
            if keep_missing
            else pipeline.Missing.INSIST
            if retire_missing
            else pipeline.Missing.RETIRE,
            originals=settings.keep_originals,
        )
    _print_report(report, as_json)
    if not report.ok:
        raise typer.Exit(PARTLY_FAILED)


def retire(
    document: Annotated[str, typer.Argument(metavar="ID", help="The id of the document: minutes-330.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a document out: it answers no more, its clauses stay readable by their ids."""
    _change_standing("retire", document, data, as_json)


def restore(
    document: Annotated[str, typer.Argument(metavar="ID", help="The id of the document: minutes-330.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a retired document back as it was."""
    _change_standing("restore", document, data, as_json)


def check(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Compare catalog and indexes, and show what no rule understood."""
    from assistant import printing
    from corpus.index.embedder import load_embedder
    from ingest import pipeline

    settings = settings_of(data)
    report = pipeline.check(settings.data, load_embedder(settings.embedding()), chroma=settings.chroma)
    if as_json:
        printing.print_json({"ok": report.ok, **report.model_dump(mode="json")})
    else:
        _print_check(report)
    if not report.ok:
        raise typer.Exit(PARTLY_FAILED)


def reindex(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Build the indexes again from the catalog."""
    from assistant import printing
    from corpus.index.embedder import load_embedder
    from ingest import pipeline

    settings = settings_of(data)
    model = load_embedder(settings.embedding())
    with counting_bar("reindex", quiet=as_json) as progress:
        count = pipeline.reindex(settings.data, model, chroma=settings.chroma, progress=progress)
    if as_json:
        printing.print_json({"clauses": count})
    else:
        print(f"{count:,} clauses indexed.")


def start(
    data: DataOption = None,
    host: serving.HostOption = None,
    port: serving.PortOption = None,
    ui_port: Annotated[
        int | None,
        typer.Option("--ui-port", min=0, max=65535, help="Port of the chat page (SENREI_UI_PORT)."),
    ] = None,
) -> None:
    """Take in the bundled record, serve API and chat page, and show one answer. Ctrl-C stops it."""
    from assistant import start as starting

    settings = load_settings(data=data, host=host, port=port, ui_port=ui_port)
    starting.run(settings)


def version(as_json: JsonOption = False) -> None:
    """Print the version."""
    from assistant import printing
    from assistant.version import version as installed

    if as_json:
        printing.print_json({"version": installed()})
    else:
        print(f"senrei {installed()}")


for command in (
    reading.ask,
    reading.search,
    reading.show,
    registers.measures,
    registers.precedents,
    comparing.compare,
    briefings.briefing,
    records.records,
    records.replay,
    ingest,
    retire,
    restore,
    check,
    reindex,
    serving.serve,
    serving.ui,
    mcp.mcp,
    start,
    version,
):
    app.command()(guarded(command))
app.command("eval")(guarded(evaluating.evaluate))
app.command("tune")(guarded(tuning.tune))
app.add_typer(syncing.app, name="sync")


def main() -> None:
    """The command `senrei`."""
    app()


def _change_standing(
    change: Literal["retire", "restore"], document: str, data: Path | None, as_json: bool
) -> None:
    from assistant import printing
    from corpus.index.embedder import load_embedder
    from ingest import pipeline

    settings = settings_of(data)
    done = {"retire": pipeline.retire, "restore": pipeline.restore}[change]
    done(document, settings.data, load_embedder(settings.embedding()), chroma=settings.chroma)
    if as_json:
        printing.print_json({"id": document, "status": f"{change}d"})
    else:
        print(f"{document} is {change}d.")


def _limits(settings: Settings) -> Limits:
    from ingest.limits import Limits

    return Limits(seconds=settings.file_seconds, memory=settings.file_memory * 2**20)


def _print_report(report: Report, as_json: bool) -> None:
    """What became of each file; what failed is told on the error stream too."""
    from assistant import printing

    if as_json:
        printing.print_json({"ok": report.ok, **report.model_dump(mode="json")})
        return
    for file in report.files:
        notices = f", {file.notices} to look at with senrei check" if file.notices else ""
        size = f"{file.clauses:,} clauses{notices}" if file.document_id else ""
        line = "  ".join(
            part for part in (f"{file.outcome:9}", file.file, file.document_id or "", size) if part
        )
        print(line)
        if file.message:
            stream = sys.stderr if file.outcome == "failed" else sys.stdout
            print(f"{'':11}{file.message}", file=stream)
    for warning in report.warnings:
        print(f"senrei: {warning}", file=sys.stderr)
    clauses = sum(file.clauses for file in report.files if file.outcome in ("added", "replaced"))
    speed = f", {clauses:,} clauses in {report.seconds:.1f} s" if clauses and report.seconds else ""
    print(f"{report.summary()}{speed}")


def _print_check(report: CheckReport) -> None:
    """How each document was read, whether the indexes agree, and what to do."""
    for document in report.documents:
        print(
            f"{document.document_id}: {document.clauses:,} clauses, {document.leaves:,} of them leaves, "
            f"{document.characters:,} characters, {document.furniture_share:.0%} furniture"
        )
        if document.recognised is not None:
            print(f"    {_taken_for(document.kind, document.recognised)}")
        if document.references.found:
            print(f"    {document.references.found:,} references, {document.references.resolved:,} resolved")
        if document.abbreviations:
            print(f"    {document.abbreviations:,} short forms learned")
        for notice in document.notices:
            print(f"    {notice}")
    for one in report.partitions:
        print(f"audience {one.audience}: {one.clauses:,} clauses, indexes {'agree' if one.ok else 'differ'}")
    for problem in report.problems:
        print(f"senrei: {problem}", file=sys.stderr)
    if report.ok:
        print("The store is sound.")


def _taken_for(kind: DocumentKind, found: Recognised) -> str:
    """What a document is held as, and what its text is taken for, with the signs."""
    signs = "; ".join(found.evidence) or "no sign of any other kind"
    if found.kind is kind:
        return f"{kind.value}, {found.confidence:.0%} sure: {signs}"
    return f"{kind.value} as said by a manifest or an option; its text looks like {found.kind.value} ({found.confidence:.0%}): {signs}"


def _bundled() -> Path:
    """The folder of the bundled documents, with their manifest."""
    import corpus

    return Path(corpus.__file__).parent / "documents"


if __name__ == "__main__":
    main()
