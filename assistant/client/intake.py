"""What staff do with documents over HTTP: look at one, hand it in, follow the job, take one out, bring it back."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Literal, Protocol, TypeVar
from urllib.parse import quote

from pydantic import JsonValue

from assistant.client.models import Document, Reply

R = TypeVar("R", bound=Reply)
_LOOK_EVERY = 0.2


class TakenFile(Reply):
    """What became of one file of a job; ``furniture`` is the share of its characters in no clause."""

    file: str
    outcome: str
    document_id: str | None = None
    kind: str | None = None
    clauses: int = 0
    furniture: float = 0.0
    notices: int = 0
    message: str = ""


class Job(Reply):
    """An ingestion under way or ended."""

    id: str
    status: Literal["waiting", "running", "done", "failed"]
    stage: str = ""
    file_name: str
    audience: str
    done: int = 0
    total: int = 0
    clauses: int = 0
    detail: str = ""
    documents: tuple[str, ...] = ()
    files: tuple[TakenFile, ...] = ()
    created_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in ("done", "failed")


class JobList(Reply):
    """One page of the jobs, newest first; ``total`` counts all pages."""

    total: int
    jobs: tuple[Job, ...]


class Preview(Reply):
    """What would be understood of a file; ``held``: a document of its id is there already."""

    document: Document
    held: bool
    clauses: int
    leaves: int
    characters: int
    furniture: float
    notices: tuple[str, ...] = ()
    references: dict[str, JsonValue]
    confidence: float | None = None
    evidence: tuple[str, ...] = ()


class RetiredDocument(Document):
    """A document taken out, and why: ``gone``, its file is no longer there; ``asked``, somebody asked for it."""

    retired: str
    retired_at: dt.datetime | None = None


class RetiredList(Reply):
    """One page of the documents taken out, the last first; ``total`` counts all pages."""

    total: int
    documents: tuple[RetiredDocument, ...]


class Caller(Protocol):
    """What these calls need of the client: a request sent, its reply read, its problems raised."""

    def _get(self, model: type[R], path: str, params: dict[str, JsonValue]) -> R: ...
    def _form(self, model: type[R], path: str, file: Path, known: dict[str, str]) -> R: ...
    def _call(self, method: str, path: str) -> bytes: ...


class Intake:
    """The calls of ``Client`` that need a staff key. ``known`` is what is known of a file: kind="minutes", date=…"""

    def preview(self: Caller, file: Path, **known: str) -> Preview:
        """What would be understood of a file; nothing is stored. Raises Refused for one that cannot be read."""
        return self._form(Preview, "/v1/documents/preview", file, known)

    def hand_in(self: Caller, file: Path, **known: str) -> Job:
        """Have a file taken in; the job tells how that goes."""
        return self._form(Job, "/v1/documents", file, known)

    def job(self: Caller, id: str) -> Job:
        """How a job stands. Raises NotFound."""
        return self._get(Job, f"/v1/jobs/{quote(id, safe='')}", {})

    def jobs(self: Caller, *, limit: int = 50, offset: int = 0) -> JobList:
        """One page of the jobs, newest first, those before a restart of the server too."""
        return self._get(JobList, "/v1/jobs", {"limit": limit, "offset": offset})

    def retire(self: Caller, id: str) -> None:
        """Take a document out: it answers no more, its clauses stay readable by their ids. Raises NotFound."""
        self._call("DELETE", f"/v1/documents/{quote(id, safe='')}")

    def restore(self: Caller, id: str) -> None:
        """Bring a retired document back as it was. Raises NotFound."""
        self._call("POST", f"/v1/documents/{quote(id, safe='')}/restore")

    def retired(self: Caller, *, limit: int = 50, offset: int = 0) -> RetiredList:
        """One page of the documents taken out, the last first."""
        params: dict[str, JsonValue] = {"retired": "true", "limit": limit, "offset": offset}
        return self._get(RetiredList, "/v1/documents", params)

    def ended(self, job: Job, within: float = 600.0) -> Job:
        """The job when it has ended, or as it stands after so many seconds."""
        until = time.monotonic() + within
        while not job.ended and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
            job = self.job(job.id)  # type: ignore[misc]
        return job
