"""Signs that the clauses found carry an answer: what is told of a question and its hits, each a number of 0..1 or so.

A question names things. What the record has in no wording at all (a drone, a company, a fine) cannot be answered
from it, however well the rest fits; what it has must stand in the clauses found, together. What a question takes
for granted (a refusal, a fourth agenda item, somebody who spoke) must stand there too. How much each sign counts
is not said here but fitted on questions with and without an answer (``assistant.answer.support``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.answer.acts import Act, acts_in, asked_acts
from assistant.answer.doubts import presumed
from assistant.answer.sought import lacking, sought_by
from assistant.concepts import Concept
from assistant.models import Hit
from assistant.ranking import Probe, answers_for, in_text, sentences_of
from assistant.retrieve import Found
from assistant.wanted import Wanted
from corpus.glossary.matching import fold
from corpus.models import Clause, ClauseKind
from corpus.text import squash

_BEST = 3  # hits that are looked at
_WIDE = 5  # hits in whose sentences what is sought may stand
_DEEP = 10  # hits among which the remark of a reply, and a speaker, is looked for
_LOOSE = 0.4  # an unknown verb or adjective (起きる, 変わる) says less than an unknown noun
_UNKNOWN = 0.72  # an unknown word is as rare as can be, which says nothing of its part in the question
_AS_GOOD = 0.8  # of the best sentence's share: sentences that are looked at for what is said to be done
_KANA_END = re.compile(r"[ぁ-ゖ]$")
# Longer words that the record has nowhere are names more often than not: 大阪大学, メルカリ; 勉強 and 普段 are not.
_NAME = re.compile(r"[一-鿿々]{3,}|[ァ-ヺー]{3,}|[一-鿿々ァ-ヺー]{4,}")
# A capitalised word that begins no sentence and is no month; ``title``: what stands before a speaker's name.
_CAPITAL = re.compile(
    r"(?<=[\w,;:)'’] )(?P<title>(?:Commissioner|Chair\w*|Director|Section Chief|Minister|Mr\.?|Ms\.?|Dr\.?) (?=[A-Z]))?"
    r"(?!(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October)(?P<name>[A-Z][a-z]{2,}\w*)"
)
# What is asked after, right before the interrogative: 代表者は誰ですか, 犯罪は何ですか.
_FOCUS = re.compile(
    r"([^、。のがをにはで]{1,20})(?:は|を)(?:何|誰|どこ|いつ|いくら|いくつ|どの|どちら|どう|どんな|教え|$|\?)"
)
# Such words say the sort of answer, which is looked for by itself.
_SORTS = frozenset(
    "行政機関 機関 法人 会社 株式 企業 団体 大学 省庁 部署 担当 担当者 人物 委員 名前 氏名 社名 理由 原因 内容 場所 日 時期 "
    "期限 期間 頻度 回数 件数 人数 何人 何件 相手 金額 費用 方法 意見 もの こと".split()
)
_SAID = re.compile(
    r"述べ|話し|言[いっわ]|尋ね|聞[きい]|問[うい]|答え|説明し|発言|質問|回答|意見|報告し|懸念"
    r"|\b(?:say|said|ask|answer|repl|explain|tell|told|remark|comment)",
    re.I,
)
_ONE_WORD = 2  # tokens of a wording that is a word or a compound, and can be what is done
_MOST_ASKED = 8
_MUCH = 20.0  # weight of what is asked about, as the sum of inverse document frequencies

Signs = Mapping[str, float]
NAMES = (
    "share",
    "merit",
    "asked",
    "own",
    "weight",
    "names_unknown",
    "choice",
    "sought",
    "lacking",
    "said_elsewhere",
    "only_present",
    "other_matter",
    "focus",
    "not_done",
    "doubts",
)


class _Sentence(NamedTuple):
    share: float  # of the question, by weight, that it holds with what stands over its clause
    text: str
    clause: Clause


def signs_of(found: Found) -> dict[str, float]:
    """All signs of a question and its hits, by the names in ``NAMES``. There must be a hit."""
    probe, best = found.probe, _looked_at(found)
    asked = [concept for concept in probe.concepts if not concept.scope]
    known = [concept for concept in asked if concept.known]
    wide = [
        _Sentence(share, text, hit.clause)
        for hit in found.hits[:_WIDE]
        for share, text in sentences_of(probe, hit.clause)
    ]
    fitting = _fitting(wide, found.hits[:_BEST])
    tests = sought_by(probe.understood.question, probe.wanted)
    lacks = lacking(tests, wide)
    return {
        "share": _share(asked, best),  # of the question, by weight, that the best clause holds
        "merit": min(found.hits[0].score, 2.0),  # of the ranking, both legs in it
        "asked": min(len(asked), _MOST_ASKED) / _MOST_ASKED,  # how much is asked at all
        "own": max(hit.own for hit in best),  # by weight, in a clause's own words
        "weight": min(1.0, sum(concept.weight for concept in known) / _MUCH),
        "names_unknown": float(
            min(2, sum(_is_name(concept, probe.understood.question) for concept in asked))
        ),
        "choice": float(probe.wanted is Wanted.CHOICE),
        # A name, a number, a day, a reason is sought; how far what has one falls behind what fits best.
        "sought": (1 - lacks) * bool(tests),
        "lacking": lacks,
        "said_elsewhere": _said_elsewhere(found, known),  # by others than those who are said to have spoken
        "only_present": _only_present(found),
        "other_matter": _other_matter(found),
        "focus": _focus_missing(asked, probe, fitting),
        "not_done": _not_done(asked, probe, fitting),
        "doubts": float(min(2, presumed(found))),
    }


def _fitting(wide: Sequence[_Sentence], best: Sequence[Hit]) -> list[_Sentence]:
    """The best sentence of each of the best hits, those that are nearly as good as the best of all."""
    each = [max((s for s in wide if s.clause is hit.clause), key=lambda s: s.share) for hit in best]
    most = max(sentence.share for sentence in each)
    return [sentence for sentence in each if sentence.share >= _AS_GOOD * most]


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


def _said_elsewhere(found: Found, known: Sequence[Concept]) -> float:
    """How far what the named speakers said falls behind the best clause on the matter: others spoke of it, 0..1."""
    understood, hits = found.probe.understood, found.hits[:_DEEP]
    speakers, question = set(understood.speakers), squash(understood.question)
    most = max(hit.coverage for hit in hits)
    if not known or not most:
        return 0.0
    if not speakers:
        speaks = any(
            re.search(re.escape(squash(agency)) + "[はが]", question) for agency in understood.agencies
        )
        if not speaks or understood.asks_for is None or hits[0].clause.speaker is None:
            return 0.0
        theirs = [hit for hit in hits if answers_for(hit.clause, hit.document, understood.agencies)]
    elif len(speakers) > 1 and all(squash(speaker) in question for speaker in speakers):
        # 大島委員は木村専門官に何を: the label of a reply names both.
        theirs = [hit for hit in found.hits if _joins(hit.clause, speakers)]
        return float(not theirs)
    else:
        theirs = [hit for hit in hits if hit.clause.speaker in speakers]
    # A reply is on the matter of the remark it answers.
    on_matter = [
        one.coverage
        for hit in theirs
        for one in hits
        if one is hit or (hit.clause.replies_to and one.clause.id.startswith(hit.clause.replies_to))
    ]
    return 1.0 - max(on_matter, default=0.0) / most


def _joins(clause: Clause, speakers: set[str]) -> bool:
    others = speakers - {clause.speaker or ""}
    return len(others) < len(speakers) and any(other in clause.label for other in others)


def _other_matter(found: Found) -> float:
    """Whether a matter is named and what is found best is of a document that does not have it."""
    named = {matter.partition(".")[0] for matter in found.probe.understood.matter_ids}
    return float(bool(named) and found.hits[0].document.id not in named)


def _only_present(found: Found) -> float:
    """Whether somebody's words are asked for and what is found best is a list of those present."""
    listed = found.hits[0].clause.kind is ClauseKind.FRONT_MATTER
    return float(listed and _SAID.search(found.probe.understood.question) is not None)


