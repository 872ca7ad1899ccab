"""Review sheets (精査結果): what the Secretariat checked of an assessment report, point by point.

The Commission reviews an all-items report by aspects (適合性, 妥当性; 特定個人情報保護評価指針 第10), each in
several items. A sheet has a row an item: aspect, item, pages of the report, what it says there, the result.
Such rows come as tables (cells parted by tabs) or, where a file has no table, as lines that begin with the
name of a column. Aspects are sections, items are blocks, the columns are fields; what stands around the
tables (総評) are sections and paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, ParsedDocument, Span
from ingest.extract import Extracted
from ingest.parsers.layout import Line, lines_of, run_of
from ingest.parsers.sheets import number_pages
from ingest.parsers.tree import Node, assemble, distinct
from ingest.parsers.wraps import ends_sentence

# What the columns are called, and under which key of an id a field stands. Aspect and item open containers.
ASPECT, ITEM, PAGE = "審査の観点", "審査項目", "該当ページ"
_COLUMNS = (
    (ASPECT, "aspect", r"(?:審査の)?観点|審査の観点(?:及び主な考慮事項)?|区分"),
    (ITEM, "item", r"(?:主な)?(?:審査|確認|精査|点検)(?:の)?項目|(?:主な)?考慮事項(?:[(]細目[)])?|項目|細目"),
    (PAGE, "page", r"該当(?:ページ|頁|箇所)|(?:評価書の?)?(?:ページ|頁)|該当する?(?:ページ|頁)"),
    (
        "評価書の記載",
        "statement",
        r"(?:評価書の)?記載(?:内容|事項|の概要|箇所)?|評価書(?:の記載|における記載)(?:内容|の概要)?",
    ),
    ("問題の有無", "finding", r"問題(?:点)?の有無|適否|判定|評価|問題(?:の)?有無"),
    ("精査結果", "result", r"精査(?:の)?(?:結果|内容)|審査結果|確認結果|結果|所見|事務局(?:の)?所見"),
)
_FIELDS = {name: key for name, key, _ in _COLUMNS}
_NAMES = tuple((name, re.compile(pattern)) for name, _, pattern in _COLUMNS)
_LABELLED = re.compile(
    r"[【\[<〈]?(?P<label>[^\s:：\t】\]>〉]{2,14})[】\]>〉]?\s*(?:[:：]|[\t　 ]{1,})\s*(?P<rest>.*)", re.S
)
_PAGE_CELL = re.compile(
    r"(?:[Pp]{1,2}\.?\s*)?[0-9]{1,3}(?:\s*[-~〜～－,、・]\s*(?:[Pp]\.?\s*)?[0-9]{1,3})*\s*(?:ページ|頁)?"
)
_HEADED = re.compile(
    r"(?:第?[0-9一二三四五六七八九十]{1,3}[.．、\s]|[(（][0-9一二三四五六七八九十]{1,3}[)）]|[ⅠⅡⅢⅣⅤ]|【[^】]+】$|[◆■●▼]"
    r"|(?:総評|総括|まとめ|審査記載事項)$)"
)
_CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_NUMBERED = re.compile(r"[(（]?([0-9]{1,3}(?=[)）.．、\s])|[①-⑳])")
_HEADING_CHARS = 60
_NAME_CHARS = 24


@dataclass(frozen=True)
class _Cell:
    """The content of a cell, or of a labelled stretch of lines."""

    column: str
    spans: tuple[Span, ...]
    text: str


@dataclass
class _Sheet:
    """What is built while reading: the roots, and what is open of them."""

    cite: str
    roots: list[Node] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    section: Node | None = None
    aspect: Node | None = None
    item: Node | None = None
    numbered: bool = False  # whether the items met so far bear numbers and the aspects none

    def cell(self, cell: _Cell) -> None:
        """Hang a cell where it belongs."""
        if cell.column == ASPECT:
            self._open_aspect(cell)
        elif cell.column == ITEM:
            self._open_item(cell)
        else:
            key = _FIELDS[cell.column]
            label = f"{self._place()} {cell.column}"
            node = Node(key, ClauseKind.FIELD, cell.column, label, cell.spans, field=cell.column)
            self._siblings().append(node)

    def heading(self, line: Line) -> None:
        """Open a section."""
        self.section = Node("s", ClauseKind.SECTION, _short(line.text), f"{self.cite} {_short(line.text)}")
        self.section.children = [self._head(self.section, (line.span,))]
        self.roots.append(self.section)
        self.aspect = self.item = None

    def paragraph(self, spans: tuple[Span, ...], *, front: bool) -> None:
        """A paragraph beside the tables; before any section it is the head of the sheet."""
        above = self.section.children if self.section else self.roots
        number = 1 + sum(node.key.startswith("p") for node in above)
        kind = ClauseKind.FRONT_MATTER if front else ClauseKind.PARAGRAPH
        name = "前文" if front else f"第{number}段落"
        place = self.section.label if self.section else self.cite
        above.append(Node(f"p{number}", kind, name, f"{place} {name}", spans))
        self.aspect = self.item = None

    def goes_on(self, first: Line) -> bool:
        """Whether a row's first cell is the next item under the same aspect: items are numbered, aspects not."""
        return self.aspect is not None and self.numbered and _number_of(first.text) is not None

    def _open_aspect(self, cell: _Cell) -> None:
        name = f"観点「{_short(cell.text)}」"
        label = f"{self.section.label if self.section else self.cite} {name}"
        self.aspect, self.item = Node("v", ClauseKind.SECTION, name, label), None
        self.aspect.children = [self._head(self.aspect, cell.spans)]
        (self.section.children if self.section else self.roots).append(self.aspect)

    def _open_item(self, cell: _Cell) -> None:
        number = _number_of(cell.text)
        name = f"審査項目{number}" if number else f"審査項目「{_short(cell.text)}」"
        self.numbered = number is not None and not _number_of(self.aspect.name[3:] if self.aspect else "")
        above = self.aspect or self.section
        label = f"{above.label if above else self.cite} {name}"
        self.item = Node("i", ClauseKind.BLOCK, name, label)
        self.item.children = [self._head(self.item, cell.spans)]
        (above.children if above else self.roots).append(self.item)

    def _siblings(self) -> list[Node]:
        above = self.item or self.aspect or self.section
        return above.children if above else self.roots

    def _place(self) -> str:
        above = self.item or self.aspect or self.section
        return above.label if above else self.cite

    def _head(self, above: Node, spans: tuple[Span, ...]) -> Node:
        return Node("h", ClauseKind.HEADING, "見出し", f"{above.label} 見出し", spans)


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a review sheet. Raises ParseFault if characters were lost."""
    source = extracted.text
    sheet = _Sheet(document.cite)
    _read(sheet, source, lines_of(source))
    for node in sheet.roots:
        _number(node)
    distinct(sheet.roots)
    number_pages(sheet.roots, extracted)
    return assemble(document, source, sheet.roots, sheet.furniture)


def column_of(text: str) -> str | None:
    """The column that a cell at the head of a table names; None if it names none."""
    bare = re.sub(r"[\s※*【】\[\]()（）0-9]+", "", unicodedata.normalize("NFKC", text))
    return next((name for name, pattern in _NAMES if pattern.fullmatch(bare)), None) if bare else None


def columns_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns that a row names; none for a row that is no head of such a table."""
    named = [column_of(cell) for cell in cells]
    found = [name for name in named if name is not None]
    tells = len(found) >= 3 or (len(found) == 2 and len(cells) == 2)
    whole = len(found) == len([cell for cell in cells if cell.strip()])
    return tuple(found) if tells and whole and len(set(found)) == len(found) else ()


