"""The catalog, the truth of the store: documents, their revisions, clauses, and records of answers."""

from corpus.catalog.catalog import Catalog
from corpus.catalog.days import OnDay
from corpus.catalog.histories import ClauseState
from corpus.catalog.models import Change, Draft, Feedback, LawMap, Record, Revision, RowRange
from corpus.catalog.provisions import Provisions
from corpus.catalog.registers import DecisionPage, MeasurePage, Registers

__all__ = [
    "Catalog",
    "Change",
    "ClauseState",
    "DecisionPage",
    "Draft",
    "Feedback",
    "LawMap",
    "MeasurePage",
    "OnDay",
    "Provisions",
    "Record",
    "Registers",
    "Revision",
    "RowRange",
]
