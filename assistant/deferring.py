"""Writing that nobody waits for: at once where the store is free, else later from a thread of its own.

An ingestion holds the store for seconds at a time; an answer is given all the same.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from corpus.errors import SenreiError, StoreBusy

AT_ONCE_MS = 100  # for how long an answer waits for another writer
LATER_MS = 5_000  # and its thread at a time, until it is that one's turn
MOST = 1_000  # writes that wait; more are let go, with a word in the log
_CLOSING_S = 10.0
_PAUSE_S = 0.02

_log = logging.getLogger(__name__)

# Writes, waiting so many milliseconds for another writer. May raise StoreBusy, and then is called again.
Write = Callable[[int], object]


class Deferred:
    """Writes in the order in which they are handed in. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Write] = deque()
        self._thread: threading.Thread | None = None
        self._ending = False

    def write(self, write: Write) -> None:
        """Write now or soon; what cannot be written at all (a full disk, a read-only store) is logged."""
        with self._lock:
            first = not self._waiting
        if first and self._done(write, AT_ONCE_MS):
            return
        with self._lock:
            if len(self._waiting) >= MOST or self._ending:
                _log.warning("not recorded: the store is being written for too long")
                return
            self._waiting.append(write)
            if self._thread is None:
                self._thread = threading.Thread(target=self._later, name="senrei-records", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Write what still waits, for some seconds at most."""
        with self._lock:
            thread = self._thread
            self._ending = True
        if thread is not None:
            thread.join(_CLOSING_S)

    def _later(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                write = self._waiting[0]
            if self._done(write, LATER_MS):
                with self._lock:
                    self._waiting.popleft()
            else:
                time.sleep(_PAUSE_S)

    def _done(self, write: Write, wait_ms: int) -> bool:
        """Whether there is nothing left to do for it."""
        try:
            write(wait_ms)
        except StoreBusy:
            return False
        except SenreiError as error:
            _log.warning("not recorded: %s", error)
        return True
