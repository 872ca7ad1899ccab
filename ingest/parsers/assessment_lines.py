"""Habits of a form that came out as plain lines, as the text of a PDF has it: what its cells had side by side.

Labels and their values share a line, two labels stand on one line over their values, a value at the middle of its
cell comes before the label beside it, and a row of 変更箇所 is a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from ingest.parsers.assessment_cells import Cell, Item, ItemKind, Row
from ingest.parsers.assessment_choice import choice_of
from ingest.parsers.assessment_form import MARK, normal
from ingest.parsers.assessment_markup import Sheet
from ingest.parsers.assessment_tables import CHANGE_LABELS

_WORDS = re.compile(r"\S+")
_LABEL_WORDS = 5  # a label has no more blanks than this, its ※ included
_OPTIONS_ALONE = re.compile(r"[<＜(（]\s*選択肢\s*[>＞)）]")
_ASKS = re.compile(r"(?P<label>[^\s。、:：\[［][^。\[［]{2,58}?)\s*[<＜]\s*選択肢\s*[>＞]")
_DAY = re.compile(r"(?:明治|大正|昭和|平成|令和|[HRhr])\s*[0-9０-９元]{1,2}\s*[年.．/]|[0-9]{4}\s*[年/.-]")
_WIDE_GAP = re.compile(r"　+|[ \t　]{2,}")


def is_options_alone(text: str) -> bool:
    """Whether a line is but the heading of a list of options, which stands above the label it belongs to."""
    return _OPTIONS_ALONE.fullmatch(text) is not None


def asking_label(text: str) -> int:
    """Where the label ends on a line that goes on with <選択肢>; 0 where the line is none such."""
    found = _ASKS.match(text)
    return found.end("label") if found else 0


def fanned(sheet: Sheet, row: Row, known: Collection[str], lower: Collection[str]) -> Row:
    """The row with its line cut at a second label: 再委託 | ⑦再委託の有無 ※ | ＜選択肢＞.

    Only a label right behind another is one: marked, or of those that belong to the field above them.
    """
    if row.tabular or len(row.cells) != 1:
        return row
    cell = row.cells[0]
    first = _label(sheet, cell.start, cell.end, known)
    if first is None:
        return row
    start, _ = sheet.held(first, cell.end)
    second = _label(sheet, start, cell.end, known) if start > first else None
    if second is None or not (MARK.match(sheet.masked, start) or normal(sheet.words(start, second)) in lower):
        return row
    cuts = [(cell.start, first), (start, second), sheet.held(second, cell.end)]
    cells = [Cell(*sheet.held(*cut), sheet.words(*cut)) for cut in cuts if cut[1] > cut[0]]
    return Row(cells, tabular=False, indented=False)


def _label(sheet: Sheet, start: int, end: int, known: Collection[str]) -> int | None:
    """The end of the longest label that a range begins with and does not end with."""
    words = [
        match.end()
        for match, _ in zip(_WORDS.finditer(sheet.masked, start, end), range(_LABEL_WORDS), strict=False)
    ]
    ends = [stop for stop in words if stop < end and normal(sheet.words(start, stop)) in known]
    return ends[-1] if ends else None


def columned(head: Row, below: Row, known: Collection[str]) -> list[Item]:
    """The fields of a row of label cells and the row of as many values beneath it; none if it is none."""
    labels = [normal(cell.text) in known for cell in head.cells]
    if len(labels) < 2 or len(labels) != len(below.cells) or not all(labels):
        return []
    if any(normal(cell.text) in known for cell in below.cells):
        return []
    return [
        Item(ItemKind.FIELD, label.start, label.end, label.text, value=(value.start, value.end))
        for label, value in zip(head.cells, below.cells, strict=True)
    ]


def side_by_side(sheet: Sheet, head: Row, below: Row, known: Collection[str]) -> list[Item]:
    """The fields of a line of labels (評価書番号 評価書名) and the line of values beneath; none if it is none."""
    if head.tabular or below.tabular or len(head.cells) != 1 or len(below.cells) != 1:
        return []
    labels = [match.span() for match in _WORDS.finditer(sheet.masked, head.cells[0].start, head.cells[0].end)]
    if len(labels) < 2 or not all(normal(sheet.words(*label)) in known for label in labels):
        return []
    cell = below.cells[0]
    values = [match.span() for match in _WORDS.finditer(sheet.masked, cell.start, cell.end)]
    if len(values) < len(labels) or normal(cell.text) in known:
        return []
    values[len(labels) - 1 :] = [(values[len(labels) - 1][0], cell.end)]  # the last takes what is left
    return [
        Item(ItemKind.FIELD, *label, sheet.words(*label), value=value)
        for label, value in zip(labels, values, strict=True)
    ]


def put_back(sheet: Sheet, items: Sequence[Item]) -> None:
    """Give labels the values that stand before them, in a section that begins with a choice and ends with a bare label.

    The text of some PDFs has what stands higher first: the options of ①実施の有無, its label, the text beside ②, and
    ② last. Read in order each label would have the value of the next.
    """
    for at, item in enumerate(items):
        if item.kind is not ItemKind.PROSE or not at or items[at - 1].kind is not ItemKind.SECTION:
            continue
        assert item.value is not None
        fields = list(_fields(items[at + 1 :]))
        choice = choice_of(sheet, *item.value)
        if choice is None or not fields or fields[-1].value is not None:
            continue
        if any(one.value is None or choice_of(sheet, *one.value) for one in fields[:-1]):
            continue
        values = [item.value, *(one.value for one in fields[:-1])]
        for one, value in zip(fields, values, strict=True):
            one.value = value
        item.kind, item.value = ItemKind.BLANK, None
        item.end = item.start


def lift(sheet: Sheet, items: Sequence[Item]) -> list[Item]:
    """The items with what stands above ②事務の概要 given to it, not to ①事務の名称 before.

    A label stands at the middle of a tall cell, and the text of a PDF has the upper half of that cell before it.
    """
    done: list[Item] = []
    for at, item in enumerate(items):
        below = items[at + 1] if at + 1 < len(items) else None
        done.append(item)
        if below is None or item.kind is not ItemKind.FIELD or item.value is None:
            continue
        if normal(item.title) != "事務の名称" or normal(below.title) not in ("事務の概要", "事務の内容"):
            continue
        name = sheet.first_line(*item.value)
        if name is None:
            continue
        rest = sheet.held(name, item.value[1])
        item.value = (item.value[0], name)
        done.append(Item(ItemKind.FIELD, rest[0], rest[0], below.title, value=rest))
    return done


def _fields(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if item.kind is not ItemKind.FIELD:
            return
        yield item


def change_item(sheet: Sheet, row: Row, above: Item | None) -> Item | None:
    """What a row of 変更箇所 is: the line of its labels, a change, or text; None where it went on with the row above."""
    start, end = row.cells[0].start, row.cells[-1].end
    if all(normal(cell.text) in CHANGE_LABELS for cell in row.cells):
        return Item(ItemKind.BLANK, start, end)
    cells = row.cells if row.tabular else _change_cells(sheet, row.cells[0])
    if cells == []:
        return Item(ItemKind.BLANK, start, end)
    if cells is not None:
        return Item(ItemKind.CHANGE, start, end, value=(start, end), cells=list(cells))
    if above is not None and above.kind is ItemKind.CHANGE and not above.cells[-1].text.endswith("。"):
        above.extend(start, end)
        above.cells += row.cells
        return None
    return Item(ItemKind.PROSE, start, end, value=(start, end), cells=row.cells)


def _change_cells(sheet: Sheet, cell: Cell) -> list[Cell] | None:
    """The cells of a line of 変更箇所: none for its line of labels, None where the line begins no row."""
    if all(normal(word) in CHANGE_LABELS for word in cell.text.split()):
        return []
    if not _DAY.match(unicodedata.normalize("NFKC", cell.text)):
        return None
    cuts = [match.span() for match in _WIDE_GAP.finditer(sheet.masked, cell.start, cell.end)]
    starts, ends = [cell.start, *(end for _, end in cuts)], [*(start for start, _ in cuts), cell.end]
    ranges = [sheet.held(start, end) for start, end in zip(starts, ends, strict=True)]
    return [Cell(start, end, sheet.words(start, end)) for start, end in ranges if end > start]


def wordy(text: str) -> bool:
    """Whether a cell begins as a label does, not as a point, a box or a bracket."""
    return re.match(r"[・■●○◆◇*\-\[［(（<＜【]|[0-9]+[)）]", text) is None


def without_brackets(text: str) -> str:
    """The text without what stands in round brackets."""
    return re.sub(r"[(（][^()（）]*[)）]", "", text)
