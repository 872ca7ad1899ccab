"""Assessment reports (特定個人情報保護評価書): part, section, repeated block, field.

``parse`` follows the official forms (``assessment_form``) through whatever flattening the file went
through: tabs, Markdown or HTML tables, plain lines, tags left in. A field of choice keeps what was chosen;
options, boxes without a mark and fields left blank are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, Notice, ParsedDocument, Span
from ingest.extract import Extracted
from ingest.parsers.assessment_cells import Item, ItemKind
from ingest.parsers.assessment_choice import Choice, choice_of
from ingest.parsers.assessment_form import MARK, ROMAN_SIGNS, form_of, mark_number, normal
from ingest.parsers.assessment_markup import Sheet, line_ends, page_numbers
from ingest.parsers.assessment_nodes import Caption, NodeMaker
from ingest.parsers.assessment_rows import Reader
from ingest.parsers.tree import Node, assemble

_BLOCK_KEYS = {
    "システム": "system",
    "委託事項": "entrustment",
    "提供先": "recipient",
    "移転先": "transferee",
    "リスク": "risk",
}
_OTHER_RISKS = re.compile(r"その他のリスク及びそのリスクに対する措置$")
_TRAILING_NOTE = re.compile(r"\s*※(?:\s*[(（].*[)）])?\s*$")
_NUMERAL = re.compile(r"^(?:[0-9]+\. |（[^）]*）|[Ⅰ-Ⅶ] )")  # what stands before a title in a name
_BLOCK_NAME = 40  # characters of a block's title that stand in the path


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of an assessment report. Words that no rule knows stay as paragraphs, with a notice."""
    numbers = page_numbers(extracted)
    sheet = Sheet(extracted.text, numbers, line_ends(extracted))
    items = Reader(sheet, form_of(f"{extracted.text[:3000]} {document.title}")).read()
    builder = _Builder(document, sheet, NodeMaker(sheet, extracted.page_at))
    builder.build(items)
    wanted = [(span.start, span.end, FurnitureReason.PAGE_NUMBER) for span in numbers]
    furniture = list(_painted(sheet, builder.roots, [*wanted, *builder.furniture]))
    return assemble(document, extracted.text, builder.roots, furniture, builder.notices)


