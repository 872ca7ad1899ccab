"""Short forms that a document gives to what it names: 「番号法」 for the law it writes out once.

Japanese drafting puts 「（以下「…」という。）」 behind the long form; English writes (hereinafter "…"). The short form
is marked off by its brackets, the long form only ends there: where it begins is read from its words. What is
not sure is left out: a wrong long form would lead questions astray, a missing one only leaves them as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.index.tokenizer import Word, cut
from corpus.models import Abbreviation, Clause
from corpus.text import squash

_NUMBER = r"[0-9〇一二三四五六七八九十百千]+"
# 以下「…」という / 以下この章において「…」という / 以下単に「…」という / 以下、「…」と略す
_HEREAFTER = re.compile(
    r"以下[、,]?(?:[^()「」『』。]{1,30}において)?[、,]?(?:これを|単に)?[「『]([^「」『』()。]{1,40})[」』]"
    r"(?=\)|(?:という|といいます|と略す|と略称する|と略記する|と呼ぶ)(?:[。.※)]|$))"
)
_ENGLISH = re.compile(
    r"\((?:hereinafter|hereafter)(?:,? (?:simply )?referred to as)?,? (?:the )?[\"“](?:the )?([^\"”]{2,40})[\"”]\)"
)
_CAPITALS = re.compile(r"(?:[A-Z][\w-]*)(?: (?:(?:of|for|on|and|the|to|in) )*[A-Z][\w-]*)*$")
_WRAP = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
# A title begins behind any of these. 及び joins words of one title as often as two titles: only after a law it parts.
_BEFORE_TITLE = re.compile(
    rf"[、。,.;:「」『』()\[\]【】<>〈〉\s]|又は|若しくは|並びに|それぞれの|当該|(?<=[法律令則例])(?:及び|と)|[0-9]日に"
    rf"|第{_NUMBER}(?:条|項|号|章|節|編|表)(?:の{_NUMBER})*中?|附則|別表"
)
# 方法, 命令 and their like are no laws
_IS_TITLE = re.compile(
    r"(?:法律|(?<![方手技作製司話療工])法|(?<![命指法])令|規則|条例|規程|ガイドライン|指針|要綱)$"
)
_STATES = re.compile(r"改正[前後]|施行前|^[新旧](?!潟)|附則|法律第")  # one law at two times is no two names
_DEICTIC = re.compile(r"^(?:本(?!人|邦|籍)|同|当該|当(?=社|庁|省|局|課|会|法人)|上記|前記|各|その|この|これ)")
_NAMES_LAW = re.compile(r"(?:法|法律|(?<=法)(?:施行令|施行規則))$")
_NAMES_RULES = re.compile(r"(?:ガイドライン|ガイド|Q&A|指針|規則|システム|センター|機構|株式会社|協会)$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&./-]+")
_LONGEST = 90
_OPENERS = {")": "(", "」": "「", "』": "『"}


def abbreviations_of(clauses: Sequence[Clause]) -> list[Abbreviation]:
    """What the clauses of one document define, in their order; a short form once for each of its long forms."""
    found: dict[tuple[str, str], Abbreviation] = {}
    for clause in clauses:
        if clause.leaf and ("以下" in clause.text or "here" in clause.text):
            for short, long in pairs_in(clause.text):
                one = Abbreviation(
                    short=short,
                    long=long,
                    clause_id=clause.id,
                    document_id=clause.document_id,
                    name=is_name(short, long),
                )
                found.setdefault((squash(short), squash(long)), one)
    return list(found.values())


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """Short and long forms that a text defines, NFKC normalised; those whose long form is not sure left out."""
    plain = _unwrapped(unicodedata.normalize("NFKC", text))
    for match in _HEREAFTER.finditer(plain):
        opened = _opening(plain, match.start())
        short = match[1].strip()
        long = _long(plain[:opened], short) if opened is not None else None
        if long and _tells(short, long):
            yield short, long
    for match in _ENGLISH.finditer(plain):
        short, before = match[1].strip(), plain[: match.start()].rstrip()
        long = _english(before, short)
        if long and _tells(short, long):
            yield short, long


def is_name(short: str, long: str) -> bool:
    """Whether the short form means the same wherever it stands: a law's, a guideline's, a system's name, letters.

    Anything else (法, 機構, ガイドライン, 委託先) means it in its own document only.
    """
    if _DEICTIC.search(short) or len(short) < 2:
        return False
    if _LATIN.fullmatch(short):
        return sum(letter.isupper() for letter in short) > 1
    if _NAMES_LAW.search(short):
        return len(short) > 2 and _IS_TITLE.search(long) is not None
    return len(short) > 6 and _NAMES_RULES.search(short) is not None


def _unwrapped(text: str) -> str:
    """The text without its line feeds; words of Latin letters stay apart."""

    def joined(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        return " " if len(around) == 2 and around.isascii() else ""

    return _WRAP.sub(joined, text)


def _opening(text: str, at: int) -> int | None:
    """Where the bracket opens in which a place lies; None outside of brackets."""
    depth = 0
    for place in range(at - 1, max(-1, at - 400), -1):
        if text[place] == ")":
            depth += 1
        elif text[place] == "(":
            if depth == 0:
                return place
            depth -= 1
    return None


def _long(before: str, short: str) -> str | None:
    """The long form at the end of what stands before the bracket; None where its beginning is not sure."""
    before = _without_brackets(before)
    if before.endswith(("」", "』")):
        return _quoted(before)
    if _STATES.search(short):
        return None
    if _IS_TITLE.search(before) and _IS_TITLE.search(short):
        return _title(before)
    return _phrase(before, short)


def _without_brackets(before: str) -> str:
    """Without brackets that stand between the long form and its short one: …に関する法律(平成15年法律第57号)."""
    while before.endswith(")"):
        opened = _opening(before, len(before) - 1)
        if opened is None:
            return ""
        before = before[:opened]
    return before.rstrip()


def _quoted(before: str) -> str | None:
    """What stands in the quotation marks at the end: the surest of all long forms."""
    close, depth = before[-1], 0
    for place in range(len(before) - 1, -1, -1):
        depth += (before[place] == close) - (before[place] == _OPENERS[close])
        if depth == 0:
            inner = before[place + 1 : -1].strip()
            return inner if 1 < len(inner) <= _LONGEST and "当該" not in inner else None
    return None


def _title(before: str) -> str | None:
    """A title of a law or guideline, back to where its sentence or clause begins."""
    tail = before[-_LONGEST:]
    start = max((match.end() for match in _BEFORE_TITLE.finditer(tail)), default=0)
    tail = tail[start:]
    last = max((word.end for word in cut(tail) if _ends_a_thought(word)), default=0)
    title = _own_name(tail[last:])
    if not title or _STATES.search(title) or re.match(r"[ぁ-ゖ]", title) or _IS_TITLE.fullmatch(title):
        return None
    return title if len(title) < _LONGEST else None


def _own_name(title: str) -> str:
    """雇用管理分野における労働安全衛生法 is an Act of one noun and what it is looked at for; …に関する法律 is one title."""
    words = cut(title)
    start = len(words)
    while start and _is_noun(words[start - 1]):
        start -= 1
    noun = "".join(word.surface for word in words[start:])
    alone = noun.endswith("法") and len(noun) > 3 and not noun.startswith("法")
    return noun if alone else title


def _ends_a_thought(word: Word) -> bool:
    """Whether nothing before a word belongs to a title that follows it: …は, …が, …された, …して."""
    particle = word.pos == "助詞" and word.surface in {"は", "が", "も", "て", "で", "から", "より"}
    return particle or (word.pos == "助動詞" and word.surface in {"た", "だ", "です", "ます", "ない"})


def _phrase(before: str, short: str) -> str | None:
    """The noun phrase at the end: as far back over 「の」 as it takes to have all characters of the short form.

    Letters of another script have no such proof: there the nouns that stand together must be all there is.
    """
    words = cut(before[-_LONGEST:])
    start = len(words)
    while start and _is_noun(words[start - 1]):
        start -= 1
    if start == len(words):
        return None
    for _ in range(3):
        phrase = "".join(word.surface for word in words[start:]).strip("・ ")
        if not phrase or _DEICTIC.search(phrase):
            return None
        before_it = words[start - 1] if start else None
        joined = before_it is not None and before_it.surface in {
            "の",
            "及び",
            "又は",
            "や",
            "と",
            "並びに",
            "な",
            "若しくは",
        }
        if _LATIN.fullmatch(short):
            return None if joined else phrase
        if _carries(phrase, short):
            return phrase
        if before_it is None or before_it.surface != "の":
            return None
        start -= 1
        while start and _is_noun(words[start - 1]):
            start -= 1
    return None


def _is_noun(word: Word) -> bool:
    return word.pos in {"名詞", "接頭辞", "接尾辞", "形状詞"} or word.surface in {"・", "ー", "-", "&"}


def _carries(phrase: str, short: str) -> bool:
    """Whether all characters of the short form stand in the phrase, in their order."""
    rest = iter(phrase.casefold())
    return all(letter in rest for letter in _DEICTIC.sub("", short).casefold())


def _english(before: str, short: str) -> str | None:
    """The capitalised words at the end: those with the initials of the short form, or all of them."""
    match = _CAPITALS.search(before)
    if match is None:
        return None
    words = match[0].split()
    if not short.isupper():
        return match[0]
    for at in range(len(words) - 1, -1, -1):
        if "".join(word[0] for word in words[at:] if word[0].isupper()) == short:
            return " ".join(words[at:])
    return None


def _tells(short: str, long: str) -> bool:
    """Whether the two are different names of which the longer is the long one."""
    return len(squash(long)) > len(squash(short)) and len(squash(long)) > 2 and long != f"{short}等"
