"""Where a quotation stands within the leaves of a clause."""

from __future__ import annotations

from ui.replies import Node

Marks = dict[str, tuple[int, int]]  # leaf's id -> the half-open range of its text that is quoted


def marks_of(clause: Node, quote: str) -> Marks:
    """The quoted range of each leaf, empty where the clause does not hold the quotation.

    A container's text is that of its leaves joined by line feeds, so that a quotation may run over several.
    """
    leaves = list(clause.leaves())
    start = "\n".join(leaf.text for leaf in leaves).find(quote) if quote else -1
    if start < 0:
        return {}
    end, at, marks = start + len(quote), 0, Marks()
    for leaf in leaves:
        first, last = max(start - at, 0), min(end - at, len(leaf.text))
        if first < last:
            marks[leaf.id] = (first, last)
        at += len(leaf.text) + 1
    return marks
