"""Which clauses an answer cites: one or two for a lookup, all that matter for a survey, an enumeration whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer.passages import Passage, passage
from assistant.models import Hit, Intent, Understood
from assistant.retrieve import phrases_of
from corpus.catalog import Catalog
from corpus.index.tokenizer import words
from corpus.models import Clause, ClauseKind, DocumentKind
from corpus.text import squash

EXACT = 2.0  # the score of a provision found by its address
SECOND = 0.93  # a lookup's second clause is cited when it scores nearly as well as the first
SURVEY_MOST = 14  # citations of a survey; the rest is counted
SURVEY_SHARE = 0.55  # of the best score, for clauses that do not name the matter itself
GROUP_SHARE = 0.75  # an enumeration is taken when one of its points scores this well against the best clause

_POINTS = {ClauseKind.POINT, ClauseKind.ITEM, ClauseKind.SUBITEM}
_NUMBER = re.compile(r"(\d+)(?:-\d+)?$")


@dataclass(frozen=True)
class Selection:
    """The passages of an answer, in order, and what a survey leaves unsaid."""

    passages: tuple[Passage, ...]
    topic: str = ""
    more: int = 0
    silent: tuple[str, ...] = ()  # cites of documents read that do not have the topic's word
    lead: str = "lookup"


class Selector:
    """Chooses among hits what an answer cites."""

    def __init__(self, catalog: Catalog, audiences: frozenset[str]) -> None:
        """A selector reading neighbours from the catalog within the given audiences."""
        self._catalog = catalog
        self._audiences = audiences

    def select(self, understood: Understood, hits: Sequence[Hit]) -> Selection:
        """The passages for a question, from hits in order of merit."""
        wanted = frozenset(words(" ".join([understood.standalone, *understood.terms])))
        if understood.addresses and hits and hits[0].score >= EXACT:
            return Selection(tuple(passage(hit, wanted) for hit in hits if hit.score >= EXACT), lead="clause")
        if understood.intent is Intent.SURVEY:
            return self._survey(understood, hits, wanted)
        if understood.intent is Intent.LIST or understood.ordinals:
            points = self._enumeration(understood, hits, wanted)
            if points:
                return Selection(tuple(points), lead="lookup" if understood.ordinals else "list")
        return Selection(tuple(self._lookup(understood, hits, wanted)))

    # -- one fact ------------------------------------------------------------------------------------------

    def _lookup(self, understood: Understood, hits: Sequence[Hit], wanted: frozenset[str]) -> list[Passage]:
        best = hits[0]
        chosen = [best]
        for hit in hits[1:3]:
            if hit.score >= SECOND * best.score and not _says_the_same(hit.clause, best.clause):
                chosen.append(hit)
                break
        return [passage(hit, wanted) for hit in chosen]

    # -- an enumeration ------------------------------------------------------------------------------------

    def _enumeration(
        self, understood: Understood, hits: Sequence[Hit], wanted: frozenset[str]
    ) -> list[Passage]:
        for hit in hits[:8]:
            if hit.score < GROUP_SHARE * hits[0].score:
                break
            points = self._points_around(hit.clause)
            if understood.ordinals:
                points = [point for point in points if _number(point) in understood.ordinals]
            if len(points) >= (1 if understood.ordinals else 2):
                return [passage(Hit(clause=p, document=hit.document, score=hit.score), wanted) for p in points]
        return []

    def _points_around(self, clause: Clause) -> list[Clause]:
        """The points that stand with a clause: its own, or those of its parent when it is one or leads them."""
        for holder in (clause.id, clause.parent_id):
            if holder is None:
                continue
            children = self._catalog.children(holder, self._audiences)
            points = [child for child in children if child.kind in _POINTS]
            if len(points) >= 2:
                return _run_with(points, clause, children)
        return []

    # -- everything on a matter ----------------------------------------------------------------------------

    def _survey(self, understood: Understood, hits: Sequence[Hit], wanted: frozenset[str]) -> Selection:
        topic = topic_of(understood)
        bar = SURVEY_SHARE * hits[0].score
        about = [hit for hit in hits if _speaks_of(hit.clause, topic) or (not topic and hit.score >= bar)]
        about = about or [hit for hit in hits if hit.score >= bar][:SURVEY_MOST]
        kept = distinct(about)
        shown = kept[:SURVEY_MOST]
        shown = sorted(shown, key=lambda hit: (-(hit.document.date.toordinal() if hit.document.date else 0), hit.clause.order))
        passages = [one for hit in shown for one in [passage(hit, wanted, reply=self._replies(hit, shown))]]
        return Selection(
            tuple(passages), topic=topic, more=len(kept) - len(shown), silent=self._silent(topic), lead="survey"
        )

    def _replies(self, hit: Hit, shown: Sequence[Hit]) -> bool:
        """Whether a hit is the reply to a remark that is shown too."""
        asked = hit.clause.replies_to
        return asked is not None and any(other.clause.id.startswith(asked) for other in shown)

    def _silent(self, topic: str) -> tuple[str, ...]:
        if not topic:
            return ()
        documents = self._catalog.documents(self._audiences)
        return tuple(
            document.cite
            for document in documents
            if document.kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY, DocumentKind.ASSESSMENT)
            and squash(topic) not in squash(self._catalog.source(document.id, self._audiences))
        )


def topic_of(understood: Understood) -> str:
    """The matter of a survey in the question's own words: its first fixed expression."""
    phrases = phrases_of(understood)
    return phrases[0] if phrases else ""


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that repeat another one's words."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(_says_the_same(hit.clause, other.clause) for other in kept):
            kept.append(hit)
    return kept


def _says_the_same(one: Clause, other: Clause) -> bool:
    return squash(one.text) == squash(other.text)


def _speaks_of(clause: Clause, topic: str) -> bool:
    return bool(topic) and squash(topic) in squash(clause.text + (clause.field or ""))


def _number(clause: Clause) -> int | None:
    """The number of a point, from the structural end of its id."""
    match = _NUMBER.search(clause.id)
    return int(match.group(1)) if match else None


def _run_with(points: Sequence[Clause], clause: Clause, children: Sequence[Clause]) -> list[Clause]:
    """Of several enumerations under one parent, the one that the clause belongs to or leads."""
    runs: list[list[Clause]] = []
    for child in children:
        if child not in points:
            continue
        if not runs or (_number(child) or 0) <= (_number(runs[-1][-1]) or 0):
            runs.append([])
        runs[-1].append(child)
    for run in runs:
        if clause in run or clause.order < run[0].order:
            return run
    return runs[-1] if runs else []
