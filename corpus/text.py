"""Text as it is compared and cut: normalising with a map back to the original, and sentences.

Comparison ignores width, case and compatibility forms (Unicode NFKC, case folded) and, where "squashed",
white space: a source has line wraps and full-width figures where a quotation has none.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from corpus.models import Frozen, Span

# A character with the marks that NFKC may compose with it: combining accents, the voicing marks of kana (the
# half-width ones too), vowels and finals of Hangul. Cluster by cluster, a map to the original can be kept.
_MARKS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f\u1161-\u1175\u11a8-\u11c2\u20d0-\u20f0\ufe00-\ufe0f"
_MARK = re.compile(f"[{_MARKS}]")
_CLUSTER = re.compile(rf".[{_MARKS}]*", re.S)

_OPENING, _CLOSING = "「『（(【［[〔《〈“", "」』）)】］]〕》〉”"
_NO_QUOTATIONS = str.maketrans("「」『』“”", "      ")
_PAIR = dict(zip(_CLOSING, _OPENING, strict=True))
_STOP = re.compile(r"[。．！？!?]+|\.")
_TRAILING = re.compile(r"[」』）)】］\]〕》〉”’\"']*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|No|Nos|Art|Arts|para|paras|Sec|Fig|vs|cf|e\.g|i\.e|etc|Inc|Ltd|Co|Corp|U\.S|pp?|Vol|St))$",
    re.I,
)
# What stands before the full stop of a heading's number at the head of a line or sentence: １．, Ⅳ., 3.4.1.
_ENUMERATOR = re.compile(
    r"(?:^|(?<![0-9０-９])[。．.：:!?！？]\s*)[(（]?(?:[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*|[IVXivx]{1,4}|[Ⅰ-Ⅻⅰ-ⅻ])$"
)
# A marker of a list item in running text: white space, then a bullet, a circled figure, or a bracketed figure
# that stands alone.
_ITEM = re.compile(
    r"(?<=\s)(?:[・■●◆◇○〇□▪•※①-⑳㉑-㊿](?=\S)|[■●◆◇○〇□]\s"
    r"|[(（][0-9０-９]{1,2}[)）]\s+(?![にのをはがとでへや及又若])|(?:[ivx]{1,4}|[0-9０-９]{1,2})[.．]\s*(?=[ぁ-んァ-ヶ一-龠「]))"
)


class Mapped(Frozen):
    """Normalised text with the way back: ``text[i]`` came from ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> Span:
        """The span of the original that gave ``text[start:end]``; empty ranges give an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(start=at, end=at)
        return Span(start=self.starts[start], end=self.ends[end - 1])


@lru_cache(maxsize=65536)
def _fold(cluster: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())


@lru_cache(maxsize=65536)
def _fold_black(cluster: str) -> str:
    return "".join(_fold(cluster).split())


class _Folded(dict[int, str]):
    """What each character by itself becomes, as ``str.translate`` asks for it."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        value = self[code] = self._fold(chr(code))
        return value


_FOLDED, _FOLDED_BLACK = _Folded(_fold), _Folded(_fold_black)


def normalise(text: str) -> str:
    """``text`` for comparing: NFKC and case folded; white space is kept."""
    if _MARK.search(text) is None:  # each character stands by itself, as nearly always
        return text.translate(_FOLDED)
    return "".join(map(_fold, _CLUSTER.findall(text)))


def squash(text: str) -> str:
    """``normalise`` with all white space removed: what stands contiguously across line wraps."""
    if _MARK.search(text) is None:
        return text.translate(_FOLDED_BLACK)
    return "".join(map(_fold_black, _CLUSTER.findall(text)))


def mapped(text: str, *, squashed: bool = True) -> Mapped:
    """``squash(text)`` (or ``normalise(text)``) with a map from each of its characters to the original."""
    fold = _fold_black if squashed else _fold
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = fold(match[0])
        pieces.append(piece)
        starts += [match.start()] * len(piece)
        ends += [match.end()] * len(piece)
    # not validated: a long text has a hundred thousand offsets, all made just above
    return Mapped.model_construct(text="".join(pieces), starts=tuple(starts), ends=tuple(ends))


