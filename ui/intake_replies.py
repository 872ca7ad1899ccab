"""What the page reads out of the API's intake: previews, jobs, figures, the state of the store."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ui.replies import Document, Reply


class References(Reply):
    """How many references a document has, and how many lead to a clause that is held."""

    found: int = 0
    resolved: int = 0


class Preview(Reply):
    """POST /v1/documents/preview: what would be understood of a file; ``held``: a document of that id is."""

    document: Document
    held: bool = False
    clauses: int = 0
    furniture: float | None = None  # share of the characters
    notices: tuple[str, ...] = ()
    references: References = References()
    confidence: float | None = None  # 0 to 1
    evidence: tuple[str, ...] = ()


class JobFile(Reply):
    """What became of one file."""

    file: str
    outcome: str = ""
    clauses: int = 0
    furniture: float | None = None
    notices: int = 0
    message: str = ""


class Job(Reply):
    """An ingestion behind the API."""

    id: str
    status: Literal["waiting", "running", "done", "failed"]
    file_name: str = ""
    stage: str | None = None
    done: int = 0
    total: int = 0
    clauses: int = 0
    detail: str = ""
    documents: tuple[str, ...] = ()
    files: tuple[JobFile, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in ("done", "failed")


class JobsPage(Reply):
    """GET /v1/jobs, newest first."""

    jobs: tuple[Job, ...]


class RetiredPage(Reply):
    """GET /v1/documents?retired=true."""

    documents: tuple[Document, ...]


class Mean(Reply):
    """A figure over the questions that have it."""

    mean: float
    items: int


class GoldSet(Reply):
    """The figures of one set of questions, by kind and figure."""

    items: int
    kinds: dict[str, dict[str, Mean]] = Field(default_factory=dict)


class Figures(Reply):
    """The figures last accepted."""

    documents: int
    sets: dict[str, GoldSet] = Field(default_factory=dict)


class Partition(Reply):
    """What one audience holds."""

    audience: str
    documents: int
    clauses: int


class Store(Reply):
    """How the store stands."""

    status: Literal["settled", "unsettled"]
    generation: int
    embedder: str = ""
    partitions: tuple[Partition, ...] = ()


class Evaluation(Reply):
    """GET /v1/evaluation."""

    figures: Figures | None = None
    store: Store
