"""Where files are read: in this process, in processes beside it, or on a cluster. All are executors.

``concurrent.futures.Executor`` is the seam: whatever has ``submit`` can take the place of another one. What is
submitted is ``reading.read``, which needs nothing but the bytes of the file, so that a cluster need not share a disk.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from corpus.errors import InputError, ReadersMissing
from ingest.limits import Limits, can_interrupt, within
from ingest.reading import Task
from ingest.workers import Workers

T = TypeVar("T")
DASK = "dask:"
_MOST = 8  # processes of one machine: the one writer keeps no more of them busy
_FEW = 24  # small texts that are read in this process before others are worth their start


class Adaptive(Executor):
    """This process for a few small texts, which takes milliseconds; processes beside it from then on.

    Only the main thread can keep to a time limit, so that in another one everything is read beside it.
    """

    def __init__(self, count: int = 0, limits: Limits | None = None) -> None:
        """``count`` processes; 0: as many as there are cores."""
        self.width = count or min(_MOST, os.cpu_count() or 1)
        self._limits = limits or Limits()
        self._few = 0
        self._workers: Workers | None = None
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Call the function here, if it is of a ``Task`` that is small, or there."""
        small = any(isinstance(arg, Task) and arg.small for arg in args)
        if small and self._few < _FEW and self._workers is None and can_interrupt():
            self._few += 1
            return self._here(fn, args, kwargs)
        with self._lock:
            if self._workers is None:
                self._workers = Workers(self.width, self._limits)
        return self._workers.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what was started."""
        if self._workers is not None:
            self._workers.shutdown(wait, cancel_futures=cancel_futures)
            self._workers = None

    def _here(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Future[T]:
        future: Future[T] = Future()
        try:
            with within(self._limits):
                future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def executor_of(where: str | None, count: int = 0, limits: Limits | None = None) -> Iterator[Executor]:
    """The executor of a setting: None for this machine, ``dask:ADDRESS`` for a Dask cluster; ended with the block.

    Raises InputError for a setting that is neither, ReadersMissing where the cluster is not reached.
    """
    if where and not where.startswith(DASK):
        raise InputError(
            f"SENREI_EXECUTOR is {where!r}: leave it unset to read on this machine, or set it to dask:tcp://HOST:PORT."
        )
    if where:
        with _cluster(where.removeprefix(DASK), limits or Limits()) as cluster:
            yield cluster
        return
    adaptive = Adaptive(count, limits)
    try:
        yield adaptive
    except BaseException:
        adaptive.shutdown(cancel_futures=True)
        raise
    adaptive.shutdown()


class Cluster(Executor):
    """A Dask cluster. Each of its workers reads a file in a process of its own beside it, within the same limits."""

    def __init__(self, client: Any, limits: Limits) -> None:
        """``client`` is a ``distributed.Client``."""
        self._client, self._limits = client, limits
        self.width = max(1, sum(client.nthreads().values()))

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a worker of the cluster call the function."""
        told = self._client.submit(apart, self._limits, fn, args, kwargs, pure=False, retries=0)
        future: Future[T] = Future()
        told.add_done_callback(lambda done: _settle(future, done))
        return future


def apart(limits: Limits, fn: Callable[..., bytes], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    """Call a function in a process beside this one; a cluster's worker keeps it for the files to come."""
    with _kept_lock:
        workers = _kept.get(limits) or Workers(os.cpu_count() or 1, limits)
        _kept[limits] = workers
    return workers.submit(fn, *args, **kwargs).result()


def release() -> None:
    """End the processes that ``apart`` keeps; a worker of a cluster need not, its end ends them."""
    with _kept_lock:
        while _kept:
            _kept.popitem()[1].shutdown()


_kept: dict[Limits, Workers] = {}
_kept_lock = threading.Lock()


@contextmanager
def _cluster(address: str, limits: Limits) -> Iterator[Cluster]:
    try:
        from distributed import Client
    except ImportError:
        raise ReadersMissing(
            "SENREI_EXECUTOR names a Dask cluster, but dask is not installed here: pip install 'senrei[dask]', or unset it."
        ) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ReadersMissing(
            f"The Dask cluster at {address} is not reached ({error}). Start it, or unset SENREI_EXECUTOR."
        ) from error
    try:
        yield Cluster(client, limits)
    finally:
        client.close()


def _settle(future: Future[T], told: Any) -> None:
    """Hand over what became of a call on the cluster. A worker that died is the file's own trouble."""
    if told.status == "finished":
        future.set_result(told.result())
        return
    error = told.exception() if told.status == "error" else None
    future.set_exception(
        error or ReadersMissing("The Dask cluster gave a file back unread: it was closed or restarted.")
    )
