"""What reading one file may cost, and how a process keeps itself within it.

A file comes from anywhere: damaged, made to exhaust whoever opens it, or merely enormous. It may take so long and
so much memory; what takes more fails alone, with a sentence that says what to do.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pydantic import Field

from corpus.errors import UnreadableSource
from corpus.models import Frozen

_MIB = 2**20
_SHARE = 0.75  # of the machine's memory that all readers together may take
_LEAST = 512 * _MIB  # bytes; an interpreter with its libraries takes a fifth of it


class Limits(Frozen):
    """What one file may cost: ``seconds`` of time by the clock, ``memory`` in bytes."""

    seconds: float = Field(120.0, gt=0)
    memory: int = Field(2048 * _MIB, gt=0)

    def shared_by(self, readers: int) -> Limits:
        """The same, less where that many readers together would take more than the machine has."""
        room = int(_physical() * _SHARE / max(1, readers))
        return self.model_copy(update={"memory": min(self.memory, max(room, _LEAST))})


def too_long(limits: Limits) -> UnreadableSource:
    """What is told of a file that takes too long."""
    return UnreadableSource(
        f"The file was given up: it could not be read within {limits.seconds:g} seconds. Split it, save it as PDF or "
        "as text (.txt, UTF-8), or allow more time with SENREI_FILE_SECONDS."
    )


def too_large(limits: Limits) -> UnreadableSource:
    """What is told of a file that takes too much memory."""
    return UnreadableSource(
        f"The file was given up: reading it takes more than {limits.memory // _MIB:,} MB of memory. Split it, save it "
        "as PDF or as text (.txt, UTF-8), or allow more with SENREI_FILE_MEMORY."
    )


def broken_off(status: int | None) -> UnreadableSource:
    """What is told of a file whose reader's process ended in the middle; ``status`` as subprocess gives it."""
    how = (
        f"signal {signal.Signals(-status).name}" if status is not None and status < 0 else f"status {status}"
    )
    return UnreadableSource(
        f"The file was given up: the process that read it ended in the middle ({how}). The file may be damaged, or the "
        "machine short of memory. Try it again alone, or save it as PDF or as text (.txt, UTF-8)."
    )


def bind_memory(limit: int) -> None:
    """Have this process take no more than ``limit`` bytes of data; beyond it raises MemoryError."""
    try:
        import resource
    except ImportError:  # a system without such limits; the time limit holds there too
        return
    kind = getattr(resource, "RLIMIT_DATA", resource.RLIMIT_AS)
    _, hard = resource.getrlimit(kind)
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (soft, hard))


def can_interrupt() -> bool:
    """Whether a time limit can be kept in this very thread."""
    return (
        threading.current_thread() is threading.main_thread()
        and hasattr(signal, "setitimer")
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Raise UnreadableSource in the block when its time is over. Only where ``can_interrupt``."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise too_long(limits)

    former = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _physical() -> int:
    """Bytes of memory of this machine."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 4096 * _MIB
