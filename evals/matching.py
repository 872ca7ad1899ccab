"""When a quotation carries evidence and a label names its clause: the comparisons that every figure rests on.

Texts are compared after NFKC with white space removed. Case counts: a quotation has that of its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from corpus.numerals import to_int

_WHITE = re.compile(r"\s+")
_TAG = re.compile(r"</?[A-Za-z][^>\n]*>")
_PAGE_NUMBER = re.compile(r"^\s*\d+\s*$", re.M)
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十百]+(?=[条項号])")

Groups = Sequence[Sequence[str]]


def compact(text: str) -> str:
    """``text`` as it is compared."""
    return _WHITE.sub("", unicodedata.normalize("NFKC", text))


def without_markup(source: str) -> str:
    """A source without HTML tags and lines that hold only a page number: a quotation may run across them."""
    return _PAGE_NUMBER.sub("", _TAG.sub("", source))


def groups_met(groups: Groups, compacted: str) -> list[bool]:
    """For each group, whether one of its strings stands in a text that is compacted already."""
    return [any(compact(evidence) in compacted for evidence in group) for group in groups]


def carries(groups: Groups, text: str) -> bool:
    """Whether a text holds evidence of any group."""
    return any(groups_met(groups, compact(text)))


def names_all(label: str, parts: Iterable[str]) -> bool:
    """Whether a label carries every part: 第六条第四号 carries 6条 and 4号."""
    held = _label_form(label)
    return all(_label_form(part) in held for part in parts)


def _label_form(label: str) -> str:
    return _KANJI_NUMBER.sub(lambda match: str(to_int(match.group())), compact(label))
