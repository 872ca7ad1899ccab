"""Paragraphs of wrapped prose: which line begins one, which goes on with the line before.

Extracted minutes and summaries give one line of a page per line of text. Four habits tell paragraphs apart,
and no document has all of them: a paragraph is indented; its last line stops short of the page's width; its
last line keeps a trailing space where a wrapped one has none; it begins with a mark the caller knows
(``opens``). A line right after a page break (no blank line before it, in a document that has one before every
other line) carries one space too many.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.models import Span
from ingest.parsers.layout import Line, run_of, text_of

_SENTENCE_END = "。．.！？!?」』）)"
_CARRIES_ON = "、，,（(「『・："
# Columns by which a full line may miss the width: no line begins with a full stop, no Latin word is parted.
_SLACK = 6
_TRAILING = re.compile(r"[^\S\r\n]*")


@dataclass(frozen=True)
class Paragraph:
    """One run of text and where its characters stand."""

    source: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The characters of the spans, wraps gone."""
        return text_of(self.source, self.spans)

    @property
    def start(self) -> int:
        """Where its first character stands in the source."""
        return self.spans[0].start

    def part(self, begin: int, end: int | None = None) -> Paragraph:
        """The stretch ``text[begin:end]`` as a paragraph, outer white space left out."""
        text = self.text
        stop = len(text) if end is None else end
        while begin < stop and text[begin].isspace():
            begin += 1
        while stop > begin and text[stop - 1].isspace():
            stop -= 1
        spans: list[Span] = []
        at = 0
        for span in self.spans:
            size = span.end - span.start
            low, high = max(begin - at, 0), min(stop - at, size)
            if low < high:
                spans.append(Span(start=span.start + low, end=span.start + high))
            at += size
        return Paragraph(self.source, tuple(spans))


@dataclass(frozen=True)
class Layout:
    """The habits of one document, measured on its lines."""

    width: int  # columns of a full line; a full-width character takes two
    spaced: bool  # a blank line stands between lines as a rule
    trails: bool  # some lines keep a trailing space and some do not: it marks a paragraph's end
    indents: bool  # paragraphs are set in
    wrapped: bool = True  # without wraps each line is a paragraph

    @classmethod
    def of(cls, source: str, lines: Sequence[Line], *, wrapped: bool = True) -> Layout:
        """Measure the lines of a document."""
        if not lines:
            return cls(0, False, False, False)
        widths = sorted(columns(line.indent) + columns(line.text) for line in lines)
        trailing = sum(1 for line in lines if trailing_of(source, line)) / len(lines)
        spaced = sum(1 for line in lines if line.blank_before) / len(lines)
        indents = sum(1 for line in lines if line.indent) / len(lines) > 0.03
        return cls(
            widths[int((len(widths) - 1) * 0.9)], spaced > 0.7, 0.05 < trailing < 0.95, indents, wrapped
        )

    def indented(self, line: Line) -> bool:
        """Whether a line is set in, the space that a page break adds not counted."""
        indent = line.indent.rsplit("\f", 1)[-1]
        if self.spaced and not line.blank_before and indent.startswith(" "):
            indent = indent[1:]
        return bool(indent)

    def stops_short(self, line: Line, slack: int = _SLACK) -> bool:
        """Whether the line ends clearly before the page does."""
        return columns(line.indent) + columns(line.text) < self.width - slack

    def ended(self, source: str, line: Line) -> bool:
        """Whether a paragraph ends with this line, as far as the line itself can tell."""
        last = line.text[-1]
        if last in _CARRIES_ON:
            return False
        trailing = trailing_of(source, line)
        if trailing > 2 and last in _SENTENCE_END:
            return True
        if self.trails:
            return trailing > 0 and (last == "。" or self.stops_short(line, slack=2))
        # Without indents the end of a sentence a little before the margin is all there is to go by.
        return self.stops_short(line, slack=2 if last == "。" and not self.indents else _SLACK)

    def begins(self, source: str, before: Line | None, line: Line) -> bool:
        """Whether a paragraph begins with ``line``."""
        if before is None or not self.wrapped or self.ended(source, before):
            return True
        if not self.spaced and line.blank_before and before.text[-1] in "。．！？":
            return True
        done = before.text[-1] in "。．！？" or self.stops_short(before) or trailing_of(source, before) > 0
        return self.indented(line) and done


def columns(text: str) -> int:
    """The width of a text as set: two for a full-width character, one for others."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def trailing_of(source: str, line: Line) -> int:
    """How many white-space characters stand between a line's content and its end."""
    found = _TRAILING.match(source, line.end)
    return len(found.group()) if found else 0


def paragraphs_of(
    source: str, lines: Sequence[Line], layout: Layout, opens: Callable[[Line, Line | None, bool], bool]
) -> list[Paragraph]:
    """The lines as paragraphs; ``opens(line, before, ended)``: whether a mark on the line begins one."""
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        ended = before is None or layout.begins(source, before, line)
        if opens(line, before, ended) or ended or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [Paragraph(source, run_of(source, group)) for group in groups]
