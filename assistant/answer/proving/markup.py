"""What a statement may not carry: links, images, addresses, HTML, invisible characters, other scripts.

None of it is needed to say what the record says, and each can lead a reader, or the question, elsewhere.
"""

from __future__ import annotations

import re

from assistant.answer.proving.models import Doubt
from assistant.answer.proving.quoting import invisible
from assistant.answer.wording import Language

LONGEST = 600  # characters of a statement
_MARKUP = re.compile(
    r"https?:|ftp:|javascript:|data:\w|mailto:|//\w|www\.|!\[|\]\s*\(|<\s*/?\s*[a-zA-Z!]|&[#\w]+;|```|\]\s*:"
    r"|\b[\w-]+\.(?:com|net|org|jp|io|dev|example|test|info|co|ru|cn|xyz|local)\b|[\w.]+@[\w.]+",
    re.I,
)
_SHORT = 40  # characters of a statement that may be a bare value: 10万人以上100万人未満
_HAN = re.compile(r"[一-鿿]")
_KANA = re.compile(r"[ぁ-ゖ]")
_FOREIGN = re.compile(
    r"[^\x00-\x7F\u00A0-\u00FF\u2010-\u205E\u2100-\u22FF\u2460-\u27BF\u3000-\u30FF\u31F0-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]"
)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def fault_of(text: str, language: Language) -> Doubt | None:
    """Why a statement may not be shown by its form alone; None where nothing speaks against it."""
    if not text.strip() or len(text) > LONGEST:
        return Doubt.EMPTY
    if invisible(text) or _CONTROL.search(text):
        return Doubt.HIDDEN
    if _MARKUP.search(text):
        return Doubt.MARKUP
    return None if _spoken(text, language) else Doubt.LANGUAGE


def _spoken(text: str, language: Language) -> bool:
    """Whether the text is in the question's language: Japanese has kana, English words of Latin letters."""
    if _FOREIGN.search(text):
        return False
    if language == "ja":
        return bool(_KANA.search(text)) or (len(text) <= _SHORT and _HAN.search(text) is not None)
    latin = sum(len(word) for word in _LATIN_WORD.findall(text))
    kana = len(_KANA.findall(text))
    return latin > 0 and kana * 2 < latin
