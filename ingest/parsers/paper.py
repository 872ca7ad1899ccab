"""Discussion papers (資料): sections and points, their annexes (別紙), and the statutes quoted in either."""

from __future__ import annotations

from corpus.models import Document, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.quoted_laws import infer_paragraphs
from ingest.parsers.sheet_body import SheetReader, sheet_nodes
from ingest.parsers.sheets import number_pages, sheets_of
from ingest.parsers.tree import Node, assemble, distinct


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a discussion paper. Raises ParseFault if characters were lost (a defect of ours)."""
    source = extracted.text
    sheets, furniture = sheets_of(extracted)
    bodies = [SheetReader(sheet).read() for sheet in sheets]
    infer_paragraphs([quote for body in bodies for quote, _, _ in body.quotes], source)
    roots: list[Node] = []
    for body in bodies:
        roots += sheet_nodes(body, source, document.cite)
    distinct(roots)
    number_pages(roots, extracted)
    return assemble(document, source, roots, furniture)
