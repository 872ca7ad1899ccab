"""A briefing as Markdown: marks [1], and the list of sources that they stand for."""

from __future__ import annotations

from assistant.answer.compose import escaped
from assistant.briefing.blocks import Block, Heading, Line, Reference, Table
from assistant.briefing.models import Briefing, Source
from assistant.briefing.outline import outline, particulars, title
from assistant.briefing.wording import Language, word

MARKDOWN_TYPE = "text/markdown; charset=utf-8"


def markdown_of(briefing: Briefing) -> str:
    """The whole briefing, ending in a line feed."""
    parts = [f"# {escaped(title(briefing))}", escaped(particulars(briefing))]
    tight = False  # whether the block before was a list item
    for block in outline(briefing):
        text = _block(block, briefing.language)
        item = isinstance(block, Reference) or (isinstance(block, Line) and block.depth > 0)
        if item and tight:
            parts[-1] += f"\n{text}"
        else:
            parts.append(text)
        tight = item
    return "\n\n".join(parts) + "\n"


def _block(block: Block, language: Language) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {escaped(block.text)}"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Reference):
        return _reference(block.source, language)
    indent = "  " * (block.depth - 1) + "- " if block.depth else ""
    return indent + line_text(block)


def line_text(line: Line) -> str:
    """A line without its bullet."""
    words = f"「{escaped(line.text)}」" if line.quoted else escaped(line.text)
    lead = f"**{escaped(line.lead)}**" if line.lead else ""
    mark = f" [{line.source}]" if line.source else ""
    return " ".join(part for part in (lead, words) if part) + mark


def _table(table: Table) -> str:
    rows = [" | ".join("<br>".join(map(line_text, cell)) for cell in row) for row in table.rows]
    head = [" | ".join(table.headings), " | ".join("---" for _ in table.headings)]
    return "\n".join(f"| {row} |" for row in (*head, *rows))


def _reference(source: Source, language: Language) -> str:
    page = word("page", language, number=source.page) if source.page else ""
    note = word("superseded", language) if source.superseded else ""
    link = f" <{source.url}>" if source.url and source.url.startswith(("https://", "http://")) else ""
    return f"- [{source.number}] {escaped(source.label)}{page}{note}（`{source.clause_id}`）{link}"
