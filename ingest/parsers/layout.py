"""Lines of an extracted text with their places, and how wrapped lines become one run of text again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Span

_LINE = re.compile(r"[^\r\n]+")
# 5, － 5 －, and with the pages there are: 5 / 72, ５／７２, 5ページ.
_PAGE_NUMBER = re.compile(
    r"[-‐－ー―\s]*[0-9０-９]{1,4}(?:\s*[/／]\s*[0-9０-９]{1,4}|\s*(?:ページ|頁))?[-‐－ー―\s]*"
)


@dataclass(frozen=True)
class Line:
    """One line that is not blank: its content without outer white space, and what stood before it."""

    start: int
    end: int
    text: str  # source[start:end]
    indent: str  # white space at the head of the line
    blank_before: int  # blank lines between the line before and this one

    @property
    def span(self) -> Span:
        """Where the content stands in the source."""
        return Span(start=self.start, end=self.end)

    def is_page_number(self) -> bool:
        """Whether the line holds nothing but a page number (5, － 5 －)."""
        return _PAGE_NUMBER.fullmatch(self.text) is not None

    def part(self, begin: int, end: int | None = None) -> Line:
        """A stretch of this line as a line of its own; offsets are in ``text``; outer white space goes."""
        stop = len(self.text) if end is None else end
        raw = self.text[begin:stop]
        content = raw.strip()
        at = self.start + begin + (len(raw) - len(raw.lstrip()))
        indent, blank_before = ("", 0) if begin else (self.indent, self.blank_before)
        return Line(at, at + len(content), content, indent, blank_before)


def lines_of(source: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``source[start:end]`` that are not blank, in order."""
    lines: list[Line] = []
    blank = 0
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", source[start:end]):
        body = _LINE.match(match.group())
        raw = body.group() if body else ""
        content = raw.strip()
        if not content:
            blank += 1
            continue
        indent = raw[: len(raw) - len(raw.lstrip())]
        at = start + match.start() + len(indent)
        lines.append(Line(at, at + len(content), content, indent, blank))
        blank = 0
    return lines


def run_of(source: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The spans that make one run of text out of wrapped lines.

    A wrap disappears; where it parts two Latin words or figures, one of its white-space characters stays, so
    that the concatenated spans are still characters of the source.
    """
    spans: list[Span] = []
    for line in lines:
        if line.start == line.end:
            continue
        start = line.start
        if spans:
            before, after = source[spans[-1].end - 1], source[line.start]
            gap = source[spans[-1].end : line.start]
            if _latin(before) and _latin(after) and gap and gap.isspace():
                start -= 1
        if spans and spans[-1].end == start:
            spans[-1] = Span(start=spans[-1].start, end=line.end)
        else:
            spans.append(Span(start=start, end=line.end))
    return tuple(spans)


def text_of(source: str, spans: Iterable[Span]) -> str:
    """The characters of the spans, in order, nothing between them."""
    return "".join(source[span.start : span.end] for span in spans)


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ",.;:)")
