"""The text of a law as it is printed, and the elements of law XML that its stretches come from.

Source of the tags: the Standard Law XML Schema of e-Gov (version 3). Each element that begins a line in print
begins one here; a number and its provision stand in one line, parted by a full-width space as in print; cells
of a table are parted by tabs. Two things stand in the text that the XML holds in attributes, as e-Gov prints
them: the number of the amending law and 抄 beside 附則.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree
from pydantic import Field

from corpus.models import Frozen, Span
from ingest.extract import Extracted

_INLINE = {"Sentence", "Ruby", "Rt", "Sup", "Sub", "Line", "QuoteStruct", "ArithFormula"}
_BESIDE = {"RelatedArticleNum", "ArticleRange"}  # stands right after the title
_SENTENCE = re.compile(r"\w+Sentence")
_MARK = re.compile(r"ParagraphNum|(?:Item|Subitem\d+|Class|RemarksItem)\w*Title")
_CELL = re.compile(r"Table(?:Header)?Column")
_GAPS = ("", "　", "\t", "\n")  # what may part two pieces, the weakest first
_BREAK = re.compile(r"[ \t]*[\r\n]\s*")
_EDGE = " \t\r\n"  # layout of the file; a full-width space is the law's own


class Element(Frozen):
    """One element: its tag, its attributes and where its characters stand in the text."""

    tag: str
    span: Span
    attributes: dict[str, str] = Field(default_factory=dict)
    children: tuple[Element, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether it holds no characters."""
        return self.span.start == self.span.end

    def child(self, tag: str) -> Element | None:
        """The first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self) -> Iterator[Element]:
        """Itself and all below, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class LawText(Extracted):
    """A law: ``root`` is its Law element, ``facts`` what the envelope around it says, by lower-case name."""

    root: Element
    facts: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def readings(self) -> tuple[Span, ...]:
        """Where the readings of characters (ruby) stand; print sets them above the line."""
        found: list[Span] = []
        for element in self.root.walk():
            inner = found and element.span.start < found[-1].end
            if element.tag == "Rt" and not element.blank and not inner:
                found.append(element.span)
        return tuple(found)


def written(law: etree._Element) -> tuple[str, Element]:
    """The printed text of a Law element, and the element with its places in it."""
    writer = _Writer()
    root = writer.element(law, None, None)
    return writer.text, root


class _Writer:
    """Writes elements in order; ``_owed`` is the gap due before the next characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._owed = ""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def element(self, source: etree._Element, parent: str | None, before: str | None) -> Element:
        """Write an element; ``parent`` and ``before`` are the tags above and before it."""
        tag = name_of(source)
        self._owe(_gap(tag, parent, before))
        spans = [self._write(source.text)]
        children: list[Element] = []
        for child in source:
            if not isinstance(child.tag, str):  # an entity that is not resolved
                spans.append(self._write(f"{child.text or ''}{child.tail or ''}"))
                continue
            children.append(self.element(child, tag, children[-1].tag if children else None))
            spans.append(children[-1].span)
            spans.append(self._tail(child, children[-1].tag))
        if tag == "SupplProvisionLabel":
            spans.append(self._amendment(source.getparent()))
        held = [span for span in spans if span is not None and span.end > span.start]
        here = Span(start=self._length, end=self._length)
        if held:
            here = Span(start=held[0].start, end=held[-1].end)
        attributes = {str(key): str(value) for key, value in source.attrib.items() if value}
        return Element(tag=tag, span=here, attributes=attributes, children=tuple(children))

    def _tail(self, child: etree._Element, tag: str) -> Span | None:
        if tag not in _INLINE and (child.tail or "").strip():
            self._owe("\n")
        return self._write(child.tail)

    def _amendment(self, supplement: etree._Element | None) -> Span | None:
        """The amending law and 抄, which print sets beside 附則."""
        if supplement is None:
            return None
        number = supplement.get("AmendLawNum")
        extract = "　抄" if supplement.get("Extract") == "true" else ""
        return self._write((f"　（{number}）" if number else "") + extract)

    def _owe(self, gap: str) -> None:
        self._owed = max(self._owed, gap, key=_GAPS.index)

    def _write(self, raw: str | None) -> Span | None:
        """Write characters without the layout of the file around them; where they stand, None if none do."""
        text = _BREAK.sub("", (raw or "").strip(_EDGE))
        if not text:
            return None
        if self._owed and self._length:
            self._parts.append(self._owed)
            self._length += len(self._owed)
        self._owed = ""
        self._parts.append(text)
        self._length += len(text)
        return Span(start=self._length - len(text), end=self._length)


def name_of(element: etree._Element) -> str:
    """An element's tag without its namespace."""
    return str(etree.QName(element).localname)


def _gap(tag: str, parent: str | None, before: str | None) -> str:
    """What parts an element from the characters before it in print."""
    if tag == "Sentence" and before == "Sentence" and parent is not None and _CELL.fullmatch(parent):
        return "　"
    if tag in _INLINE or tag in _BESIDE:
        return ""
    if _CELL.fullmatch(tag):
        return "\t" if before is not None else "\n"
    if tag == "Column":
        return "　" if before == "Column" else ""
    if _SENTENCE.fullmatch(tag):
        return "　" if before is not None and _MARK.fullmatch(before) else ""
    if _MARK.fullmatch(tag) and before is None:
        return ""
    return "　" if tag == "Paragraph" and before == "ArticleTitle" else "\n"
