"""The numbers that Word puts before the paragraphs of lists: they are printed, but stand in no paragraph.

Source of the formats: ISO/IEC 29500-1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from corpus.numerals import aiueo, circled, iroha, roman, to_kanji
from ingest.extract.docx_markup import attribute, child, children, number_of

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_WIDTH_KANA = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
        strict=True,
    )
)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "aiueo": lambda number: _HALF_WIDTH_KANA[aiueo(number)],
    "aiueoFullWidth": aiueo,
    "iroha": iroha,
    "irohaFullWidth": iroha,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "japaneseCounting": to_kanji,
    "japaneseDigitalTenThousand": to_kanji,
    "japaneseLegal": to_kanji,
    "chineseCounting": to_kanji,
    "ideographDigital": to_kanji,
    "none": lambda number: "",
}


@dataclass(frozen=True)
class Mark:
    """What is printed before a paragraph, and how deep its list is (from 1)."""

    text: str
    level: int


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str  # %1 stands for the number of the first level
    start: int
    gap: str


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    _abstract: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _of: dict[str, str] = field(default_factory=dict)  # the abstract list of a list
    _overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """The lists that a ``w:numbering`` element defines; none without one."""
        found = cls()
        if root is None:
            return found
        for abstract in children(root, "abstractNum"):
            levels = {number_of(level, "ilvl"): _level(level) for level in children(abstract, "lvl")}
            found._abstract[attribute(abstract, "abstractNumId")] = levels
        for num in children(root, "num"):
            name = attribute(num, "numId")
            found._of[name] = attribute(child(num, "abstractNumId"), "val")
            for override in children(num, "lvlOverride"):
                start = child(override, "startOverride")
                if start is not None:
                    found._overrides[name, number_of(override, "ilvl")] = number_of(start, "val")
        return found

    def next(self, name: str, level: int) -> Mark | None:
        """The mark of the next paragraph of list ``name`` on ``level`` (from 0); None if it has none."""
        abstract = self._of.get(name, "")
        levels = self._abstract.get(abstract, {})
        if level not in levels:
            return None
        counts = self._counts.setdefault(abstract, {})
        self._begin(name, counts)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        own = levels[level]
        if own.form == "bullet":
            return Mark(_bullet(own.pattern), level + 1)

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            upper = levels.get(at, own)
            return _formatted(upper.form, counts.get(at, upper.start))

        text = re.sub(r"%([1-9])", number, own.pattern)
        return Mark(f"{text}{own.gap}" if text else "", level + 1)

    def _begin(self, name: str, counts: dict[int, int]) -> None:
        """A list that begins anew does so with its first paragraph."""
        if name in self._seen:
            return
        self._seen.add(name)
        for (other, level), start in self._overrides.items():
            if other == name:
                counts[level] = start - 1


def _level(level: etree._Element) -> _Level:
    start, form, gap = child(level, "start"), child(level, "numFmt"), child(level, "suff")
    return _Level(
        form=attribute(form, "val") or "decimal",
        pattern=attribute(child(level, "lvlText"), "val"),
        start=number_of(start, "val") if start is not None else 1,
        gap="" if attribute(gap, "val") == "nothing" else " ",
    )


def _formatted(form: str, number: int) -> str:
    try:
        return _FORMATS.get(form, str)(number)
    except (ValueError, KeyError, IndexError):  # イロハ ends at 47, circled figures at 50
        return str(number)


def _bullet(pattern: str) -> str:
    """A bullet as it is; one of a symbol font, whose characters mean nothing outside it, as a dot."""
    return "・" if not pattern.strip() or "\ue000" <= pattern[0] <= "\uf8ff" else pattern.strip()
