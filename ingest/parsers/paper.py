"""Discussion papers (資料): sections and points, their annexes (別紙), and the statutes quoted in either."""

from __future__ import annotations

import re

from corpus.models import Document, Furniture, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers.quoted_laws import infer_paragraphs
from ingest.parsers.sheet_body import SheetReader, sheet_nodes
from ingest.parsers.sheets import Sheet, number_pages, sheets_of
from ingest.parsers.tree import Node, assemble, distinct

_LEADER = re.compile(r"(?:[.．・…‥]\s?){4,}\s*[0-9０-９]{1,4}$")  # 第2章 検討の経緯 ........ 5
_CONTENTS = re.compile(r"目[\s　]*次")
_ENTRIES = 3  # lines that make a table of contents


def _without_contents(sheet: Sheet) -> list[Furniture]:
    """Take a table of contents out of a sheet: its words all come again as headings."""
    listed = [line for line in sheet.lines if _LEADER.search(line.text)]
    if len(listed) < _ENTRIES:
        return []
    dropped = [line for line in sheet.lines if line in listed or _CONTENTS.fullmatch(line.text)]
    sheet.lines = [line for line in sheet.lines if line not in dropped]
    return [Furniture(span=line.span, reason=FurnitureReason.CONTENTS) for line in dropped]


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a discussion paper. Raises ParseFault if characters were lost (a defect of ours)."""
    source = extracted.text
    sheets, furniture = sheets_of(extracted)
    for sheet in sheets:
        furniture += _without_contents(sheet)
    bodies = [SheetReader(sheet).read() for sheet in sheets]
    infer_paragraphs([quote for body in bodies for quote, _, _ in body.quotes], source)
    roots: list[Node] = []
    for body in bodies:
        roots += sheet_nodes(body, source, document.cite)
    distinct(roots)
    number_pages(roots, extracted)
    return assemble(document, source, roots, furniture)
