"""Whether a question needs the ones before it, and the question that stands on its own. No language model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.content import topic_words
from assistant.understanding.intent import asked_turn
from assistant.understanding.language import Language
from assistant.understanding.standalone import RELATIONAL, Named, joined

_JA_POINTING = re.compile(
    r"その(?!他|ほか|後|ため|際|場|まま|もの)|それ(?!ぞれ|まで|以外|でも|では)|これ(?!まで|から|ら?以外)|この(?!ほか|他|ような?こと)|あの(?!ん)|あれ|そこ(?!で働)"
    r"|そちら|そう(?:した|いう|いった)|こう(?:した|いう|いった)|同じ(?!く)|同(?:委員|議題|会議|評価書)|上記|前述|先ほど|さっき|今の|前の(?:質問|回答|答え|話)"
)
_JA_OPENING = re.compile(
    r"^(?:では|じゃあ?|それでは|それなら|次に|また|あと|ほかに|他に|ほか|さらに|もっと|詳しく|なぜ|どうして|なお|ちなみに|例えば|具体的に|続き)[、,は\s]?"
)
_JA_ELLIPTIC = re.compile(
    r"(?:(?<!と)は|については|についても|に関しては|場合|では|には|からは|からも|も|って|の方は)\s*[??。]*$"
)
_JA_PREDICATE = re.compile(
    r"(?:ます|です|でした|ました|ません|でしょう|ください|下さい|[うくすつぬむるたい])か?[??。]*$"
)
# 技術的なものを, 三番目のほうは: one of what was spoken of
_JA_ONES = re.compile(r"^\S{1,8}(?:な|の)(?:もの|ほう|方)(?:を|は|が|に|って|$)")
_SHORT_WORDS, _SHORT_CHARACTERS = 2, 12

_EN_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|those|these|that|this|he|she"
    r"|his|her|the (?:same|former|latter|other one|reply|answer"
    r"|response"
    r"|above|second one|first one|third one))\b",
    re.I,
)
_EN_EXPLETIVE = re.compile(
    r"\bis it (?:possible|permitted|necessary|required|allowed"
    r"|prohibited|true)\b|\bthis (?:Act|Commission)\b",
    re.I,
)
_EN_OPENING = re.compile(
    r"^(?:and|but|also|so|then|what about|how about|why|who else"
    r"|what else|anything else|any others?|for example|more)\b",
    re.I,
)
_EN_ASKING = re.compile(
    r"^(?:who|what|which|when|where|why|how|is|are|was|were|do|does|did|can|may|must|list|show|tell|name|explain)\b",
    re.I,
)
_EN_NEUTRAL = re.compile(r"\b(?:Commission|Commissioners?|item|point|exactly|else|there)\b", re.I)


@dataclass(frozen=True)
class Resolved:
    """A question on its own feet. ``rebuilt``: the earlier one with a part exchanged, so its wish holds."""

    standalone: str
    follow_up: bool = False
    rebuilt: bool = False


def resolve(question: Named, earlier: Named | None, language: Language) -> Resolved:
    """The standalone form of ``question`` after ``earlier``, itself already standalone."""
    if earlier is None or not needs_earlier(question, language):
        return Resolved(question.text)
    text, rebuilt = joined(question, earlier, language)
    return Resolved(text, follow_up=True, rebuilt=rebuilt)


def needs_earlier(question: Named, language: Language) -> bool:
    """Whether it points back, is elliptic, or has no matter of its own. A new complete question does not."""
    return _needs_in_english(question) if language == "en" else _needs_in_japanese(question)


def _needs_in_japanese(question: Named) -> bool:
    text = question.text
    opening = _JA_OPENING.match(text)
    rest = question.blanked()[opening.end() if opening else 0 :]
    pointing = _JA_POINTING.search(rest)
    if pointing and not _telling(rest[: pointing.start()]):
        return True
    words = _telling(_JA_POINTING.sub(" ", rest))
    if not words:
        bare = bool(_JA_ELLIPTIC.search(text) and not _JA_PREDICATE.search(text))
        return not question.mentions or bare or (asked_turn(text) == "reply" and not question.names_source)
    if len(words) == 1 and _JA_ONES.match(text):
        return True
    if question.names_source:
        return False
    if set(words) <= RELATIONAL:
        return not question.mentions
    short = len(words) <= _SHORT_WORDS and sum(map(len, words)) <= _SHORT_CHARACTERS
    elliptic = bool(_JA_ELLIPTIC.search(text)) and not _JA_PREDICATE.search(text)
    return short and (elliptic or (opening is not None and not _JA_PREDICATE.search(text)))


def _needs_in_english(question: Named) -> bool:
    rest = _EN_NEUTRAL.sub(" ", _EN_EXPLETIVE.sub(" ", question.blanked()))
    opening = _EN_OPENING.match(rest.strip())
    pointing = _EN_POINTING.search(rest)
    if pointing and not topic_words(_EN_OPENING.sub("", rest[: pointing.start()].strip())):
        return True
    words = topic_words(_EN_OPENING.sub("", rest.strip()))
    if not words:
        return not question.mentions or opening is not None
    fragment = len(rest.split()) <= _SHORT_WORDS + 1 and not _EN_ASKING.match(rest.strip())
    return (opening is not None or fragment) and len(words) <= _SHORT_WORDS + 1 and not question.names_source


def _telling(text: str) -> tuple[str, ...]:
    return tuple(word for word in topic_words(text) if len(word) > 1)
