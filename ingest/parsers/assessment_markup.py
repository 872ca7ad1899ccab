"""Tags, boxes and table strokes left in an extracted form, as seen by the other modules of this parser.

``Sheet.masked`` has the length of the source, so that every offset holds in both; what is markup stands there as
one of the signs below, repeated. A character of the source that happens to be such a sign is masked as 〓.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Span

BREAK = "\ue000"  # a tag that begins or ends a block: <p>, <li>, <td> ...
INLINE = "\ue001"  # any other tag, and the ruling of a Markdown table
CHECKED = "\ue002"  # <input checked>
UNCHECKED = "\ue003"  # <input type="checkbox">
RADIO = "\ue004"  # <input type="radio">
CELL = "\ue005"  # the stroke between two cells of a Markdown table
SIGNS = BREAK + INLINE + CHECKED + UNCHECKED + RADIO + CELL
GAP = rf"[\s{BREAK}{INLINE}{CELL}]"  # what parts two words of a form without being part of either

_BLOCKS = (
    "p div ul ol li table thead tbody tfoot tr td th caption dl dt dd br hr h1 h2 h3 h4 h5 h6 section".split()
)
_INLINES = "a b big center code col colgroup em font i img input label small span strong sub sup u".split()
_TAG = re.compile(
    rf"</?(?P<name>{'|'.join(sorted([*_BLOCKS, *_INLINES], key=len, reverse=True))})"
    r"(?P<rest>(?:\s[^<>\r\n]*)?)/?>|<!--.*?-->",
    re.I,
)
_CHECKED = re.compile(r"\schecked(?:\s|=|/|$)", re.I)
_RADIO = re.compile(r"type\s*=\s*[\"']?radio", re.I)
_ROW = re.compile(r"^[^\S\r\n]*\|.*$", re.M)
_RULING = re.compile(r"[\s|:\-]*-[\s|:\-]*")
_HELD = re.compile(rf"[^\s{BREAK}{INLINE}{CELL}]+")
_PIECE = re.compile(rf"[^\s{SIGNS}]+")
_GAP_RUN = re.compile(rf"[\s{SIGNS}]+")
_OPENERS = "[［(（「『"
_CLOSERS = "]］)）」』"


class Sheet:
    """An extracted form with its markup masked."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.masked = _masked(source)

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
        """One white-space character of a range, the first outside a tag, as a list of at most one span."""
        at = next((i for i in range(start, end) if self.masked[i].isspace()), None)
        return [] if at is None else [Span(start=at, end=at + 1)]

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
    return BREAK if name in _BLOCKS else INLINE


def _row(row: str) -> str:
    if _RULING.fullmatch(row):
        return re.sub(r"\S", INLINE, row)
    return row.replace("|", CELL)
