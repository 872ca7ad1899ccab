"""Reads the rows of a form as parts, sections, repeated blocks and labelled fields with their values.

What a row is, is decided by the words of the official forms first, by marks and numbers after that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.parsers.assessment_cells import Cell, Item, ItemKind, Row, rows_of, unwrapped
from ingest.parsers.assessment_choice import choice_of, is_choice_line
from ingest.parsers.assessment_form import (
    MARK,
    Form,
    FormPart,
    FormSection,
    every_label,
    every_lower_label,
    every_title,
    mark_number,
    normal,
    roman,
)
from ingest.parsers.assessment_lines import (
    asking_label,
    change_item,
    columned,
    fanned,
    is_options_alone,
    lift,
    put_back,
    side_by_side,
    without_brackets,
    wordy,
)
from ingest.parsers.assessment_markup import CHECKED, RADIO, UNCHECKED, Sheet
from ingest.parsers.assessment_tables import COVER_LABELS

_PART = re.compile(r"(?P<sign>[Ⅰ-Ⅶ]|[IVＩＶ]{1,3})[\s.．:：、]*(?P<title>[^\s.．)）].*)")
_ANNEX = re.compile(
    r"(?P<open>[(（【\[]?)\s*(?P<sign>(?:別添|別紙)\s*[0-9０-９]*)\s*[)）】\]]?\s*(?P<title>.*)"
)
_ANNEX_TITLES = ("記録項目", "事務の内容", "変更箇所")
_SECTION = re.compile(
    rf"(?P<number>[0-9０-９]{{1,2}})\s*[.．]\s*(?P<title>[^\[［{CHECKED}{UNCHECKED}{RADIO}]+)"
)
_BLOCK = re.compile(r"(?P<name>システム|委託事項|提供先|移転先|リスク)\s*(?P<number>[0-9０-９]{1,2})")
_TITLED_BLOCK = re.compile(
    r"(?P<name>委託事項|提供先|移転先)\s*(?P<number>[0-9０-９]{1,2})\s*[:：\s]\s*(?P<title>\S.*)"
)
_RISK = re.compile(r"(?P<name>リスク)\s*(?P<number>[0-9０-９]{0,2})\s*[:：]\s*(?P<title>\S.*)")
_RANGE = re.compile(r"(?:システム|委託事項|提供先|移転先|リスク)?\s*[0-9０-９]+\s*[~～〜\-－]\s*[0-9０-９]+")
_OPTION = re.compile(r"[<＜(（]\s*選択肢\s*[>＞)）].*|[0-9０-９]{1,2}\s*[)）].*")
_FORM_NAME = re.compile(r"[\[［(（]?[^。]{0,15}様式\s*第?[0-9０-９]+[^。]{0,6}[\]］)）]?")
_EMPTY_OR_TICKED = re.compile(
    r"[\[［]\s*[○〇◯●レ✓✔×✕]?\s*[\]］]"
)  # what stands behind such a box is an option
_SPLIT = re.compile(r"[\s:：\[［]")
_LABEL_LENGTH = 60  # characters; the form's longest own label apart, a label is a short phrase
_LINE_LABEL_LENGTH = 40
_CHOICE_LENGTH = 2000  # characters: no list of options is longer


class Reader:
    """Reads rows into items, knowing at each row the part, section and field it stands in."""

    def __init__(self, sheet: Sheet, form: Form) -> None:
        self._sheet = sheet
        self._form = form
        self._rows = unwrapped(sheet, rows_of(sheet), every_label() | every_title())
        self._part: FormPart | None = None
        self._part_number = 0
        self._section: FormSection | None = None
        self._section_number: int | None = None
        self._open: Item | None = None
        self._contents: set[str] | None = None
        self._annex = ""
        self._group: Item | None = None
        self._mark = 0
        self.items: list[Item] = []

    def read(self) -> list[Item]:
        """All items of the form."""
        at = 0
        while at < len(self._rows):
            if self._columns(at):
                at += 2
                continue
            lower = self._section.lower if self._section else frozenset[str]()
            self._row(fanned(self._sheet, self._rows[at], self._known_labels(), lower))
            at += 1
        put_back(self._sheet, self.items)
        return lift(self._sheet, self.items)

    def _row(self, row: Row) -> None:
        cells = row.cells
        headed = self._open is None or self._open.kind not in (ItemKind.FIELD, ItemKind.PROSE)
        if headed and len(cells) == 1 and is_options_alone(cells[0].text):
            self.items.append(Item(ItemKind.BLANK, cells[0].start, cells[0].end))
            return
        if self._is_options(cells):
            assert self._open is not None
            self._open.extend(cells[0].start, cells[-1].end)
            return
        if "変更箇所" in self._annex and not self._takes_part(cells):
            self._change(row)
            return
        before = self._open
        for at, cell in enumerate(cells):
            fresh = at == 0 or (self._open is not before and not self._holds_label())
            if fresh and self._takes_heading(cells[at:], cell):
                continue
            option = at > 0 and _EMPTY_OR_TICKED.fullmatch(cells[at - 1].text) is not None
            if not option and self._takes_label(cell, row, at):
                continue
            self._goes_on(cell, at, cells[-1].end)

    def _holds_label(self) -> bool:
        return self._open is not None and self._open.kind is ItemKind.FIELD

    def _add(self, item: Item, *, opens: bool = True) -> None:
        self.items.append(item)
        self._open = item if opens else None

    def _goes_on(self, cell: Cell, at: int, stop: int) -> None:
        """What no rule takes belongs to what stands before it, or is text of its own."""
        above = self._open
        if above is not None and above.kind in (ItemKind.FIELD, ItemKind.PROSE, ItemKind.CHANGE):
            if at or not self._is_complete(above, cell.start, stop):
                above.extend(cell.start, cell.end)
                return
        elif (
            above is not None and above.kind is ItemKind.BLOCK and not above.title and (at or not above.value)
        ):
            above.extend(cell.start, cell.end)
            return
        known = self._section is None or not self._section.labels
        self._add(Item(ItemKind.PROSE, cell.start, cell.end, known=known, value=(cell.start, cell.end)))

    def _is_complete(self, item: Item, begin: int, stop: int) -> bool:
        """Whether a choice was read to its end, so that a line of plain words cannot be part of it."""
        if item.value is None:
            return False
        start, end = item.value
        if choice_of(self._sheet, start, min(end, start + _CHOICE_LENGTH)) is None:
            return False
        return not is_choice_line(self._sheet.masked[begin:stop])

    def _is_options(self, cells: Sequence[Cell]) -> bool:
        above = self._open
        if above is None or above.kind not in (ItemKind.FIELD, ItemKind.PROSE):
            return False
        if not all(_OPTION.fullmatch(cell.text) for cell in cells):
            return False
        if any("選択肢" in cell.text for cell in cells):
            return True
        return above.value is not None and "選択肢" in self._sheet.masked[above.value[0] : above.value[1]]

    # -- headings

    def _takes_heading(self, cells: Sequence[Cell], cell: Cell) -> bool:
        return (
            self._takes_contents(cells)
            or self._takes_part(cells)
            or self._takes_form_name(cells)
            or self._takes_section(cells, cell)
            or self._takes_block(cell)
        )

    def _takes_contents(self, cells: Sequence[Cell]) -> bool:
        if normal(cells[0].text) in ("項目一覧", "目次"):
            self._add(Item(ItemKind.CONTENTS, cells[0].start, cells[0].end))
            self._contents = set()
            return True
        if self._contents is None or self._open is None or self._open.kind is not ItemKind.CONTENTS:
            return False
        sign = _sign_of(cells[0].text) if len(cells) == 1 else None
        if sign is None or sign in self._contents:
            self._contents = None
            return False
        self._contents.add(sign)
        self._open.end = cells[0].end
        return True

    def _takes_form_name(self, cells: Sequence[Cell]) -> bool:
        if len(cells) > 1 or self._part_number or not _FORM_NAME.fullmatch(cells[0].text):
            return False
        self._add(Item(ItemKind.BLANK, cells[0].start, cells[0].end), opens=False)
        return True

    def _takes_part(self, cells: Sequence[Cell]) -> bool:
        cell = cells[0]
        if len(cells) > 1 or "。" in without_brackets(cell.text):
            return False
        if normal(cell.text) == "変更箇所":
            self._enter_part(None, 0, cell, cell.text, "変更箇所")
            return True
        annex = _ANNEX.fullmatch(cell.text)
        if annex and (annex["title"] or annex["open"]) and len(cell.text) <= _LABEL_LENGTH:
            if annex["open"] or any(title in annex["title"] for title in _ANNEX_TITLES):
                self._enter_part(None, 0, cell, annex["title"], re.sub(r"\s", "", annex["sign"]))
                return True
            return False
        match = _PART.fullmatch(cell.text)
        number = roman(match["sign"]) if match else None
        if match is None or number is None:
            return False
        part = self._form.part(number)
        known = part is not None and normal(part.title) == normal(match["title"])
        if not known and (len(match["title"]) > _LINE_LABEL_LENGTH or number != self._part_number + 1):
            return False
        if self._annex and "変更箇所" in self._annex:
            return False
        self._enter_part(part if known else None, number, cell, match["title"], "", known)
        return True

    def _enter_part(
        self, part: FormPart | None, number: int, cell: Cell, title: str, sign: str, known: bool = True
    ) -> None:
        item = Item(ItemKind.PART, cell.start, cell.end, title, number or None, sign, known)
        self._part, self._part_number = part, number or self._part_number
        self._section, self._section_number, self._group = None, None, None
        self._annex = f"{sign} {title}" if sign else ""
        self._contents = None
        self._add(item)

    def _takes_section(self, cells: Sequence[Cell], cell: Cell) -> bool:
        match = _SECTION.match(self._sheet.masked[cell.start : cell.end])
        if match is None or self._annex:
            return False
        number, title = int(unicodedata.normalize("NFKC", match["number"])), match["title"]
        for end in [len(title), *(m.start() for m in reversed(list(re.finditer(r"\s", title))))]:
            part = self._part_of(title[:end])
            if part is not None:
                self._enter_section(part, part.section(title[:end]), number, cell, match.start("title") + end)
                return True
        last = self._section_number or 0
        numbers = [section.number for section in self._part.sections] if self._part else []
        follows = number == last + 1 if not numbers else number > max(last, *numbers)
        if self._part_number == 0 or not follows or len(cells) > 1:
            return False
        if len(title) > _LINE_LABEL_LENGTH or "。" in title:
            return False
        self._enter_section(None, None, number, cell, match.end())
        return True

    def _part_of(self, title: str) -> FormPart | None:
        """The part a known section title belongs to: this one, or a later one whose heading is missing."""
        if self._part is not None and self._part.section(title):
            return self._part
        if self._part is None and self._part_number:
            return None
        later = [p for p in self._form.parts if p.number > self._part_number and p.section(title)]
        return later[0] if later else None

    def _enter_section(
        self, part: FormPart | None, section: FormSection | None, number: int, cell: Cell, length: int
    ) -> None:
        if part is not None and part is not self._part:
            self._part, self._part_number = part, part.number
            self._add(Item(ItemKind.PART, cell.start, cell.start, part.title, part.number))
        start, end = self._sheet.trimmed(cell.start, cell.start + length)
        title = self._sheet.words(start, end).split(maxsplit=0)[0]
        title = re.sub(r"^[0-9０-９]{1,2}\s*[.．]\s*", "", title)
        item = Item(ItemKind.SECTION, start, end, title, number, known=section is not None)
        rest = self._sheet.trimmed(end, cell.end)
        if (
            rest[1] > rest[0]
            and self._sheet.masked[end : cell.end].lstrip()[:1] in f"[［{CHECKED}{UNCHECKED}{RADIO}"
        ):
            item.value = (end, cell.end)
        self._section, self._section_number, self._group, self._mark = section, number, None, 0
        self._add(item)
        if item.value is None and rest[1] > rest[0]:
            self._goes_on(Cell(*rest, self._sheet.words(*rest)), 0, cell.end)

    def _takes_block(self, cell: Cell) -> bool:
        if _RANGE.fullmatch(cell.text):
            self._add(Item(ItemKind.BLANK, cell.start, cell.end), opens=False)
            return True
        plain = _BLOCK.fullmatch(cell.text)
        titled = None if plain else _RISK.fullmatch(cell.text) or _TITLED_BLOCK.fullmatch(cell.text)
        match = plain or titled
        if match is None or (titled and (len(cell.text) > 120 or "。" in without_brackets(cell.text))):
            return False
        number = unicodedata.normalize("NFKC", match["number"])
        item = Item(
            ItemKind.BLOCK, cell.start, cell.end, sign=match["name"], number=int(number) if number else None
        )
        if titled:
            item.title = titled["title"]
        self._group, self._mark = None, 0
        self._add(item)
        return True

    # -- fields

    def _takes_label(self, cell: Cell, row: Row, at: int) -> bool:
        found = self._label_end(cell, row, at)
        if found is None:
            return False
        end, known = found
        above = self._open
        title = self._sheet.words(cell.start, end).rstrip("：: ")
        item = Item(ItemKind.FIELD, cell.start, end, title, known=known)
        if self._part_number or self._annex:
            item.lower = normal(item.title) in (self._section.lower if self._section else every_lower_label())
        if (
            at
            and above is not None
            and above.kind is ItemKind.FIELD
            and above.value is None
            and above is self.items[-1]
        ):
            item.group, item.group_title = (above.start, above.end), above.title
            self.items.pop()
            self._group = item
        elif row.indented and self._group is not None:
            item.group_title = self._group.group_title
        elif at == 0:
            self._group = None
        self._mark = mark_number(item.title) or self._mark
        self._add(item)
        if end < cell.end:
            item.value = (end, cell.end)
        return True

    def _label_end(self, cell: Cell, row: Row, at: int) -> tuple[int, bool] | None:
        known = self._known_labels()
        name = normal(cell.text)
        whole = cell.end == cell.start + len(self._sheet.masked[cell.start : cell.end].rstrip())
        if name in known or (row.tabular and name in every_label() and self._free() is False):
            return (cell.end, True) if whole else None
        if self._general_label(cell, row, at):
            return cell.end, False
        text = self._sheet.masked[cell.start : min(cell.end, cell.start + 160)]
        for cut in reversed(list(_SPLIT.finditer(text))):
            head, colon = text[: cut.start()], cut.group() in ":："
            if at and not MARK.match(head):
                break
            if normal(head) in known and (MARK.match(head) or colon or len(normal(head)) > 2):
                return cell.start + (cut.end() if colon else len(head.rstrip())), True
        asked = 0 if at or self._part is None or self._free() else asking_label(text)
        return (cell.start + asked, False) if asked else None

    def _known_labels(self) -> frozenset[str]:
        if self._part_number == 0 and not self._annex:
            return frozenset(normal(label) for label in COVER_LABELS)
        if self._section is not None:
            return self._section.labels
        return frozenset() if self._annex else every_label()

    def _free(self) -> bool:
        return bool(self._annex) or (self._section is not None and not self._section.labels)

    def _general_label(self, cell: Cell, row: Row, at: int) -> bool:
        """A label that the forms do not have: a mark or a first cell with a value beside it."""
        if at or self._annex or len(cell.text) > _LABEL_LENGTH or "。" in cell.text:
            return False
        marked = MARK.match(cell.text) is not None
        if row.tabular:
            return (marked and not self._free()) or (
                not row.indented and len(row.cells) > 1 and wordy(cell.text)
            )
        unknown = self._section is None and self._section_number is not None
        return (
            marked
            and unknown
            and len(cell.text) <= _LINE_LABEL_LENGTH
            and mark_number(cell.text) == self._mark + 1
        )

    # -- tables

    def _columns(self, at: int) -> bool:
        """Take a row of labels and the row of their values beneath it."""
        if at + 1 >= len(self._rows):
            return False
        head, below = self._rows[at : at + 2]
        found = columned(head, below, self._known_labels())
        cover = not found and not self._part_number
        beside = side_by_side(self._sheet, head, below, self._known_labels()) if cover else []
        self.items += found or beside
        self._open = beside[-1] if beside else None if found else self._open
        return bool(found or beside)

    def _change(self, row: Row) -> None:
        item = change_item(self._sheet, row, self._open)
        if item is not None:
            self._add(item, opens=item.kind is not ItemKind.BLANK)


def _sign_of(text: str) -> str | None:
    part = _PART.fullmatch(text)
    if part and roman(part["sign"]):
        return f"p{roman(part['sign'])}"
    annex = _ANNEX.fullmatch(text)
    return normal(annex["sign"]) if annex and annex["title"] else None
