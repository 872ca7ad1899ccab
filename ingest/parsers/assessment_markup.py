"""Tags, boxes and table strokes left in an extracted form, as seen by the other modules of this parser.

``Sheet.masked`` has the length of the source, so that every offset holds in both; what is markup stands there
as one of the signs below, repeated. A character of the source that happens to be such a sign is masked as 〓.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.models import Span
from ingest.extract import BlockKind, Extracted
from ingest.parsers.layout import Line, lines_of

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
_FIGURES = re.compile(r"[0-9０-９]{1,3}")
_NARROWEST, _WIDEST = 24, 80  # characters of a wrapped line; a page of A4 has some fifty
_PAGES_BETWEEN = 20  # pages that may have come out without their number
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
        self._width = _width(masked)

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

        A line feed parts words only between Latin ones, for Japanese lines wrap within words, and behind a line so
        short that it was ended, not wrapped; a gap next to a bracket goes altogether.
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
        wrapped = "\n" in gap or "\r" in gap
        if wrapped and not (_latin(before) and _latin(after)) and not self._ended(start):
            return None
        return next(iter(self.space(start, end)), None)

    def first_line(self, start: int, end: int) -> int | None:
        """Where the first line of a range ends, if it is too short to be wrapped and others follow it."""
        begin, stop = self.held(start, end)
        feed = re.compile(r"[\r\n]").search(self.masked, begin, stop)
        if feed is None or not 0 < feed.start() - begin < self._width / 2:
            return None
        return feed.start() if self.words(feed.end(), stop) else None

    def _ended(self, at: int) -> bool:
        """Whether the line that ends at ``at`` is too short to have been wrapped there."""
        begin = max(self.masked.rfind(sign, 0, at) for sign in "\n\r\t") + 1
        return 0 < len(self.masked[begin:at].strip()) < self._width / 2

    def signs(self) -> Iterator[tuple[int, int]]:
        """The ranges of all markup."""
        for match in re.finditer(rf"[{SIGNS}]+", self.masked):
            yield match.span()


def page_numbers(extracted: Extracted) -> list[Span]:
    """The first or last line of each page that is but a number; without pages, lone figures that count up."""
    found: list[Span] = []
    if not extracted.pages:
        return _counted(extracted.text)
    for start, end in pairwise([*extracted.pages, len(extracted.text)]):
        lines = lines_of(extracted.text, start, end)
        found += [line.span for line in lines[-1:] or () if line.is_page_number()]
        found += [line.span for line in lines[:-1][:1] if line.is_page_number()]
    return found


def _width(masked: str) -> int:
    """How many characters the long lines of a form in plain lines have; 0 where lines are not wrapped."""
    sizes = sorted(len(line.strip()) for line in masked.splitlines() if "\t" not in line and len(line) > 15)
    usual = sizes[len(sizes) * 9 // 10] if sizes else 0
    return usual if len(sizes) >= 10 and _NARROWEST <= usual <= _WIDEST else 0


def _counted(text: str) -> list[Span]:
    """Lines of a text without pages that are but a figure, where at least three rise through it from the cover on.

    A number of the form (評価書番号) stands under its label and is none.
    """
    found: list[tuple[int, Span]] = []
    sure: list[Span] = []  # 5 / 72, － 5 －
    lines = lines_of(text)
    for before, line in zip([None, *lines], lines, strict=False):
        if not _FIGURES.fullmatch(line.text):
            sure += [line.span] if line.is_page_number() else []
            continue
        if before is not None and "番号" in before.text:
            continue
        number = int(unicodedata.normalize("NFKC", line.text))
        if not found or found[-1][0] < number <= found[-1][0] + _PAGES_BETWEEN:
            found.append((number, line.span))
    counted = [span for _, span in found] if len(found) >= 3 and found[0][0] <= 2 else []
    return [*counted, *sure, *_beside(lines, {span.start for span in sure})]


def _beside(lines: Sequence[Line], numbers: set[int]) -> list[Span]:
    """What stands right above or below most page numbers in the same words: the running heads and feet of a page."""
    beside = [
        other
        for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False)
        if line.start in numbers
        for other in (before, after)
        if other is not None
    ]
    times = Counter(line.text for line in beside)
    return [line.span for line in beside if times[line.text] >= max(3, len(numbers) / 2)]


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
