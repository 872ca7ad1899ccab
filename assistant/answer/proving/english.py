"""English statements over Japanese quotations: every word of them must have its counterpart there.

Words are looked up in the glossary and in english.yaml. This is strict: a word with no entry counts as one that nobody
said. What cannot be proven so is not shown, and the quotations speak for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.proving.force import Force, Weight, marks
from assistant.answer.proving.reading import Sentence
from assistant.answer.proving.vocabulary import FRAME, Carried
from corpus.glossary import english, glossary
from corpus.models import Frozen

_NUMBERS = {
    word: at
    for at, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_ORDINALS = {
    word: at
    for at, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_MONTHS = frozenset(
    "january february march april may june july august september october november december reiwa heisei article".split()
)
_FORCES: tuple[tuple[Force, str], ...] = (
    (
        Force.FORBID,
        r"\bcannot\b|\bcan not\b|\b(?:may|must|shall) not\b|\bprohibit|\bforbid|\bnot (?:be )?(?:allowed|permitted|able)|\bunable",
    ),
    (
        Force.OBLIGE,
        r"\b(?:must|shall)\b|(?<!longer )\bneed(?:s|ed)? to\b|\brequire[sd]?\b|\b(?:is|are) necessary\b|\bha(?:ve|s) to\b"
        r"|\bshould\b|\bobliged\b|\bought\b",
    ),
    (
        Force.DEMAND,
        r"\brequest(?:s|ed)?\b(?! for)|\bdemand|\burge[sd]?\b|\bcalled (?:for|on|upon)\b|\basked (?:that|\w+ to|for)\b",
    ),
    (Force.CAN, r"\bcan\b|\bmay\b(?! \d)|\ballow(?:s|ed)?\b|\bpermit(?:s|ted)?\b|\bable to\b"),
    (
        Force.CONSIDER,
        r"\bconsider(?:s|ed|ing|ation)?\b|\bexamin(?:e|es|ed|ing)\b|\bcould\b|\bsuggest|\bunder (?:review|study)\b",
    ),
    (Force.MAY, r"\bmight\b|\bpossib(?:le|ility|ly)\b|\blikely\b"),
    (Force.DESIRE, r"\bdesirable\b|\bimportant\b|\bexpected\b|\bhope|\bwish"),
    (Force.PLAN, r"\bplan(?:s|ned)?\b|\bintend|\bwill\b|\bscheduled\b|\bwould\b|\bto be\b"),
)
_NOT = re.compile(
    r"\bnot\b|\bno\b|\bnever\b|\bwithout\b|\bnone\b|n't\b|\bneither\b|\bnor\b|\bunpublished\b|\bundisclosed\b|\bwithheld\b",
    re.I,
)
_ABSOLUTE = re.compile(
    r"\b(?:all|every|always|only|entirely|completely|solely|any|most|few|many|several|immediately|at least|at most)\b",
    re.I,
)
_ABSOLUTES = {
    "all": ("全部", "全て", "すべて", "全", "各"),
    "every": ("全て", "すべて", "全", "各"),
    "entirely": ("全",),
    "completely": ("全", "完全"),
    "only": ("のみ", "だけ", "に限"),
    "solely": ("のみ", "だけ", "に限"),
    "always": ("常", "必ず"),
    "any": ("いずれ", "いかなる", "何"),
    "most": ("最も", "ほとんど"),
    "few": ("少",),
    "many": ("多",),
    "several": ("複数",),
    "immediately": ("直ちに", "すぐ"),
    "at least": ("以上", "少なくとも"),
    "at most": ("以下",),
}


class _Lexicon(Frozen):
    """english.yaml, its names as keys of ``corpus.glossary.english``."""

    frame: frozenset[str]
    words: dict[str, tuple[str, ...]]


@cache
def _lexicon() -> _Lexicon:
    held = yaml.safe_load((Path(__file__).parent / "english.yaml").read_text("utf-8"))
    words: dict[str, tuple[str, ...]] = {}
    for row in held["words"]:
        for name in row["en"]:
            key = english.key(name)
            words[key] = (*words.get(key, ()), *map(str, row["ja"]))
    return _Lexicon(frame=frozenset(english.key(word) for word in held["frame"].split()), words=words)


def strange_word(text: str, carried: Carried) -> str | None:
    """The first word of an English statement that its quotations do not have; None where all are carried."""
    ground = carried.quoted + "\n" + carried.named
    japanese = re.findall(r"[ぁ-んァ-ヶ一-龠々ー]{2,}", text)
    for piece in japanese:
        if piece.casefold() not in ground:
            return str(piece)
    told = english.words(re.sub(r"[ぁ-んァ-ヶ一-龠々ー]+", " ", text))
    covered = _covered(told, ground)
    for at, word in enumerate(told):
        if at in covered or word in _ABSOLUTES or _alone(word, ground):
            continue
        return word
    absolute = (match.group() for match in _ABSOLUTE.finditer(text))
    unsaid = (one for one in absolute if not any(word in ground for word in _ABSOLUTES[one.lower()]))
    return next(unsaid, None)


def _covered(told: list[str], ground: str) -> set[int]:
    """Places of words whose Japanese, by glossary or lexicon, stands in the quotations."""
    covered: set[int] = set()
    stems = [english.stem(word) for word in told]
    words = _lexicon().words
    for at in range(len(stems)):
        for end in range(min(len(stems), at + 4), at, -1):
            if any(squashed in ground for squashed in words.get("".join(stems[at:end]), ())):
                covered |= set(range(at, end))
                break
    for names, japanese in _organs():
        for at in range(len(stems) - len(names) + 1):
            if tuple(stems[at : at + len(names)]) == names and any(one in ground for one in japanese):
                covered |= set(range(at, at + len(names)))
    for match in glossary().in_english(" ".join(told)):
        if any(term.casefold() in ground for term in match.terms):
            covered |= set(range(match.start, match.end))
    return covered


@cache
def _organs() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """English names of organs of the state, stem by stem, and their Japanese names."""
    return tuple(
        (tuple(english.stem(word) for word in english.words(name)), organ.japanese)
        for organ in glossary().entries.organisations
        for name in organ.en
    )


def _alone(word: str, ground: str) -> bool:
    if word.isdecimal() or word in _NUMBERS or word in _ORDINALS or word in _MONTHS:
        return True  # figures and dates are compared as such
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", word):
        return True
    stem = english.stem(word)
    return (
        stem in _lexicon().frame
        or word in _lexicon().frame
        or (len(word) > 1 and word in ground and word.isascii())
    )


def figures(text: str) -> str:
    """The statement with its numbers written as figures, for comparing them: three -> 3, 330th -> 330."""
    text = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"\b(\d+(?:\.\d+)?) million\b", lambda m: f"{round(float(m[1]) * 100)}万", text)

    def number(match: re.Match[str]) -> str:
        word = match[0].lower()
        return str(_NUMBERS.get(word, _ORDINALS.get(word, word)))

    names = "|".join([*list(_NUMBERS)[2:], *list(_ORDINALS)[1:]])
    return re.sub(rf"\b(?:{names})\b(?! part)", number, text, flags=re.I)


def forces(text: str) -> frozenset[Force]:
    """What kinds of saying an English statement has."""
    found: set[Force] = set()
    rest = text
    for kind, pattern in _FORCES:
        if re.search(pattern, rest, re.I):
            found.add(kind)
            rest = re.sub(pattern, " ", rest, flags=re.I)
    return frozenset(found)


def force_differs(text: str, held: Iterable[Sentence], *, adopted: bool) -> str | None:
    """How an English statement says more, less or the opposite of its quotations; None where it agrees."""
    said = forces(text)
    stems = [english.stem(word) for word in english.words(text)]
    meant = {
        one
        for size in (1, 2)
        for at in range(len(stems))
        for one in _lexicon().words.get("".join(stems[at : at + size]), ())
    }

    def mentioned(surface: str) -> bool:
        return any(one in surface or surface in one for one in meant if len(one) > 1)

    final: set[Force] = set()
    given: set[Force] = set()
    denied = last_denied = False
    for sentence in held:
        weights: list[Weight] = [w for one in sentence.said for w in one.weights]
        given |= {kind for w in weights for kind in w.kinds}
        own = [one for one in sentence.said if one.word.form not in FRAME and one.word.surface not in FRAME]
        told = [one for one in own if mentioned(one.word.surface)] or own
        denied |= any(w.denied for one in told for w in one.weights) or "非公表" in sentence.text
        if told:
            last = told[-1].weights[0 if told is not own else -1]
            final |= last.kinds | (marks(told[-1].word.surface + "し") if told is own else set())
            last_denied |= last.denied
    strong = {Force.OBLIGE, Force.REQUEST, Force.ASK, Force.DEMAND}
    for kind in said - {Force.PLAN}:
        if kind is Force.DEMAND or kind is Force.OBLIGE:
            near = strong if kind is Force.DEMAND else {Force.OBLIGE, Force.REQUEST, Force.DEMAND}
            if not given & near:
                return kind
        elif kind is Force.MAY or kind is Force.DESIRE or kind is Force.CONSIDER:
            if not given & {kind, Force.CONSIDER if kind is Force.MAY else kind}:
                return kind
        elif kind not in given:
            return kind
    rest = text
    for _, pattern in _FORCES[:1]:
        rest = re.sub(pattern, " ", rest, flags=re.I)
    if _NOT.search(rest) and not denied:
        return "not"
    if last_denied and not _NOT.search(text) and Force.FORBID not in said:
        return "not"
    loose = {Force.PLAN, Force.ASK} if adopted else {Force.PLAN}
    owed = final - loose
    if owed & strong and not said & {Force.OBLIGE, Force.DEMAND}:
        return "must"
    for kind in (Force.FORBID, Force.CONSIDER, Force.CAN, Force.MAY):
        if kind in owed and kind not in said and not said & {Force.OBLIGE, Force.DEMAND}:
            return kind
    planned = final & {Force.PLAN} and not adopted
    past = re.search(r"\b(?:has|have|had|was|were|been)\b|ed\b", text) and not re.search(
        r"\b(?:said|stated|explained|replied|answered|noted|recorded)\b", text
    )
    return "done" if planned and past and not said else None
