"""One sheet of a paper or guideline, from lines to nodes: title, outline, the statutes quoted in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.laws import find_laws
from corpus.models import ClauseKind
from ingest.parsers.layout import run_of
from ingest.parsers.marks import Role, outline_mark
from ingest.parsers.outline import Entry, Outliner, Writing, blocks_of, joined_label, outline_nodes
from ingest.parsers.provisions import Reader, begins_article
from ingest.parsers.quoted_laws import QuotedLaw, law_heading, law_nodes
from ingest.parsers.sheets import Sheet
from ingest.parsers.tree import Node, distinct
from ingest.parsers.wraps import Wraps, ends_sentence

_TITLE_LINES = 12  # a title page's block of lines is no longer than this
_LONG_TITLE = 120  # characters; anything longer is prose
_HEADING_LINES = 3  # the name of a law with its number may wrap over so many lines


@dataclass
class Body:
    """One sheet read: its title, its outline, each law quoted with its entry and what it stands under."""

    sheet: Sheet
    titles: list[Entry] = field(default_factory=list)
    outline: list[Entry] = field(default_factory=list)
    quotes: list[tuple[QuotedLaw, Entry, Entry | None]] = field(default_factory=list)


class SheetReader:
    """Reads one sheet from its first line to its last."""

    def __init__(self, sheet: Sheet) -> None:
        self._lines = sheet.lines
        self._wraps = Wraps(sheet.lines)
        self._outliner = Outliner()
        self._body = Body(sheet)
        self._at = 0

    def read(self) -> Body:
        """The sheet's title, outline and quoted laws."""
        self._read_titles()
        while self._at < len(self._lines):
            if self._begins_law():
                self._read_law()
            else:
                self._read_block()
        self._body.outline = self._outliner.roots
        return self._body

    def _read_titles(self) -> None:
        """Blocks at the head that are headings without a number are the sheet's title."""
        while self._at < min(len(self._lines), _TITLE_LINES) and not self._begins_law():
            entry = blocks_of(self._lines, self._wraps, self._outliner, self._at)
            annexed = (
                entry.mark is not None and entry.mark.style == "ref" and self._body.sheet.head is not None
            )
            if entry.mark is not None and not annexed and not self._is_own_title(entry):
                return
            if ends_sentence(entry.text) or len(entry.text) > _LONG_TITLE:
                return
            self._body.titles.append(entry)
            self._at += len(entry.lines)

    def _is_own_title(self, entry: Entry) -> bool:
        """Whether a numbered heading heads all of the sheet: other sections follow, but not its next."""
        mark = entry.mark
        if mark is None or mark.role is not Role.SECTION or not entry.is_heading():
            return False
        after = self._lines[self._at + len(entry.lines) :]
        following = [other for line in after if (other := outline_mark(line.text))]
        sections = any(other.role is Role.SECTION and other.style != mark.style for other in following)
        return sections and not any(mark.precedes(other) for other in following)

    def _begins_law(self) -> bool:
        return begins_article(self._lines, self._at) or self._law_heading_length() > 0

    def _law_heading_length(self) -> int:
        """How many lines from here name a law whose articles follow; 0 if none do."""
        for length in range(1, _HEADING_LINES + 1):
            heading = self._lines[self._at : self._at + length]
            if length > 1 and not self._goes_on(self._at + length - 2):
                return 0
            if law_heading("".join(line.text for line in heading)) is not None:
                return length if begins_article(self._lines, self._at + length) else 0
        return 0

    def _goes_on(self, index: int) -> bool:
        """Whether the line after ``index`` continues it without a mark of its own."""
        last = index + 1 >= len(self._lines)
        return not last and not self._wraps.ends(index) and outline_mark(self._lines[index + 1].text) is None

    def _read_law(self) -> None:
        length = self._law_heading_length()
        heading = list(self._lines[self._at : self._at + length])
        self._at += length
        text = "".join(line.text for line in heading)
        quote = QuotedLaw(heading, law_heading(text) if heading else self._named_above())
        reader = Reader(self._lines, self._wraps)
        while self._at < len(self._lines) and not self._leaves_law(reader) and reader.take(self._at):
            self._at += 1
        quote.articles = reader.roots
        entry = Entry(None)
        self._outliner.hang_nodes(entry)
        self._body.quotes.append((quote, entry, self._outliner.top()))

    def _leaves_law(self, reader: Reader) -> bool:
        """Whether the line begins something of the paper again rather than a provision."""
        mark = outline_mark(self._lines[self._at].text)
        if self._law_heading_length() and reader.roots:
            return True
        if mark is None or reader.expects(self._at):
            return False
        if mark.role in (Role.BULLET, Role.GROUP, Role.POINTER, Role.NOTE):
            return mark.role is not Role.BULLET or mark.style not in ("bullet・", "bullet-")
        return self._outliner.expects(mark)

    def _named_above(self) -> str | None:
        """The law that the heading over a quotation names."""
        top = self._outliner.top()
        headings = [top] if top is not None else self._body.titles
        named = [mention.law for entry in headings for mention in find_laws(entry.text)]
        return named[-1] if named else None

    def _read_block(self) -> None:
        entry = blocks_of(self._lines, self._wraps, self._outliner, self._at)
        self._at += len(entry.lines)
        self._outliner.add(entry)
        ends_page = entry.lines[-1].start in self._body.sheet.box_ends
        if ends_page and entry.mark is not None and entry.mark.role is Role.BULLET:
            following = outline_mark(self._lines[self._at].text) if self._at < len(self._lines) else None
            if following is not None and following.numbers and self._outliner.expects(following):
                self._outliner.enclose()


def sheet_nodes(body: Body, source: str, cite: str) -> list[Node]:
    """The nodes of one sheet: an annex is a PART of its own, the main part stands at the root."""
    head = body.sheet.head
    here = joined_label(cite, head.printed) if head else cite
    for quote, entry, above in body.quotes:
        place = joined_label(here, above.mark.printed) if above is not None and above.mark else here
        entry.nodes = law_nodes(quote, source, cite, place)
    nodes = [_title(entry, here, source, annex=head is not None) for entry in body.titles]
    nodes += outline_nodes(body.outline, Writing(source, here))
    distinct(nodes)
    if head is None:
        return nodes
    return [Node(head.key, ClauseKind.PART, head.printed, here, children=nodes)]


def _title(entry: Entry, cite: str, source: str, *, annex: bool) -> Node:
    kind = ClauseKind.HEADING if annex else ClauseKind.FRONT_MATTER
    return Node(
        "h" if annex else "title", kind, "表題", joined_label(cite, "表題"), run_of(source, entry.lines)
    )
