"""Whether a text speaks of a topic, in any of the wordings the glossary knows for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.concepts import Concept, concepts_of
from assistant.models import Understood
from corpus.index.tokenizer import words
from corpus.text import sentences, squash

# What makes a sentence an explanation of the word in it, squashed: 「…」とは, …は…をいう, （以下「…」という。）.
_DEFINES = r"{word}(?:等)?[」』)]?(?:とは|は、[^。]{{0,120}}(?:をいう|をいい|のことである|を指す))|以下[^。)]{{0,20}}「{word}」という"


@dataclass(frozen=True)
class Topic:
    """What a briefing is about."""

    name: str  # as asked
    concepts: tuple[Concept, ...]
    tokens: frozenset[str]  # index tokens of all wordings, for choosing what to quote of a long clause

    def in_text(self, text: str) -> bool:
        """Whether the text speaks of it: each of its concepts within one sentence, all of them in the text."""
        if not self.concepts:
            return squash(self.name) in squash(text)
        pieces = [text[span.start : span.end] for span in sentences(text)] or [text]
        read = [(frozenset(words(piece)), squash(piece)) for piece in pieces]
        return all(any(_holds(c, tokens, plain) for tokens, plain in read) for c in self.concepts)

    def defined_in(self, text: str) -> bool:
        """Whether a sentence of the text says what it is: 「…とは」, 「（以下「…」という。）」, 「…をいう」."""
        plain = squash(text)
        return any(re.search(_DEFINES.format(word=re.escape(one)), plain) for one in self.surfaces)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The wordings as they are written, squashed; the whole name among them."""
        own = [wording.surface for concept in self.concepts for wording in concept.wordings]
        alone = own if len(self.concepts) == 1 else []
        return tuple(dict.fromkeys(surface for surface in (squash(self.name), *alone) if len(surface) > 1))

    @property
    def searches(self) -> tuple[str, ...]:
        """Words to look for in a register, one search each: all words of one search must stand in an entry."""
        if len(self.concepts) == 1:
            return self.surfaces
        return tuple(dict.fromkeys((self.name, " ".join(_written(c) for c in self.concepts))))


def topic_of(understood: Understood) -> Topic:
    """The topic that a reader named, with the wordings the record may have for it."""
    every = concepts_of(understood, (), _alike)
    telling = tuple(concept for concept in every if concept.term) or every
    tokens = frozenset(token for concept in telling for w in concept.wordings for token in w.tokens)
    return Topic(understood.question.strip(), telling, tokens | frozenset(words(understood.standalone)))


def _holds(concept: Concept, tokens: frozenset[str], plain: str) -> bool:
    """Whether a sentence has one of the concept's wordings whole: as it is written, or all of its words."""
    return any(
        (len(wording.surface) > 1 and wording.surface in plain) or wording.tokens <= tokens
        for wording in concept.wordings
    )


def _alike(tokens: Collection[str]) -> dict[str, float]:
    """Rarity plays no part in whether a text speaks of something."""
    return dict.fromkeys(tokens, 1.0)


def _written(concept: Concept) -> str:
    return next((wording.surface for wording in concept.wordings if wording.surface), concept.name)
