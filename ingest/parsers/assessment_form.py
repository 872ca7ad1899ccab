"""What is known of the official forms of assessment reports: which title is a section, which words a label.

The words themselves stand in ``assessment_tables``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.parsers.assessment_tables import ALL_ITEMS, BASIC_ITEMS, KEY_ITEMS

MARK = re.compile(r"[①-⑳㉑-㉟]")
ROMAN_SIGNS = "ⅠⅡⅢⅣⅤⅥⅦ"
_NOISE = re.compile(r"\s+|※(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*$|【任意】|【行政機関等のみ】")
_BRACKETED = re.compile(r"\([^()]*\)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}


def normal(text: str) -> str:
    """The words of a title or label, for comparing: no mark, ※ or white space; NFKC."""
    bare = MARK.sub("", text.strip()[:1]) + text.strip()[1:]
    return _NOISE.sub("", unicodedata.normalize("NFKC", bare).replace("~", "～"))


def roman(text: str) -> int | None:
    """The number of a Roman numeral however it is written: Ⅲ, III, ＩＩＩ."""
    return _ROMAN.get(unicodedata.normalize("NFKC", text).strip().upper())


def mark_number(label: str) -> int:
    """The number of the mark a label begins with: ⑤ -> 5; 0 without one."""
    return int(unicodedata.normalize("NFKC", label[0])) if MARK.match(label) else 0


@dataclass(frozen=True)
class FormSection:
    """A numbered section of a form and the labels of its fields, in their normal form."""

    number: int
    title: str
    labels: frozenset[str]
    lower: frozenset[str]  # labels that belong to the field above them

    def is_titled(self, title: str) -> bool:
        """Whether ``title`` is this section's, brackets aside."""
        return _titles(normal(self.title)) & _titles(normal(title)) != set()


@dataclass(frozen=True)
class FormPart:
    """A part of a form."""

    number: int
    title: str
    sections: tuple[FormSection, ...]

    def section(self, title: str) -> FormSection | None:
        """The section of that title."""
        return next((section for section in self.sections if section.is_titled(title)), None)


@dataclass(frozen=True)
class Form:
    """One of the three forms."""

    parts: tuple[FormPart, ...]

    def part(self, number: int) -> FormPart | None:
        """The part of that number."""
        return next((part for part in self.parts if part.number == number), None)


def _titles(title: str) -> set[str]:
    return {title, _BRACKETED.sub("", title)}


@cache
def _form(table: str) -> Form:
    return Form(tuple(_parts(table)))


def _parts(table: str) -> Iterator[FormPart]:
    for chunk in re.split(rf"\n(?=[{ROMAN_SIGNS}] )", table.strip()):
        head, _, body = chunk.partition("\n")
        sections = re.split(r"\n(?=  \d)", "\n" + body)
        yield FormPart(
            ROMAN_SIGNS.index(head[0]) + 1, head[2:], tuple(_section(s) for s in sections if s.strip())
        )


def _section(chunk: str) -> FormSection:
    lines = [line for line in chunk.splitlines() if line.strip()]
    number, _, title = lines[0].strip().partition(". ")
    lower = {normal(line) for line in lines[1:] if line.startswith("      ")}
    return FormSection(int(number), title, frozenset(normal(line) for line in lines[1:]), frozenset(lower))


def form_of(text: str) -> Form:
    """The form a report follows, by what its first lines call it; 重点項目評価書 where they do not say."""
    head = unicodedata.normalize("NFKC", text[:3000])
    kinds = {"全項目評価書": ALL_ITEMS, "重点項目評価書": KEY_ITEMS, "基礎項目評価書": BASIC_ITEMS}
    found = [(head.find(name), table) for name, table in kinds.items() if name in head]
    return _form(min(found)[1] if found else KEY_ITEMS)


@cache
def every_label() -> frozenset[str]:
    """The labels of all three forms, in their normal form."""
    forms = [_form(table) for table in (ALL_ITEMS, KEY_ITEMS, BASIC_ITEMS)]
    return frozenset(
        label for form in forms for part in form.parts for s in part.sections for label in s.labels
    )


@cache
def every_lower_label() -> frozenset[str]:
    """The labels that belong to the field above them in some form."""
    forms = [_form(table) for table in (ALL_ITEMS, KEY_ITEMS, BASIC_ITEMS)]
    return frozenset(
        label for form in forms for part in form.parts for s in part.sections for label in s.lower
    )


@cache
def every_title() -> frozenset[str]:
    """The section titles of all three forms, in their normal form."""
    forms = [_form(table) for table in (ALL_ITEMS, KEY_ITEMS, BASIC_ITEMS)]
    return frozenset(
        normal(section.title) for form in forms for part in form.parts for section in part.sections
    )