class _Builder:
    """Puts items into the tree, with their citations."""

    def __init__(self, document: Document, sheet: Sheet, maker: NodeMaker) -> None:
        self._document = document
        self._sheet = sheet
        self._make = maker
        self._part: Node | None = None
        self._section: Node | None = None
        self._block: Node | None = None
        self._base = ""  # citation of the current part
        self._place = ""  # citation of the current section
        self._within = ""  # citation of the current block
        self._main = ""  # the field that a lower one belongs to
        self._blankable: set[int] = set()  # containers that are furniture if nothing was filled in
        self.roots: list[Node] = []
        self.furniture: list[tuple[int, int, FurnitureReason]] = []
        self.notices: list[Notice] = []

    def build(self, items: Sequence[Item]) -> None:
        """All items, in order; then what was left blank goes to the furniture."""
        for at, item in enumerate(items):
            match item.kind:
                case ItemKind.PART:
                    self._add_part(item, items[at + 1 :])
                case ItemKind.SECTION:
                    self._add_section(item)
                case ItemKind.BLOCK:
                    self._add_block(item)
                case ItemKind.FIELD:
                    self._add_field(item)
                case ItemKind.CONTENTS:
                    self._add_contents(item)
                case ItemKind.BLANK:
                    self._blank(item.start, item.end)
                case ItemKind.PROSE | ItemKind.CHANGE:
                    self._add_prose(item)
        self.roots = [root for root in self.roots if not self._is_blank(root)]

    # -- places

    def _cover(self) -> Node:
        if self._part is None:
            self._base = self._within = self._place = _cited(self._document.cite, "表紙")
            self._part = Node("cover", ClauseKind.FRONT_MATTER, "表紙", self._base)
            self.roots.append(self._part)
        return self._part

    def _here(self) -> Node:
        return self._block or self._section or self._cover()

    def _put(self, parent: Node, node: Node) -> None:
        taken = {child.key for child in parent.children}
        key, number = node.key, 2
        while node.key in taken:
            node.key, number = f"{key}-{number}", number + 1
        parent.children.append(node)

    def _add_part(self, item: Item, after: Sequence[Item]) -> None:
        sign = f"（{item.sign}）" if item.sign else ROMAN_SIGNS[(item.number or 1) - 1]
        key = f"p{item.number}" if item.number else f"a{re.sub('[^0-9]', '', normal(item.sign)) or 'x'}"
        title = "" if item.title == item.sign else _TRAILING_NOTE.sub("", item.title).strip()
        doubled = sum(root.key.split("-")[0] == key for root in self.roots)
        if doubled:
            key = f"{key}-{doubled + 1}"
            sign += f"（{self._file_name(after) or doubled + 1}）"
        self._base = _cited(self._document.cite, sign)
        name = _cited(sign, title).strip()
        label = _cited(self._base, title).strip()
        self._part = Node(key, ClauseKind.PART, name, label)
        self._section = self._block = None
        self._place = self._within = label if item.sign else self._base
        self._main = ""
        self.roots.append(self._part)
        self._head(self._part, item, item.known)

    def _file_name(self, after: Sequence[Item]) -> str:
        for item, below in pairwise(after):
            if item.kind is ItemKind.PART:
                return ""
            if item.kind is ItemKind.SECTION and "特定個人情報ファイル名" in item.title and below.value:
                return self._sheet.words(*below.value)[:_BLOCK_NAME]
        return ""

    def _head(self, node: Node, item: Item, known: bool) -> None:
        """The heading of a container as its first leaf, with the choice that may stand beside it."""
        node.page = self._make.page_at(item.start)
        if item.end > item.start:
            caption = Caption("h", node.name, node.label, None)
            node.children.append(self._make.leaf(ClauseKind.HEADING, caption, [(item.start, item.end)]))
        if known:
            self._blankable.add(id(node))
        else:
            self._notice(item.start, item.end, "the forms have no such heading")

    def _add_section(self, item: Item) -> None:
        title = _TRAILING_NOTE.sub("", item.title).strip()
        parent = self._cover()
        self._place = self._within = f"{self._base} {item.number}."
        self._section = Node(
            f"s{item.number}", ClauseKind.SECTION, f"{item.number}. {title}", f"{self._place} {title}"
        )
        self._block, self._main = None, ""
        self._put(parent, self._section)
        choice = choice_of(self._sheet, *item.value) if item.value else None
        if item.value is not None and choice is not None and choice.kept:
            caption = Caption("h", self._section.name, self._section.label, title)
            self._section.children.append(self._make.choice(caption, (item.start, item.end), choice))
            self._options(*item.value)
            return
        self._head(self._section, item, item.known)
        if item.value is not None and choice is not None:
            self._options(*item.value)
        elif item.value is not None:
            caption = Caption("n", title, self._section.label, title)
            self._section.children += self._make.text(caption, item.value)

    def _add_block(self, item: Item) -> None:
        parent = self._section or self._cover()
        sign = f"{item.sign}{item.number or ''}"
        self._within = f"{self._place} {sign}" if item.number else self._place
        name = f"{sign}：{item.title}" if item.title else sign
        self._block = Node(
            f"{_BLOCK_KEYS[item.sign]}{item.number or ''}", ClauseKind.BLOCK, name, self._within
        )
        self._main = ""
        if not item.number:
            self._block.label = f"{self._place} {name}"
        self._put(parent, self._block)
        if item.value is None:
            self._head(self._block, item, known=True)
            return
        self._block.page = self._make.page_at(item.start)
        title = self._sheet.words(*item.value)
        self._block.name = f"{sign} {title[:_BLOCK_NAME]}"
        caption = Caption("h", self._block.name, self._block.label, sign)
        self._block.children.append(self._make.field(caption, (item.start, item.end), item.value))

    # -- contents

    def _add_contents(self, item: Item) -> None:
        cover = self._cover()
        node = self._make.leaf(
            ClauseKind.FRONT_MATTER,
            Caption("contents", "項目一覧", f"{self._base} 項目一覧", None),
            _lines(self._sheet, item.start, item.end),
        )
        self._put(cover, node)

    def _add_field(self, item: Item) -> None:
        if _OTHER_RISKS.search(normal(item.title)) and self._section is not None:
            self._block, self._within, self._main = None, self._place, ""
        caption = self._caption(item)
        head = (item.group[0] if item.group else item.start, item.end)
        parent = self._here()
        value = self._sheet.held(*item.value) if item.value else (item.end, item.end)
        choice = choice_of(self._sheet, *item.value) if item.value else None
        if choice is not None:
            self._add_choice(caption, head, value, choice)
        elif value[1] > value[0]:
            self._put(parent, self._make.field(caption, head, value))
            self._name_block(caption, value)
        elif item.known:
            self._blank(*head)
        else:
            self._put(parent, self._make.leaf(ClauseKind.PLAIN, caption, [head]))
            self._notice(*head, "a label of no form, with nothing beside it")

    def _add_choice(
        self, caption: Caption, head: tuple[int, int], value: tuple[int, int], choice: Choice
    ) -> None:
        if choice.kept:
            self._put(self._here(), self._make.choice(caption, head, choice))
        else:
            self._blank(*head)
        self._options(*value)

    def _caption(self, item: Item) -> Caption:
        own = _TRAILING_NOTE.sub("", item.title).strip()
        group = _TRAILING_NOTE.sub("", item.group_title).strip()
        if not item.lower and not group:
            self._main = own
        elif group:
            self._main = self._main if item.lower and self._main else group
        upper = group or (self._main if item.lower else "")
        marked = MARK.match(own) is not None
        name = f"{upper} {own}" if upper and not (marked and group) else own
        key = f"f{mark_number(own)}" if marked else f"x{self._unmarked() + 1}"
        return Caption(key, name, f"{self._within} {name}", MARK.sub("", own[:1]) + own[1:])

    def _unmarked(self) -> int:
        return sum(child.key.startswith("x") for child in self._here().children)

    def _name_block(self, caption: Caption, value: tuple[int, int]) -> None:
        """A system goes by its name: システム2 住民基本台帳ネットワークシステム."""
        block = self._block
        if block is not None and caption.field == "システムの名称" and " " not in block.name:
            block.name = f"{block.name} {self._sheet.words(*value)[:_BLOCK_NAME]}"

    def _add_prose(self, item: Item) -> None:
        assert item.value is not None
        parent = self._here()
        if self._part is not None and self._part.key == "cover":
            self._put(parent, self._front_matter(item.value))
            return
        title = _NUMERAL.sub("", parent.name)
        caption = Caption("n", title, parent.label, title or None)
        if item.kind is ItemKind.CHANGE:
            self._put(parent, self._make.row(caption, [(cell.start, cell.end) for cell in item.cells]))
            return
        if self._merges(parent, item):
            return
        if not item.known:
            self._notice(item.start, item.end, "text without a label")
        if self._part is not None and "記録項目" in self._part.name:
            nodes = self._make.records(caption, item.value)
        else:
            nodes = self._make.text(caption, item.value)
        for node in nodes:
            self._put(parent, node)

    def _merges(self, parent: Node, item: Item) -> bool:
        """A section that is one short entry becomes one field: 3. 特定個人情報ファイル名 and the name."""
        assert item.value is not None
        heading = parent.children[-1] if len(parent.children) == 1 else None
        if parent.kind is not ClauseKind.SECTION or heading is None or heading.kind is not ClauseKind.HEADING:
            return False
        head = (heading.spans[0].start, heading.spans[-1].end)
        caption = Caption("f", parent.name, parent.label, _NUMERAL.sub("", parent.name))
        choice = choice_of(self._sheet, *item.value)
        if choice is not None and choice.kept:
            parent.children = [self._make.choice(caption, head, choice)]
            self._options(*item.value)
            return True
        node = self._make.field(caption, head, item.value)
        if node.children or not item.known:
            return False
        parent.children = [node]
        return True

    def _front_matter(self, value: tuple[int, int]) -> Node:
        name = self._sheet.words(*value)[:_BLOCK_NAME]
        return self._make.leaf(ClauseKind.FRONT_MATTER, Caption("n1", name, self._base, None), [value])

    # -- what stands in no clause

    def _options(self, start: int, end: int) -> None:
        self.furniture.append((start, end, FurnitureReason.OPTIONS))

    def _blank(self, start: int, end: int) -> None:
        self.furniture.append((start, end, FurnitureReason.FORM))

    def _is_blank(self, node: Node) -> bool:
        """Whether a container holds nothing but headings of the form; if so they become furniture."""
        node.children = [child for child in node.children if not child.children or not self._is_blank(child)]
        if id(node) not in self._blankable or any(
            child.kind is not ClauseKind.HEADING for child in node.children
        ):
            return False
        for child in node.children:
            self._blank(child.spans[0].start, child.spans[-1].end)
        return True

    def _notice(self, start: int, end: int, message: str) -> None:
        words = self._sheet.words(start, end)[:40]
        self.notices.append(
            Notice(span=Span(start=start, end=max(end, start)), message=f"{message}: 「{words}」")
        )


