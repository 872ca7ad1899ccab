"""Japanese surnames in Latin letters: whether Shimizu may be 清水."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from assistant.understanding.wordlist import wordlist

if TYPE_CHECKING:
    from sudachipy import Tokenizer

_KANA = wordlist(
    "ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ",
    "chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム",
    "mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ガ ga ギ gi グ gu",
    "ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da ヂ ji ヅ zu デ de ド do バ ba ビ bi ブ bu ベ be",
    "ボ bo パ pa ピ pi プ pu ペ pe ポ po",
)
_ROMAJI = dict(zip(_KANA[::2], _KANA[1::2], strict=True))
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}


def romaji(kana: str) -> str:
    """Hepburn romaji of katakana without marks of length: オガサワラ ogasawara, オオシマ oshima."""
    written = ""
    double = False
    for char in kana:
        if char in _SMALL and written.endswith("i"):
            stem = written[:-1]
            written = stem + (_SMALL[char][1:] if stem.endswith(("sh", "ch", "j")) else _SMALL[char])
        elif char == "ッ":
            double = True
        else:
            sound = _ROMAJI.get(char, "")
            written += (sound[:1] if double else "") + sound
            double = False
    return short(written)


def short(name: str) -> str:
    """A romanised name with long vowels made short, so that Ohshima, Ooshima and Ōshima meet."""
    plain = name.lower().translate(str.maketrans("āīūēō", "aiueo"))
    plain = re.sub(r"oh(?=[^aiueo]|$)", "o", plain)
    return re.sub(r"ou|oo", "o", re.sub(r"uu", "u", plain)).replace("mb", "nb").replace("mp", "np")


@cache
def surname_in_latin(surname: str) -> str:
    """The usual reading of a surname in short romaji; empty where the dictionary knows none."""
    return romaji("".join(part.reading_form() for part in _tokenizer().tokenize(surname)))


@cache
def _tokenizer() -> Tokenizer:
    from sudachipy import Dictionary  # 0.1 s, and only for a question that names a person in Latin letters

    return Dictionary(dict="core").tokenizer()
