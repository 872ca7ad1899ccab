"""References between clauses: 前項, 法第8条, 「3-4-4」, 別添1, 資料1-2; found in text, looked up in what is held."""

from corpus.references.finding import find
from corpus.references.models import Context, Reason, Reference
from corpus.references.resolving import Count, References, Resolved

__all__ = ["Context", "Count", "Reason", "Reference", "References", "Resolved", "find"]
