"""Keeps records in the store: as much as the settings say, for as long as they say, without an answer waiting for it."""

from __future__ import annotations

import datetime as dt
import time
from typing import TypeVar

from pydantic import ValidationError

from assistant.access import ANYONE, Principal
from assistant.deferring import Deferred
from assistant.models import Answer
from assistant.recording.models import Kept, Trace
from assistant.settings import Settings
from corpus.catalog import Catalog
from corpus.catalog.models import Record

_TIDY_EVERY_S = 3600.0
M = TypeVar("M", Answer, Trace)


class Recorder:
    """The records of one store. Safe to share between threads."""

    def __init__(self, catalog: Catalog, settings: Settings) -> None:
        """Keeps what ``records`` says, for ``records_days`` days."""
        self._catalog, self._capture, self._days = catalog, settings.records, settings.records_days
        self._deferred = Deferred()
        self._tidied: float | None = None

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all."""
        return self._capture != "off"

    def keep(self, answer: Answer, trace: Trace, principal: Principal) -> None:
        """Keep an answer; one that cannot be kept (a full disk, a read-only store) is given all the same."""
        if not self.keeps:
            return
        full = self._capture == "full"
        question = answer.understood.question if full else ""
        body = answer.model_dump_json(exclude_defaults=True) if full else ""
        kept = (trace if full else without_content(trace)).model_dump_json(exclude_defaults=True)
        asker, now = asker_of(principal), dt.datetime.now(dt.UTC)

        def write(wait_ms: int) -> None:
            self._catalog.add_answer(
                answer.record_id,
                question,
                body,
                principal.audiences,
                asker=asker,
                trace=kept,
                created_at=now,
                wait_ms=wait_ms,
            )

        self._deferred.write(write)
        self._tidy(now)

    def close(self) -> None:
        """Write what still waits."""
        self._deferred.close()

    def _tidy(self, now: dt.datetime) -> None:
        """Once an hour, let go of what is older than the settings say."""
        at = time.monotonic()
        if not self._days or (self._tidied is not None and at - self._tidied < _TIDY_EVERY_S):
            return
        self._tidied = at
        before = now - dt.timedelta(days=self._days)
        self._deferred.write(lambda wait_ms: self._catalog.drop_answers(before, wait_ms=wait_ms))


def asker_of(principal: Principal) -> str:
    """The name a record is kept under: the key's; '' for whoever asked without one."""
    return "" if principal is ANYONE else principal.name


def without_content(trace: Trace) -> Trace:
    """The trace without anything that was asked or said: ids, digests, scores and times remain."""
    parts = tuple(
        part.model_copy(
            update={
                "understood": None,
                "generation": part.generation.without_content() if part.generation else None,
            }
        )
        for part in trace.parts
    )
    return trace.model_copy(
        update={"capture": "meta", "history": (), "filters": type(trace.filters)(), "parts": parts}
    )


def kept_of(record: Record) -> Kept:
    """A record as it was kept; what another version kept and this cannot read is left out."""
    return Kept(
        record_id=record.record_id,
        created_at=record.created_at,
        asker=record.asker,
        audiences=record.audiences,
        question=record.question,
        answer=_read(Answer, record.answer),
        trace=_read(Trace, record.trace),
    )


def _read(model: type[M], text: str) -> M | None:
    try:
        return model.model_validate_json(text) if text else None
    except ValidationError:
        return None
