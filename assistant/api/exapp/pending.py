"""Answers that take longer than a caller waits: worked on behind the API, kept until they are fetched."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Literal

from assistant.api.problems import Problem
from assistant.rendering import Json

REMEMBERED = 500  # answers, fetched or not; the oldest finished one is forgotten first

Status = Literal["PENDING", "IN_PROGRESS", "COMPLETED", "ERROR"]


@dataclass(frozen=True)
class Request:
    """A question that is being worked on, for the holder of one key; it comes to what is replied."""

    owner: str
    future: Future[Json]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.future.done():
            failed = self.future.cancelled() or self.future.exception() is not None
            return "ERROR" if failed else "COMPLETED"
        return "IN_PROGRESS" if self.future.running() else "PENDING"


class Pending:
    """The requests of one server that are being worked on, or wait to be fetched."""

    def __init__(self, workers: int) -> None:
        self._requests: dict[str, Request] = {}
        self._lock = threading.Lock()
        self._workers = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="exapp")

    def start(self, owner: str, work: Callable[[], Json]) -> Request:
        """Begin to work on a question. Raises Problem where too many wait already."""
        with self._lock:
            self._make_room()
            request = Request(owner, self._workers.submit(work))
            self._requests[request.id] = request
        return request

    def wait(self, request: Request, seconds: float) -> Json | None:
        """What is replied, and the request is forgotten; None where it takes longer. Raises what went wrong."""
        if not seconds:
            return None
        try:
            answer = request.future.result(timeout=seconds)
        except NotYet:
            if not request.future.done():
                return None
            self._forget(request)  # the work itself ran into a time limit
            raise
        except Exception:
            self._forget(request)
            raise
        self._forget(request)
        return answer

    def get(self, request_id: str, owner: str) -> Request:
        """A request by its id. Raises Problem for one that is not known, or another's."""
        with self._lock:
            request = self._requests.get(request_id)
        if request is None or request.owner != owner:
            raise Problem("request-not-held", id=request_id[:100])
        return request

    def close(self) -> None:
        """Drop what waits, and let what runs come to its end."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _forget(self, request: Request) -> None:
        with self._lock:
            self._requests.pop(request.id, None)

    def _make_room(self) -> None:
        while len(self._requests) >= REMEMBERED:
            done = next((one.id for one in self._requests.values() if one.future.done()), None)
            if done is None:
                raise Problem("too-busy")
            del self._requests[done]
