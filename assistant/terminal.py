"""Text for a terminal: widths of East Asian characters, wrapping by the rules of Japanese typesetting."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata

# 行頭禁則 and 行末禁則 (JIS X 4051): what may not begin or end a line.
_NOT_FIRST = set(
    "、。，．・：；？！)]）］｝」』】〉》〕ー…々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ,.:;?!%％"
)
_NOT_LAST = set("([（［｛「『【〈《〔")
_PIECE = re.compile(r"[\x21-\x7e]+|\s|.", re.S)  # a Latin word, a space, or one character
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_MARK = re.compile(r" *(?:[-*>・] ?|\d+\. |\[\d+\] )")


def width_of(text: str) -> int:
    """Columns that a text takes. Ambiguous characters (①, Ⅱ) count as wide: fonts of Japan draw them so."""
    return sum(_column(char) for char in text)


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most ``width`` columns, each begun with ``indent``; line feeds of the text stay."""
    return [indent + line for part in text.split("\n") for line in _wrapped(part, width - width_of(indent))]


def wrap_markdown(text: str, width: int) -> list[str]:
    """The same for Markdown: what follows the first line of a list item or a quotation stands under it."""
    lines: list[str] = []
    for part in text.split("\n"):
        match = _MARK.match(part)
        mark = match.group() if match else ""
        below = mark if mark.strip() == ">" else " " * width_of(mark)
        first, *rest = _wrapped(part[len(mark) :], width - width_of(mark))
        lines += [mark + first, *(below + line for line in rest)]
    return lines


def screen_width() -> int | None:
    """Columns of the terminal, 100 at most for the eye's sake; None where the output goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    return max(30, min(100, shutil.get_terminal_size().columns - 1))


def emphasised(markdown: str) -> str:
    """Markdown's bold as a terminal's bold."""
    return _BOLD.sub("\033[1m\\1\033[0m", markdown)


def _column(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _wrapped(text: str, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for piece in _PIECE.findall(text):
        columns = width_of(piece)
        # A full stop may hang over the edge by itself: better than beginning the next line.
        if line and used + columns > width and piece[0] not in _NOT_FIRST:
            kept, carried = _without_openers(line)
            lines.append(kept)
            line, used = carried, width_of(carried)
            if piece.isspace():
                continue
        line += piece
        used += columns
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _without_openers(line: str) -> tuple[str, str]:
    """The line, and the opening brackets at its end, which go to the next."""
    cut = len(line)
    while cut > 1 and line[cut - 1] in _NOT_LAST:
        cut -= 1
    return line[:cut].rstrip(), line[cut:]