def find_verbatim(needle: str, haystack: str) -> Span | None:
    """Where ``needle`` stands in ``haystack``, both squashed, in offsets of ``haystack``; None if nowhere."""
    wanted = squash(needle)
    if not wanted:
        return None
    exact = haystack.find(needle)
    if exact >= 0:
        return _trimmed(haystack, exact, exact + len(needle))
    if wanted not in squash(haystack):
        return None
    ground = mapped(haystack)
    at = ground.text.find(wanted)
    return ground.original(at, at + len(wanted))


def sentences(text: str, *, inside_quotations: bool = False) -> list[Span]:
    """The sentences of ``text`` in order, without outer white space; they hold all its other characters.

    A sentence ends at 。！？ (or . ! ? of English) and at a line feed; a full stop inside a pair of brackets
    or quotation marks of the same line ends nothing. An item of a list begins a sentence of its own. With
    ``inside_quotations`` the sentences of a long remark in 「…」 are told apart too.
    """
    spans: list[Span] = []
    for line in re.finditer(r"[^\r\n\u2028\u2029]+", text):
        cuts = [line.start(), *_cuts(line[0], line.start(), inside_quotations), line.end()]
        for start, end in pairwise(cuts):
            span = _trimmed(text, start, end)
            if span.end > span.start:
                spans.append(span)
    return spans


def _cuts(line: str, offset: int, inside_quotations: bool) -> list[int]:
    """Where sentences of one line end, as offsets of the whole text, ascending."""
    closed = _enclosed(line.translate(_NO_QUOTATIONS) if inside_quotations else line)
    starts = [begin for begin, _ in closed]
    items = [item for item in _ITEM.finditer(line) if not _inside(closed, starts, item.start())]
    heads = {at for item in items for at in range(*item.span())}  # the full stop of a mark such as ii.
    ends = {
        _past_closers(line, stop.end(), closed)
        for stop in _STOP.finditer(line)
        if stop.start() not in heads
        and not _inside(closed, starts, stop.start())
        and _ends_sentence(line, stop)
    }
    return [offset + at for at in sorted(ends | {item.start() for item in items}) if 0 < at < len(line)]


def _past_closers(line: str, at: int, closed: list[tuple[int, int]]) -> int:
    """Past quotation marks and stray closing brackets that belong to the sentence which ends at ``at``."""
    trailing = _TRAILING.match(line, at)
    opened = {start for start, _ in closed}
    end = trailing.end() if trailing else at
    return next((stop for stop in range(at, end) if stop in opened), end)


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    mark, after = stop[0][-1], line[stop.end() : stop.end() + 1]
    if mark in "。！？":
        return True
    if mark in ".．" and (after.isdecimal() or _ENUMERATOR.search(line[: stop.start()])):
        return False
    if mark == "．":  # the full stop of papers that write ，．
        return True
    tail = line[stop.end() :].lstrip("\"'”’)")
    if not tail or mark in "!?":
        return not tail or tail[0].isspace() or not after.isascii()
    if not tail[0].isspace() or _ABBREVIATION.search(line[: stop.start()]):
        return False
    return not tail.lstrip().lstrip("\"'“‘(")[:1].islower()


def _enclosed(line: str) -> list[tuple[int, int]]:
    """The outermost pairs of brackets of a line, from opening to closing, ascending; strays are ignored."""
    open_at: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, char in enumerate(line):
        if char in _OPENING:
            open_at.append((char, at))
        elif char in _PAIR:
            match = next((i for i in reversed(range(len(open_at))) if open_at[i][0] == _PAIR[char]), None)
            if match is not None:
                pairs.append((open_at[match][1], at))
                del open_at[match:]
    outer: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer


def _inside(pairs: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and pairs[index][0] < at < pairs[index][1]


def _trimmed(text: str, start: int, end: int) -> Span:
    """The range without white space at either end; empty at ``start`` if there is nothing else."""
    body = text[start:end].strip()
    at = start + text[start:end].find(body)
    return Span(start=at, end=at + len(body))
