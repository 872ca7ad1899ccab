"""How well a clause answers: concepts held, fixed expressions, the kind of answer wanted, what the question names.

Every part is between 0 and 1 before its weight; the weights stand in one place and were chosen on the tuning
half of evals/gold, not on the half that is kept.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.concepts import Concept
from assistant.models import Understood
from assistant.wanted import Wanted, offers
from corpus.index import Scored
from corpus.index.tokenizer import words
from corpus.models import Clause, ClauseKind, Document
from corpus.text import squash


@dataclass(frozen=True)
class Weights:
    """What each part of a score counts."""

    concepts: float = 0.55
    dense: float = 0.25
    lexical: float = 0.10
    phrases: float = 0.15
    wanted: float = 0.12
    decision: float = 0.35  # a decision is told by its form of words, not by those of the matter
    choice: float = 0.10
    label: float = 0.12  # the question says the label of a form's field
    numbered: float = 0.25  # 委託事項2, 議題2, リスク4
    procedure: float = -0.20  # 「説明をお願いいたします」
    spoken_for: float = 0.10  # a reply given for the agency that the question names
    context: float = 0.5  # a concept held only by a clause's headings against one in its own text
    field_context: float = 0.75  # the same for a form's field: its section and block tell it from its like
    length: float = 0.02  # taken off for each doubling beyond LONG characters
    speaker: float = 0.25
    turn: float = 0.10
    matter: float = 0.20
    agenda: float = 0.20
    document: float = 0.10
    kind: float = 0.06
    date: float = 0.08
    agency: float = 0.04
    law: float = 0.08
    heading: float = -0.08


LONG = 120
_LABEL_EMPTY = frozenset("具体 有無 等 其の 対する 成る おける 物".split())
_PROCEDURE = re.compile(
    r"(?:御?説明(?:を|させて|申し上げ|いたし)|ありがとうござい|御質問、御意見|所要の手続|次の議題|お諮り|以上でござい|以上です|以上になります)"
)
_SHORT = 150


@dataclass(frozen=True)
class Probe:
    """A question made ready for scoring many clauses."""

    understood: Understood
    concepts: tuple[Concept, ...]
    phrases: tuple[str, ...]
    wanted: Wanted | None
    weights: Weights = Weights()

    @property
    def total(self) -> float:
        """The weight of all concepts that the record has in some wording; the others tell no clause from another."""
        return sum(concept.weight for concept in self.concepts if concept.known)


@lru_cache(maxsize=60_000)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=60_000)
def _squashed(text: str) -> str:
    return squash(text)


def context_of(clause: Clause) -> str:
    """What says where a clause stands: its path, its label's end, its field and speaker."""
    return "\n".join([*clause.path, clause.label, clause.field or "", clause.speaker or ""])


def coverage(probe: Probe, clause: Clause) -> float:
    """The share of the question's concepts, by weight, that the clause and its headings hold, 0..1."""
    if not probe.total:
        return 0.0
    body, context = _tokens(clause.text), _tokens(context_of(clause))
    share = probe.weights.field_context if clause.field else probe.weights.context
    got = 0.0
    for concept in probe.concepts:
        if not concept.known:
            continue
        inside = concept.held(body)
        got += concept.weight * max(
            inside, share * concept.held(context), share * concept.held(body | context)
        )
    return got / probe.total


def label_share(probe: Probe, clause: Clause) -> float:
    """How much of a form field's label the question says, 0..1: 公表日 is all of 公表日, 委託先 half of 委託先名."""
    if not clause.field or clause.kind is ClauseKind.HEADING:
        return 0.0
    label = _tokens(clause.field) - _LABEL_EMPTY
    asked = {token for concept in probe.concepts for wording in concept.wordings for token in wording.tokens}
    asked |= _tokens(probe.understood.standalone)
    return len(label & asked) / len(label) if label else 0.0


def phrase_share(phrases: Sequence[str], clause: Clause) -> float:
    """The share of the fixed expressions' characters that stand, whole, in the clause or its path, 0..1."""
    total = sum(map(len, phrases))
    if not total:
        return 0.0
    text, path = _squashed(clause.text), _squashed("".join(clause.path))
    got = sum(len(phrase) * (1.0 if phrase in text else 0.6 if phrase in path else 0.0) for phrase in phrases)
    return got / total


def names_number(phrases: Sequence[str], clause: Clause) -> bool:
    """Whether a numbered thing that the question names (委託事項2) is the clause or stands over it."""
    numbered = [phrase for phrase in phrases if phrase[-1].isdigit()]
    text = "|".join([*map(_squashed, clause.path), _squashed(clause.text)])
    return any(re.search(re.escape(phrase) + r"(?![0-9])", text) for phrase in numbered)


def merit(probe: Probe, scored: Scored, dense_part: float, clause: Clause, document: Document) -> float:
    """The score of a clause for a question; about 1 for a clause that holds all that was asked."""
    weights = probe.weights
    score = weights.concepts * coverage(probe, clause)
    score += weights.dense * dense_part + weights.lexical * scored.lexical
    score += weights.phrases * phrase_share(probe.phrases, clause)
    score += weights.label * label_share(probe, clause)
    if probe.wanted is not None and offers(probe.wanted, clause):
        score += {Wanted.DECISION: weights.decision, Wanted.CHOICE: weights.choice}.get(
            probe.wanted, weights.wanted
        )
    if names_number(probe.phrases, clause):
        score += weights.numbered
    if len(clause.text) < _SHORT and _PROCEDURE.search(clause.text) and probe.wanted is not Wanted.DECISION:
        score += weights.procedure
    score -= weights.length * max(0.0, math.log2(max(len(clause.text), 1) / LONG))
    if clause.kind is ClauseKind.HEADING and clause.agenda_item is None:
        score += weights.heading
    return score + named(probe, clause, document)


def named(probe: Probe, clause: Clause, document: Document) -> float:
    """What is added because the clause fits what the question names."""
    understood, weights = probe.understood, probe.weights
    total = 0.0
    if clause.speaker and clause.speaker in understood.speakers:
        total += weights.speaker
    if understood.asks_for and _turn(clause) == understood.asks_for:
        total += weights.turn
    if any(clause.id == matter or clause.id.startswith(matter + ".") for matter in understood.matter_ids):
        total += weights.matter
    if understood.agenda_items and clause.agenda_item in {f"議題{n}" for n in understood.agenda_items}:
        total += weights.agenda
    if document.id in understood.document_ids:
        total += weights.document
    if understood.kinds and document.kind in understood.kinds:
        total += weights.kind
    if document.date and any(span.first <= document.date <= span.last for span in understood.dates):
        total += weights.date
    if clause.law and clause.law in understood.laws:
        total += weights.law
    if understood.agencies and _names_agency(clause, document, understood.agencies):
        total += weights.agency
        if _turn(clause) == "reply" and not understood.speakers:
            total += weights.spoken_for
    return total


_REPLY_ID = re.compile(r"\.r\d+")
_REMARK_ID = re.compile(r"\.q\d+")


def _turn(clause: Clause) -> str | None:
    """Whether a clause of a summary belongs to a remark or to a reply, by the structure of its id."""
    if clause.kind is ClauseKind.REPLY or _REPLY_ID.search(clause.id):
        return "reply"
    if clause.kind is ClauseKind.REMARK or _REMARK_ID.search(clause.id):
        return "remark"
    return None


def _names_agency(clause: Clause, document: Document, agencies: Sequence[str]) -> bool:
    text = _squashed((document.agency or "") + (clause.speaker or "") + "".join(clause.path))
    return any(squash(agency) in text for agency in agencies)
