"""The derived indexes over the clauses: dense (Chroma), lexical (tantivy) and their fusion.

Everything here can be made again from the catalog. Callers need only the names below; the heavy libraries
underneath are imported when they are first used.
"""

from corpus.index.entries import Entry, Scored, SearchText
from corpus.index.indexes import Indexes

__all__ = ["Entry", "Indexes", "Scored", "SearchText"]
