"""What to quote of a clause: all of it when it is short, else the run of whole sentences that answers.

A quote must stand in the source as it is shown. Where options that were not chosen, or other characters of
the form, part a clause in two, only one of the pieces is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.index.tokenizer import words
from corpus.models import Clause
from corpus.text import sentences

WHOLE = 420  # characters; a clause up to here is quoted whole: a reader takes it in at a glance
WINDOW = 300  # characters that a stretch of a longer clause should come near

# What may stand between two spans without parting a quotation: white space, tags, a page number in a line.
_THIN = re.compile(r"(?:\s|</?[A-Za-z][^>\n]*>|(?<=\n)[ \t]*[0-9０-９]{1,4}[ \t]*(?=\n))*")


def quotes_of(clause: Clause, source: str, wanted: Collection[str]) -> list[str]:
    """The quotations of a clause, one as a rule; one for each box where several of a form are checked."""
    chosen = clause.value.split("、") if clause.value else []
    if len(chosen) > 1:
        pieces = pieces_of(clause, source)
        parts = [piece.strip() for piece in pieces if any(value in piece for value in chosen)]
        if len(parts) > 1:
            return parts
    return [quote_of(clause, source, wanted)]


def quote_of(clause: Clause, source: str, wanted: Collection[str]) -> str:
    """The verbatim stretch of ``clause.text`` to show for a question with the index tokens ``wanted``.

    Sentences are never cut. From a long clause the run of neighbouring sentences is taken, up to about WINDOW
    characters, that holds most different wanted tokens; of equals the shortest.
    """
    text = _piece(clause, source, frozenset(wanted))
    return text if len(text) <= WHOLE else _window(text, frozenset(wanted))


def _piece(clause: Clause, source: str, wanted: frozenset[str]) -> str:
    """The part of a leaf that stands in one piece in the source: with the chosen value, else the best."""
    pieces = pieces_of(clause, source)
    if len(pieces) < 2:
        return clause.text
    if clause.value:
        holding = [piece for piece in pieces if clause.value in piece]
        if holding:
            return holding[0].strip()
    return max(pieces, key=lambda piece: (len(wanted & set(words(piece))), len(piece))).strip()


def pieces_of(clause: Clause, source: str) -> list[str]:
    """The text of a leaf, parted where the source has more than layout between two of its spans."""
    pieces = [""]
    before: int | None = None
    for span in clause.spans:
        # A value that stands before its label in the source is one with it.
        backwards = before is not None and span.start < before
        if before is not None and not backwards and not _THIN.fullmatch(source, before, span.start):
            pieces.append("")
        pieces[-1] += source[span.start : span.end]
        before = span.end
    return [piece for piece in pieces if piece.strip()]


def _window(text: str, wanted: frozenset[str]) -> str:
    spans = sentences(text, inside_quotations=True)
    found = [wanted & set(words(text[span.start : span.end])) for span in spans]
    best, best_rank = (0, 0), (-1, 0)
    for first in range(len(spans)):
        held: set[str] = set()
        for last in range(first, len(spans)):
            size = spans[last].end - spans[first].start
            if size > WINDOW and last > first:
                break
            held |= found[last]
            if (len(held), -size) > best_rank:
                best, best_rank = (first, last), (len(held), -size)
    return text[spans[best[0]].start : spans[best[1]].end] if spans else text
