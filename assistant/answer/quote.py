"""What to quote of a clause: all of it when it is short, else the run of whole sentences that answers."""

from __future__ import annotations

from collections.abc import Collection

from corpus.index.tokenizer import words
from corpus.models import Clause
from corpus.text import sentences

WHOLE = 420  # characters; a clause up to here is quoted whole: a reader takes it in at a glance
WINDOW = 300  # characters that a stretch of a longer clause should come near


def quote_of(clause: Clause, wanted: Collection[str]) -> str:
    """The verbatim stretch of ``clause.text`` to show for a question with the index tokens ``wanted``.

    Sentences are never cut. From a long clause the run of neighbouring sentences is taken, up to about WINDOW
    characters, that holds most different wanted tokens; of equals the shortest.
    """
    text = clause.text
    if len(text) <= WHOLE:
        return text
    spans = sentences(text)
    if not spans:
        return text
    found = [frozenset(words(text[span.start : span.end])) & frozenset(wanted) for span in spans]
    best, best_rank = (0, 0), (-1.0, 0)
    for first in range(len(spans)):
        held: set[str] = set()
        for last in range(first, len(spans)):
            size = spans[last].end - spans[first].start
            if size > WINDOW and last > first:
                break
            held |= found[last]
            rank = (float(len(held)), -size)
            if rank > best_rank:
                best, best_rank = (first, last), rank
    return text[spans[best[0]].start : spans[best[1]].end]
