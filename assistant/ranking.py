"""How well a clause answers: features of a question and a clause, each 0..1, weighed (``weights``) and added."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.concepts import Concept
from assistant.models import Intent, Understood
from assistant.provision_sorts import sort_of_provision
from assistant.wanted import Wanted, defines, offers
from assistant.weights import WEIGHTS
from corpus.index import Scored
from corpus.index.readings import Reading, Sentence, Words, of_clause, squashed
from corpus.index.tokenizer import words
from corpus.models import Clause, ClauseKind, Document
from corpus.text import squash

CONTEXT = 0.5  # what a concept counts that only a clause's headings hold
ALIKE = 0.8  # what another term counts that means the same as a fixed expression of the question
FIELD_CONTEXT = 0.75  # the same for a form's field: its section and block tell it from its like
LONG = 120  # characters; each doubling beyond is one step of the feature ``length``

_LABEL_EMPTY = frozenset("具体 有無 等 其の 対する 成る おける 物".split())
_PROCEDURE = re.compile(
    r"(?:御?説明(?:を|させて|申し上げ|いたし)|ありがとうござい|御質問、御意見|所要の手続|次の議題|お諮り"
    r"|以上でござい|以上です|以上になります)"
)
_INLINE = re.compile(r"[①-⑳]|(?:^|[、。\s])[(（][0-9０-９]{1,2}[)）]|(?<!\S)・")
_SHORT = 150  # characters up to which a clause with such words is nothing but procedure
_REPLY_ID = re.compile(r"\.r\d+")
_REMARK_ID = re.compile(r"\.q\d+")


@dataclass(frozen=True)
class Probe:
    """A question made ready for scoring many clauses."""

    understood: Understood
    concepts: tuple[Concept, ...]
    phrases: tuple[str, ...]
    wanted: Wanted | None
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """Terms of the field that mean what a fixed expression of the question does: 個人番号 for マイナンバー."""
        named = {squash(concept.name): concept for concept in self.concepts if concept.term}
        found = {phrase: named[phrase] for phrase in self.phrases if phrase in named}
        return {
            phrase: tuple(w.surface for w in concept.wordings if len(w.surface) > 1 and w.surface != phrase)
            for phrase, concept in found.items()
        }

    @cached_property
    def known(self) -> tuple[Concept, ...]:
        """The concepts that the record has in some wording; the others tell no clause from another."""
        return tuple(concept for concept in self.concepts if concept.known)

    @cached_property
    def total(self) -> float:
        """The weight of all these concepts."""
        return sum(concept.weight for concept in self.known)

    @cached_property
    def asked_tokens(self) -> frozenset[str]:
        """The words of the question and of all its wordings."""
        own = {token for concept in self.concepts for wording in concept.wordings for token in wording.tokens}
        return frozenset(own) | _tokens(self.understood.standalone)

    @cached_property
    def _measured(self) -> dict[int, Measured]:
        return {}

    def measured(self, reading: Reading) -> Measured:
        """How the concepts of the question stand in a clause; worked out once."""
        found = self._measured.get(id(reading))
        if found is None:
            found = self._measured[id(reading)] = Measured(self, reading)
        return found


class Measured:
    """How the known concepts of a question stand in one clause. Lives as long as its probe, and keeps its reading."""

    def __init__(self, probe: Probe, reading: Reading) -> None:
        self.reading = reading
        self._concepts, self._total = probe.known, probe.total

    @cached_property
    def inside(self) -> tuple[float, ...]:
        """How much of each concept stands in the clause's own words."""
        words_of, text = self.reading.words, self.reading.squashed
        return tuple(concept.held(words_of, text) for concept in self._concepts)

    @cached_property
    def own(self) -> float:
        """The share of the concepts, by weight, that the clause holds in its own words."""
        pairs = zip(self._concepts, self.inside, strict=True)
        return sum(c.weight * held for c, held in pairs) / self._total if self._total else 0.0

    def coverage(self, share: float) -> float:
        """The share that the clause and its headings hold; what only these have counts ``share``."""
        return self._held(self.inside, self.reading.both, share)

    def of_sentence(self, sentence: Sentence) -> float:
        """The share that a sentence and the clause's headings hold."""
        inside = (
            self.inside
            if sentence.text == self.reading.text
            else tuple(concept.held(sentence.words, sentence.squashed) for concept in self._concepts)
        )
        return self._held(inside, None, CONTEXT, sentence.words)

    def _held(
        self, inside: Sequence[float], both: Words | None, share: float, own: Words = frozenset()
    ) -> float:
        """The sum over the concepts; ``both`` is made of a sentence's own words where it is not given."""
        if not self._total:
            return 0.0
        got, text = 0.0, self.reading.squashed_around
        for concept, held in zip(self._concepts, inside, strict=True):
            if held < share:
                if both is None:
                    both = own | self.reading.around
                held = max(held, share * concept.held(both, text))
            got += concept.weight * held
        return got / self._total


