"""Which clauses an answer cites: one or two for a lookup, all that matter for a survey, an enumeration whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer.passages import Passage, passage
from assistant.answer.surroundings import Surroundings, number_of
from assistant.models import Hit, Intent
from assistant.ranking import Probe
from assistant.retrieve import EXACT
from assistant.wanted import Wanted
from corpus.catalog import Catalog
from corpus.index.tokenizer import words
from corpus.models import Clause, ClauseKind, Document, DocumentKind
from corpus.text import squash

SECOND = 0.93  # a lookup's second clause is cited when it scores nearly as well as the first
TOGETHER = 0.75  # clauses of one unit are cited as that unit when the second scores this well
SURVEY_MOST = 12  # citations of a survey; the rest is counted
SURVEY_COVERAGE = 0.7  # of the best coverage: a survey takes every clause that speaks of all that was asked
SURVEY_SHARE = 0.45  # and scores at least this share of the best
LIST_DEPTH = 8  # hits among which the enumeration asked for is looked for
LIST_SHARE = 0.75  # and the share of the best score that one of them must have
POINTS_MOST = 15
ALONE = 0.75  # of its coverage: a point whose fellows hold less of the question answers by itself


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

    def __init__(self, catalog: Catalog, audiences: frozenset[str], probe: Probe) -> None:
        """For one question; neighbours are read from the catalog within the given audiences."""
        understood = probe.understood
        self._catalog = catalog
        self._audiences = audiences
        self._around = Surroundings(catalog, audiences)
        self._understood = understood
        self._topic = topic_of(probe)
        self._wanted_kind = probe.wanted
        self._wanted = frozenset(words(" ".join([understood.standalone, *understood.terms])))

    def select(self, hits: Sequence[Hit]) -> Selection:
        """The passages, from hits in order of merit."""
        understood = self._understood
        exact = [hit for hit in hits if hit.score >= EXACT]
        if exact:
            return Selection(self._cited([(h.clause, h.document) for h in exact]), lead="clause")
        if understood.intent is Intent.SURVEY:
            return self._survey(hits)
        if understood.intent is Intent.LIST or understood.ordinals:
            points = self._enumeration(hits)
            if points:
                return Selection(self._cited(points), lead="lookup" if understood.ordinals else "list")
        return Selection(self._cited(self._lookup(hits)))

    # -- one fact ------------------------------------------------------------------------------------------

    def _lookup(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        best = hits[0]
        chosen = self._with_context(best, hits)
        for hit in hits[1:3]:
            apart = not any(_overlap(hit.clause, clause) for clause in chosen)
            if hit.score >= SECOND * best.score and apart:
                return [*((c, best.document) for c in chosen), (hit.clause, hit.document)]
        return [(clause, best.document) for clause in chosen]

    def _with_context(self, best: Hit, hits: Sequence[Hit]) -> list[Clause]:
        """The best clause with what it needs to be understood, or the unit it is part of."""
        clause = best.clause
        if self._around.leads(clause):
            unit = self._around.unit(clause)
            return [unit] if unit else [clause, *self._around.below(clause)[:POINTS_MOST]]
        if self._understood.asks_for is not None:
            unit = self._around.unit(clause)
            if unit is not None:
                return [unit]
        siblings = [h for h in hits[1:4] if h.clause.parent_id == clause.parent_id and h.clause.parent_id]
        if siblings and siblings[0].score >= TOGETHER * best.score:
            unit = self._around.unit(clause)
            if unit:
                return [unit]
        if clause.value is not None and self._wanted_kind is not Wanted.CHOICE:
            detail = self._around.detail_of(clause)
            if detail is not None:
                return [detail, clause]
        before = self._around.referred_to(clause)
        if before is not None:
            return [before, clause]
        withheld = self._around.withheld_after(clause)
        return [clause, withheld] if withheld is not None else [clause]

    # -- an enumeration ------------------------------------------------------------------------------------

    def _enumeration(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        ordinals = self._understood.ordinals
        for hit in hits[:LIST_DEPTH]:
            if hit.score < LIST_SHARE * hits[0].score:
                break
            points = self._around.points(hit.clause)
            if ordinals:
                points = [point for point in points if number_of(point) in ordinals]
            if points and (ordinals or not self._stands_out(hit, points, hits)):
                return [(point, hit.document) for point in points[:POINTS_MOST]]
        return []

    def _stands_out(self, hit: Hit, points: Sequence[Clause], hits: Sequence[Hit]) -> bool:
        """Whether one point alone answers: it is the best clause and its fellows are far behind it."""
        if hit is not hits[0] or hit.clause.id not in {point.id for point in points}:
            return False
        fellows = {point.id for point in points} - {hit.clause.id}
        others = [other.coverage for other in hits if other.clause.id in fellows]
        return max(others, default=0.0) < ALONE * hit.coverage

    # -- everything on a matter ----------------------------------------------------------------------------

    def _survey(self, hits: Sequence[Hit]) -> Selection:
        best = max(hit.coverage for hit in hits)
        about = [
            hit
            for hit in hits
            if hit.coverage >= SURVEY_COVERAGE * best
            and hit.score >= SURVEY_SHARE * hits[0].score
            and hit.clause.kind is not ClauseKind.HEADING
        ]
        about = distinct(about or hits[:1])
        shown = sorted(about[:SURVEY_MOST], key=_newest_first)
        passages = tuple(
            self._passage(hit.clause, hit.document, reply=self._answers(hit, shown)) for hit in shown
        )
        more = len(about) - len(shown)
        return Selection(passages, self._topic, more, self._silent(self._topic), lead="survey")

    def _answers(self, hit: Hit, shown: Sequence[Hit]) -> bool:
        """Whether a hit is the reply to a remark that is shown too."""
        asked = hit.clause.replies_to
        return asked is not None and any(
            other.clause.id == asked or other.clause.id.startswith(asked + ".") for other in shown
        )

    def _silent(self, topic: str) -> tuple[str, ...]:
        if not topic:
            return ()
        recorded = (DocumentKind.MINUTES, DocumentKind.SUMMARY, DocumentKind.ASSESSMENT)
        return tuple(
            document.cite
            for document in self._catalog.documents(self._audiences)
            if document.kind in recorded
            and squash(topic) not in squash(self._catalog.source(document.id, self._audiences))
        )

    # -- passages ------------------------------------------------------------------------------------------

    def _cited(self, chosen: Iterable[tuple[Clause, Document]]) -> tuple[Passage, ...]:
        return tuple(self._passage(clause, document) for clause, document in chosen)

    def _passage(self, clause: Clause, document: Document, *, reply: bool = False) -> Passage:
        source = self._catalog.source(document.id, self._audiences)
        return passage(clause, document, source, self._wanted, reply=reply)


def topic_of(probe: Probe) -> str:
    """The matter of a question in its own words: the first thing asked about that is not a place to look in."""
    matters = [concept for concept in probe.concepts if concept.known and concept.term and not concept.scope]
    return matters[0].name if matters and not matters[0].name.isascii() else ""


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that repeat another one's words."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        kept.setdefault(squash(hit.clause.text), hit)
    return list(kept.values())


def _newest_first(hit: Hit) -> tuple[int, str, int]:
    day = hit.document.date.toordinal() if hit.document.date else 0
    return -day, hit.document.id, hit.clause.order


def _overlap(one: Clause, other: Clause) -> bool:
    """Whether one clause is part of the other or says the same."""
    inside = one.id.startswith(other.id + ".") or other.id.startswith(one.id + ".")
    return inside or one.id == other.id or squash(one.text) == squash(other.text)
