"""What the page reads out of the API's registers: measures, precedents, two precedents side by side."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ui.replies import Document, Reply


class Replied(Reply):
    """The reply to a measure."""

    clause_id: str
    label: str
    text: str
    speaker: str | None = None


class Measure(Reply):
    """What somebody was asked to do, in the words in which it was asked."""

    id: str
    clause_id: str
    label: str
    text: str
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None
    asked_by: str
    asked_of: str | None = None
    about: str = ""
    agency: str | None = None
    strength: str
    topics: tuple[str, ...] = ()
    reply: Replied | None = None


class MeasuresPage(Reply):
    """GET /v1/measures."""

    total: int
    measures: tuple[Measure, ...]


class MeasureCount(Reply):
    """How many measures there are of one topic, meeting, agency or strength; None: of those without."""

    value: str | None = None
    total: int
    required: int = 0
    requested: int = 0
    suggested: int = 0


class MeasureCounts(Reply):
    """GET /v1/measures/counts."""

    total: int
    counts: tuple[MeasureCount, ...]


class Passage(Reply):
    """Words of the record within a register."""

    clause_id: str
    label: str
    text: str
    mark: str | None = None


class Precedent(Reply):
    """One agenda item and how it ended."""

    id: str
    label: str
    meeting: int | None = None
    date: dt.date | None = None
    agenda_item: str | None = None
    heading: str
    matter: str
    parties: tuple[str, ...] = ()
    points: tuple[Passage, ...] = ()
    conditions: tuple[Passage, ...] = ()
    outcome: tuple[Passage, ...] = ()
    publication: tuple[Passage, ...] = ()
    withheld: tuple[Passage, ...] = ()
    topics: tuple[str, ...] = ()


class PrecedentsPage(Reply):
    """GET /v1/precedents."""

    total: int
    precedents: tuple[Precedent, ...]


class Compared(Reply):
    """A point of the one precedent, of the other, or of both."""

    status: Literal["same", "changed", "new", "gone"]
    left: Passage | None = None
    right: Passage | None = None


class Comparison(Reply):
    """GET /v1/precedents/compare."""

    left: Precedent
    right: Precedent
    points: tuple[Compared, ...] = ()
    conditions: tuple[Compared, ...] = ()


class FieldSide(Reply):
    """A field of one assessment report: what was chosen or written, and which sentences only it has."""

    clause_id: str
    label: str
    value: str | None = None
    text: str = ""
    differs: tuple[str, ...] = ()


class FieldRow(Reply):
    """A field of the official form in both reports."""

    part: str = ""
    place: str = ""
    field: str
    left: FieldSide | None = None
    right: FieldSide | None = None
    status: Literal["same", "changed", "left_only", "right_only"]


class ReportComparison(Reply):
    """GET /v1/assessments/compare."""

    left: Document
    right: Document
    rows: tuple[FieldRow, ...] = ()
