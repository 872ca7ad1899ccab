"""Articles, paragraphs, items and sub-items of law XML as provisions, as the plain-text parser reads them.

Numbers are those of the attribute ``Num`` (27_2 is 第27条の2, 38:40 第38条から第40条まで); where there is
none, the printed mark tells, and where that is in no known style, the place among its siblings.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from corpus import address
from corpus.address import Subitem
from corpus.errors import AddressError
from corpus.models import Span
from corpus.numerals import iroha_index, to_int
from ingest.extract.law_text import Element, LawText
from ingest.parsers.layout import Line, lines_of
from ingest.parsers.provisions import Level, Provision

_NUM = re.compile(r"(?P<first>[1-9]\d*(?:_[1-9]\d*)*)(?::(?P<last>[1-9]\d*(?:_[1-9]\d*)*))?")
_RANGE = re.compile(r"(?:\s*(?:及び|から|・|、|～|〜|乃至|ないし)\s*)")
_SUBITEM = re.compile(r"Subitem(\d+)")
_LEVELS = {"kana": Level.IROHA, "figure": Level.PAREN, "roman": Level.ROMAN}


class Lines:
    """Lines of a law's text without the readings of characters that stand in them."""

    def __init__(self, law: LawText) -> None:
        self.source = law.text
        self._readings = law.readings
        self._starts = [span.start for span in law.readings]

    def of(self, *elements: Element | None) -> list[Line]:
        """The lines of elements in order; those that share a line are one line."""
        spans: list[Span] = []
        for element in elements:
            if element is None or element.blank:
                continue
            gap = self.source[spans[-1].end : element.span.start] if spans else "\n"
            if spans and (not gap or (gap.isspace() and "\n" not in gap)):
                spans[-1] = Span(start=spans[-1].start, end=element.span.end)
            else:
                spans.append(element.span)
        return [line for span in spans for line in self.within(span)]

    def within(self, span: Span) -> list[Line]:
        """The lines of a stretch."""
        lines: list[Line] = []
        at = span.start
        for reading in self._readings[max(0, bisect_right(self._starts, at) - 1) :]:
            if reading.start >= span.end:
                break
            if reading.end > at:
                lines += lines_of(self.source, at, max(at, reading.start))
                at = reading.end
        return [*lines, *lines_of(self.source, at, max(at, span.end))]


