"""Ingestions that run behind the API, one after the other, how far each has come, and what a restart knows of them."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Literal, TypeVar

from corpus.catalog import Catalog
from corpus.catalog.models import JobRow
from corpus.errors import SenreiError, StoreError
from corpus.models import Audience, Frozen

log = logging.getLogger("senrei.api")

_KEEP_EVERY = 1.0  # seconds between two states of a job that are kept; each is a forced write to disk
_INTERRUPTED = (
    "サーバーが止まったため、取込みは途中で終わりました。もう一度送ってください。取り込まれた分は残っています。"
    "/ The server ended before this was done: send the file again. What had been taken in is there."
)
_UNEXPECTED = "予期しない誤りが起き、記録されました。/ An unexpected error was logged."

T = TypeVar("T")
Stage = Literal["", "reading", "parsing", "writing"]


class FileResult(Frozen):
    """What became of one file of a job."""

    file: str
    outcome: str
    document_id: str | None = None
    kind: str | None = None
    clauses: int = 0
    furniture: float = 0.0
    notices: int = 0
    confidence: float | None = None  # with which the kind was recognised; none where somebody said it
    evidence: tuple[str, ...] = ()
    message: str = ""


class Job(Frozen):
    """One ingestion: where it stands, and what came of it."""

    id: str
    status: Literal["waiting", "running", "done", "failed"] = "waiting"
    stage: Stage = ""
    file_name: str
    audience: Audience
    done: int = 0
    total: int = 0
    clauses: int = 0
    detail: str = ""  # why it failed, or what to know of the result
    documents: tuple[str, ...] = ()
    files: tuple[FileResult, ...] = ()
    created_at: dt.datetime
    ended_at: dt.datetime | None = None


class Outcome(Frozen):
    """What an ingestion came to."""

    documents: tuple[str, ...]
    files: tuple[FileResult, ...] = ()
    clauses: int = 0
    detail: str = ""
    failed: bool = False


class Step(Frozen):
    """How far an ingestion is."""

    done: int
    total: int
    clauses: int = 0
    stage: Stage = ""


Tell = Callable[[Step], None]
Work = Callable[[Tell], Outcome]


class Jobs:
    """The jobs of one server, kept in its catalog. The store has one writer, so they run one at a time."""

    def __init__(self, catalog: Catalog) -> None:
        """The jobs of a store; those of a server that is gone are ended with what is known of them."""
        self._catalog = catalog
        self._live: dict[str, Job] = {}
        self._kept_at: dict[str, float] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest")
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._opening = threading.Lock()
        self._resources = ExitStack()
        self._shared: Any = None
        self._end_orphans()

    def start(self, file_name: str, audience: Audience, work: Work) -> Job:
        """Queue a piece of work."""
        job = Job(id=secrets.token_hex(8), file_name=file_name, audience=audience, created_at=_now())
        with self._lock:
            self._live[job.id] = job
        self._keep(job)
        self._worker.submit(self._run, job.id, work)
        return job

    def get(self, job_id: str, audiences: frozenset[Audience]) -> Job | None:
        """How a job stands; None for one that is not known, or not to these audiences."""
        with self._lock:
            live = self._live.get(job_id)
        if live is not None:
            return live if live.audience in audiences else None
        row = self._catalog.job(job_id, audiences)
        return None if row is None else Job.model_validate_json(row.body)

    def page(self, audiences: frozenset[Audience], limit: int, offset: int) -> tuple[int, list[Job]]:
        """How many jobs these audiences may know of, and some of them, newest first."""
        total, rows = self._catalog.jobs(audiences, limit=limit, offset=offset)
        with self._lock:
            return total, [self._live.get(row.id) or Job.model_validate_json(row.body) for row in rows]

    def close(self) -> None:
        """Drop what waits, and let what runs come to its end."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            left = list(self._live)
        for job_id in left:
            self._end(job_id, status="failed", detail=_INTERRUPTED)
        self._resources.close()

    def lasting(self, opening: Callable[[], AbstractContextManager[T]]) -> T:
        """What all jobs share: opened by the first that asks, closed with the jobs."""
        with self._opening:
            if self._shared is None:
                self._shared = self._resources.enter_context(opening())
            shared: T = self._shared
            return shared

    def _run(self, job_id: str, work: Work) -> None:
        def tell(step: Step) -> None:
            self._set(job_id, **step.model_dump())

        self._set(job_id, status="running", stage="reading")
        try:
            outcome = work(tell)
        except SenreiError as error:
            self._end(job_id, status="failed", detail=str(error))
        except Exception as error:
            log.error("an ingestion failed", exc_info=error)
            self._end(job_id, status="failed", detail=_UNEXPECTED)
        else:
            told = {name: getattr(outcome, name) for name in ("documents", "files", "clauses", "detail")}
            self._end(job_id, status="failed" if outcome.failed else "done", **told)

    def _set(self, job_id: str, **changes: object) -> None:
        with self._lock:
            former = self._live[job_id]
            job = self._live[job_id] = former.model_copy(update=changes)
            late = time.monotonic() - self._kept_at.get(job_id, 0.0) > _KEEP_EVERY
        if late and (former.stage, former.status) != (job.stage, job.status):
            self._keep(job)

    def _end(self, job_id: str, **changes: object) -> None:
        with self._lock:
            job = self._live[job_id].model_copy(update={**changes, "stage": "", "ended_at": _now()})
            self._live[job_id] = job
        if self._keep(job):  # from now on the catalog knows it
            with self._lock:
                del self._live[job_id]
                self._kept_at.pop(job_id, None)

    def _keep(self, job: Job) -> bool:
        """Keep a job as it stands; whether it could be kept. One that cannot is known as long as the server lives."""
        ended = job.ended_at is not None
        row = JobRow(
            id=job.id, audience=job.audience, ended=ended, owner=self._owner, body=job.model_dump_json()
        )
        try:
            self._catalog.keep_job(row)
        except StoreError as error:
            log.warning("a job could not be recorded: %s", error)
            return False
        with self._lock:
            self._kept_at[job.id] = time.monotonic()
        return True

    def _end_orphans(self) -> None:
        """Say of the jobs whose server is gone what became of them."""
        try:
            for row in self._catalog.open_jobs():
                if self._lives(row.owner):
                    continue
                job = Job.model_validate_json(row.body)
                ended = {"status": "failed", "detail": _INTERRUPTED, "ended_at": _now()}
                told = job.model_copy(update=ended)
                self._catalog.keep_job(row.model_copy(update={"ended": True, "body": told.model_dump_json()}))
        except StoreError as error:
            log.warning("former jobs could not be looked through: %s", error)

    def _lives(self, owner: str) -> bool:
        """Whether the server that a job ran in still runs, as far as this machine can tell."""
        machine, _, number = owner.rpartition(":")
        if owner == self._owner or machine != socket.gethostname() or not number.isdecimal():
            return False  # this server has just begun; another machine's has no writer's lock on this one
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
