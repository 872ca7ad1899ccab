"""What a briefing is made of, whatever form it is written in: headings, lines, one table, references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.briefing.models import Source


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section."""

    level: int
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph or list item: who or where, the words, the number of their source."""

    text: str = ""
    lead: str = ""
    source: int | None = None
    depth: int = 0  # 0: a paragraph; 1, 2: a list item and one below it
    quoted: bool = False  # the text is the record's own


@dataclass(frozen=True)
class Table:
    """A table; every cell is a column of lines."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Sequence[Line]]]


@dataclass(frozen=True)
class Reference:
    """An entry of the list of sources."""

    source: Source


Block = Heading | Line | Table | Reference
