"""Tags, boxes and table strokes left in an extracted form, as seen by the other modules of this parser.

``Sheet.masked`` has the length of the source, so that every offset holds in both; what is markup stands there
as one of the signs below, repeated. A character of the source that happens to be such a sign is masked as 〓.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.models import Span
from ingest.extract import BlockKind, Extracted
from ingest.parsers.layout import lines_of

BREAK = "\ue000"  # a tag that begins or ends a block: <p>, <li>, <td> ...
INLINE = "\ue001"  # any other tag, and the ruling of a Markdown table
CHECKED = "\ue002"  # <input checked>
UNCHECKED = "\ue003"  # <input type="checkbox">
RADIO = "\ue004"  # <input type="radio">
CELL = "\ue005"  # between two cells: <td>, the stroke of a Markdown table
ROW = "\ue006"  # between two rows: <tr>
SIGNS = BREAK + INLINE + CHECKED + UNCHECKED + RADIO + CELL + ROW
GAP = rf"[\s{BREAK}{INLINE}{CELL}{ROW}]"  # what parts two words of a form without being part of either

_BLOCKS = ["p", "div", "ul", "ol", "li", "dl", "dt", "dd", "br", "hr", "section", "caption"]
_BLOCKS += ["h1", "h2", "h3", "h4", "h5", "h6"]
_ROWS = ["table", "thead", "tbody", "tfoot", "tr"]
_CELLS = ["td", "th"]
_INLINES = ["a", "b", "big", "center", "code", "col", "colgroup", "em", "font", "i", "img", "input"]
_INLINES += ["label", "small", "span", "strong", "sub", "sup", "u"]
_TAG = re.compile(
    rf"</?(?P<name>{'|'.join(sorted([*_BLOCKS, *_ROWS, *_CELLS, *_INLINES], key=len, reverse=True))})"
    r"(?P<rest>(?:\s[^<>\r\n]*)?)/?>|<!--.*?-->",
    re.I,
)
_CHECKED = re.compile(r"\schecked(?:\s|=|/|$)", re.I)
_RADIO = re.compile(r"type\s*=\s*[\"']?radio", re.I)
_ROW = re.compile(r"^[^\S\r\n]*\|.*$", re.M)
_RULING = re.compile(r"[\s|:\-]*-[\s|:\-]*")
_HELD = re.compile(rf"[^\s{BREAK}{INLINE}{CELL}{ROW}]+")
_PIECE = re.compile(rf"[^\s{SIGNS}]+")
_SPACES = re.compile(rf"{GAP}+")
_GAP_RUN = re.compile(rf"[\s{SIGNS}]+")
_OPENERS = "[［(（「『"
_CLOSERS = "]］)）」』"


class Sheet:
    """An extracted form with its markup masked."""

    def __init__(self, source: str, noise: Sequence[Span] = (), breaks: Sequence[int] = ()) -> None:
        """``noise`` is masked too: page numbers, say; ``breaks`` are blanks at which a line of a cell ends."""
        self.source = source
        masked = _masked(source)
        for span in noise:
            masked = masked[: span.start] + INLINE * (span.end - span.start) + masked[span.end :]
        if breaks:
            signs = list(masked)
            for at in breaks:
                signs[at] = BREAK
            masked = "".join(signs)
        self.masked = masked

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The range without white space and markup at its ends; empty at ``start`` if nothing is left."""
        pieces = list(_PIECE.finditer(self.masked, start, end))
        return (pieces[0].start(), pieces[-1].end()) if pieces else (start, start)

    def held(self, start: int, end: int) -> tuple[int, int]:
        """As ``trimmed``, but boxes count as content."""
        pieces = list(_HELD.finditer(self.masked, start, end))
        return (pieces[0].start(), pieces[-1].end()) if pieces else (start, start)

    def words(self, start: int, end: int) -> str:
        """The text of a range in one line: markup out, white space as single blanks, wraps undone."""
        return _GAP_RUN.sub(_joint, self.masked[start:end]).strip()

    def spans(self, start: int, end: int) -> list[Span]:
        """The pieces of a range that make its text: no markup, a gap as at most one white-space character.

        A line feed parts words only between Latin ones, for Japanese lines wrap within words; a gap next to a
        bracket goes altogether.
        """
        spans: list[Span] = []
        for piece in _PIECE.finditer(self.masked, start, end):
            if spans:
                kept = self._kept(spans[-1].end, piece.start())
                spans += [kept] if kept else []
            if spans and spans[-1].end == piece.start():
                spans[-1] = Span(start=spans[-1].start, end=piece.end())
            else:
                spans.append(Span(start=piece.start(), end=piece.end()))
        return spans

    def text(self, start: int, end: int) -> str:
        """The text of a range as its leaf will have it."""
        return "".join(self.source[span.start : span.end] for span in self.spans(start, end))

    def space(self, start: int, end: int) -> list[Span]:
        """A white-space character that parts two pieces of one leaf, as a list of at most one span.

        It stands right behind the first or, on the same line, right before the second.
        """
        behind = _SPACES.match(self.masked, start, end)
        runs = [behind.span()] if behind else []
        if not re.search(rf"[\r\n{ROW}]", self.masked[start:end]):
            runs += [run.span() for run in _SPACES.finditer(self.masked, start, end) if run.end() == end]
        for begin, stop in runs:
            at = next((i for i in range(begin, stop) if self.source[i].isspace()), None)
            if at is not None:
                return [Span(start=at, end=at + 1)]
        return []

    def _kept(self, start: int, end: int) -> Span | None:
        before, after = self.source[start - 1], self.source[end]
        if before in _OPENERS or after in _CLOSERS:
            return None
        gap = self.masked[start:end]
        if ("\n" in gap or "\r" in gap) and not (_latin(before) and _latin(after)):
            return None
        return next(iter(self.space(start, end)), None)

    def signs(self) -> Iterator[tuple[int, int]]:
        """The ranges of all markup."""
        for match in re.finditer(rf"[{SIGNS}]+", self.masked):
            yield match.span()


