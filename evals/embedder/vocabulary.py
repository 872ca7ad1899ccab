"""The model's vocabulary: short words and, for what is rarer, pieces of words; none crosses a change of
script.

A Unigram trainer left alone fuses whole phrases of officialese into one piece, which then share nothing with
the words in them. So Japanese words are counted as Sudachi's short units, cut at changes of script, Chinese
characters to three at most; English ones as they stand. Rare words of katakana and Latin letters are met by
pieces from a Unigram trainer, rare ones of Chinese characters by single characters. The tokenizer that is
saved needs no Sudachi: it cuts at changes of script and finds the likeliest pieces.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from corpus.index.tokenizer import fold

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# One run of one script; any other mark is a run of its own.
_RUNS = (
    r"[\p{Han}々〆ヶ]+|\p{Hiragana}+|[\p{Katakana}ー]+|\p{Latin}+|[0-9]+"
    r"|[^\s\p{Han}\p{Hiragana}\p{Katakana}\p{Latin}0-9]"
)
_SCRIPTS = {
    "han": re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆ヶ]+"),
    "hiragana": re.compile(r"[\u3041-\u309f]+"),
    "katakana": re.compile(r"[\u30a0-\u30ff]+"),
    "latin": re.compile(r"[a-z\u00df-\u024f]+"),
    "figures": re.compile(r"[0-9]+"),
}
# Shares of the vocabulary: (words, pieces of words).
_SHARES = {
    "han": (0.39, 0.125),
    "hiragana": (0.035, 0.005),
    "katakana": (0.075, 0.02),
    "latin": (0.27, 0.06),
    "figures": (0.01, 0.001),
}
_LONGEST_HAN = 3
_CHARACTERS = 4_500_000  # of each corpus, read for counting
_UNKNOWN = "[UNK]"
# A piece is worth as much as a word that is so much rarer: whole words come first wherever there is one.
_PIECE_PENALTY = 4.0

Counts = Counter[str]


def train(
    japanese: Sequence[Sequence[str]], english: Sequence[Sequence[str]], size: int, seed: int
) -> Tokenizer:
    """A tokenizer of at most ``size`` pieces; each corpus of a language counts alike."""
    frequencies = _frequencies([_units(_sample(texts, seed)) for texts in japanese])
    frequencies |= _frequencies([_latin_words(texts) for texts in english])
    vocabulary: dict[str, float] = {}
    for script, (words, pieces) in _SHARES.items():
        held = {word: f for word, f in frequencies.items() if _SCRIPTS[script].fullmatch(word)}
        _extend(vocabulary, _words(held, script, int(size * words)))
        _extend(vocabulary, _pieces(held, script, int(size * pieces)))
    marks = {mark: f for mark, f in frequencies.items() if len(mark) == 1 and not mark.isalnum()}
    _extend(vocabulary, _scored(marks, max(0, size - 1 - len(vocabulary))))
    return _tokenizer([(_UNKNOWN, min(vocabulary.values()) - 10.0), *vocabulary.items()])


def _extend(vocabulary: dict[str, float], more: Iterable[tuple[str, float]]) -> None:
    for piece, score in more:
        vocabulary.setdefault(piece, score)


def _sample(texts: Sequence[str], seed: int) -> list[str]:
    """A random selection of texts, of ``_CHARACTERS`` in all."""
    chosen: list[str] = []
    left = _CHARACTERS
    for place in random.Random(seed).sample(range(len(texts)), len(texts)):
        if left <= 0:
            break
        chosen.append(texts[place][:800])
        left -= len(chosen[-1])
    return chosen


def _units(texts: Sequence[str]) -> Counts:
    """Short units of Japanese text, cut at changes of script."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").tokenizer(SplitMode.A)
    counts: Counts = Counter()
    for text in texts:
        counts.update(morpheme.surface() for morpheme in tokenizer.tokenize(fold(text)))
    units: Counts = Counter()
    for surface, count in counts.items():
        for script in _SCRIPTS:
            for unit in _cut(surface, script):
                units[unit] += count
        if len(surface) == 1 and not surface.isalnum() and not surface.isspace():
            units[surface] += count
    return units


def _latin_words(texts: Sequence[str]) -> Counts:
    return Counter(word for text in texts for word in _cut(fold(text), "latin"))


def _cut(text: str, script: str) -> list[str]:
    return _SCRIPTS[script].findall(text)


def _frequencies(corpora: Sequence[Counts]) -> dict[str, float]:
    """Mean relative frequency over the corpora."""
    mean: dict[str, float] = {}
    for counts in corpora:
        total = sum(counts.values()) * len(corpora)
        for word, count in counts.items():
            mean[word] = mean.get(word, 0.0) + count / total
    return mean


def _scored(frequencies: dict[str, float], size: int) -> list[tuple[str, float]]:
    """The most frequent with their log frequencies."""
    best = sorted(frequencies.items(), key=lambda pair: (-pair[1], pair[0]))[:size]
    return [(word, math.log(frequency)) for word, frequency in best]


def _words(frequencies: dict[str, float], script: str, size: int) -> list[tuple[str, float]]:
    if script == "han":
        frequencies = {word: f for word, f in frequencies.items() if 1 < len(word) <= _LONGEST_HAN}
    if script == "figures":
        frequencies = {word: f for word, f in frequencies.items() if len(word) <= _LONGEST_HAN + 1}
    return _scored(frequencies, size)


def _pieces(frequencies: dict[str, float], script: str, size: int) -> list[tuple[str, float]]:
    """Pieces for words that are not held whole: characters first, then what a Unigram trainer finds."""
    characters: dict[str, float] = {}
    for word, frequency in frequencies.items():
        for character in word:
            characters[character] = characters.get(character, 0.0) + frequency
    found = [(char, score - _PIECE_PENALTY) for char, score in _scored(characters, size)]
    if script in ("katakana", "latin"):
        found = found[: 90 if script == "katakana" else 60]
        found += [(piece, score - _PIECE_PENALTY) for piece, score in _unigram(frequencies, size)]
    return found[:size]


def _unigram(frequencies: dict[str, float], size: int) -> list[tuple[str, float]]:
    """Pieces of two characters and more that a Unigram trainer finds in the words."""
    from tokenizers import Tokenizer, models, trainers

    tokenizer = Tokenizer(models.Unigram())
    trainer: Any = trainers.UnigramTrainer(
        vocab_size=size * 2 + 500, max_piece_length=8, show_progress=False, unk_token=_UNKNOWN
    )
    tokenizer.train_from_iterator(sorted(frequencies), trainer)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    found = [
        (str(piece), float(score)) for piece, score in vocabulary if len(piece) > 1 and piece != _UNKNOWN
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    runs = pre_tokenizers.Split(Regex(_RUNS), behavior="isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), runs])
    return tokenizer
