"""English words brought to one form, so that a phrase is found in any of its spellings.

Endings go (encrypted, encryption's), British and American spelling meet (anonymised, anonymized), hyphens and
spaces fall away when words are joined to a key (re-entrust, sub-contract, on-site inspection).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:'(?!s\b)[a-z]+)?|(?<=&)[a-z]")
# Irregular forms that questions of this field use; the rest follows from the endings below.
_IRREGULAR = {
    "media": "medium", "criteria": "criterion", "said": "say", "lost": "lose", "held": "hold", "bore": "bear",
    "borne": "bear", "took": "take", "taken": "take", "went": "go", "data": "data",
    "licence": "license", "defence": "defense", "labour": "labor", "programme": "program", "men": "man",
    "people": "person", "persons": "person", "happened": "happen", "given": "give", "gave": "give",
    "chosen": "choose", "chose": "choose", "dealt": "deal", "stolen": "steal",
    "brought": "bring", "left": "leave",
}  # fmt: skip
_KEEP_LINES = (
    "this its was has is as his us plus bus process access address business loss less news series",
)
_KEEP = frozenset(word for line in _KEEP_LINES for word in line.split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its grammatical ending: leaks, leaked, leaking -> leak. Not a dictionary form."""
    if word in _KEEP or len(word) <= 3:
        return word
    word = re.sub(r"is(e|es|ed|er|ers|ing|ation|ations)$", r"iz\1", _IRREGULAR.get(word, word))
    word = _IRREGULAR.get(_without_ending(word), _without_ending(word))
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _without_ending(word: str) -> str:
    for ending, replacement in (
        ("ies", "y"),
        ("ied", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + replacement
    for ending in ("ments", "ment", "ings", "ing", "ed", "s"):
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")) and len(word) - len(ending) >= 3:
            return _undoubled(word[: -len(ending)])
    return word


def _undoubled(word: str) -> str:
    """planned -> plann -> plan; but discuss, process, fill stay."""
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt" else word


def words(text: str) -> list[str]:
    """The lower-case words of an English text, hyphens and possessive s taken off."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [word.replace("'", "") for word in _WORD.findall(folded.replace("&", " & "))]


def key(phrase: str) -> str:
    """What a phrase is found by: its stems, joined."""
    return "".join(stem(word) for word in words(phrase))
