"""The glossary: the field's terms in Japanese and English, and what plain words are called in the record."""

from corpus.glossary.entries import Entries, Organisation, PlainWord, Term, load
from corpus.glossary.matching import Glossary, TermMatch, glossary

__all__ = [
    "Entries",
    "Glossary",
    "Organisation",
    "PlainWord",
    "Term",
    "TermMatch",
    "glossary",
    "load",
]
