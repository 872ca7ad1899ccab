"""Processes that read files apart from this one: an executor as ``concurrent.futures`` has them, with limits.

A process that hangs, crashes, is killed or takes too much memory costs the one file it was at; another one takes
its place. The executors of the standard library break as a whole there, which is why this one is here.
"""

from __future__ import annotations

import pickle
import queue
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ReadersMissing
from ingest.limits import Limits, broken_off, too_long
from ingest.worker import OUT_OF_MEMORY, READY, result_of

T = TypeVar("T")
_ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = (
    "import runpy, sys; sys.path[0] = sys.argv.pop(1); runpy.run_module('ingest.worker', run_name='__main__')"
)
_START_S = 60.0  # in which a process has to come up, on a machine however busy
_END_S = 2.0  # in which one that has nothing to do ends


class Workers(Executor):
    """So many processes, started when first needed. What is submitted must be importable and give bytes."""

    def __init__(self, count: int, limits: Limits | None = None) -> None:
        """``limits`` are those of one file; less memory where ``count`` of them would exhaust the machine."""
        self.width = max(1, count)
        self.limits = (limits or Limits()).shared_by(self.width)
        self._threads = ThreadPoolExecutor(self.width, thread_name_prefix="reader")
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all: set[_Process] = set()
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a process call the function. The future raises UnreadableSource for a file given up."""
        return self._threads.submit(self._call, fn, args, kwargs)

    def pids(self) -> list[int]:
        """The processes there are."""
        with self._lock:
            return [process.pid for process in self._all]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; with ``cancel_futures`` at once, whatever they are at."""
        if cancel_futures:
            with self._lock:
                for process in self._all:
                    process.kill()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        if wait:
            with self._lock:
                for process in self._all:
                    process.end()
                self._all.clear()

    def _call(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        process = self._process()
        try:
            reply = process.ask(pickle.dumps((fn, args, kwargs)), self.limits.seconds)
        except TimeoutError:
            self._drop(process)
            raise too_long(self.limits) from None
        except (EOFError, OSError):
            raise broken_off(self._drop(process)) from None
        except ReadersMissing:
            self._drop(process)
            raise
        if process.ending(reply):
            self._drop(process)
        else:
            self._idle.put(process)
        return result_of(reply, self.limits)

    def _process(self) -> _Process:
        """One that has nothing to do and lives, or a new one."""
        while True:
            try:
                process = self._idle.get_nowait()
            except queue.Empty:
                break
            if process.lives:
                return process
            self._drop(process)
        process = _Process(self.limits)
        with self._lock:
            self._all.add(process)
        return process

    def _drop(self, process: _Process) -> int | None:
        with self._lock:
            self._all.discard(process)
        return process.end(at_once=True)


class _Process:
    """One of the processes, and the way to it."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        number = theirs.fileno()
        words = [str(number), repr(limits.seconds), str(limits.memory)]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(_ROOT), *words],
                pass_fds=(number,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        except OSError as error:
            ours.close()
            self._errors.close()
            raise ReadersMissing(f"No process to read files in could be started: {error}.") from error
        finally:
            theirs.close()
        self._way = Connection(ours.detach())
        self.pid = self._process.pid
        self._began = False

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, call: bytes, seconds: float) -> bytes:
        """Its reply. Raises TimeoutError, EOFError or OSError when it has gone, ReadersMissing if it never began."""
        if not self._began:
            self._greet()
        self._way.send_bytes(call)
        if not self._way.poll(seconds):
            raise TimeoutError
        return self._way.recv_bytes()

    def _greet(self) -> None:
        """Wait until it is up: that is not the file's time."""
        try:
            self._began = self._way.poll(_START_S) and self._way.recv_bytes() == READY
        except (EOFError, OSError):
            self._began = False
        if not self._began:
            raise ReadersMissing(f"The process that reads files does not come up: {self._last_words()}")

    def ending(self, reply: bytes) -> bool:
        """Whether it ends itself after this reply."""
        return reply[:1] == OUT_OF_MEMORY

    def kill(self) -> None:
        self._process.kill()

    def end(self, *, at_once: bool = False) -> int | None:
        """Close the way to it, which ends it; its status."""
        self._way.close()
        try:
            status = self._process.wait(_END_S if not at_once else 0.05)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        self._errors.close()
        return status

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"
