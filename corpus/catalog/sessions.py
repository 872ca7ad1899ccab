"""Connections for reading: one a call, or one for all calls of a thread that belong together.

An answer reads the catalog some twenty times. Each by itself would take a connection, begin a transaction and ask for
the generation; together (``steady``) they do so once, and see one state of the store from the first to the last.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from corpus.catalog.opening import guarded
from corpus.catalog.tables import meta

if TYPE_CHECKING:
    from corpus.catalog.snapshot import Snapshot


@dataclass
class Session:
    """One transaction that reads."""

    connection: sa.Connection
    snapshots: dict[int, Snapshot] = field(default_factory=dict)  # by the reader that took them

    @cached_property
    def generation(self) -> int:
        """The generation of the state that the transaction sees."""
        return int(self.connection.execute(sa.select(meta.c.generation)).scalar_one())


class Sessions:
    """The sessions of one catalog. Safe to share between threads: each has its own."""

    def __init__(self, engine: sa.Engine) -> None:
        """Takes connections of this engine."""
        self._engine = engine
        self._kept = threading.local()

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within, every ``reading`` of this thread is of one session. Raises StoreError where there is none."""
        if getattr(self._kept, "session", None) is not None:
            yield
            return
        with self.reading() as session:
            self._kept.session = session
            try:
                yield
            finally:
                self._kept.session = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The session that this thread is in, else one for this block. Faults are StoreError and its like."""
        kept: Session | None = getattr(self._kept, "session", None)
        with guarded():
            if kept is not None:
                yield kept
            else:
                with self._engine.connect() as connection:
                    yield Session(connection)