def _number(node: Node) -> None:
    """Number sections, aspects and items among their siblings: s1, v1, i2."""
    for child in node.children:
        _number(child)
    distinct(node.children)


def _read(sheet: _Sheet, source: str, lines: list[Line]) -> None:
    columns: tuple[str, ...] = ()
    at = 0
    tabled = False
    while at < len(lines):
        line = lines[at]
        cells = _cells(source, line)
        if len(cells) > 1 and (named := columns_of([cell.text for cell in cells])):
            columns, tabled = named, True
            sheet.furniture.append(Furniture(span=line.span, reason=FurnitureReason.FORM))
            at += 1
        elif len(cells) > 1 and columns:
            for cell in _assigned(columns, cells, goes_on="\t" in line.indent or sheet.goes_on(cells[0])):
                sheet.cell(cell)
            at += 1
        elif (labelled := _labelled(line)) is not None:
            at = _field(sheet, source, lines, at, labelled)
            tabled = True
        elif columns and sheet.item is not None and not _is_heading(line) and not _goes_alone(line):
            at = _paragraph(sheet, source, lines, at, front=False)
            columns = ()
        else:
            at = _beside(sheet, source, lines, at, front=not tabled)
            columns = ()


def _goes_alone(line: Line) -> bool:
    return line.blank_before > 0


