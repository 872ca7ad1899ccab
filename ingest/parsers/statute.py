"""A whole statute: title, contents, chapters, articles, supplementary provisions, tables.

Where the file marks the elements (law XML) ``law`` reads them; here the printed text is read.
Chapters (編章節款目) head the articles after them but are no part of an article's address, so they are
headings between the articles: they stand in the articles' paths, never in an id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus import amendments
from corpus.laws import common_name
from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, Notice, ParsedDocument
from corpus.numerals import to_int
from ingest.extract import Extracted
from ingest.extract.law_text import LawText
from ingest.parsers import law
from ingest.parsers.layout import Line, lines_of, run_of
from ingest.parsers.outline import Outliner, Writing, blocks_of, outline_nodes
from ingest.parsers.provision_nodes import Setting, nodes_of
from ingest.parsers.provisions import Reader
from ingest.parsers.quoted_laws import law_heading
from ingest.parsers.sheets import number_pages, without_page_numbers
from ingest.parsers.tree import Node, assemble, distinct
from ingest.parsers.wraps import Wraps, ends_sentence

_N = r"(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})"
_CHAPTER = re.compile(rf"第(?P<n>{_N})(?P<unit>[編章節款目])(?P<b>(?:の{_N})*)(?:[\s　]|$)")
_SUPPLEMENT = re.compile(r"附[\s　]*則[\s　]*(?P<of>[（(].*[）)])?[\s　]*抄?")
_TABLE = re.compile(
    r"(?P<name>別表|別記|別図|様式|別記様式|別紙様式)"
    r"(?:第?(?P<n>[0-9０-９一二三四五六七八九十]+)(?:の[0-9０-９一二三四五六七八九十]+)*)?(?:[\s　（(].*)?"
)
_NUMBER = re.compile(r"[（(]?(?:明治|大正|昭和|平成|令和)[元0-9０-９一二三四五六七八九十]+年")
_CONTENTS = re.compile(r"目[\s　]*次")
_UNITS = {"編": "part", "章": "ch", "節": "sec", "款": "subsec", "目": "div"}
_RANKS = {unit: rank for rank, unit in enumerate(_UNITS)}
_TABLE_KEYS = {"別表": "hyo", "別記": "bekki", "別図": "zu"}


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a statute, by its elements where the file marks them. Raises ParseFault if characters
    were lost (a defect of ours).
    """
    if isinstance(extracted, LawText):
        return law.parse(document, extracted)
    lines, furniture = without_page_numbers(lines_of(extracted.text))
    reader = _StatuteReader(document, extracted.text, lines)
    roots = reader.read()
    number_pages(roots, extracted)
    return assemble(document, extracted.text, roots, [*furniture, *reader.contents], reader.notices)


def law_of(document: Document, lines: list[Line]) -> str:
    """The law's common name: from the document's title, else its first lines, else how it is cited."""
    for text in (document.title, *(line.text for line in lines[:3])):
        name = law_heading(text)
        if name is not None:
            return name
    return common_name(document.cite)


@dataclass
class _Part:
    """What is being read: the main provisions (no key) or one 附則 or 別表."""

    reader: Reader
    setting: Setting
    node: Node | None = None
    prose: list[Line] = field(default_factory=list)  # lines that stand in no provision
    table: bool = False
    chapters: dict[int, str] = field(default_factory=dict)  # those that are open, by rank


