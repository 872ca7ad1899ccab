"""Child processes that serve: started, asked whether they answer, and ended together.

Each runs in a process group of its own, so that a signal from the terminal reaches this process alone and
everything a service has started ends with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import httpx

_STOP_WITHIN = 10.0  # seconds that a service has to end by itself
_LAST_WORDS = 12  # lines of a log that are told
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):  # noqa: N818 - a request, not an error
    """Ctrl-C, SIGTERM or the end of the terminal asked for the end."""


class _Signals:
    """The end, when it is asked for: told at once, or after what must not be broken off."""

    def __init__(self) -> None:
        self.asked = False
        self._waits = False

    def stop(self) -> None:
        """Raise StopRequested, or note that it is to be raised."""
        if not self._waits:
            raise StopRequested
        self.asked = True

    @contextlib.contextmanager
    def put_off(self) -> Iterator[None]:
        """What is asked for in the block is told at its end."""
        self._waits, self.asked = True, False
        try:
            yield
        finally:
            self._waits = False
        if self.asked:
            raise StopRequested


_signals = _Signals()


@dataclass
class Service:
    """One child process: what runs it, where its output goes and, for a server, the address of its health."""

    name: str
    command: Sequence[str]
    log: Path | None = None
    health: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Run it; its output goes to the log, or to this process's own where there is none."""
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.log.open("wb")) if self.log is not None else None
            with _signals.put_off():  # a process that begins and is not known could not be ended
                self._process = subprocess.Popen(
                    self.command, stdout=output, stderr=subprocess.STDOUT if output else None, process_group=0
                )

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs or before it was started."""
        return self._process.poll() if self._process is not None else None

    def answers(self) -> bool:
        """Whether its health address answers 200."""
        try:
            return httpx.get(self.health, timeout=2, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def wait(self) -> int:
        """Its exit status, when it has ended."""
        assert self._process is not None
        return self._process.wait()

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to all of its processes; those that are gone are passed over."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def end(self, until: float) -> None:
        """Wait for its end, and make it end at that moment of the monotonic clock."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(0.0, until - time.monotonic()))
            self.tell(signal.SIGKILL)  # whatever it left behind, too
            self._process.wait()

    def last_words(self) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").strip().splitlines()[-_LAST_WORDS:])


@contextlib.contextmanager
def ended_together(services: Sequence[Service]) -> Iterator[None]:
    """Signals raise StopRequested inside; at the end, whatever ends it, every service is ended.

    The first signal counts; further ones change nothing, so that impatience leaves no process behind.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        _signals.stop()

    former = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        _ignore_signals()
        for service in services:
            service.tell(signal.SIGTERM)
        until = time.monotonic() + _STOP_WITHIN
        for service in services:
            service.end(until)
        for number, handler in former.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
