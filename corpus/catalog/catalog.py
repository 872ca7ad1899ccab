"""The catalog as one object: reading, writing, records over one database."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.catalog.auditing import Auditing
from corpus.catalog.conversations import Conversations
from corpus.catalog.days import Days
from corpus.catalog.files import Files
from corpus.catalog.histories import Histories
from corpus.catalog.jobs import KeptJobs
from corpus.catalog.opening import open_engine
from corpus.catalog.records import Records
from corpus.catalog.registering import Registering
from corpus.catalog.retiring import Retiring
from corpus.catalog.states import States


class Catalog(
    Registering, Retiring, Days, Histories, Auditing, States, Records, Conversations, Files, KeptJobs
):
    """The catalog of one store. Safe to share between threads; one process at a time may write documents."""

    @classmethod
    def open(cls, data: Path, *, create: bool = False, url: str | None = None) -> Self:
        """The catalog of the store in the folder ``data``; ``create`` makes the folder and an empty catalog.

        ``url`` is an SQLAlchemy URL to be used in place of the SQLite file in that folder.
        Raises StoreMissing, StoreTooNew, StoreDamaged, StoreBusy or StoreError.
        """
        return cls(open_engine(Path(data), create=create, url=url))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
