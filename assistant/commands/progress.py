"""A progress bar on the error stream, for what takes long and a person watches."""

from __future__ import annotations

import sys
import time
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

    @property
    def stage(self) -> str:
        """reading, parsing or writing."""


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
        "ETA",
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("ingest", total=None)
        began, file = time.monotonic(), ""

        def tell(progress: Progress) -> None:
            nonlocal file
            file = progress.file or file
            about = described(progress, file, time.monotonic() - began)
            bar.update(task, completed=progress.done, total=progress.total, description=about)

        yield tell


def described(progress: Progress, file: str, seconds: float) -> str:
    """What stands before the bar: the file, what is done with it, how fast it all goes."""
    speed = progress.clauses / seconds if seconds > 0 else 0.0
    return f"{file[-40:]}  {progress.stage}  {progress.clauses:,} clauses, {speed:,.0f}/s"


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
