"""A circuit that keeps questions from waiting, one after the other, for a server that is known to be down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Circuit:
    """Open for a while after a failure; safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` tells seconds; tests put their own in its place."""
        self._clock = clock
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether the server is to be left alone now."""
        with self._lock:
            return self._clock() < self._until

    def failed(self, pause: float) -> None:
        """It failed: leave it alone for ``pause`` seconds."""
        with self._lock:
            self._until = max(self._until, self._clock() + pause)

    def worked(self) -> None:
        """It answered."""
        with self._lock:
            self._until = 0.0