def weighed(probe: Probe, found: Mapping[str, float]) -> float:
    """The score that features come to; about 1 for a clause that holds all that was asked."""
    return sum(probe.weights[name] * value for name, value in found.items() if value)


def features(
    probe: Probe, scored: Scored, dense: float, clause: Clause, document: Document
) -> dict[str, float]:
    """All features of a clause for a question; ``dense`` is the cosine brought to 0..1."""
    # A law has no everyday names; what else is held says マイナンバー where a reader does.
    in_text, in_path = phrase_shares(probe.phrases, clause, probe.alike if clause.address else {})
    covered = coverage(probe, clause)
    found = {
        "concepts": covered,
        "sentence": sentence_coverage(probe, clause, covered),
        "dense": dense,
        "lexical": scored.lexical,
        "phrases": in_text,
        "path_phrases": in_path,
        "label": label_share(probe, clause),
        "numbered": float(names_number(probe.phrases, clause)),
        "heading": float(clause.kind is ClauseKind.HEADING and clause.agenda_item is None),
        "chapeau": float(clause.kind is ClauseKind.CHAPEAU),
        "front_matter": float(clause.kind is ClauseKind.FRONT_MATTER),
        "withheld": float(clause.withheld),
        "inline_list": float(probe.understood.intent is Intent.LIST and has_inline_list(clause)),
        "length": max(0.0, math.log2(max(len(clause.text), 1) / LONG)),
        "procedure": float(_is_procedure(clause) and not _asked_for(probe, clause)),
    }
    if probe.wanted is Wanted.DEFINITION:
        text = squashed(clause.text)
        found["definition"] = float(any(defines(text, concept.name) for concept in probe.known))
    elif probe.wanted is not None:
        found[probe.wanted.value] = float(offers(probe.wanted, clause))
    return found | _named(probe.understood, clause, document)


# -- what of the question stands in the clause ---------------------------------------------------------------


def _tokens(text: str) -> frozenset[str]:
    return frozenset(words(text))


def coverage(probe: Probe, clause: Clause) -> float:
    """The share of the question's concepts, by weight, that the clause and its headings hold, 0..1."""
    share = FIELD_CONTEXT if clause.field else CONTEXT
    return probe.measured(of_clause(clause)).coverage(share)


def telling(probe: Probe, clause: Clause, fellows: Sequence[Clause]) -> float:
    """The weight, as a share of all, of the concepts that a clause says in its own words and no fellow does, 0..1."""
    total = probe.total
    alone = [c for c in probe.known if says(c, clause) and not any(says(c, other) for other in fellows)]
    return sum(concept.weight for concept in alone) / total if total else 0.0


def says(concept: Concept, clause: Clause) -> bool:
    """Whether a clause has a concept in its own words."""
    reading = of_clause(clause)
    return concept.held(reading.words, reading.squashed) >= 0.75


def own_coverage(probe: Probe, clause: Clause) -> float:
    """The share that the clause holds in its own words, 0..1."""
    return probe.measured(of_clause(clause)).own


def in_text(concept: Concept, text: str) -> float:
    """How much of a concept a text has, 0..1."""
    return concept.held(_tokens(text), squashed(text))


def sentences_of(probe: Probe, clause: Clause) -> list[tuple[float, str]]:
    """The sentences of a clause in order, each with the share of the question that it holds, 0..1."""
    reading = of_clause(clause)
    measured = probe.measured(reading)
    shares = [(measured.of_sentence(one), one.text) for one in reading.sentences]
    return shares or [(measured.coverage(CONTEXT), clause.text)]


def sentence_coverage(probe: Probe, clause: Clause, covered: float) -> float:
    """The same of the best single sentence: words that stand together mean more than words of one clause.

    ``covered`` is the coverage of the whole clause, which a clause of one sentence shares.
    """
    reading = of_clause(clause)
    if len(reading.sentences) < 2 or not covered:
        return covered
    measured = probe.measured(reading)
    return max(measured.of_sentence(one) for one in reading.sentences)


def label_share(probe: Probe, clause: Clause) -> float:
    """How much of a form field's label the question says, 0..1: 公表日 is all of 公表日, 委託先 half of 委託先名."""
    if not clause.field or clause.kind is ClauseKind.HEADING:
        return 0.0
    label = _tokens(clause.field) - _LABEL_EMPTY
    return len(label & probe.asked_tokens) / len(label) if label else 0.0


