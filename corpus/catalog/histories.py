"""One clause through the states of its law or guideline: from when to when, in which words, changed or not."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Literal

from corpus.catalog.models import Revision
from corpus.catalog.reading import Reading
from corpus.errors import NotHeld
from corpus.models import Clause, Frozen
from corpus.text import squash

StateStatus = Literal["in_force", "superseded", "upcoming"]


class ClauseState(Frozen):
    """A clause in one state of its document. ``clause`` is None where that state has no such clause.

    ``begins`` is the day from which the state holds, ``until`` the last day before the next state that is held
    (None: no later one is). ``changed`` compares its words with those of the state before (None: there is none).
    """

    revision: int
    begins: dt.date
    until: dt.date | None = None
    status: StateStatus
    changed: bool | None = None
    clause: Clause | None = None


class Histories(Reading):
    """The part of ``Catalog`` that follows a clause through the states of its document."""

    def history(self, clause_id: str, audiences: frozenset[str]) -> tuple[ClauseState, ...]:
        """The states of a clause, earliest first; none where its document has a single one.

        Raises NotHeld if its document is not held.
        """
        document = self.document(clause_id.partition(".")[0], audiences)
        kept = _one_a_day(self.revisions(document.id, audiences), document.date)
        if len(kept) < 2:
            return ()
        clauses = [self._in_state(clause_id, one, audiences) for one in kept]
        days = [one.document.date or dt.date.min for one in kept]
        until: list[dt.date | None] = [later - dt.timedelta(days=1) for _, later in pairwise(days)]
        changed: list[bool | None] = [None]
        changed += [not same_words(before, after) for before, after in pairwise(clauses)]
        return tuple(
            ClauseState(
                revision=one.id, begins=day, until=last, status=_status(one), changed=differs, clause=clause
            )
            for one, day, last, differs, clause in zip(
                kept, days, [*until, None], changed, clauses, strict=True
            )
        )

    def _in_state(self, clause_id: str, one: Revision, audiences: frozenset[str]) -> Clause | None:
        try:
            return self.clause(clause_id, audiences, revision=one.id)
        except NotHeld:
            return None


def _one_a_day(revisions: list[Revision], current: dt.date | None) -> list[Revision]:
    """The states by their day, earliest first: of one day the one that is shown, else the latest read."""
    by_day: dict[dt.date, Revision] = {}
    for one in revisions:  # newest first
        day = one.document.date
        if day is None or current is None or one.status in ("pending", "retired"):
            continue
        if day not in by_day or one.status == "current":
            by_day[day] = one
    return [by_day[day] for day in sorted(by_day)]


def _status(one: Revision) -> StateStatus:
    if one.status == "current":
        return "in_force"
    return "upcoming" if one.status == "upcoming" else "superseded"


_MARK = re.compile(r"^[（(]?(?:[0-9]{1,3}|[ア-ン]|[a-z])[）)．.]?(?=[^0-9])")


def same_words(one: Clause | None, other: Clause | None) -> bool:
    """Whether two wordings of a clause are one, wraps, widths, punctuation and list numbers aside.

    The number of a paragraph is printed in one format and drawn by the reader's program in another.
    """
    if one is None or other is None:
        return one is other
    return _words(one.text) == _words(other.text)


def _words(text: str) -> str:
    bare = (_MARK.sub("", squash(line)) for line in text.split("\n"))
    return re.sub(r"[\W_]+", "", "".join(bare))