class ProvisionReader:
    """Reads elements into provisions; what else stands in each is kept ``beside`` it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def article(self, element: Element, position: int) -> Provision:
        """An article; its only paragraph is no provision of its own, as it has no number in print."""
        title = element.child("ArticleTitle")
        found = self._provision(element, Level.ARTICLE, title, position)
        found.caption = self._lines.of(element.child("ArticleCaption"))
        rest = self._others(element, "ArticleCaption", "ArticleTitle", "Paragraph")
        paragraphs = [child for child in element.children if child.tag == "Paragraph"]
        only = paragraphs[0] if len(paragraphs) == 1 else None
        if only is not None and only.child("ParagraphCaption") is None:
            found.lines = self._lines.of(title, only.child("ParagraphNum"), only.child("ParagraphSentence"))
            self._fill(found, only, rest)
            return found
        for at, paragraph in enumerate(paragraphs, 1):
            found.children.append(self.paragraph(paragraph, at, title if at == 1 else None))
        if not paragraphs:
            found.lines = self._lines.of(title)
        found.beside = rest
        return found

    def paragraph(self, element: Element, position: int, title: Element | None = None) -> Provision:
        """A paragraph; ``title`` is the article's, which stands in the line of its first paragraph."""
        mark = element.child("ParagraphNum")
        found = self._provision(element, Level.PARAGRAPH, mark, position)
        found.caption = self._lines.of(element.child("ParagraphCaption"))
        found.lines = self._lines.of(title, mark, element.child("ParagraphSentence"))
        found.length = 0 if title is None else title.span.end - title.span.start
        found.length = found.length or (0 if mark is None else mark.span.end - mark.span.start)
        self._fill(found, element, [])
        return found

    def _item(self, element: Element, position: int) -> Provision:
        title = element.child("ItemTitle")
        found = self._provision(element, Level.ITEM, title, position)
        found.lines = self._lines.of(title, element.child("ItemSentence"))
        self._fill(found, element, [])
        return found

    def _subitem(self, element: Element, position: int) -> Provision:
        title = element.child(f"{element.tag}Title")
        found = self._provision(element, Level.IROHA, title, position)
        _style(found, self._text(title))
        found.lines = self._lines.of(title, element.child(f"{element.tag}Sentence"))
        self._fill(found, element, [])
        return found

    def _fill(self, into: Provision, element: Element, rest: list[Element]) -> None:
        """Read what stands below a paragraph, an item or a sub-item."""
        own = element.tag
        below = {"Paragraph": "Item", "Item": "Subitem1"}.get(own, "")
        if level := _SUBITEM.fullmatch(own):
            below = f"Subitem{int(level[1]) + 1}"
        read = self._item if below == "Item" else self._subitem
        parts = [child for child in element.children if child.tag == below]
        into.children += [read(child, at) for at, child in enumerate(parts, 1)]
        known = (f"{own}Caption", f"{own}Num", f"{own}Title", f"{own}Sentence", below)
        into.beside = [*self._others(element, *known), *rest]

    def _others(self, element: Element, *known: str) -> list[Element]:
        """The children that are none of the first of each known tag (any number of provisions)."""
        seen: set[str] = set()
        rest: list[Element] = []
        for child in element.children:
            once = child.tag not in ("Paragraph", "Item") and not _SUBITEM.fullmatch(child.tag)
            if child.tag not in known or (once and child.tag in seen):
                rest.append(child)
            seen.add(child.tag)
        return rest

    def _provision(self, element: Element, level: Level, mark: Element | None, position: int) -> Provision:
        length = 0 if mark is None else mark.span.end - mark.span.start
        match = _NUM.fullmatch(element.attributes.get("Num", ""))
        if match is None:
            return Provision(level, _printed(self._text(mark)) or (position,), None, length)
        first = _numbers(match["first"])
        last = _numbers(match["last"]) if match["last"] else ()
        return Provision(
            level, first, last[0] if last else None, length, last_branch=last[1:] if last else ()
        )

    def _text(self, element: Element | None) -> str:
        return "" if element is None else self._lines.source[element.span.start : element.span.end]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("_"))


def _printed(mark: str) -> tuple[int, ...]:
    """The number of a printed mark (第二十七条の二, 三, ２), empty if it is none."""
    try:
        place = address.parse(mark)
    except AddressError:
        number = to_int(mark)
        return (number,) if number else ()
    return place.article or place.paragraph or place.item or ()


def _style(provision: Provision, mark: str) -> None:
    """Give a sub-item the style and number of its printed mark: イ, (1), (i), ①, イからハまで."""
    pieces = [_subitem_of(piece.removesuffix("まで")) for piece in _RANGE.split(mark)]
    first, last = pieces[0], pieces[-1] if len(pieces) > 1 else None
    if first is None:
        provision.subitem = Subitem(style="figure", number=provision.numbers[0], branch=provision.numbers[1:])
        provision.last = None
        return
    level = _LEVELS.get(first.style)
    if level is None:
        provision.subitem, provision.last = first, None
        return
    provision.level = level
    provision.numbers = (_index(first), *first.branch)
    provision.last = _index(last) if last is not None and last.style == first.style else None
    provision.last_branch = last.branch if last is not None and provision.last else ()


def _subitem_of(mark: str) -> Subitem | None:
    try:
        found = address.parse(mark).subitems
    except AddressError:
        return None
    return found[0] if len(found) == 1 else None


def _index(subitem: Subitem) -> int:
    return (iroha_index(subitem.kana) or 0) if subitem.style == "kana" else subitem.number