class _StatuteReader:
    """Reads a statute from its first line to its last."""

    def __init__(self, document: Document, source: str, lines: list[Line]) -> None:
        self.notices: list[Notice] = []
        self.contents: list[Furniture] = []  # the table of contents, which repeats the chapters
        self._source = source
        self._lines = lines
        self._wraps = Wraps(lines)
        self._law = law_of(document, lines)
        self._roots: list[Node] = []
        self._part = _Part(self._reader(loose=False), self._setting())

    def read(self) -> list[Node]:
        """All nodes in order."""
        at = self._front_matter()
        while at < len(self._lines):
            self._take(at)
            at += 1
        self._flush()
        distinct(self._roots)
        return self._roots

    def _front_matter(self) -> int:
        """The title, the number and the table of contents; returns where the provisions begin."""
        at = 0
        while at < len(self._lines) and not self._begins(at):
            if _CONTENTS.fullmatch(self._lines[at].text):
                end = self._contents_end(at + 1)
                self.contents += (
                    Furniture(span=line.span, reason=FurnitureReason.CONTENTS) for line in self._lines[at:end]
                )
                at = end
                continue
            lines = self._front_block(at)
            prose = ends_sentence(lines[-1].text)
            self._front("preamble" if prose else "title", "前文" if prose else "題名", lines)
            at += len(lines)
        return at

    def _front_block(self, at: int) -> list[Line]:
        """The lines of one block before the provisions; the law's number stands apart from its title."""
        end = at + 1
        while end < len(self._lines) and not self._wraps.ends(end - 1):
            if _NUMBER.match(self._lines[end].text):
                break
            end += 1
        return self._lines[at:end]

    def _contents_end(self, at: int) -> int:
        """Where the contents end: at the first chapter named a second time, or at the first article."""
        seen: set[str] = set()
        while at < len(self._lines):
            text = self._lines[at].text
            chapter = _CHAPTER.match(text)
            if chapter is None and not _SUPPLEMENT.fullmatch(text) and self._begins(at):
                return at
            if chapter is not None and re.sub(r"[\s　]*[（(].*", "", text) in seen:
                return at
            seen.add(re.sub(r"[\s　]*[（(].*", "", text))
            at += 1
        return at

    def _begins(self, at: int) -> bool:
        text = self._lines[at].text
        if _CHAPTER.match(text) or _SUPPLEMENT.fullmatch(text):
            return True
        return self._reader(loose=False).take(at)

    def _front(self, key: str, name: str, lines: list[Line]) -> None:
        spans = run_of(self._source, lines)
        self._roots.append(
            Node(key, ClauseKind.FRONT_MATTER, name, f"{self._law} {name}", spans, law=self._law)
        )

    def _take(self, at: int) -> None:
        line = self._lines[at]
        if supplement := _SUPPLEMENT.fullmatch(line.text):
            amendment = amendments.key_of((supplement["of"] or "")[1:-1]) or ""
            setting = self._setting(amendment, "附則" + (supplement["of"] or ""), suppl=True)
            self._open_part(str(setting.place), setting.part, line, setting)
        elif (at == 0 or self._wraps.ends(at - 1)) and (table := self._table(line)):
            self._open_part(table, line.text, line, self._setting())
            self._part.table = True
        elif not self._part.table and (chapter := _CHAPTER.match(line.text)) and not ends_sentence(line.text):
            self._chapter(chapter, line)
        elif self._part.table or not self._part.reader.take(at):
            self._unknown(at)

    def _table(self, line: Line) -> str | None:
        match = _TABLE.fullmatch(line.text)
        if match is None or ends_sentence(line.text) or len(line.text) > 60:
            return None
        return f"{_TABLE_KEYS.get(match['name'], 'yoshiki')}{to_int(match['n'] or '') or 1}"

    def _unknown(self, at: int) -> None:
        """A line that is no provision: text of a table or unnumbered 附則, else more of what is open."""
        if self._part.table or not self._part.reader.append(at):
            self._part.prose.append(self._lines[at])
            return
        message = f"「{self._lines[at].text[:40]}」 has no mark; it was kept with the provision before it"
        self.notices.append(Notice(span=self._lines[at].span, message=message))

    def _chapter(self, match: re.Match[str], line: Line) -> None:
        within, setting = self._part.node, self._part.setting
        self._flush()
        rank = _RANKS[match["unit"]]
        above = {key: name for key, name in self._part.chapters.items() if key < rank}
        reader = self._reader(loose=setting.suppl)
        self._part = _Part(reader, setting, within, chapters={**above, rank: line.text})
        numbers = [match["n"], *(part for part in match["b"].split("の") if part)]
        key = _UNITS[match["unit"]] + "-".join(str(to_int(number) or 0) for number in numbers)
        label = f"{self._law} {f'{setting.part} ' if setting.suppl else ''}{line.text}"
        node = Node(key, ClauseKind.HEADING, line.text, label, (line.span,), law=self._law)
        node.within = tuple(above.values())
        (within.children if within else self._roots).append(node)

    def _open_part(self, key: str, name: str, line: Line, setting: Setting) -> None:
        self._flush()
        place = str(setting.place) if setting.place else None
        node = Node(key, ClauseKind.PART, name, f"{self._law} {name}", law=self._law, address=place)
        node.children.append(
            Node("h", ClauseKind.HEADING, "見出し", f"{node.label}見出し", (line.span,), law=self._law)
        )
        self._roots.append(node)
        self._part = _Part(self._reader(loose=setting.suppl), setting, node)

    def _flush(self) -> None:
        """Turn what was read of the part into nodes."""
        part = self._part
        into = part.node.children if part.node else self._roots
        if part.prose:
            into += self._prose(part)
        provisions = nodes_of(part.reader.roots, part.setting)
        for node in provisions:
            node.within = tuple(part.chapters.values())
        into += provisions
        distinct(into)
        part.prose, part.reader = [], self._reader(loose=part.setting.suppl)

    def _prose(self, part: _Part) -> list[Node]:
        outliner, wraps, at = Outliner(), Wraps(part.prose), 0
        while at < len(part.prose):
            entry = blocks_of(part.prose, wraps, outliner, at)
            outliner.add(entry)
            at += len(entry.lines)
        nodes = outline_nodes(
            outliner.roots, Writing(self._source, part.node.label if part.node else self._law)
        )
        for node in nodes:
            _give_law(node, self._law, str(part.setting.place) if part.setting.place else None)
        return nodes

    def _reader(self, *, loose: bool) -> Reader:
        return Reader(self._lines, self._wraps, loose=loose)

    def _setting(self, amendment: str = "", part: str = "附則", *, suppl: bool = False) -> Setting:
        return Setting(self._source, self._law, self._law, suppl=suppl, amendment=amendment, part=part)


def _give_law(node: Node, law: str, place: str | None) -> None:
    node.law, node.address = law, place
    for child in node.children:
        _give_law(child, law, place)