def _focus_missing(asked: Sequence[Concept], probe: Probe, fitting: Sequence[_Sentence]) -> float:
    """The share, by weight, of what is asked after that no fitting sentence has in its own words."""
    match = _FOCUS.search(fold(probe.understood.question))
    focus = [one for one in asked if match and one.name in match[1] and one.name not in _SORTS]
    total = sum(concept.weight for concept in focus)
    if not total:
        return 0.0
    held = (
        sum(concept.weight * in_text(concept, sentence.text) for concept in focus if concept.known)
        for sentence in fitting
    )
    return 1.0 - max(held) / total


def _not_done(asked: Sequence[Concept], probe: Probe, fitting: Sequence[_Sentence]) -> float:
    """Whether the question takes something for done that no fitting sentence tells as done. Japanese only."""
    if probe.understood.language != "ja":
        return 0.0
    done = [act for act in asked_acts(probe.understood.question) if act.done]
    if not done:
        return 0.0
    forms = {form for act in done for form in _forms(act, asked)}
    return float(
        not any(
            act.form in forms and (act.done or act.on)
            for sentence in fitting
            for act in acts_in(sentence.text)
        )
    )


def _forms(act: Act, asked: Sequence[Concept]) -> set[str]:
    """What an act may be called: its own word, and the wordings of the concept that it is."""
    return {act.form} | {
        token
        for concept in asked
        if concept.name == act.form or concept.name in act.surface or act.surface in concept.name
        for wording in concept.wordings
        if len(wording.tokens) <= _ONE_WORD
        for token in wording.tokens
    }


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
