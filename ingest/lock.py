"""One writer at a time. The lock is the operating system's: it goes with the process that holds it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreBusy, StoreError

LOCK = "writer.lock"
_OWNER = "writer.json"
_PATIENCE_S = 1.0  # a writer that is just ending is waited for


@contextmanager
def writer_lock(data: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Be the only writer of the store at ``data``. Raises StoreBusy naming the one there is, StoreError."""
    from filelock import FileLock, Timeout

    lock = FileLock(data / LOCK)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience_s, poll_interval=0.05)
    except Timeout as error:
        raise StoreBusy(f"{_owner(data)} is writing to {data}. Try again when it is done.") from error
    except OSError as error:
        raise StoreError(f"{data} cannot be written: {error.strerror or error}.") from error
    try:
        (data / _OWNER).write_text(json.dumps({"pid": os.getpid()}), encoding="utf-8")
        yield
    finally:
        (data / _OWNER).unlink(missing_ok=True)
        lock.release()


def _owner(data: Path) -> str:
    try:
        pid = json.loads((data / _OWNER).read_text(encoding="utf-8"))["pid"]
    except (OSError, ValueError, KeyError, TypeError):
        return "Another process"
    return f"Another process (pid {pid})"
