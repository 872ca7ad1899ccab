"""What the page reads out of the API's briefings."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ui.replies import Reply


class Source(Reply):
    """A clause that the briefing quotes, under its number."""

    number: int
    clause_id: str
    label: str
    page: int | None = None
    superseded: bool = False


class Statement(Reply):
    """Words of the record under the number of their source."""

    text: str
    source: int
    place: str = ""


class Excerpts(Reply):
    """What one document says of the topic."""

    cite: str
    statements: tuple[Statement, ...]
    more: int = 0


class BriefPrecedent(Reply):
    """A decision that concerns the topic."""

    date: dt.date | None = None
    meeting: int | None = None
    agenda_item: str | None = None
    heading: str
    matter: str
    parties: tuple[str, ...] = ()
    outcome: tuple[Statement, ...] = ()
    points: tuple[Statement, ...] = ()
    conditions: tuple[Statement, ...] = ()
    publication: tuple[Statement, ...] = ()
    withheld: tuple[Statement, ...] = ()


class Asked(Reply):
    """A measure that concerns the topic, and its reply."""

    date: dt.date | None = None
    meeting: int | None = None
    agenda_item: str | None = None
    asked_by: str
    asked_of: str | None = None
    strength: str
    about: str = ""
    words: Statement
    reply: Statement | None = None


class Briefing(Reply):
    """POST /v1/briefings."""

    topic: str
    status: Literal["answered", "not_found"]
    made_on: dt.date
    documents: int = 0
    missing: tuple[str, ...] = ()
    explained: tuple[Excerpts, ...] = ()
    precedents: tuple[BriefPrecedent, ...] = ()
    requests: tuple[Asked, ...] = ()
    remarks: tuple[Excerpts, ...] = ()
    assessments: tuple[Excerpts, ...] = ()
    criteria: tuple[Excerpts, ...] = ()
    open_points: tuple[Excerpts, ...] = ()
    sources: tuple[Source, ...] = ()
