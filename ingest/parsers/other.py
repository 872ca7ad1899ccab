"""Documents of no kind of their own, and guidelines: numbered headings and the paragraphs below them."""

from __future__ import annotations

from corpus.models import Document, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.quoted_laws import infer_paragraphs
from ingest.parsers.sheet_body import SheetReader, sheet_nodes
from ingest.parsers.sheets import number_pages, one_sheet
from ingest.parsers.tree import assemble


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of any text as headings and paragraphs. Raises ParseFault if characters were lost."""
    source = extracted.text
    sheet, furniture = one_sheet(extracted)
    body = SheetReader(sheet).read()
    infer_paragraphs([quote for quote, _, _ in body.quotes], source)
    roots = sheet_nodes(body, source, document.cite)
    number_pages(roots, extracted)
    return assemble(document, source, roots, furniture)
