"""The command that measures: eval. The only module of the assistant that knows the evaluation."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.guard import PARTLY_FAILED
from assistant.commands.options import AudienceOption, DataOption, settings_of
from assistant.settings import Settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from evals.compare import Comparison
    from evals.figures import Figures, SetResult
    from evals.targets import Target


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD...", help="Gold sets (JSON lines) or folders of them; none: those shipped."
        ),
    ] = None,
    api: Annotated[
        str | None, typer.Option("--api", metavar="URL", help="Ask a running API instead of the store.")
    ] = None,
    data: DataOption = None,
    audience: AudienceOption = None,
    misses: Annotated[bool, typer.Option("--misses", help="List the questions that fall short.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every question's figures.")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html", help="Write a page to look at each question."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="FIGURES.json", help="Compare with kept figures; status 1 on a drop."
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Keep these figures in the --compare file.")
    ] = False,
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0, max=1, help="How far a figure may drop.")
    ] = 0.01,
    peers: Annotated[
        bool,
        typer.Option(
            "--peers", help="Measure LangChain's quickstart, BM25, bm25s and Chroma's $contains too."
        ),
    ] = False,
) -> None:
    """Put gold questions and show how good search, answers and refusals are."""
    from evals import figures, running
    from evals.gold import read_all

    if accept and against is None:
        raise InputError("--accept needs the file to keep the figures in: --compare FIGURES.json.")
    kept = figures.read_figures(against) if against is not None and not accept else None
    sets = read_all(gold or [])
    settings = settings_of(data, audience)
    target = _target(settings, api, asked_for_store=data is not None)
    try:
        results = running.evaluate(sets, target, _told)
        summary = figures.figures_of(results, len(target.sources()))
        _print_figures(results, summary, misses)
        if peers:
            _print_peers(results, target, settings)
    finally:
        target.close()
    comparison = _compared(kept, summary, tolerance) if kept is not None else None
    if accept and against is not None:
        figures.write_figures(summary, against)
        print(f"{against}: the figures of now are kept")
    if json_file is not None:
        figures.write_results(results, summary, json_file)
    if report is not None:
        from evals.report import page

        figures.write_text(report, page(results, target.name, comparison))
        print(f"{report}: {sum(len(one.results) for one in results)} questions to look at")
    if _failed(results) or (comparison is not None and comparison.drops):
        raise typer.Exit(PARTLY_FAILED)


def _target(settings: Settings, api: str | None, *, asked_for_store: bool) -> Target:
    if api is not None and asked_for_store:
        raise InputError("Give --api or --data, not both: one of them is asked.")
    from evals.targets import InProcess, OverHttp

    if api is not None:
        return OverHttp(api, settings.api_key)
    from assistant.access import Principal
    from assistant.service import Assistant

    return InProcess(Assistant.open(settings), Principal(name="evaluation", audiences=settings.audiences))


def _told(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="" if done < total else "\r", file=sys.stderr, flush=True)


def _print_figures(results: Sequence[SetResult], summary: Figures, misses: bool) -> None:
    from evals import figures

    for one in results:
        print(f"{one.gold.name}: {len(one.results)} questions, {summary.documents} documents")
        print(figures.table(summary.sets[one.gold.name]))
        print(figures.speeds(one.results))
        if misses:
            _print_misses(one)
        print()


def _print_misses(held: SetResult) -> None:
    for one in held.results:
        if one.short:
            told = ", ".join(f"{name} {value:.2f}" for name, value in one.short.items())
            print(f"{one.item.id} {one.item.kind}: {one.item.question}  [{told}]  {one.problem}".rstrip())


def _print_peers(results: Sequence[SetResult], target: Target, settings: Settings) -> None:
    from corpus.index.embedder import load_embedder
    from evals import peers

    sources = target.sources()
    rivals: list[peers.Peer] = [
        peers.LangchainQuickstart(sources, load_embedder(settings.embedding())),
        peers.WindowsBm25(sources),
        peers.PlainBm25s(sources),
        peers.WhereDocument(sources, load_embedder(settings.embedding())),
    ]
    sets = [one.gold for one in results]
    print(peers.table(results, {rival.name: peers.measure(rival, sets) for rival in rivals}) + "\n")


def _compared(kept: Figures, summary: Figures, tolerance: float) -> Comparison:
    from evals.compare import compare

    comparison = compare(kept, summary, tolerance)
    for note in comparison.notes:
        print(f"senrei: {note}", file=sys.stderr)
    for change in comparison.rises:
        print(f"better   {change}")
    for change in comparison.drops:
        print(f"DROPPED  {change}")
    if not comparison.drops:
        print("No figure really dropped.")
    return comparison


def _failed(results: Sequence[SetResult]) -> bool:
    return any(one.problem for held in results for one in held.results)
