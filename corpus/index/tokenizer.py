"""Japanese text into the words that the lexical index holds.

Text is NFKC normalised and case folded, so that full-width figures and letters equal plain ones. SudachiPy
(dictionary core) cuts it into its longest words and gives each its normalised form, which unites サーバ and
サーバー, 受渡し and 受け渡し, 附属 and 付属. A long compound is indexed with its parts as well, so that
委託 finds 委託先 and 保護 finds 個人情報保護委員会. Words of Latin letters and figures stay as they are
(Sudachi would turn "what" into ホワット).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sudachipy import Dictionary, Morpheme, Tokenizer

# Sudachi takes 49,149 bytes of UTF-8 at most in one call; longer text is cut at its line feeds and sentences.
_PIECE = 12_000
_SHORT = 1_000  # characters of a text whose words are kept for a while

# Parts of speech that carry no matter of their own: marks, particles, auxiliaries, white space.
_EMPTY_POS = frozenset({"補助記号", "空白", "助詞", "助動詞", "記号"})


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words so common in any text that a match on them says nothing, in Sudachi's normalised form.
_EMPTY_WORDS = _set("""
    為る 居る 有る 成る 言う 因る 於く 付く 就く 事 物 其の 此の 其れ 此れ 等 出来る です ます 何 何れ どの
    どう 何の そう こう 下さる 教える 何処 誰 何時
""")
_ENGLISH_EMPTY = _set("""
    a an and are as at be been by can could did do does for from had has have how i in into is it its may me
    must of on or our shall should so that the their them then there these they this those to us was we were
    what when where which who whom whose why will with would you your about any tell give say said says show
    please list
""")
# Forms by word and spelling: a record of a million clauses has some tens of thousands of them.
_FORMS: dict[tuple[int, str], tuple[str, ...]] = {}
_REMEMBERED = 200_000
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_FIGURES = re.compile(r"[0-9][0-9,.]*")


def fold(text: str) -> str:
    """NFKC and case folding: what all comparing of words starts from."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    """The words of a text in order, compounds followed by their parts; for indexing and for queries."""
    return list(_lately(text) if len(text) <= _SHORT else _words(text))


def _words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece in _pieces(fold(text)):
        for morpheme in _tokenizer().tokenize(piece):
            found.extend(_forms(morpheme))
    return tuple(found)


# A question, a wording, a clause that is being indexed: each is asked for several times within a moment.
_lately = lru_cache(maxsize=8_192)(_words)


def grouped(text: str) -> list[tuple[str, ...]]:
    """The words of a text as ``words`` gives them, each with its own parts: (委託先, 委託, 先)."""
    found: list[tuple[str, ...]] = []
    for piece in _pieces(fold(text)):
        found += [forms for morpheme in _tokenizer().tokenize(piece) if (forms := _forms(morpheme))]
    return found


class Word(NamedTuple):
    """A word of a text as Sudachi cuts it, the empty ones too; offsets are those of the folded text."""

    surface: str
    form: str  # normalised: unites サーバ and サーバー
    parts: tuple[str, ...]  # surfaces of the short units of a compound; the word alone where it is none
    pos: str  # 名詞, 動詞, 助動詞 ...
    detail: str  # サ変可能, 格助詞 ...
    start: int
    end: int


def cut(text: str) -> list[Word]:
    """Every word of a text that is folded already, with its part of speech and its place."""
    found: list[Word] = []
    offset = 0
    for piece in _pieces(text):
        for one in _tokenizer().tokenize(piece):
            pos = one.part_of_speech()
            start, end = offset + one.begin(), offset + one.end()
            parts = tuple(part.surface() for part in one.split(_short_mode()))
            detail = pos[2] if pos[0] == "名詞" else pos[1]
            found.append(Word(one.surface(), one.normalized_form(), parts, pos[0], detail, start, end))
        offset += len(piece)
    return found


def _pieces(text: str) -> list[str]:
    """Text in pieces that Sudachi accepts; Latin-only text is one piece like any other."""
    if len(text) <= _PIECE:
        return [text] if text.strip() else []
    pieces: list[str] = []
    while len(text) > _PIECE:
        cut = max(text.rfind(mark, 1, _PIECE) for mark in "\n。 ") + 1 or _PIECE
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def _forms(morpheme: Morpheme) -> tuple[str, ...]:
    """A word in its indexed forms, worked out once for each word of the dictionary as it is written."""
    key = (morpheme.word_id(), morpheme.surface())
    forms = _FORMS.get(key)
    if forms is None:
        forms = tuple(_worked_out(morpheme))
        if len(_FORMS) < _REMEMBERED:
            _FORMS[key] = forms
    return forms


def _worked_out(morpheme: Morpheme) -> list[str]:
    """Nothing for empty words, parts after a compound."""
    surface = morpheme.surface()
    if surface.isascii():
        return [word for word in _ASCII_WORD.findall(surface) if word not in _ENGLISH_EMPTY]
    if morpheme.part_of_speech()[0] in _EMPTY_POS:
        return []
    form = morpheme.normalized_form().casefold()
    if form in _EMPTY_WORDS:
        return []
    return [form, *_parts(morpheme, form)]


def _parts(morpheme: Morpheme, whole: str) -> list[str]:
    """The short units of a compound, without single kana and without the compound itself."""
    parts = [part.normalized_form().casefold() for part in morpheme.split(_short_mode())]
    return [part for part in parts if part != whole and part.strip()]


@cache
def _short_mode() -> object:
    from sudachipy import SplitMode

    return SplitMode.A


_local = threading.local()


def _tokenizer() -> Tokenizer:
    """Sudachi's tokenizer of this thread (one may not be used by two threads at once)."""
    tokenizer: Tokenizer | None = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        from sudachipy import SplitMode

        tokenizer = _local.tokenizer = _make(SplitMode.C)
    return tokenizer


def _make(mode: object) -> Tokenizer:
    return _dictionary().tokenizer(mode)


@cache
def _dictionary() -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary(dict="core")
