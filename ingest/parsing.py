"""Which parser reads which kind of document. Parsers are imported when first needed."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from corpus.models import Document, DocumentKind, ParsedDocument
from ingest.extract import Extracted

Parser = Callable[[Document, Extracted], ParsedDocument]

_PARSERS = {
    DocumentKind.MINUTES: "ingest.parsers.minutes",
    DocumentKind.SUMMARY: "ingest.parsers.summary",
    DocumentKind.ASSESSMENT: "ingest.parsers.assessment",
    DocumentKind.PAPER: "ingest.parsers.paper",
    DocumentKind.STATUTE: "ingest.parsers.statute",
    DocumentKind.GUIDELINE: "ingest.parsers.guideline",
    DocumentKind.REVIEW: "ingest.parsers.review",
    DocumentKind.OTHER: "ingest.parsers.other",
}

# Everything that decides how a file reads: a change here has files read anew, and only then.
_READERS = ("ingest/recognise*.py", "ingest/extract/*.py", "ingest/parsers/**/*.py", "corpus/*.py")


def parser_for(kind: DocumentKind) -> Parser:
    """The ``parse`` function for a kind of document."""
    parser: Parser = importlib.import_module(_PARSERS[kind]).parse
    return parser


@cache
def readers_digest() -> str:
    """A digest of the code that reads files, so that files are read anew when it has changed."""
    root = Path(__file__).resolve().parent.parent
    sha = hashlib.sha256()
    for pattern in _READERS:
        for path in sorted(root.glob(pattern)):
            sha.update(f"{path.relative_to(root).as_posix()}\0".encode())
            sha.update(path.read_bytes())
    return sha.hexdigest()
