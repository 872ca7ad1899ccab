"""What a question takes for granted and the clauses found do not have: a refusal, a fourth agenda item, a speaker."""

from __future__ import annotations

import re

from assistant.concepts import Concept
from assistant.models import Hit, Understood
from assistant.past import RULES
from assistant.ranking import answers_for, names_number, says
from assistant.retrieve import Found
from assistant.wanted import Wanted, counts_in, offers
from corpus.text import squash

_BEST = 3  # hits in which it must stand
_AS_NEAR = 0.5  # of the best coverage: hits that speak of what is asked at all
_DEEP = 10  # hits among which a numbered thing or a speaker must be found
# 反対した, 却下された; 佐藤課長
_DONE = r"(?:し(?!ょう)|され|する|課長|参事官|審議官|企画官|専門官|研究官|室長|局長|次長|委員)"
_ABOUT = re.compile(r"([一-鿿々ァ-ヺーa-z0-9]+)(?:について|に関して)")
_NEGATED = re.compile(r"[不未非無][一-鿿]{2,4}(?![一-鿿])")
_NOT = r"(?:未|(?:し|され|して|されて|で|では|とは)?(?:い|され)?(?:な(?:い|く|か)|ず))"
_NUMBERED = re.compile(r"(?:議題|委託事項|提供先|移転先|リスク|システム|別添|別紙|資料)[0-9]+")
# What only one sort of words can answer: an amount of money, a length of time.
_STRICT = (Wanted.MONEY, Wanted.PERIOD, Wanted.HOUR, Wanted.CONTACT)

# Whether something came to pass is told by minutes and reports, never by a provision that says what shall be. Japanese only.
_HAPPENED = re.compile(
    r"(?:しま|されま|りま|いま|きま|ちま|出ま|受けま|行われま)した(?:か|のでしょうか)|(?:した|された|あった|受けた)(?:こと(?:は|が)(?:あり|ある)|のですか|のでしょうか|か$)"
)
_LAID_DOWN = re.compile(r"定め|規定|定義|書か|記載|改正|条|基準")


def doubts(found: Found) -> int:
    """How many things the question takes for granted that the clauses found do not have, the sort sought among them."""
    texts = [f"{hit.clause.label} {hit.clause.text}" for hit in found.hits[:_BEST]]  # 何条: the label says it
    return presumed(found) + sum(
        (
            found.probe.wanted in _STRICT
            and not any(offers(found.probe.wanted, hit.clause) for hit in found.hits[:_BEST]),
            counts_in(found.probe.understood.question, texts) is False,
        )
    )


def presumed(found: Found) -> int:
    """How many things a question takes for granted, whatever it seeks, that the clauses found do not have."""
    understood, hits = found.probe.understood, found.hits
    text = squash("".join(hit.clause.text for hit in hits[:_BEST]))
    question = squash(understood.question)
    named = {matter.partition(".")[0] for matter in understood.matter_ids}
    return sum(
        (
            any(not _negated(word, text) for word in _NEGATED.findall(question)),
            any(_done(concept, question) for concept in found.probe.concepts),
            any(not _numbered_held(found, phrase) for phrase in _NUMBERED.findall(question)),
            bool(understood.meetings and named) and not named & {hit.document.id for hit in hits},
            bool(understood.meetings) and _unsaid_there(found, question),
            _unheard(understood, hits[:_DEEP]),
        )
    )


def _negated(word: str, text: str) -> bool:
    """Whether a text has a word with its prefix of negation, or negates the same in other words: 実施未了 for 未実施."""
    return word in text or re.search(re.escape(word[1:]) + _NOT, text) is not None


def no_event(found: Found) -> bool:
    """Whether a question after what came to pass meets provisions only, held themselves or annexed to a paper."""
    question = squash(found.probe.understood.question)
    if not _HAPPENED.search(question) or _LAID_DOWN.search(question):
        return False
    best = max(hit.coverage for hit in found.hits[:_BEST])
    near = [hit for hit in found.hits[:_BEST] if hit.coverage >= _AS_NEAR * best]
    return all(hit.clause.law is not None or hit.document.kind in RULES for hit in near)


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


def _unheard(understood: Understood, hits: tuple[Hit, ...]) -> bool:
    """Whether one who is said to have spoken is not heard: a speaker, an agency that replies, the one replied to."""
    speakers = set(understood.speakers)
    heard = [hit.clause for hit in hits if hit.clause.speaker in speakers]
    if understood.asks_for != "reply":
        return bool(speakers) and not heard
    if not speakers:
        return bool(understood.agencies) and not any(
            answers_for(hit.clause, hit.document, understood.agencies) for hit in hits
        )
    # 大島委員の質問に木村専門官は何と: the reply of the one to the other says both in its label.
    return len(speakers) > 1 and not any(
        any(other in clause.label for other in speakers - {clause.speaker}) for clause in heard
    )


def _done(concept: Concept, question: str) -> bool:
    """Whether the question says that something was done, or somebody spoke, that the record does not know."""
    return not concept.known and re.search(re.escape(concept.name) + _DONE, question) is not None


def _numbered_held(found: Found, phrase: str) -> bool:
    return any(names_number((phrase,), hit.clause) for hit in found.hits[:_DEEP])
