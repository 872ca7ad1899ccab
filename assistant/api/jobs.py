"""Ingestions that run behind the API, one after the other, and how far each has come."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from corpus.errors import SenreiError
from corpus.models import Audience, Frozen

log = logging.getLogger("senrei.api")

REMEMBERED = 200  # jobs; the oldest is forgotten first


class Job(Frozen):
    """One ingestion: where it stands, and what came of it."""

    id: str
    status: Literal["waiting", "running", "done", "failed"] = "waiting"
    file_name: str
    audience: Audience
    done: int = 0
    total: int = 0
    detail: str = ""  # why it failed, or what to know of the result
    documents: tuple[str, ...] = ()


class Outcome(Frozen):
    """What an ingestion came to."""

    documents: tuple[str, ...]
    detail: str = ""
    failed: bool = False


Tell = Callable[[int, int], None]  # files done, files in all
Work = Callable[[Tell], Outcome]


class Jobs:
    """The jobs of one server. The store has one writer, so they run one at a time."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest")

    def start(self, file_name: str, audience: Audience, work: Work) -> Job:
        """Queue a piece of work."""
        job = Job(id=secrets.token_hex(8), file_name=file_name, audience=audience)
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
        self._worker.submit(self._run, job.id, work)
        return job

    def get(self, job_id: str) -> Job | None:
        """How a job stands; None for one that is not known."""
        with self._lock:
            return self._jobs.get(job_id)

    def close(self) -> None:
        """Drop what waits, and let what runs come to its end."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, work: Work) -> None:
        def tell(done: int, total: int) -> None:
            self._set(job_id, done=done, total=total)

        self._set(job_id, status="running")
        try:
            outcome = work(tell)
        except SenreiError as error:
            self._set(job_id, status="failed", detail=str(error))
        except Exception as error:
            log.error("an ingestion failed", exc_info=error)
            self._set(
                job_id,
                status="failed",
                detail="予期しない誤りが起き、記録されました。/ An unexpected error was logged.",
            )
        else:
            status = "failed" if outcome.failed else "done"
            self._set(job_id, status=status, documents=outcome.documents, detail=outcome.detail)

    def _set(self, job_id: str, **changes: object) -> None:
        with self._lock:
            if job_id in self._jobs:
                self._jobs[job_id] = self._jobs[job_id].model_copy(update=changes)