def phrase_shares(
    phrases: Sequence[str], clause: Clause, alike: Mapping[str, tuple[str, ...]]
) -> tuple[float, float]:
    """The shares of the fixed expressions' characters that stand whole in the text, and only in the path.

    ``alike`` has terms that stand for one, which count ``ALIKE`` of it, in the text alone.
    """
    total = sum(map(len, phrases))
    if not total:
        return 0.0, 0.0
    text, path = squashed(clause.text), squashed("".join(clause.path))
    in_text = in_path = 0.0
    for phrase in phrases:
        if phrase in text:
            in_text += len(phrase)
        elif any(other in text for other in alike.get(phrase, ())):
            in_text += ALIKE * len(phrase)
        elif phrase in path:
            in_path += len(phrase)
    return in_text / total, in_path / total


def names_number(phrases: Sequence[str], clause: Clause) -> bool:
    """Whether a numbered thing that the question names (委託事項2) is the clause or stands over it."""
    numbered = [phrase for phrase in phrases if phrase[-1].isdigit()]
    if not numbered:
        return False
    text = "|".join([*map(squashed, clause.path), squashed(clause.text)])
    return any(re.search(re.escape(phrase) + r"(?![0-9])", text) for phrase in numbered)


# -- what the question names ---------------------------------------------------------------------------------


def _named(understood: Understood, clause: Clause, document: Document) -> dict[str, float]:
    turn = _turn(clause)
    agency = bool(understood.agencies) and _names_agency(clause, document, understood.agencies)
    within = any(
        clause.id == matter or clause.id.startswith(matter + ".") for matter in understood.matter_ids
    )
    days = document.date is not None and any(
        span.first <= document.date <= span.last for span in understood.dates
    )
    return {
        "speaker": float(clause.speaker is not None and clause.speaker in understood.speakers),
        "turn": float(understood.asks_for is not None and turn == understood.asks_for),
        "spoken_for": float(agency and turn == "reply" and not understood.speakers),
        "matter": float(within),
        "agenda": float(clause.agenda_item in {f"議題{number}" for number in understood.agenda_items}),
        "document": float(document.id in understood.document_ids),
        "kind": float(document.kind in understood.kinds),
        "date": float(days),
        "agency": float(agency),
        "provision": float(clause.address is not None and wants_law(understood)),
        **sort_of_provision(understood, clause),
        "law": float(clause.law is not None and clause.law in understood.laws),
    }


def answers_for(clause: Clause, document: Document, agencies: Sequence[str]) -> bool:
    """Whether a clause is a reply given for one of these agencies."""
    return _turn(clause) == "reply" and _names_agency(clause, document, agencies)


_ASKS_LAW = re.compile(
    r"何条(?!に基づ)|何項|何号(?!に基づ)|どの(?:条|規定|条項|法律)|どこに(?:定|規定)|条文|根拠(?:規定|条文|法令)|法律(?:の|上|では|で)|規定は|規定(?:を|の)見せ"
    r"|罰則|\b(?:which|what) (?:article|provision|law)s?\b|\bunder the act\b",
    re.I,
)


@lru_cache(maxsize=1_000)
def _asks_law(question: str) -> bool:
    return _ASKS_LAW.search(question) is not None


def wants_law(understood: Understood) -> bool:
    """Whether the law itself is asked for rather than what guidelines and reports say of it."""
    return _asks_law(understood.standalone)


def has_inline_list(clause: Clause) -> bool:
    """Whether a clause is itself an enumeration in running text: ①欠格事由、②…、③…."""
    return len(_INLINE.findall(clause.text)) >= 3


def _is_procedure(clause: Clause) -> bool:
    return len(clause.text) < _SHORT and _PROCEDURE.search(clause.text) is not None


def _asked_for(probe: Probe, clause: Clause) -> bool:
    """Whether words of procedure may be the answer: they decide and a decision is asked for, or nothing else is."""
    if probe.wanted is Wanted.DECISION:
        return offers(Wanted.DECISION, clause)
    return not any(not concept.scope for concept in probe.known)


def _turn(clause: Clause) -> str | None:
    """Whether a clause of a summary belongs to a remark or to a reply, by the structure of its id."""
    if clause.kind is ClauseKind.REPLY or _REPLY_ID.search(clause.id):
        return "reply"
    if clause.kind is ClauseKind.REMARK or _REMARK_ID.search(clause.id):
        return "remark"
    return None


def _names_agency(clause: Clause, document: Document, agencies: Sequence[str]) -> bool:
    text = squashed((document.agency or "") + (clause.speaker or "") + "".join(clause.path))
    return any(squash(agency) in text for agency in agencies)
