"""Japanese as the proof reads it: words with matter in them, predicates with their force, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer.proving.force import Weight, lasting, weight
from corpus.index.tokenizer import Word, cut
from corpus.text import sentences, squash

_LIGHT = frozenset(
    "する 為る 行う 実施 講ずる 講じる 成る ある 有る いる 居る おる なる 出来る できる 図る 進める 受ける 至る 頂く いただく "
    "致す いたす 申し上げる 参る 下さる 得る 付く 就く つく 因る よる 於く 置く おく くる 来る 行く いく ござる 御座る 見る "
    "もつ 持つ 言う いう 関する 対する 基づく 係る 伴う 当たる 通ずる 通じる 際する 踏まえる 含む 限る 除く 加える 沿う 従う 応ずる".split()
)
_EMPTY_POS = frozenset(
    {"補助記号", "空白", "助詞", "助動詞", "記号", "接続詞", "感動詞", "連体詞", "接頭辞", "代名詞"}
)


@dataclass(frozen=True)
class Said:
    """A predicate of a sentence: its word, and the forces it may have."""

    word: Word
    weights: tuple[Weight, ...]
    lasts: bool
    noun: bool  # something that is: 欠席です, 責任になる
    finite: bool  # ends its part of the sentence: what the sentence says, not what it only mentions


@dataclass(frozen=True)
class Sentence:
    """A squashed sentence, its words, and which of them are its predicates."""

    text: str
    words: tuple[Word, ...]
    said: tuple[Said, ...]

    @property
    def matter(self) -> list[Word]:
        """The words that carry something of their own."""
        return [word for word in self.words if word.pos not in _EMPTY_POS]

    def before(self, said: Said) -> tuple[str, ...]:
        """The last two words of matter before a predicate: of what it is said, as a rule."""
        return tuple(word.form for word in self.matter if word.end <= said.word.start)[-2:]


def read(text: str) -> list[Sentence]:
    """The sentences of a text, quotations inside them told apart too."""
    spans = sentences(text, inside_quotations=True)
    return [_sentence(squash(text[span.start : span.end])) for span in spans]


def _sentence(text: str) -> Sentence:
    words = tuple(cut(text))
    return Sentence(text, words, tuple(_said(text, words)))


def _said(text: str, words: tuple[Word, ...]) -> Iterator[Said]:
    for at, word in enumerate(words):
        if word.pos == "動詞" and word.form not in _LIGHT:
            yield Said(word, weight(text, word.end), lasting(text, word.end), False, _finite(words, at))
        elif word.pos in ("名詞", "形状詞") and (light := _light_after(words, at)) is not None:
            end = words[light].start
            yield Said(word, weight(text, end), lasting(text, end), False, _finite(words, at))
        elif word.pos in ("名詞", "形状詞", "接尾辞") and (ends := _is(words, at)) is not None:
            yield Said(word, weight(text, ends), True, True, _finite(words, at))


_MAKING = frozenset({"為る", "出来る", "致す", "頂く", "いただく", "いたす"})
_DOING = frozenset({"行う", "為る", "講ずる", "講じる", "図る", "受ける", "進める", "致す", "実施"})


def _light_after(words: tuple[Word, ...], at: int) -> int | None:
    """Where the verb stands that makes a noun a predicate: 確認｜する, 研修を｜行う, 申請が主務大臣に｜行われる."""
    following = words[at + 1 : at + 6]
    if not following:
        return None
    if following[0].form in _MAKING and following[0].pos == "動詞":
        return at + 1
    if following[0].surface not in ("を", "が", "は", "も"):
        return None
    if len(following) > 1 and following[1].surface in ("禁止", "検討", "要請"):
        return at + 1
    for step, word in enumerate(following[1:], at + 2):
        if word.form in _DOING if step == at + 2 else word.form == "行う":
            return step
        if word.pos not in ("名詞", "助詞", "副詞", "接尾辞") or word.surface in ("を", "が", "は"):
            return None
    return None


def _is(words: tuple[Word, ...], at: int) -> int | None:
    """Where the ending of a noun stands that something is, becomes or is not: 責任に｜なる, 異議が｜ない, 欠席｜です."""
    following = words[at + 1 : at + 3]
    if following and following[0].pos == "助動詞" and following[0].form in ("だ", "です"):
        return following[0].start
    if len(following) < 2:
        return None
    become = following[0].surface in ("に", "と") and following[1].form in ("成る", "なる")
    exist = following[0].surface in ("が", "は", "も") and following[1].form in (
        "有る",
        "ある",
        "無い",
        "ない",
        "ござる",
        "御座る",
    )
    if following[0].surface == "と" and following[1].form in ("考える", "認識", "思う"):
        return following[0].start
    return following[1].start if become or exist else None


_ENDS = frozenset({"、", "。", "」", "』", ")"})


def _finite(words: tuple[Word, ...], at: int) -> bool:
    """Whether nothing but endings, and words such as こと and 旨, stands between a predicate and its part's end."""
    for word in words[at + 1 :]:
        if word.surface in _ENDS or word.surface in ("と", "こと", "よう", "旨", "もの"):
            return True
        if word.pos in ("助動詞", "助詞") or word.form in _LIGHT or word.pos == "接尾辞":
            continue
        return word.form in ("必要", "予定", "可能", "事", "旨", "物", "様", "方針", "検討")
    return True
