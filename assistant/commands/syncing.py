"""The commands that fetch: `senrei sync egov` and `senrei sync ppc`; what came is then taken in.

A composition root: here the assistant's settings meet the fetching and reading of `ingest`.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from assistant.commands.guard import PARTLY_FAILED, guarded
from assistant.commands.options import DataOption, JsonOption, settings_of
from assistant.commands.progress import progress_bar
from assistant.settings import Settings
from assistant.version import version
from corpus.errors import InputError
from corpus.models import PUBLIC

if TYPE_CHECKING:
    from ingest.report import Report
    from ingest.sources.downloads import SyncReport
    from ingest.sources.fetching import Fetcher

app = typer.Typer(
    help="Fetch laws from e-Gov, or minutes and materials from the Commission's site, and take them in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_BACK = 180  # days; minutes are published weeks or months after their meeting


class MaterialKind(StrEnum):
    """What a meeting's page leads to."""

    MINUTES = "minutes"
    SUMMARY = "summary"
    MATERIAL = "material"


FolderOption = Annotated[
    Path | None,
    typer.Option("--to", metavar="DIR", help="Where the files are kept (default: downloads/ in the store)."),
]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched.")]
NoIngestOption = Annotated[bool, typer.Option("--no-ingest", help="Fetch only; take in later.")]
WhoOption = Annotated[str, typer.Option("--audience", help="Who may read what is taken in.")]


def egov(
    law: Annotated[
        list[str] | None,
        typer.Option("--law", help="Id, number or full title of a law; may be repeated: 415AC0000000057."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The state of that day (default: now in force)."),
    ] = None,
    base: Annotated[str | None, typer.Option("--base", help="Address of the law API (SENREI_EGOV).")] = None,
    to: FolderOption = None,
    dry_run: DryOption = False,
    no_ingest: NoIngestOption = False,
    audience: WhoOption = PUBLIC,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch laws from e-Gov's law API and take them in; what is here and unchanged is left alone."""
    from ingest.sources.downloads import Downloads
    from ingest.sources.egov import sync_egov

    if not law:
        raise InputError(
            "Say which law: senrei sync egov --law 415AC0000000057 (個人情報の保護に関する法律)."
        )
    settings = settings_of(data)
    address = base or settings.egov
    downloads = Downloads(to or settings.data / "downloads" / "egov")
    with _fetcher(settings, address, "SENREI_EGOV") as fetcher:
        day = as_of.date() if as_of else None
        report = sync_egov(law, downloads, fetcher, base=address, as_of=day, dry_run=dry_run)
    _finish(report, settings, audience, as_json, taken_in=not (dry_run or no_ingest))


def ppc(
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], help="Meetings from that day on (default: of the last 180 days)."
        ),
    ] = None,
    kind: Annotated[
        list[MaterialKind] | None, typer.Option("--kind", help="Only these; may be repeated.")
    ] = None,
    base: Annotated[str | None, typer.Option("--base", help="Address of the list (SENREI_PPC).")] = None,
    to: FolderOption = None,
    dry_run: DryOption = False,
    no_ingest: NoIngestOption = False,
    audience: WhoOption = PUBLIC,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow the Commission's list of meetings to minutes, summaries and materials, and take them in."""
    from ingest.sources.downloads import Downloads
    from ingest.sources.ppc import Material, sync_ppc

    settings = settings_of(data)
    address = base or settings.ppc
    folder = to or settings.data / "downloads" / "ppc"
    with (
        _fetcher(settings, address, "SENREI_PPC") as fetcher,
        progress_bar(quiet=as_json) as progress,
    ):
        report = sync_ppc(
            Downloads(folder),
            Downloads(folder / ".pages"),
            fetcher,
            since=since.date() if since else date.today() - timedelta(days=_BACK),
            base=address,
            kinds=frozenset(Material(one.value) for one in kind) if kind else frozenset(Material),
            dry_run=dry_run,
            progress=progress,
        )
    _finish(report, settings, audience, as_json, taken_in=not (dry_run or no_ingest))


app.command()(guarded(egov))
app.command()(guarded(ppc))


def _fetcher(settings: Settings, address: str, setting: str) -> Fetcher:
    from ingest.sources.fetching import Fetcher, Manners

    host = urlsplit(address).netloc
    if urlsplit(address).scheme not in ("http", "https") or not host:
        raise InputError(f"{setting} must be an address that begins with https:// or http://, not {address}.")
    contact = f"; {settings.sync_contact}" if settings.sync_contact else ""
    manners = Manners(
        agent=f"Senrei/{version()} (senrei sync{contact})",
        interval=settings.sync_pause,
        backoff=settings.sync_pause,
        largest=settings.max_upload,
    )
    return Fetcher(manners, frozenset({host}), setting=setting)


def _finish(report: SyncReport, settings: Settings, audience: str, as_json: bool, *, taken_in: bool) -> None:
    """Say what came of it, and take in what is here. Raises Exit if anything failed."""
    from assistant import printing

    if not as_json:
        for file in report.files:
            failed = file.status == "failed"
            print(f"{file.status:9}  {file.file or file.url}  {'' if failed else file.message}".rstrip())
            if failed:
                print(f"{'':11}{file.message}", file=sys.stderr)
        print(f"{report.summary()}  ({report.folder})")
    ingested = _ingested(report, settings, audience, as_json) if taken_in else None
    if as_json:
        shown = None if ingested is None else {"ok": ingested.ok, **ingested.model_dump(mode="json")}
        printing.print_json({"ok": report.ok, **report.model_dump(mode="json"), "ingested": shown})
    if not report.ok or (ingested is not None and not ingested.ok):
        raise typer.Exit(PARTLY_FAILED)


def _ingested(report: SyncReport, settings: Settings, audience: str, as_json: bool) -> Report | None:
    """The folder taken in: files that are in the store and unchanged cost next to nothing."""
    from corpus.index.embedder import load_embedder
    from ingest import pipeline
    from ingest.executors import executor_of
    from ingest.limits import Limits

    if not report.folder.is_dir():
        return None
    limits = Limits(seconds=settings.reading_seconds, memory=settings.file_memory * 2**20)
    readers = executor_of(settings.executor, settings.workers, limits)
    with progress_bar(quiet=as_json) as progress, readers as executor:
        found = pipeline.ingest(
            [report.folder],
            settings.data,
            audience=audience,
            progress=progress,
            embedder=load_embedder(settings.embedding()),
            chroma=settings.chroma,
            executor=executor,
            originals=settings.keep_originals,
            ocr=settings.ocr,
        )
    if not as_json:
        for file in found.files:
            if file.message:
                print(f"{file.outcome:9}  {file.file}\n{'':11}{file.message}", file=sys.stderr)
        print(f"taken in: {found.summary()}")
    return found
