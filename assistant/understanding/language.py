"""The language of a question, and the characters its text is read in."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Language = Literal["ja", "en"]

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ々一-鿿]")
_ENGLISH_WORD = re.compile(r"\b[A-Za-z][a-z']+\b")
_FUNCTION_WORDS = re.compile(
    r"\b(?:what|which|who|whom|when|where|why|how|is|are|was|were|do|does|did|the|of|in|on|to|for|and|an?|with|about"
    r"|by|it|its|that|may|must|can|should|has|have|show|list|tell)\b",
    re.I,
)


def plain(text: str) -> str:
    """The text as all reading of names expects it: NFKC, white space in runs of one blank."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def language_of(text: str, earlier: Language | None = None) -> Language:
    """Japanese or English. A Japanese term quoted in an English sentence leaves it English, and the reverse.

    Where the words do not tell (VPN?, 330?) the language of the conversation so far decides, else Japanese.
    """
    function_words = len(_FUNCTION_WORDS.findall(text))
    words = len(_ENGLISH_WORD.findall(text))
    if function_words >= 2 and words > len(_KANA.findall(text)):
        return "en"
    if _JAPANESE.search(text):
        return "ja"
    if earlier is not None and function_words == 0:
        return earlier
    return "en" if words else "ja"
