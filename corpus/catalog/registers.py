"""The registers in the catalog: measures and decisions of each revision, and what readers ask of them."""

from __future__ import annotations

from corpus.models import Decision, Frozen, Measure


class Registers(Frozen):
    """What was read out of one document."""

    measures: tuple[Measure, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rules: str = ""  # digest of the rules by which it was read
