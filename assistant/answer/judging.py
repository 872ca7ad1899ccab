"""The account of a model's statements while they are judged: what each said, its verdict, how long it took."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.answer.proving import Offered, Verdict
from assistant.generation import MALFORMED, Generation, Relied, Stated

_LONGEST = 2000  # characters of a statement or quotation that are kept


@dataclass
class Judging:
    """Of one answer; ``generation`` is what remains of it."""

    trouble: str = ""
    _statements: list[Stated] = field(default_factory=list)
    _calls: int = 0
    _began: float = field(default_factory=time.perf_counter)
    _ended: float | None = None
    _first: float | None = None

    def call(self) -> None:
        """The model is asked."""
        self._calls += 1

    def judged(self, verdict: Verdict, offered: Mapping[str, Offered], seconds: float) -> None:
        """Keep a verdict that took so long to find."""
        if verdict.doubt is None and self._first is None:
            self._first = time.perf_counter()
        supports = tuple(
            Relied(
                key=one.key[:_LONGEST],
                clause_id=offered[one.key].clause.id if one.key in offered else None,
                quote=one.quote[:_LONGEST],
            )
            for one in verdict.statement.supports
        )
        self._statements.append(
            Stated(
                text=verdict.statement.text[:_LONGEST],
                verdict="proven" if verdict.doubt is None else "withheld",
                reason=verdict.doubt.value if verdict.doubt else "",
                detail=verdict.detail[:_LONGEST],
                supports=supports,
                ms=round(seconds * 1000, 2),
            )
        )

    def end(self) -> None:
        """The model has ended."""
        self._ended = time.perf_counter()

    def generation(
        self, *, model: str, prompt: str, offered: Mapping[str, Offered], malformed: int, proving: float
    ) -> Generation:
        """All of it; ``proving`` in seconds."""
        unread = (Stated(verdict="withheld", reason=MALFORMED),) * malformed
        return Generation(
            model=model,
            prompt=prompt,
            calls=self._calls,
            trouble=self.trouble,
            offered=tuple(one.clause.id for one in offered.values()),
            statements=(*self._statements, *unread),
            model_ms=self._since(self._ended or time.perf_counter()),
            first_ms=None if self._first is None else self._since(self._first),
            proving_ms=round(proving * 1000, 2),
        )

    def _since(self, moment: float) -> float:
        return round((moment - self._began) * 1000, 2)
