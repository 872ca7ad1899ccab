"""Which Japanese terms a question's words call for: longest match, in English and in Japanese."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from corpus.glossary import english
from corpus.glossary.entries import Entries, Group, load
from corpus.index.tokenizer import cut
from corpus.models import Frozen

_LONGEST = 16  # words of the longest English name, hyphenated parts counted
_SHORTEST_READING = 4  # in kana; shorter ones are too often part of something else
_LATIN = re.compile(r"[a-z0-9]")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_HAN = re.compile(r"[一-鿿々]")
_ENDINGS = ("助動詞", "助詞")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
# Words that call for nothing by themselves, even where an entry of the field consists of them.
_EMPTY_LINES = (
    "a an the of in on at to for by with from is are was were be been do does did has have had and or",
    "not no it its this that these those they them there what which who whom whose when where why how",
    "may might can could shall should will would must if as any all some such than then so about into",
    "out up down over under between within without please tell give show list describe explain i you",
    "we me my your our us he she his her",
)
_ENGLISH_EMPTY = frozenset(english.stem(word) for line in _EMPTY_LINES for word in line.split())


class TermMatch(Frozen):
    """A stretch of a question and the Japanese terms it calls for; offsets count characters or words."""

    start: int
    end: int
    matched: str
    terms: tuple[str, ...]
    plain: bool = False  # a general word rather than a term of the field
    group: Group = "term"


class _Offer(Frozen):
    """What an entry offers when one of its names is met."""

    terms: tuple[str, ...]
    plain: bool = False
    group: Group = "term"


class Glossary:
    """The entries made ready for looking up. Immutable; share it freely."""

    def __init__(self, entries: Entries) -> None:
        """Tables of all names; about 20 ms for a thousand of them."""
        self.entries = entries
        self._english: dict[str, list[_Offer]] = defaultdict(list)
        self._japanese: dict[str, list[_Offer]] = defaultdict(list)
        self._fill()
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._japanese, key=len, reverse=True):
            self._by_first[name[0]].append(name)

    def _fill(self) -> None:
        for term in self.entries.terms:
            # a spelling that only extends the term (委託先事業者) is found by the term itself
            others = tuple(name for name in term.spellings if term.ja not in name)
            everything = (term.ja, *others)
            for name in term.en:
                self._english[english.key(name)].append(_Offer(terms=everything, group=term.group))
            self._offer(term.ja, others, term.group)
            for name in term.spellings:
                self._offer(name, (term.ja,), term.group)
            for name in term.synonyms:
                self._offer(name, everything, term.group)
            if len(term.reading) >= _SHORTEST_READING:
                self._offer(term.reading, everything, term.group)
        for word in self.entries.plain:
            for name in word.en:
                self._english[english.key(name)].append(_Offer(terms=word.ja, plain=True))
            for name in word.say:
                self._japanese[fold(name)].append(_Offer(terms=word.ja, plain=True))

    def _offer(self, name: str, terms: tuple[str, ...], group: Group) -> None:
        self._japanese[fold(name)].append(_Offer(terms=terms, group=group))

    def terms_for(self, text: str) -> tuple[str, ...]:
        """The Japanese terms that the words of a question call for and that it does not contain itself.

        Terms of the field come first, in the order of the question, then what stands for general words.
        """
        found = [*self.in_english(text), *self.in_japanese(text)]
        ordered = [*(m for m in found if not m.plain), *(m for m in found if m.plain)]
        present = fold(text)
        offered = dict.fromkeys(term for match in ordered for term in match.terms)
        return tuple(term for term in offered if fold(term) not in present)

    def in_english(self, text: str) -> list[TermMatch]:
        """The English names met, longest first at each place; offsets count words."""
        stems = [english.stem(word) for word in english.words(text)]
        found: list[TermMatch] = []
        at = 0
        while at < len(stems):
            match = self._longest_english(stems, at)
            if match is not None:
                found.append(match)
            at = match.end if match else at + 1
        return found

    def _longest_english(self, stems: list[str], at: int) -> TermMatch | None:
        for end in range(min(len(stems), at + _LONGEST), at, -1):
            if end - at == 1 and stems[at] in _ENGLISH_EMPTY:
                continue
            offers = self._english.get("".join(stems[at:end]))
            if offers:
                return _match(at, end, " ".join(stems[at:end]), offers)
        return None

    def in_japanese(self, text: str) -> list[TermMatch]:
        """The Japanese names met, longest first at each place; offsets are in the folded text."""
        folded = fold(text)
        found: list[TermMatch] = []
        at = 0
        while at < len(folded):
            name = self._longest_japanese(folded, at)
            if name is not None:
                found.append(_match(at, at + len(name), name, self._japanese[name]))
            at += len(name) if name else 1
        return found

    def _longest_japanese(self, folded: str, at: int) -> str | None:
        for name in self._by_first.get(folded[at], ()):
            if folded.startswith(name, at) and _stands_alone(folded, at, at + len(name)):
                return name
        return None


def _match(start: int, end: int, matched: str, offers: Iterable[_Offer]) -> TermMatch:
    offers = tuple(offers)
    terms = dict.fromkeys(term for offer in offers for term in offer.terms)
    return TermMatch(
        start=start,
        end=end,
        matched=matched,
        terms=tuple(terms),
        plain=all(offer.plain for offer in offers),
        group="qualification" if any(offer.group == "qualification" for offer in offers) else "term",
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word is cut: ログ is not in カタログ or ログイン, PIA not in utopia, 国 not in 国土.

    Hiragana show no borders of their own, so that the tokenizer has to tell: なくし is not in 分からなくして.
    """
    if start and _HIRAGANA.match(text[start]) and start not in _beginnings(text):
        return False
    for pattern in (_LATIN, _KATAKANA, _HAN):
        for inner, outer in ((start, start - 1), (end - 1, end)):
            if (
                0 <= outer < len(text)
                and (pattern is not _HAN or end - start == 1)
                and pattern.match(text[inner])
                and pattern.match(text[outer])
            ):
                return False
    return True


def fold(text: str) -> str:
    """NFKC and case folding; lengths may change, offsets are those of the result."""
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def glossary() -> Glossary:
    """The bundled glossary, ready for looking up."""
    return Glossary(load())


@lru_cache(maxsize=256)
def _beginnings(text: str) -> frozenset[int]:
    """Where the words of a folded text begin that are no endings of the word before (なく in 分からなく)."""
    return frozenset(word.start for word in cut(text) if word.pos not in _ENDINGS)
