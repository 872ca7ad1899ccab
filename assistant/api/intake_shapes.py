"""What the calls about taking documents in send back, and examples of it; a test holds the two together."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from assistant.api.replies import DocumentReply, Reply
from assistant.rendering import Json
from corpus.models import Audience, DocumentKind
from corpus.references import Reason


class FileReply(Reply):
    """What became of one file of a job."""

    file: str
    outcome: Literal["added", "replaced", "unchanged", "restored", "retired", "failed", "skipped"]
    document_id: str | None = None
    kind: DocumentKind | None = None
    clauses: int
    furniture: float
    notices: int
    confidence: float | None = None
    evidence: tuple[str, ...] = ()
    message: str


class JobReply(Reply):
    """An ingestion under way or ended."""

    id: str
    status: Literal["waiting", "running", "done", "failed"]
    stage: Literal["", "reading", "parsing", "writing"]
    file_name: str
    audience: Audience
    done: int
    total: int
    clauses: int
    detail: str
    documents: list[str]
    files: list[FileReply]
    created_at: dt.datetime
    ended_at: dt.datetime | None = None


class JobsReply(Reply):
    """GET /v1/jobs: newest first."""

    total: int
    limit: int
    offset: int
    jobs: list[JobReply]


class ReferencesReply(Reply):
    """How many references a document has, and how many of them lead to a clause that is held."""

    found: int
    resolved: int
    unresolved: dict[Reason, int]


class PreviewReply(Reply):
    """POST /v1/documents/preview: what would be understood; nothing is stored."""

    document: DocumentReply
    held: bool
    clauses: int
    leaves: int
    characters: int
    furniture: float
    notices: list[str]
    references: ReferencesReply
    confidence: float | None = None
    evidence: list[str]


class StandingReply(Reply):
    """What became of a document."""

    id: str
    status: Literal["retired", "restored"]


_ENDED = "2026-11-21T09:00:02+00:00"
JOB: Json = {
    "id": "5f0c2d9e41b7a683",
    "status": "done",
    "stage": "",
    "file_name": "minutes-331.txt",
    "audience": "public",
    "done": 1,
    "total": 1,
    "clauses": 118,
    "detail": "",
    "documents": ["minutes-331"],
    "files": [
        {
            "file": "minutes-331.txt",
            "outcome": "added",
            "document_id": "minutes-331",
            "kind": "minutes",
            "clauses": 151,
            "furniture": 0.021,
            "notices": 0,
            "message": "",
        }
    ],
    "created_at": "2026-11-21T09:00:00+00:00",
    "ended_at": _ENDED,
}
STARTED: Json = {
    **JOB,
    "status": "waiting",
    "done": 0,
    "total": 0,
    "clauses": 0,
    "documents": [],
    "files": [],
    "ended_at": None,
}
JOBS: Json = {"total": 1, "limit": 50, "offset": 0, "jobs": [JOB]}
PREVIEW: Json = {
    "document": {
        "id": "minutes-331",
        "title": "第331回個人情報保護委員会 議事録",
        "kind": "minutes",
        "cite": "第331回個人情報保護委員会 議事録（令和7年8月27日）",
        "date": "2025-08-27",
        "meeting": 331,
        "audience": "public",
        "file_name": "minutes-331.txt",
    },
    "held": False,
    "clauses": 151,
    "leaves": 118,
    "characters": 9120,
    "furniture": 0.021,
    "notices": [],
    "references": {"found": 4, "resolved": 3, "unresolved": {"not_held": 1}},
    "confidence": 0.98,
    "evidence": ["○で始まる発言が42行"],
}
RETIRED: Json = {"id": "minutes-331", "status": "retired"}
RESTORED: Json = {"id": "minutes-331", "status": "restored"}