def _beside(sheet: _Sheet, source: str, lines: list[Line], at: int, *, front: bool) -> int:
    if _is_heading(lines[at]):
        sheet.heading(lines[at])
        return at + 1
    return _paragraph(sheet, source, lines, at, front=front and sheet.section is None)


def _is_heading(line: Line) -> bool:
    text = unicodedata.normalize("NFKC", line.text)
    return len(text) <= _HEADING_CHARS and _HEADED.match(text) is not None and not ends_sentence(text)


def _paragraph(sheet: _Sheet, source: str, lines: list[Line], at: int, *, front: bool) -> int:
    """A paragraph: lines up to the end of a sentence, a blank line or what begins anew."""
    end = at + 1
    while (
        end < len(lines)
        and not front
        and not lines[end].blank_before
        and not ends_sentence(lines[end - 1].text)
        and len(_cells(source, lines[end])) == 1
        and _labelled(lines[end]) is None
        and not _is_heading(lines[end])
    ):
        end += 1
    sheet.paragraph(run_of(source, lines[at:end]), front=front)
    return end


def _cells(source: str, line: Line) -> list[Line]:
    """The cells of a line that are not blank."""
    found, begin = [], 0
    for piece in line.text.split("\t"):
        if piece.strip():
            found.append(line.part(begin, begin + len(piece)))
        begin += len(piece) + 1
    return found


def _assigned(columns: Sequence[str], cells: Sequence[Line], *, goes_on: bool) -> Iterator[_Cell]:
    """Each cell under its column. Blank cells are not written, so that a short row is told by what it holds.

    ``goes_on``: the first column reaches down from above. A cell that is a page number stands under the pages.
    """
    left = list(columns[1:] if goes_on and len(cells) < len(columns) else columns)
    if len(cells) > len(left):  # more cells than columns: what is over belongs to the last one
        last = _joined(cells[len(left) - 1 :])
        cells = [*cells[: len(left) - 1]]
        yield from (_Cell(name, (cell.span,), cell.text) for name, cell in zip(left, cells, strict=False))
        yield _Cell(left[-1], last, "")
        return
    spare = len(left) - len(cells)
    for cell in cells:
        page = _PAGE_CELL.fullmatch(unicodedata.normalize("NFKC", cell.text)) is not None
        while spare and left[0] != PAGE and page and PAGE in left:
            left.pop(0)
            spare -= 1
        while spare and left[0] == PAGE and not page:
            left.pop(0)
            spare -= 1
        yield _Cell(left.pop(0), (cell.span,), cell.text)


def _joined(cells: Sequence[Line]) -> tuple[Span, ...]:
    return tuple(cell.span for cell in cells)


def _labelled(line: Line) -> tuple[str, int] | None:
    """The column whose name begins a line, and where its content begins; None for any other line."""
    match = _LABELLED.fullmatch(line.text)
    if match is None:
        name = column_of(line.text)
        bracketed = line.text[:1] in "【[<〈"
        return (name, len(line.text)) if name is not None and bracketed else None
    name = column_of(match["label"])
    return None if name is None or match["label"] in ("評価", "結果", "項目") else (name, match.start("rest"))


def _field(sheet: _Sheet, source: str, lines: list[Line], at: int, labelled: tuple[str, int]) -> int:
    """A labelled stretch: the line's rest and the lines up to the next label, heading or blank line."""
    column, begin = labelled
    first = lines[at]
    rest = first.part(begin)
    label = Span(start=first.start, end=first.start + len(first.text[:begin].rstrip()))
    sheet.furniture.append(Furniture(span=label, reason=FurnitureReason.FORM))
    inside = [rest] if rest.text else []
    end = at + 1
    while (
        end < len(lines)
        and not (inside and lines[end].blank_before)
        and _labelled(lines[end]) is None
        and not _is_heading(lines[end])
    ):
        inside.append(lines[end])
        end += 1
    if inside:
        text = "".join(line.text for line in inside)
        sheet.cell(_Cell(column, run_of(source, inside), text))
    return end


def _number_of(text: str) -> str | None:
    """The number that an item begins with: (1), 2., ③."""
    match = _NUMBERED.match(text if text[:1] in _CIRCLED else unicodedata.normalize("NFKC", text))
    return None if match is None else match[1]


def _short(text: str) -> str:
    line = " ".join(unicodedata.normalize("NFKC", text).split())
    return line if len(line) <= _NAME_CHARS else line[: _NAME_CHARS - 1] + "…"
