"""Pages, page numbers and running heads of a paper; which sheet (main part, 別紙４ ...) each line belongs to.

A running head such as 資料３ or 別紙４ names the sheet. Extracted from a PDF it stands anywhere on its page,
often last, so it counts for its whole page; where pages cannot be told apart it counts from its line on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.models import Furniture, FurnitureReason
from corpus.numerals import to_int
from ingest.extract import Extracted
from ingest.parsers.layout import Line, lines_of
from ingest.parsers.tree import Node

_NUMBER = r"[0-9０-９一二三四五六七八九十]{1,3}"
_HEAD = re.compile(
    rf"[（(【［\[]?\s*(?P<name>資料|別紙|別添|別表|参考資料|参考|様式|別記様式)\s*(?:No\.?|Ｎｏ．?)?\s*"
    rf"(?P<number>{_NUMBER}(?:\s*[-－‐–ー―の]\s*{_NUMBER})*)?\s*[）)】］\]]?"
)
_KEYS = {
    "資料": "d",
    "別紙": "b",
    "別添": "betten",
    "別表": "hyo",
    "参考資料": "sanko",
    "参考": "sanko",
    "様式": "yoshiki",
    "別記様式": "yoshiki",
}
_INTERLEAVED = 0.6  # share of lines after a blank one from which on a missing blank line marks a new page


@dataclass(frozen=True)
class Head:
    """A running head: 別紙４ is name 別紙, number 4, key b4."""

    name: str
    numbers: tuple[int, ...]

    @property
    def key(self) -> str:
        """Its element of a clause id."""
        return _KEYS[self.name] + "-".join(str(number) for number in self.numbers)

    @property
    def printed(self) -> str:
        """How a label names it: 別紙4, 資料1-2."""
        return self.name + "-".join(str(number) for number in self.numbers)


@dataclass
class Sheet:
    """The lines of the main part (``head`` None) or of one annex, pages joined."""

    head: Head | None
    lines: list[Line] = field(default_factory=list)
    box_ends: set[int] = field(default_factory=set)  # starts of lines that a page's running head follows


def sheets_of(extracted: Extracted) -> tuple[list[Sheet], list[Furniture]]:
    """The sheets of a paper in order, and its page numbers and running heads as furniture."""
    lines, furniture = without_page_numbers(lines_of(extracted.text))
    pages = _pages(extracted, lines)
    sheets: list[Sheet] = []
    for page in pages:
        furniture += _place(page, sheets, whole_page=len(pages) > 1)
    return sheets, furniture


def one_sheet(extracted: Extracted) -> tuple[Sheet, list[Furniture]]:
    """The whole text as one sheet without annexes, and its page numbers as furniture."""
    lines, furniture = without_page_numbers(lines_of(extracted.text))
    return Sheet(None, lines), furniture


def without_page_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Furniture]]:
    """The lines that are not page numbers, and those that are as furniture."""
    numbers = _page_numbers(lines)
    kept = [line for index, line in enumerate(lines) if index not in numbers]
    dropped = [
        Furniture(span=lines[index].span, reason=FurnitureReason.PAGE_NUMBER) for index in sorted(numbers)
    ]
    return kept, dropped


def head_of(text: str) -> Head | None:
    """The running head that a line is, if it is nothing else."""
    match = _HEAD.fullmatch(text)
    if match is None or (match["number"] is None and match["name"] in ("資料", "参考", "参考資料", "様式")):
        return None
    found = [to_int(number) for number in re.findall(_NUMBER, match["number"] or "")]
    return Head(match["name"], tuple(number for number in found if number is not None))


def number_pages(nodes: Sequence[Node], extracted: Extracted) -> None:
    """Give every node the page on which it begins; without pages nothing changes."""
    for node in nodes:
        first = next((leaf.spans[0].start for leaf in node.leaves() if leaf.spans), None)
        node.page = None if first is None else extracted.page_at(first)
        number_pages(node.children, extracted)


def _place(page: Sequence[Line], sheets: list[Sheet], *, whole_page: bool) -> list[Furniture]:
    """Put a page's lines on its sheet; a head that names another sheet begins that sheet."""
    furniture: list[Furniture] = []
    heads = {line.start: head for line in page if (head := head_of(line.text))}
    if whole_page and len(set(heads.values())) == 1:
        _turn(sheets, next(iter(heads.values())))
    for index, line in enumerate(page):
        head = heads.get(line.start)
        if head is None:
            if not sheets:
                sheets.append(Sheet(None))
            sheets[-1].lines.append(line)
            continue
        furniture.append(Furniture(span=line.span, reason=FurnitureReason.RUNNING_HEAD))
        _turn(sheets, head)
        if index + 1 == len(page) and sheets[-1].lines:
            sheets[-1].box_ends.add(sheets[-1].lines[-1].start)
    return furniture


def _turn(sheets: list[Sheet], head: Head) -> None:
    """Begin the sheet of a running head, unless it is the current one. The first 資料 is the paper itself."""
    if head.name == "資料":
        if not sheets:
            sheets.append(Sheet(None))
        return
    if sheets and sheets[-1].head == head:
        return
    sheets.append(Sheet(head))


def _pages(extracted: Extracted, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by page: as extracted; else by lines with no blank one before them where others have one."""
    if not lines:
        return []
    spaced = sum(1 for line in lines if line.blank_before) >= _INTERLEAVED * len(lines)
    pages: list[list[Line]] = [[]]
    at = None
    for line in lines:
        page = extracted.page_at(line.start)
        fresh = page != at if extracted.pages else "\f" in line.indent or (spaced and not line.blank_before)
        if fresh and pages[-1]:
            pages.append([])
        pages[-1].append(line)
        at = page
    return pages


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Indexes of lines that are page numbers: decorated (- 5 -), or bare figures that count up by one."""
    shown = {
        index: int(digits.group())
        for index, line in enumerate(lines)
        if line.is_page_number() and (digits := re.search(r"[0-9０-９]+", line.text))
    }
    found: set[int] = set()
    last = 0
    for index, number in shown.items():
        decorated = re.fullmatch(r"[0-9０-９]+", lines[index].text) is None
        first = not found and number + 1 in shown.values()
        if decorated or number == last + 1 or first:
            found.add(index)
            last = number
    return found
