"""Which clauses an answer cites: one or two for a lookup, all that matter for a survey, an enumeration whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer.choosing import (
    answers,
    bears,
    distinct,
    few_of_each,
    newest_first,
    overlap,
    same_item,
    subject_of,
)
from assistant.answer.explained import explanation_of, law_first
from assistant.answer.named import within_section, words_of_one
from assistant.answer.passages import Passage, passages_of
from assistant.answer.surroundings import Surroundings, number_of
from assistant.models import Hit, Intent
from assistant.past import asks_what_was_said, is_rule
from assistant.ranking import Probe, has_inline_list, telling
from assistant.retrieve import EXACT
from assistant.wanted import Wanted, offers
from corpus.catalog import Provisions
from corpus.index.tokenizer import words
from corpus.models import Clause, ClauseKind, Document, DocumentKind
from corpus.text import squash

SECOND = 0.93  # a lookup's second clause is cited when it scores nearly as well as the first
TOGETHER = 0.75  # clauses of one unit are cited as that unit when the second scores this well
SURVEY_MOST = 12  # citations of a survey; the rest is counted
SURVEY_COVERAGE = 0.8  # of the best coverage: a survey takes every clause that speaks of all that was asked
SURVEY_OTHER = 0.8  # for the best clause of a document that has none of those
SURVEY_SHARE = 0.45  # and scores at least this share of the best
DECIDED = 0.5  # of the best coverage, for a clause that tells a decision
SILENT_MOST = 6  # documents named as silent
LIST_DEPTH = 8  # hits among which the enumeration asked for is looked for
LIST_SHARE = 0.85  # and the share of the best score that one of them must have
INLINE_SHARE = 0.85  # of the best score, for a clause that is an enumeration in running text
POINTS_MOST = 15
PROVISION_MOST = 2_500  # characters of a provision quoted in one piece
ALONE = 0.85  # of its coverage: a point whose fellows hold less of the question answers by itself
TELLING = 0.2  # of the weight of all that is asked about, for what a point alone says


_CASE = re.compile(r"件目|\bcases?\b", re.I)
# Asked for one and all, however well one of them fits by itself.
_WHOLE_LIST = re.compile(
    r"挙げ|列挙|並べ|すべて|全て|全部|とも(?:教|見|示|$)|一覧|[0-9二三四五六七八九十]つ|\b(?:list|all|three|four|five|six|seven)\b",
    re.I,
)
_AGENDA = ("議題",)
_ASKS = re.compile(
    r"(?:教えて|説明して|(?:お|御)?(?:聞かせ|示し))(?:いただきたい|ください|ほしい)|伺いたい|お伺いする|(?:でしょう|ます|です)か[。」]"
)
_DETAILS = re.compile(r"内容|詳細|詳しく|具体的|状況|説明され|\bdetails?\b|\bcontents?\b", re.I)


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

    def __init__(self, catalog: Provisions, audiences: frozenset[str], probe: Probe) -> None:
        """For one question; neighbours are read from the catalog within the given audiences."""
        understood = probe.understood
        self._catalog = catalog
        self._audiences = audiences
        self._around = Surroundings(catalog, audiences)
        self._understood = understood
        self._probe = probe
        self._subject = subject_of(probe)
        self._topic = self._subject.written_in(understood.standalone) if self._subject else ""
        self._whole = _WHOLE_LIST.search(understood.question) is not None
        # A case (３件目の申請) is counted over the years, not in a list that stands in the record.
        self._ordinals = () if _CASE.search(understood.question) else understood.ordinals
        self._focus = tuple(concept.name for concept in probe.concepts if not concept.scope)
        self._wanted_kind = probe.wanted
        self._wanted = frozenset(words(" ".join([understood.standalone, *understood.terms])))

    def select(self, hits: Sequence[Hit]) -> Selection:
        """The passages, from hits in order of merit."""
        understood = self._understood
        exact = [hit for hit in hits if hit.score >= EXACT]
        if exact:
            return Selection(self._provisions(exact), lead="clause")
        hits = law_first(hits, understood)
        section = within_section(hits, understood.question)
        if section and understood.intent is Intent.SURVEY:
            return Selection(self._cited(self._lookup(section)))
        hits = section or hits
        if theirs := words_of_one(hits, self._probe):
            return self._said_by(theirs)
        if understood.intent is Intent.SURVEY:
            return self._survey(hits)
        agenda = self._agenda(hits)
        if agenda:
            return Selection(self._cited(agenda), lead="list")
        if understood.intent is Intent.LIST or self._ordinals or self._whole:
            points = self._enumeration(hits)
            if points:
                return Selection(self._cited(points), lead="lookup" if self._ordinals else "list")
        run = self._named_run(hits)
        if run:
            return Selection(self._cited(run), lead="list")
        return Selection(self._cited(self._lookup(hits)))

    # -- provisions named by their address -----------------------------------------------------------------

    def _provisions(self, exact: Sequence[Hit]) -> tuple[Passage, ...]:
        """Each provision whole, in one quotation where it is not longer than PROVISION_MOST, else part by part."""
        passages: list[Passage] = []
        for hit in exact:
            whole = self._around.whole(hit.clause, PROVISION_MOST)
            parts = [] if whole else self._around.parts(hit.clause)
            if whole:
                passages.append(Passage(hit.clause, hit.document, hit.clause.text))
            else:
                passages += self._cited([(part, hit.document) for part in parts or [hit.clause]])
        return tuple(passages)

    # -- one fact ------------------------------------------------------------------------------------------

    def _lookup(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        best = hits[0]
        withheld = self._withheld(hits)
        if withheld:
            return withheld
        chosen = self._with_context(best, hits)
        explaining = explanation_of(hits)
        if explaining is not None:
            return [*((c, best.document) for c in chosen), (explaining.clause, explaining.document)]
        for hit in hits[1:3]:
            apart = not any(overlap(hit.clause, clause) for clause in chosen) and not self._settled(best)
            if hit.score >= SECOND * best.score and apart:
                decided = self._around.decided_on(hit.clause)
                with_it = [hit.clause] if decided is None or decided in chosen else [hit.clause, decided]
                return [*((c, best.document) for c in chosen), *((c, hit.document) for c in with_it)]
        return [(clause, best.document) for clause in chosen]

    def _settled(self, best: Hit) -> bool:
        """Whether the best clause is the chosen value that a yes-or-no question wants: nothing is to be added."""
        return self._wanted_kind is Wanted.CHOICE and best.clause.value is not None

    def _withheld(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        """Where details are asked of what the record withholds: the passage that announces it, and the gap."""
        if not _DETAILS.search(self._understood.question):
            return []
        best = hits[0]
        for hit in hits:
            if hit.clause.withheld and same_item(hit.clause, best.clause):
                before = self._around.before(hit.clause)
                led = [h for h in hits if before is not None and h.clause.id == before.id]
                if led and led[0].coverage >= SURVEY_COVERAGE * best.coverage:
                    return [(led[0].clause, hit.document), (hit.clause, hit.document)]
        return []

    def _with_context(self, best: Hit, hits: Sequence[Hit]) -> list[Clause]:
        """The best clause with what it needs to be understood, or the unit it is part of."""
        clause = best.clause
        if self._around.leads(clause):
            unit = self._around.unit(clause)
            return [unit] if unit else [clause, *self._around.below(clause)[:POINTS_MOST]]
        if self._understood.asks_for == "reply" and (replies := self._around.replies(clause)):
            return replies
        if self._understood.asks_for is not None:
            unit = self._around.unit(clause)
            if unit is not None:
                return [unit]
        siblings = [h for h in hits[1:4] if h.clause.parent_id == clause.parent_id and h.clause.parent_id]
        if siblings and siblings[0].score >= TOGETHER * best.score:
            unit = self._around.unit(clause)
            # A point that alone says what is asked about is cited by its own name.
            if unit and telling(self._probe, clause, [hit.clause for hit in siblings]) < TELLING:
                return [unit]
        if clause.value is not None and self._wanted_kind is not Wanted.CHOICE:
            detail = self._around.detail_of(clause)
            if detail is not None:
                return [detail, clause]
        before = self._around.referred_to(clause)
        if before is not None:
            return [before, clause]
        decided = self._around.decided_on(clause)
        if decided is not None:
            return [clause, decided]
        if _ASKS.search(clause.text):  # a question in the record answers nothing, the reply to it does
            replies = self._around.replies(clause)
            if replies:
                return [clause, *replies]
        withheld = self._around.withheld_after(clause)
        return [clause, withheld] if withheld is not None else [clause]

    # -- an enumeration ------------------------------------------------------------------------------------

    def _enumeration(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        ordinals = self._ordinals
        if not (ordinals or self._whole) and self._stands_out(
            hits[0], self._around.points(hits[0].clause), hits
        ):
            return []
        inline = [
            h
            for h in hits[:LIST_DEPTH]
            if h.score >= INLINE_SHARE * hits[0].score and has_inline_list(h.clause)
        ]
        if inline and not ordinals:
            return [(inline[0].clause, inline[0].document)]
        for hit in hits[:LIST_DEPTH]:
            if hit.score < LIST_SHARE * hits[0].score:
                break
            points = self._around.points(hit.clause)
            if ordinals:
                points = [point for point in points if number_of(point) in ordinals]
            if points:
                return [(point, hit.document) for point in points[:POINTS_MOST]]
        return []

    def _named_run(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        """The points that bear the name of all that is asked about: 審査記載事項（4） to （6） for 審査記載事項."""
        if not self._focus:
            return []
        for hit in hits[:LIST_DEPTH]:
            points = self._around.points(hit.clause) if hit.clause.kind is ClauseKind.POINT else []
            if len(points) > 1 and all(bears(point, self._focus) for point in points):
                return [(point, hit.document) for point in points[:POINTS_MOST]]
        return []

    def _stands_out(self, hit: Hit, points: Sequence[Clause], hits: Sequence[Hit]) -> bool:
        """Whether one point alone answers: its fellows are far behind it, or it alone says what is asked about."""
        if hit.clause.id not in {point.id for point in points}:
            return False
        fellows = [point for point in points if point.id != hit.clause.id]
        ids = {point.id for point in fellows}
        others = [other.coverage for other in hits if other.clause.id in ids]
        if max(others, default=0.0) < ALONE * hit.coverage:
            return True
        return telling(self._probe, hit.clause, fellows) >= TELLING

    def _agenda(self, hits: Sequence[Hit]) -> list[tuple[Clause, Document]]:
        """The words that open each agenda item of a meeting, where a question asks for its agenda and nothing else."""
        understood = self._understood
        if self._focus != _AGENDA or understood.agenda_items or not hits:
            return []
        document = hits[0].document
        if document.kind not in (DocumentKind.MINUTES, DocumentKind.SUMMARY):
            return []
        return [(clause, document) for clause in self._around.openings(document.id)]

    # -- everything on a matter ----------------------------------------------------------------------------

    def _survey(self, hits: Sequence[Hit]) -> Selection:
        theirs = self._theirs(hits)
        hits = theirs or hits
        best = max(hit.own for hit in hits)
        able = [hit for hit in hits if hit.clause.kind is not ClauseKind.HEADING and hit.own > 0]
        about = [
            hit
            for hit in able
            if hit.own >= SURVEY_COVERAGE * best and hit.score >= SURVEY_SHARE * hits[0].score
        ]
        if self._wanted_kind is Wanted.DECISION:  # told by its form of words, not by those of the matter
            told = [
                hit
                for hit in hits
                if offers(Wanted.DECISION, hit.clause) and hit.coverage >= DECIDED * hits[0].coverage
            ]
            about = told or about
        heard = {hit.document.id for hit in about}
        for hit in able:  # the best word of each other document that speaks of it
            if hit.document.id not in heard and hit.own >= SURVEY_OTHER * best:
                heard.add(hit.document.id)
                about.append(hit)
        about = few_of_each(distinct(about or hits[:1]))
        said = [hit for hit in about if not is_rule(hit.clause, hit.document)]
        # Where rules are not asked for they are counted with what is not shown.
        told_of = said if said and asks_what_was_said(self._understood) else about
        chosen = [(hit.clause, hit.document) for hit in told_of[:SURVEY_MOST]]
        shown = sorted(self._with_replies(chosen), key=newest_first)
        passages = [
            passage
            for clause, document in shown
            for passage in self._passages(clause, document, reply=answers(clause, shown))
        ]
        more = max(0, len(about) - len(chosen))
        silent = () if theirs else self._silent(document for _, document in shown)
        return Selection(tuple(passages), self._topic, more, silent, lead="survey")

    def _theirs(self, hits: Sequence[Hit]) -> list[Hit]:
        """What those said whom the question names."""
        return [hit for hit in hits if hit.clause.speaker in self._understood.speakers]

    def _said_by(self, theirs: Sequence[Hit]) -> Selection:
        """All that somebody said, where a question names the speaker and no matter (どんな意見を述べましたか)."""
        said = [
            (hit.clause, hit.document)
            for hit in distinct(theirs)
            if hit.clause.kind is not ClauseKind.HEADING
        ]
        shown = sorted(said[:SURVEY_MOST], key=newest_first)
        passages = [passage for clause, document in shown for passage in self._passages(clause, document)]
        return Selection(tuple(passages), more=max(0, len(said) - SURVEY_MOST), lead="list")

    def _with_replies(self, chosen: Sequence[tuple[Clause, Document]]) -> list[tuple[Clause, Document]]:
        """The clauses, with each remark its reply and with each reply its remark, whichever names the matter."""
        found = {clause.id: (clause, document) for clause, document in chosen}
        for clause, document in chosen:
            remark = self._around.remark_of(clause)
            if remark is not None and not any(overlap(remark, other) for other, _ in found.values()):
                found[remark.id] = (remark, document)
            for reply in self._around.replies(clause):
                found.setdefault(reply.id, (reply, document))
        return list(found.values())

    def _silent(self, cited: Iterable[Document]) -> tuple[str, ...]:
        """Documents of the record in which the topic stands in no wording; only what was looked up is said."""
        if self._subject is None:
            return ()
        forms = {squash(self._subject.name), *(w.surface for w in self._subject.wordings if w.surface)}
        heard = {document.id for document in cited}
        return tuple(
            document.cite
            for document in self._catalog.documents(self._audiences)
            if document.id not in heard
            and document.kind in (DocumentKind.MINUTES, DocumentKind.SUMMARY, DocumentKind.ASSESSMENT)
            and not self._says(document.id, forms)
        )[:SILENT_MOST]

    def _says(self, document_id: str, forms: Iterable[str]) -> bool:
        """Whether a document has one of these wordings, which are squashed as its text is."""
        text = squash(self._catalog.source(document_id, self._audiences))
        return any(form in text for form in forms)

    # -- passages ------------------------------------------------------------------------------------------

    def _cited(self, chosen: Iterable[tuple[Clause, Document]]) -> tuple[Passage, ...]:
        return tuple(p for clause, document in chosen for p in self._passages(clause, document))

    def _passages(self, clause: Clause, document: Document, *, reply: bool = False) -> list[Passage]:
        source = self._around.source(document.id)
        return passages_of(clause, document, source, self._wanted, reply=reply)
