"""Where a wrapped line ends its paragraph, judged by its width, its punctuation and its open brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.parsers.layout import Line

_WINDOW = 8  # lines looked at on each side for the width of the column
_SLACK = 6.0  # how many ems a full line may fall short of its neighbours
_NARROWEST = 24.0  # no column of prose is narrower, so a line below this was not wrapped
_COLUMN = 70.0  # no printed Japanese line is wider; wider ones were never wrapped
_BRACKETED = 300  # past this many characters an open bracket is a slip of the writer
_SENTENCE = re.compile(r"[。．？！?!][」』）)】\s]*$")
_OPEN_END = re.compile(
    r"(?:[、,，・をにがは「『（(【〔]|(?<!も)の|係る|関する|おける|よる|及び|又は|並びに|若しくは)$"
)
_PAIRS = {"」": "「", "』": "『", "）": "（", ")": "(", "】": "【"}


def width_of(text: str) -> float:
    """The printed width in ems: a full-width character is 1, a half-width one ½."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does (。 and closing brackets after it)."""
    return _SENTENCE.search(text) is not None


def has_open_bracket(text: str) -> bool:
    """Whether a bracket is opened and not closed; half- and full-width round brackets close each other."""
    depth = {"「": 0, "『": 0, "（": 0, "【": 0}
    for char in text.replace("(", "（").replace(")", "）"):
        if char in depth:
            depth[char] += 1
        elif char in _PAIRS and _PAIRS[char] in depth:
            depth[_PAIRS[char]] = max(0, depth[_PAIRS[char]] - 1)
    return any(depth.values())


class Wraps:
    """Knows the widths of a run of lines, and so which of them end a paragraph."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._widths = [width_of(line.text) for line in lines]
        ordered = sorted(self._widths)
        self.wrapped = bool(ordered) and ordered[int(len(ordered) * 0.95)] <= _COLUMN

    def short(self, index: int) -> bool:
        """Whether the line is visibly shorter than the lines around it."""
        near = self._widths[max(0, index - _WINDOW) : index + _WINDOW + 1]
        return self._widths[index] < max(_NARROWEST, max(near) - _SLACK)

    def ends(self, index: int, block: str | None = None) -> bool:
        """Whether a paragraph of prose, ``block`` up to and with this line, ends with this line."""
        text = self._lines[index].text if block is None else block
        if not self.wrapped:
            return True
        if len(text) < _BRACKETED and has_open_bracket(text):
            return False
        return ends_sentence(text) or (self.short(index) and _OPEN_END.search(text) is None)

    def ends_provision(self, index: int) -> bool:
        """Whether a provision may end with this line: a sentence that fills its line may still go on."""
        text = self._lines[index].text
        if not self.wrapped:
            return True
        return self.short(index) and _OPEN_END.search(text) is None
