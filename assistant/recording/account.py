"""The account of one answer while it comes about: stages and their times, what each part was found by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from assistant.answer.verify import proven
from assistant.models import Answer, Turn
from assistant.recording.models import Candidate, PartTrace, Statement, Trace
from assistant.retrieve import Found
from assistant.tracing import Whole
from assistant.version import version
from corpus.models import Filters

CANDIDATES = 20  # of a part, best first
_DIGITS = 4


class Account:
    """Kept by the assistant for one question; ``trace`` is what remains of it."""

    def __init__(self, history: Sequence[Turn], filters: Filters, *, recorded: bool = True) -> None:
        """The account of a question that was asked after these turns, under these filters."""
        self.recorded = recorded
        self._history, self._filters = tuple(history), filters
        self._whole = Whole("ask")
        self._parts: list[tuple[Found, Answer]] = []

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Within, the stages of this answer are timed. Never around a ``yield`` to the reader."""
        with self._whole.within():
            yield

    def part(self, found: Found, answer: Answer) -> None:
        """Note what a part was found by and how it was answered."""
        self._parts.append((found, answer))

    def end(self) -> None:
        """The answer is there."""
        self._whole.end()

    def trace(self, answer: Answer, fusion: Mapping[str, float], ranking: Mapping[str, float]) -> Trace:
        """All of it, for the answer as it is given."""
        return Trace(
            version=version(),
            mode=answer.mode,
            status=answer.status,
            history=self._history,
            filters=self._filters,
            parts=tuple(_part(found, part) for found, part in self._parts),
            statements=_statements(answer),
            provenance=answer.provenance,
            weights=dict(fusion),
            ranking=digest(json.dumps(dict(ranking), sort_keys=True)),
            timings={name: round(ms, 2) for name, ms in self._whole.timings.items()},
        )


@lru_cache(maxsize=20_000)
def digest(text: str) -> str:
    """A short digest by which two states of a text are told apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _part(found: Found, answer: Answer) -> PartTrace:
    return PartTrace(
        status=answer.status,
        understood=answer.understood,
        generation=answer.generation,
        candidates=tuple(
            Candidate(
                clause_id=hit.clause.id,
                text_sha=digest(hit.clause.text),
                score=round(hit.score, _DIGITS),
                lexical=round(hit.lexical, _DIGITS),
                dense=round(hit.dense, _DIGITS),
                coverage=round(hit.coverage, _DIGITS),
            )
            for hit in found.hits[:CANDIDATES]
        ),
    )


def _statements(answer: Answer) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            number=one.number,
            clause_id=one.clause.id,
            text_sha=digest(one.clause.text),
            document_sha=one.document.sha256,
            verdict="proven" if proven(one) else "unproven",
        )
        for one in answer.citations
    )