def _cited(cite: str, sign: str) -> str:
    return f"{cite}{'' if cite.endswith('）') else ' '}{sign}"


def _lines(sheet: Sheet, start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a range, without their outer white space."""
    found = re.finditer(r"[^\r\n]+", sheet.masked[start:end])
    lines = [sheet.trimmed(start + line.start(), start + line.end()) for line in found]
    return [line for line in lines if line[1] > line[0]]


def _painted(
    sheet: Sheet, roots: Sequence[Node], wanted: Sequence[tuple[int, int, FurnitureReason]]
) -> Iterator[Furniture]:
    """The wanted furniture and all markup, as far as no leaf holds those characters."""
    taken = bytearray(len(sheet.source))
    for root in roots:
        for leaf in root.leaves():
            for span in leaf.spans:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
    for start, end, reason in [*wanted, *((*sign, FurnitureReason.MARKUP) for sign in sheet.signs())]:
        for free in re.finditer(rb"\0+", taken[start:end]):
            begin, stop = start + free.start(), start + free.end()
            taken[begin:stop] = b"\1" * (stop - begin)
            blank = sheet.source[begin:stop].isspace()
            why = FurnitureReason.WHITESPACE if blank else reason
            yield Furniture(span=Span(start=begin, end=stop), reason=why)
