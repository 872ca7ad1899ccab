"""The catalog, the truth of the store: documents, their revisions, clauses, and records of answers."""

from corpus.catalog.catalog import Catalog
from corpus.catalog.models import Change, Draft, Feedback, Record, Revision, RowRange
from corpus.catalog.registers import DecisionPage, MeasurePage, Registers

__all__ = [
    "Catalog",
    "Change",
    "DecisionPage",
    "Draft",
    "Feedback",
    "MeasurePage",
    "Record",
    "Registers",
    "Revision",
    "RowRange",
]
