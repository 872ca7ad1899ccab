"""Whether the clauses found carry an answer at all: how much of the question they hold, weighed word by word.

A question names things. What the record has in no wording at all (a drone, a company, a fine) cannot be
answered from it, however well the rest of the question fits; what it has must stand in the clauses found. What
a question takes for granted (a refusal, a fourth agenda item, an amount of money) must stand there too.
"""

from __future__ import annotations

import re

from assistant.concepts import Concept
from assistant.ranking import names_number, says
from assistant.retrieve import EXACT, Found
from assistant.wanted import Wanted, offers
from corpus.text import squash

ENOUGH = 0.42  # support from which a question is answered; chosen on the tuning half, see docs/decisions
ONLY_PLACE = 0.6  # support of a question that only names a place held (第300回の議題2は?)

_BEST = 3  # hits of which the best-covering one counts
_DEEP = 10  # hits among which a numbered thing or a speaker must be found
_LOOSE = 0.4  # an unknown verb or adjective (起きる, 変わる) says less than an unknown noun
_UNKNOWN = 0.72  # an unknown word is as rare as can be, which says nothing of its part in the question
_DOUBT = 0.4  # for each thing taken for granted that the clauses found do not have
_KANA_END = re.compile(r"[ぁ-ゖ]$")
# 反対した, 却下された; 佐藤課長
_DONE = r"(?:し(?!ょう)|され|する|課長|参事官|審議官|企画官|専門官|研究官|室長|局長|次長|委員)"
_ABOUT = re.compile(r"([一-鿿々ァ-ヺーa-z0-9]+)(?:について|に関して)")
_NEGATED = re.compile(r"[不未非無][一-鿿]{2,4}(?![一-鿿])")
_NUMBERED = re.compile(r"(?:議題|委託事項|提供先|移転先|リスク|システム|別添|別紙|資料)[0-9]+")
# What only one sort of words can answer: an amount of money, a length of time.
_STRICT = (Wanted.MONEY, Wanted.PERIOD, Wanted.HOUR, Wanted.CONTACT)


def supported(found: Found) -> bool:
    """Whether the best hits hold enough of what the question is about."""
    return support(found) >= ENOUGH


def support(found: Found) -> float:
    """The share of the question, by weight, that the best clause found holds, 0..1; unknown words lower it."""
    if not found.hits:
        return 0.0
    if found.hits[0].score >= EXACT:
        return 1.0
    asked = [concept for concept in found.probe.concepts if not concept.scope]
    if not asked:
        share = ONLY_PLACE if found.probe.concepts or found.probe.understood.agenda_items else 0.0
    else:
        known = sum(concept.weight for concept in asked if concept.known)
        unknown = sum(_weight(concept) for concept in asked if not concept.known)
        best = max(hit.coverage for hit in found.hits[:_BEST]) if known else 0.0
        share = best * known / (known + unknown)
    return share * _DOUBT ** doubts(found)


def doubts(found: Found) -> int:
    """How many things the question takes for granted that the clauses found do not have."""
    understood, hits = found.probe.understood, found.hits
    text = squash("".join(hit.clause.text for hit in hits[:_BEST]))
    question = squash(understood.question)
    named = {matter.partition(".")[0] for matter in understood.matter_ids}
    return sum(
        (
            any(word not in text for word in _NEGATED.findall(question)),
            any(_done(concept, question) for concept in found.probe.concepts),
            any(not _numbered_held(found, phrase) for phrase in _NUMBERED.findall(question)),
            found.probe.wanted in _STRICT
            and not any(offers(found.probe.wanted, h.clause) for h in hits[:_BEST]),
            bool(understood.meetings and named) and not named & {hit.document.id for hit in hits},
            bool(understood.meetings) and _unsaid_there(found, question),
            bool(understood.speakers)
            and understood.asks_for != "reply"
            and not any(hit.clause.speaker in understood.speakers for hit in hits[:_DEEP]),
        )
    )


def _unsaid_there(found: Found, question: str) -> bool:
    """Whether a named meeting is asked about a matter that the record knows and that meeting never speaks of.

    Its next of kin stands there as a rule (委託 for 再委託), and would be taken for the matter itself.
    """
    about = [match[1] for match in _ABOUT.finditer(question)]
    asked = [
        concept
        for concept in found.probe.concepts
        if concept.known and concept.term and any(name.endswith(squash(concept.name)) for name in about)
    ]
    return bool(asked) and not any(says(concept, hit.clause) for concept in asked for hit in found.hits)


def _weight(concept: Concept) -> float:
    loose = not concept.term or _KANA_END.search(concept.name) is not None
    return concept.weight * _UNKNOWN * (_LOOSE if loose else 1.0)


def _done(concept: Concept, question: str) -> bool:
    """Whether the question says that something was done, or somebody spoke, that the record does not know."""
    return not concept.known and re.search(re.escape(concept.name) + _DONE, question) is not None


def _numbered_held(found: Found, phrase: str) -> bool:
    return any(names_number((phrase,), hit.clause) for hit in found.hits[:_DEEP])
