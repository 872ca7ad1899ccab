"""Lists of words as the rules of this package keep them: one text, words apart by blanks."""

from __future__ import annotations


def wordlist(*lines: str) -> tuple[str, ...]:
    """The words of all lines, in order."""
    return tuple(word for line in lines for word in line.split())
