"""Quotation marks of Japanese prose: matching pairs, and how deep a place lies."""

from __future__ import annotations

from corpus.models import Span

OPENING, CLOSING = "「『", "」』"


def quotes_of(text: str) -> list[Span]:
    """The outermost 「…」 of a text, marks included, in order; one that is never closed is left out."""
    found: list[Span] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char in OPENING:
            start = start if depth else at
            depth += 1
        elif char in CLOSING and depth:
            depth -= 1
            if not depth:
                found.append(Span(start=start, end=at + 1))
    return found


def inner(text: str, quote: Span) -> str:
    """What stands between the marks of a quotation."""
    return text[quote.start + 1 : quote.end - 1]
