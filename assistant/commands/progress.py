"""A progress bar on the error stream, for what takes long and a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """How far an ingestion is; ``ingest.report.Progress`` is one."""

    @property
    def done(self) -> int:
        """Files read."""

    @property
    def total(self) -> int:
        """Files in all."""

    @property
    def file(self) -> str:
        """The file at hand."""

    @property
    def clauses(self) -> int:
        """Clauses written so far."""


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """What to tell of progress; None where nobody watches (JSON output, or no terminal)."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich import progress as rich
    from rich.console import Console

    columns = (
        "{task.description}",
        rich.BarColumn(),
        "{task.completed}/{task.total}",
        rich.TimeElapsedColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("ingest")

        def tell(progress: Progress) -> None:
            about = f"{progress.file[-40:]}  {progress.clauses:,} clauses"
            bar.update(task, completed=progress.done, total=progress.total, description=about)

        yield tell


@contextmanager
def counting_bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """What to tell of clauses done and in all, with the time left; None where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich import progress as rich
    from rich.console import Console

    columns = (
        "{task.description}",
        rich.BarColumn(),
        "{task.completed:,.0f}/{task.total:,.0f}",
        rich.TimeElapsedColumn(),
        "left",
        rich.TimeRemainingColumn(elapsed_when_finished=False),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=0)
        yield lambda done, total: bar.update(task, completed=done, total=total)
