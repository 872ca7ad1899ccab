"""Signs that the clauses found carry an answer: what is told of a question and its hits, each a number of 0..1 or so.

A question names things. What the record has in no wording at all (a drone, a company, a fine) cannot be answered
from it, however well the rest fits; what it has must stand in the clauses found, together. What a question takes
for granted (a refusal, a fourth agenda item, somebody who spoke) must stand there too. How much each sign counts
is not said here but fitted on questions with and without an answer (``assistant.answer.support``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer.doubts import doubts
from assistant.concepts import Concept
from assistant.models import Hit
from assistant.ranking import Probe, is_held, sentence_of
from assistant.retrieve import Found
from assistant.wanted import Wanted, offered_in
from corpus.glossary.matching import fold

_BEST = 3  # hits that are looked at
_DEEP = 10  # hits among which the remark of a reply is looked for
_LOOSE = 0.4  # an unknown verb or adjective (起きる, 変わる) says less than an unknown noun
_UNKNOWN = 0.72  # an unknown word is as rare as can be, which says nothing of its part in the question
_UNPLACED = 0.6  # of the first thing asked about, where the question's words do not show which it is
_HALF = 0.5
_AS_GOOD = 0.8  # of the best sentence's share: sentences that are looked at for what is wanted
_KANA_END = re.compile(r"[ぁ-ゖ]$")
# Longer words that the record has nowhere are names more often than not: 大阪大学, メルカリ; 勉強 and 普段 are not.
_NAME = re.compile(r"[一-鿿々]{3,}|[ァ-ヺー]{3,}|[一-鿿々ァ-ヺー]{4,}")
# A capitalised word that begins no sentence and is no month; ``title``: what stands before a speaker's name.
_CAPITAL = re.compile(
    r"(?<=[\w,;:)'’] )(?P<title>(?:Commissioner|Chair\w*|Director|Section Chief|Minister|Mr\.?|Ms\.?|Dr\.?) (?=[A-Z]))?"
    r"(?!(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October)(?P<name>[A-Z][a-z]{2,}\w*)"
)
# Kinds of answer that a text either has or has not.
_PLAIN_TO_SEE = (Wanted.NUMBER, Wanted.DAY, Wanted.MONEY, Wanted.PERIOD, Wanted.HOUR, Wanted.CONTACT)
_NO_SENTENCE = (Wanted.DEFINITION, Wanted.CHOICE)
_MOST_ASKED = 8
_MUCH = 20.0  # weight of what is asked about, as the sum of inverse document frequencies

Signs = Mapping[str, float]
NAMES = (
    "share",
    "merit",
    "asked",
    "held",
    "own",
    "first",
    "weight",
    "names_unknown",
    "offered",
    "not_offered",
    "choice",
    "day",
    "doubts",
)


def signs_of(found: Found) -> dict[str, float]:
    """All signs of a question and its hits, by the names in ``NAMES``. There must be a hit."""
    probe, best = found.probe, _looked_at(found)
    asked = [concept for concept in probe.concepts if not concept.scope]
    known = [concept for concept in asked if concept.known]
    offered = _offered(probe, best)
    return {
        "share": _share(asked, best),  # of the question, by weight, that the best clause holds
        "merit": min(found.hits[0].score, 2.0),  # of the ranking, both legs in it
        "asked": min(len(asked), _MOST_ASKED) / _MOST_ASKED,  # how much is asked at all
        "held": _share_held(
            known, best
        ),  # share of the concepts, each alike, that the best-covering clause holds
        "own": max(hit.own for hit in best),  # by weight, in a clause's own words
        "first": _first_held(asked, probe, best),  # what the question names first
        "weight": min(1.0, sum(concept.weight for concept in known) / _MUCH),
        "names_unknown": float(
            min(2, sum(_is_name(concept, probe.understood.question) for concept in asked))
        ),
        "offered": float(offered is True),  # the sort of thing wanted stands in the sentence that fits
        "not_offered": float(offered is False and probe.wanted in _PLAIN_TO_SEE),
        "choice": float(probe.wanted is Wanted.CHOICE),
        "day": float(probe.wanted is Wanted.DAY),
        "doubts": float(min(2, doubts(found))),
    }


def _looked_at(found: Found) -> tuple[Hit, ...]:
    """The best hits; with a reply, the remark that it answers and that says what it is about."""
    best = found.hits[:_BEST]
    answered = tuple(hit.clause.replies_to for hit in best if hit.clause.replies_to)
    remarks = (hit for hit in found.hits[_BEST:_DEEP] if hit.clause.id.startswith(answered))
    return (*best, *remarks) if answered else best


def _share(asked: Sequence[Concept], best: Sequence[Hit]) -> float:
    """The share of the question, by weight, that the best clause found holds; unknown words lower it."""
    if not asked:
        return 0.0
    known = sum(concept.weight for concept in asked if concept.known)
    unknown = sum(_weight(concept) for concept in asked if not concept.known)
    held = max(hit.coverage for hit in best) if known else 0.0
    return held * known / (known + unknown)


def _weight(concept: Concept) -> float:
    loose = not concept.term or _KANA_END.search(concept.name) is not None
    return concept.weight * _UNKNOWN * (_LOOSE if loose else 1.0)


def _share_held(known: Sequence[Concept], best: Sequence[Hit]) -> float:
    if not known:
        return 0.0
    hit = max(best, key=lambda one: one.coverage)
    return sum(is_held(concept, hit.clause) >= _HALF for concept in known) / len(known)


def _first_held(asked: Sequence[Concept], probe: Probe, best: Sequence[Hit]) -> float:
    """Whether what the question names first, its matter as a rule, is held in the clauses or their headings."""
    text = fold(probe.understood.standalone)
    placed = [concept for concept in asked if concept.name in text]
    if not placed:
        return _UNPLACED
    first = min(placed, key=lambda concept: text.rfind(concept.name))
    return max(is_held(first, hit.clause) for hit in best) if first.known else 0.0


def _is_name(concept: Concept, question: str) -> bool:
    """Whether a concept that the record has nowhere is a name: in English by its capital within a sentence.

    Who is said to have spoken, and days, are read for themselves and refused for themselves.
    """
    if concept.known:
        return False
    if concept.name.isascii():
        return any(
            match["name"].casefold().startswith(concept.name) and not match["title"]
            for match in _CAPITAL.finditer(question)
        )
    return concept.term and _NAME.fullmatch(concept.name) is not None


def _offered(probe: Probe, best: Sequence[Hit]) -> bool | None:
    """Whether a sentence that fits best offers the sort of thing wanted; None where no such sort is wanted."""
    if probe.wanted is None or probe.wanted in _NO_SENTENCE:
        return None
    fitting = [sentence_of(probe, hit.clause) for hit in best]
    least = _AS_GOOD * max(share for share, _ in fitting)
    return any(offered_in(probe.wanted, text) for share, text in fitting if share >= least)
