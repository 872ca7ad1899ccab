"""A question as concepts: each a thing asked about, with every wording that the record may have for it.

「漏れ」 and 「漏えい」 are one concept, not two words: a clause that has either holds it whole. The glossary gives
the wordings; what it does not know is a concept by its own word. Words that only name the place to look in (the
meeting, the document, the speaker) are marked as scope: they tell clauses of one place from those of another,
not from each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from assistant.models import Understood
from assistant.understanding.content import content_words
from corpus.glossary import glossary
from corpus.glossary.matching import fold
from corpus.index.tokenizer import words
from corpus.text import squash

SCOPE_WEIGHT = 0.12  # of a word that names the place to look in
PLAIN_WEIGHT = 0.6  # of a general word (調べる, begin) against a term of the field
_MEETING = re.compile(r"第?\s*[0-9０-９〇一二三四五六七八九十百]+\s*回\s*(?:の)?(?:個人情報保護)?(?:委員会)?(?:の?(?:会議|会合))?")

Rarity = Callable[[Collection[str]], dict[str, float]]


@dataclass(frozen=True)
class Concept:
    """One thing asked about. ``wordings`` are alternatives, each a set of index tokens that must come together."""

    name: str
    wordings: tuple[frozenset[str], ...]
    weight: float  # by rarity; 0 for a concept that tells nothing
    scope: bool = False

    def held(self, tokens: Collection[str]) -> float:
        """How much of the best wording stands among the tokens, 0..1."""
        return max((len(wording & set(tokens)) / len(wording) for wording in self.wordings), default=0.0)


def concepts_of(understood: Understood, scope_texts: Iterable[str], rarity: Rarity) -> tuple[Concept, ...]:
    """The concepts of a question, in its order; ``scope_texts`` are the names of the places it names."""
    text = _MEETING.sub(" ", understood.standalone)
    found = _from_glossary(text)
    covered = {token for _, wordings, _ in found for token in wordings[0]} if understood.language == "ja" else set()
    if understood.language == "ja":
        found += [(word, [frozenset([word])], False) for word in content_words(text) if word not in covered]
    else:
        found += [(word, [frozenset([word])], False) for word in _names_in_english(text)]
    scope = {token for name in scope_texts for token in words(name)}
    rare = rarity({token for _, wordings, _ in found for wording in wordings for token in wording})
    return tuple(
        _concept(name, wordings, plain, scope, rare) for name, wordings, plain in found if wordings
    )


def _from_glossary(text: str) -> list[tuple[str, list[frozenset[str]], bool]]:
    """Name, wordings and plainness of every glossary match, in the order of the text."""
    book = glossary()
    found: list[tuple[str, list[frozenset[str]], bool]] = []
    for match in (*book.in_japanese(text), *book.in_english(text)):
        own = [match.matched] if not match.matched.isascii() else []
        wordings = [frozenset(words(term)) for term in (*own, *match.terms)]
        found.append((match.matched, [w for w in dict.fromkeys(wordings) if w], match.plain))
    return found


def _names_in_english(text: str) -> list[str]:
    """Latin words of an English question that may stand in the record as they are: LINE, ISMS, VPN."""
    return [fold(word) for word in dict.fromkeys(re.findall(r"\b[A-Z][A-Za-z]*[A-Z]+[A-Za-z0-9]*\b", text))]


def _concept(
    name: str, wordings: list[frozenset[str]], plain: bool, scope: Collection[str], rare: dict[str, float]
) -> Concept:
    own = wordings[0]
    weight = max(max(rare[token] for token in wording) for wording in wordings[:1] or [own])
    named = own <= set(scope)
    if plain:
        weight *= PLAIN_WEIGHT
    if named:
        weight *= SCOPE_WEIGHT
    return Concept(name=squash(name), wordings=tuple(wordings), weight=weight, scope=named)