def page_numbers(extracted: Extracted) -> list[Span]:
    """The first or last line of each page that is but a number; nothing where the format has no pages."""
    found: list[Span] = []
    for start, end in pairwise([*extracted.pages, len(extracted.text)]):
        lines = lines_of(extracted.text, start, end)
        found += [line.span for line in lines[-1:] or () if line.is_page_number()]
        found += [line.span for line in lines[:-1][:1] if line.is_page_number()]
    return found


def line_ends(extracted: Extracted) -> list[int]:
    """The blanks that stand for line feeds within the cells of a spreadsheet or of a table in Word."""
    ends = (block.end for block in extracted.blocks if block.kind is BlockKind.CELL_LINE)
    return [end for end in ends if extracted.text[end : end + 1] == " "]


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ",.;:)")


def _joint(gap: re.Match[str]) -> str:
    """A blank, or nothing where a line of Japanese was wrapped."""
    if "\n" not in gap.group() and "\r" not in gap.group():
        return " "
    around = gap.string[max(0, gap.start() - 1) : gap.start()], gap.string[gap.end() : gap.end() + 1]
    return " " if all(char and _latin(char) for char in around) else ""


def _masked(source: str) -> str:
    masked = list(re.sub(rf"[{SIGNS}]", "〓", source))
    for match in _TAG.finditer(source):
        masked[match.start() : match.end()] = _sign(match) * len(match.group())
    text = "".join(masked)
    return _ROW.sub(lambda row: _row(row.group()), text)


def _sign(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name == "input":
        if _CHECKED.search(match["rest"]):
            return CHECKED
        return RADIO if _RADIO.search(match["rest"]) else UNCHECKED
    kinds = ((_ROWS, ROW), (_CELLS, CELL), (_BLOCKS, BREAK))
    return next((sign for names, sign in kinds if name in names), INLINE)


def _row(row: str) -> str:
    if _RULING.fullmatch(row):
        return re.sub(r"\S", INLINE, row)
    return row.replace("|", CELL)
