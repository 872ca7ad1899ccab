"""What a Japanese text says is done: its verbs, and verbal nouns with する, and whether they are told as done.

「委託先を認定した」 and 「認定する仕組みとしてはどうか」 have the same words; only the first tells of something that came to
pass. A question in the past tense is answered by the first alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.index.tokenizer import Word, cut, fold

# Verbs that say nothing of their own: the noun before them is what is done (回答を行う, 申請がされる).
_LIGHT = frozenset("為る 行う 行く 致す 為さる".split())
_AFTER_NOUN = frozenset("為る 致す 為さる 出来る 頂く".split())
_ON = frozenset("居る おる".split())  # している: it is so, and was begun
_CHAIN = frozenset(
    "為る 居る おる 致す 頂く 下さる".split()
)  # what goes on a verb (しており, していただいた)
_JOINS = frozenset("て で".split())
# What is said, thought and so on: told by the record as a whole, seldom in the verb of the question.
_SAYING = frozenset(
    "言う 述べる 尋ねる 聞く 問う 答える 伺う 挙げる 示す 話す 教える 質問 回答 発言 答弁 説明 指摘 記載 書く 記す 確認 考える "
    "思う 認識 議論 審議 意見 懸念 提起 要望 言及 取り上げる 触れる".split()
)
_EMPTY = _LIGHT | frozenset("成る 有る 居る 出来る 下さる 頂く".split())


@dataclass(frozen=True)
class Act:
    """A verb, or a verbal noun with する, as a text has it."""

    form: str  # Sudachi's normal form: 取り消す, 認定
    surface: str
    done: bool  # in the past tense
    on: bool = False  # is being done, or stands done: している, されており


def is_saying(act: Act) -> bool:
    """Whether an act is one of saying, asking or thinking."""
    return act.form in _SAYING


def asked_acts(question: str) -> tuple[Act, ...]:
    """The acts of a question, without those of saying and asking and without verbs that say nothing."""
    return tuple(act for act in acts_in(question) if not is_saying(act) and act.form not in _EMPTY)


@lru_cache(maxsize=20_000)
def acts_in(text: str) -> tuple[Act, ...]:
    """The acts of a text in order, each with its tense."""
    words = cut(fold("".join(text.split("\n"))))
    found: list[Act] = []
    noun: Word | None = None  # the last verbal noun, until something else than a particle of case follows it
    at = 0
    while at < len(words):
        word = words[at]
        if word.pos == "名詞" and word.detail == "サ変可能":
            noun = word
            if at + 1 < len(words) and words[at + 1].form in _AFTER_NOUN:
                at = _told(found, word, words, at + 1)
                noun = None
                continue
        elif word.pos == "動詞":
            done = noun if noun is not None and word.form in _LIGHT else word
            at = _told(found, done, words, at + 1)
            noun = None
            continue
        elif word.surface not in ("が", "を", "は", "も"):
            noun = None
        at += 1
    return tuple(found)


def _told(found: list[Act], word: Word, words: list[Word], at: int) -> int:
    """Adds the act that ``word`` is, with what follows it from ``at``; where that ends."""
    done = on = False
    while at < len(words) and (
        words[at].pos == "助動詞"
        or words[at].form in _CHAIN
        or (words[at].pos == "助詞" and words[at].surface in _JOINS)
    ):
        done = done or words[at].surface in ("た", "だ")
        on = on or words[at].form in _ON
        at += 1
    found.append(Act(word.form, word.surface, done, on))
    return at
