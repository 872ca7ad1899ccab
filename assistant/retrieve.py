"""Candidates for a question: both legs of the index, the place it names, exact addresses; then ranked.

What a question names is used in two ways. A meeting or document that is held restricts the search (an answer
from elsewhere would be a wrong one); a speaker, matter, agency, kind or date raises what fits. A provision that
is named is looked up by its address and comes first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.articles import Articles
from assistant.articles import of as article_around
from assistant.concepts import EMPTY_IN_SURVEYS, concepts_of, names_in
from assistant.copies import collapsed
from assistant.models import Hit, Intent, Understood
from assistant.past import asks_what_was_said, is_rule
from assistant.question import expansions
from assistant.ranking import Probe, features, own_coverage, weighed
from assistant.reranking import Reranking
from assistant.states import StateSearch, record_of
from assistant.ties import TOP, TYING, Ties
from assistant.wanted import Wanted, wanted_by
from assistant.weights import WEIGHTS
from corpus.catalog import Catalog
from corpus.glossary import glossary
from corpus.index import Indexes, Scored, SearchText
from corpus.index.tokenizer import words
from corpus.models import Clause, Document, DocumentKind, Filters
from corpus.text import squash

EXACT = 10.0  # the score of a provision found by its address; the weights of the ranking let no other clause reach it
_SPARE = 10  # hits beyond the limit that take the place of copies
POOL = 100  # candidates taken from the index for a search of everything
TELLING = 0.5  # of the rarity of a word not held at all, for the rarest word that question and matter share
_TIED = 12  # clauses tied to the best that are ranked with the candidates, those next to the question
_MONTH = 31
_MEETINGS = 6  # named meetings that a search keeps to
_SCOPE_POOL = 400  # and for one within a document or meeting: all its clauses, as a rule


@dataclass(frozen=True)
class Found:
    """What was found for a question, best first, and the question as it was probed."""

    hits: tuple[Hit, ...]
    probe: Probe


class Retriever:
    """Finds clauses for an understood question within the audiences of its reader."""

    def __init__(
        self,
        catalog: Catalog,
        indexes: Indexes,
        weights: Mapping[str, float] | None = None,
        reranking: Reranking | None = None,
    ) -> None:
        """A retriever over an open catalog and its indexes."""
        self._catalog = catalog
        self._indexes = indexes
        self._weights = weights or WEIGHTS
        self._reranking = reranking
        self._states = StateSearch(catalog, indexes)
        self._ties = Ties(catalog)
        self._articles = Articles(catalog, self._ties)

    @property
    def weights(self) -> Mapping[str, float]:
        """The weights of the ranking."""
        return self._weights

    def find(self, understood: Understood, audiences: frozenset[str], limit: int) -> Found:
        """The best clauses, best first, at most ``limit``; only what the audiences may read."""
        record = record_of(self._catalog, understood)
        documents = {document.id: document for document in record.documents(audiences)}
        probe = self.probe(understood, audiences, documents)
        scored = self._candidates(probe, audiences)
        clauses = record.by_rows(list(scored), audiences)
        self._indexes.recall(audiences, clauses)
        covered: dict[int, float] = {}
        scores = self._ranked(probe, scored, clauses, documents, covered)
        if understood.as_of is None and restricted(understood) == Filters():
            scores = self._with_wholes(probe, scores, clauses, documents, audiences, covered)
            scores = self._with_ties(probe, scores, scored, clauses, documents, audiences, covered)
        if asks_what_was_said(understood):  # rules last: the matter's words are theirs more than anybody's
            scores.sort(key=lambda pair: is_rule(clauses[pair[1]], documents[clauses[pair[1]].document_id]))
        hits = [
            self._hit(probe, score, scored[row], clauses[row], documents[clauses[row].document_id], covered)
            for score, row in scores[: max(limit + _SPARE, self._reranking.top if self._reranking else 0)]
        ]
        addressed = [c for c in self._addressed(understood, audiences) if c.document_id in documents]
        exact = [
            Hit(
                clause=clause,
                document=documents[clause.document_id],
                score=EXACT,
                lexical=1.0,
                coverage=1.0,
                own=1.0,
            )
            for clause in at_the_source(addressed, documents)
        ]
        named = {hit.clause.id for hit in exact}
        rest = collapsed([hit for hit in hits if hit.clause.id not in named])
        if self._reranking is not None:
            rest = self._reranking(understood.standalone, rest)
        return Found(tuple([*exact, *rest][:limit]), probe)

    def probe(
        self, understood: Understood, audiences: frozenset[str], documents: dict[str, Document]
    ) -> Probe:
        """The question made ready for scoring."""
        matters = self._telling(understood, audiences)
        understood = understood.model_copy(update={"matter_ids": tuple(matter.id for matter in matters)})
        scope = list(_scope_texts(understood, matters, documents))
        holdings = record_of(self._catalog, understood).holdings(audiences)
        concepts = concepts_of(
            understood,
            scope,
            lambda tokens: self._indexes.rarity(audiences, tokens),
            expansions(understood, holdings),
        )
        return Probe(
            understood=understood,
            concepts=concepts,
            phrases=phrases_of(understood, scope),
            wanted=wanted_by(understood.question),
            weights=self._weights,
        )

    def _candidates(self, probe: Probe, audiences: frozenset[str]) -> dict[int, Scored]:
        """Rows by both legs: of everything or of the named meeting, and of documents whose matter is named."""
        understood = probe.understood
        text = SearchText(text=understood.standalone, terms=understood.terms)
        filters = restricted(understood)
        narrow = (
            filters != understood.filters or filters.meeting is not None or filters.document_id is not None
        )
        # A definition says its word once where others say it in every line: neither leg puts it high.
        # What was said stands behind the rules of the matter.
        wide = narrow or probe.wanted is Wanted.DEFINITION or asks_what_was_said(understood)
        filters = filters.model_copy(update={"as_of": None})  # what is in the indexes is in force
        between = understood.meetings if filters.meeting is None else ()
        if 1 < len(between) <= _MEETINGS:  # 第205回と第330回の: in those two, and nowhere else
            scopes = [filters.model_copy(update={"meeting": number}) for number in between]
            found = [
                one for scope in scopes for one in self._indexes.search(audiences, text, scope, _SCOPE_POOL)
            ]
            return {one.row: one for one in found}
        pool = _SCOPE_POOL if wide else POOL
        found = self._indexes.search(audiences, text, filters, pool)
        if understood.as_of is not None:
            record = self._catalog.on(understood.as_of)
            found = self._states.on_day(record, audiences, text, filters, found, pool)
        if not narrow:
            for document_id in dict.fromkeys(matter.partition(".")[0] for matter in understood.matter_ids):
                within = filters.model_copy(update={"document_id": document_id})
                found += self._indexes.search(audiences, text, within, POOL)
        return {one.row: one for one in found}

    def _ranked(
        self,
        probe: Probe,
        scored: Mapping[int, Scored],
        clauses: Mapping[int, Clause],
        documents: Mapping[str, Document],
        covered: dict[int, float],
    ) -> list[tuple[float, int]]:
        """The rows of these clauses with their scores, best first; ``covered`` gets how much each holds itself."""
        scores = []
        for row, clause in clauses.items():
            if clause.document_id in documents:
                found = self._features(probe, scored[row], clause, documents[clause.document_id])
                covered[row] = found["concepts"]
                scores.append((weighed(probe, found), row))
        return _in_order(scores, clauses)

    def _with_wholes(
        self,
        probe: Probe,
        ranked: Sequence[tuple[float, int]],
        clauses: Mapping[int, Clause],
        documents: Mapping[str, Document],
        audiences: frozenset[str],
        covered: Mapping[int, float],
    ) -> list[tuple[float, int]]:
        """The rows ranked anew: provisions raised by what the Article around them holds beyond them.

        Where the record itself is found first, as they are: laws have more words than any answer of the record.
        """
        if not ranked or documents[clauses[ranked[0][1]].document_id].kind not in TYING:
            return list(ranked)
        provisions = {row: clauses[row] for _, row in ranked if clauses[row].law and clauses[row].address}
        wholes = self._articles.held(probe.known, list(provisions.values()), documents, audiences)
        raised = []
        for score, row in ranked:
            if row in provisions:
                whole = wholes.get(article_around(provisions[row]), 0.0)
                score += probe.weights["article"] * max(0.0, whole - covered[row])
            raised.append((score, row))
        return _in_order(raised, clauses)

    def _with_ties(
        self,
        probe: Probe,
        ranked: Sequence[tuple[float, int]],
        scored: dict[int, Scored],
        clauses: dict[int, Clause],
        documents: Mapping[str, Document],
        audiences: frozenset[str],
        covered: dict[int, float],
    ) -> list[tuple[float, int]]:
        """The rows ranked anew: what the best are tied to is among them, added to ``scored`` and ``clauses``, and raised."""
        best = [(score, clauses[row]) for score, row in ranked[:TOP]]
        tied = self._ties.of(best, documents, audiences)
        if tied is None:
            return list(ranked)
        understood = probe.understood
        text = SearchText(text=understood.standalone, terms=understood.terms)
        missing = [row for row in tied.rows if row not in scored]
        more = {one.row: one for one in self._indexes.scored(audiences, text, missing)[:_TIED]}
        held = {row: c for row, c in self._catalog.by_rows(list(more), audiences).items() if c.leaf}
        self._indexes.recall(audiences, held)
        added = self._ranked(probe, more, held, documents, covered)
        added = self._with_wholes(probe, added, held, documents, audiences, covered)
        scored |= more
        clauses |= held
        raised = []
        for score, row in [*ranked, *added]:
            ties = tied.features(row).items()
            raised.append((score + sum(probe.weights.get(name, 0.0) * share for name, share in ties), row))
        return _in_order(raised, clauses)

    def _features(self, probe: Probe, scored: Scored, clause: Clause, document: Document) -> dict[str, float]:
        return features(probe, scored, self._indexes.fusion.dense_part(scored.dense), clause, document)

    def _hit(
        self,
        probe: Probe,
        score: float,
        scored: Scored,
        clause: Clause,
        document: Document,
        covered: Mapping[int, float],
    ) -> Hit:
        return Hit(
            clause=clause,
            document=document,
            score=score,
            lexical=scored.lexical,
            dense=scored.dense,
            coverage=covered[scored.row],
            own=own_coverage(probe, clause),
        )

    def _addressed(self, understood: Understood, audiences: frozenset[str]) -> list[Clause]:
        """The provisions that the question names by address, whole, in the order named."""
        found: list[Clause] = []
        for address in followed(understood):
            found += record_of(self._catalog, understood).provisions(address, understood.laws, audiences)
        return list({clause.id: clause for clause in found}.values())

    def _telling(self, understood: Understood, audiences: frozenset[str]) -> list[Clause]:
        """The matters that the question names by a telling word; a common one names no agenda item."""
        asked = frozenset(words(understood.standalone))
        kept: list[Clause] = []
        for matter in record_of(self._catalog, understood).clauses(understood.matter_ids, audiences):
            shared = asked & frozenset(words(" ".join(matter.path)))
            rarity = self._indexes.rarity(audiences, [*shared, "\0"])
            rarest = rarity.pop("\0")
            if max(rarity.values(), default=0.0) >= TELLING * rarest:
                kept.append(matter)
        return kept


def _in_order(scores: Sequence[tuple[float, int]], clauses: Mapping[int, Clause]) -> list[tuple[float, int]]:
    """Scores with their rows, best first; of those alike the one that stands first in its document."""
    return sorted(
        scores,
        key=lambda pair: (-round(pair[0], 3), clauses[pair[1]].document_id, clauses[pair[1]].order),
    )


def _scope_texts(
    understood: Understood, matters: Sequence[Clause], documents: Mapping[str, Document]
) -> Iterator[str]:
    """The names of the places that the question names."""
    for document_id in understood.document_ids:
        if document_id in documents:
            yield from (documents[document_id].title, *documents[document_id].aliases)
    for matter in matters:
        yield " ".join(matter.path)
    yield from understood.speakers
    for organ in glossary().entries.organisations:
        if understood.agencies and set(organ.japanese) & set(understood.agencies):
            yield from organ.japanese


_NEXT = re.compile(r"(?:次|つぎ|あと)の?(?:条|項|号|規定|もの)?(?:は|も|を|$)|\bnext\b", re.I)
_LAST_NUMBER = re.compile(r"^(.*?)(\d+)$")


def followed(understood: Understood) -> tuple[str, ...]:
    """The addresses to look up: those named, or what a follow-up makes of them (その次の号は? (2)も)."""
    if not understood.follow_up or not understood.addresses:
        return understood.addresses
    parts = [_LAST_NUMBER.match(address) for address in understood.addresses]
    if understood.ordinals:
        return tuple(f"{part[1]}{n}" for part in parts if part for n in understood.ordinals)
    if _NEXT.search(understood.question):
        return tuple(f"{part[1]}{int(part[2]) + 1}" for part in parts if part)
    return understood.addresses


def at_the_source(clauses: Sequence[Clause], documents: Mapping[str, Document]) -> list[Clause]:
    """Provisions without those that only quote a law which is held itself."""
    held = {clause.law for clause in clauses if documents[clause.document_id].kind is DocumentKind.STATUTE}
    return [
        clause
        for clause in clauses
        if documents[clause.document_id].kind is DocumentKind.STATUTE or clause.law not in held
    ]


def restricted(understood: Understood) -> Filters:
    """The caller's filters, narrowed by the one meeting or document that the question names."""
    filters = understood.filters
    if filters.meeting is None and len(understood.meetings) == 1:
        filters = filters.model_copy(update={"meeting": understood.meetings[0]})
    if filters.document_id is None and len(understood.document_ids) == 1 and not understood.meetings:
        filters = filters.model_copy(update={"document_id": understood.document_ids[0]})
    dated = filters.date_from or filters.date_to or understood.meetings or understood.document_ids
    if not dated and len(understood.dates) == 1:
        span = understood.dates[0]
        if (span.last - span.first).days < _MONTH:  # a year is where to look first, a day is where it is
            filters = filters.model_copy(update={"date_from": span.first, "date_to": span.last})
    return filters


# Han runs take a number with them that follows at once: 委託事項2, リスク4.
_CHUNK = re.compile(r"[一-鿿々ヶ]{2,}(?:[0-9]+)?|[ァ-ヺー]{2,}(?:[0-9]+)?|[a-z][a-z0-9]+")
_COMMON = frozenset("委員会 会議 内容 何人 何件 何社 必要 場合 教 回答 質問 具体的 評価書".split())


def phrases_of(understood: Understood, scope: Collection[str] = ()) -> tuple[str, ...]:
    """The question's fixed expressions: its runs of Han, katakana or Latin characters outside the scope's names."""
    if understood.language == "en":
        return names_in(understood.standalone)
    named = squash(" ".join(scope))
    found = dict.fromkeys(_CHUNK.findall(squash(understood.standalone)))
    kept = tuple(chunk for chunk in found if chunk not in named and chunk not in _COMMON)
    if understood.intent is Intent.SURVEY:
        return tuple(chunk for chunk in kept if chunk not in EMPTY_IN_SURVEYS) or kept
    return kept
