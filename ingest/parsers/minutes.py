"""Minutes (議事録) to clauses: front matter, agenda items, speeches, and their paragraphs and points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpus.models import Document, Furniture, FurnitureReason, Notice, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers import agenda, enumerations, front, speeches
from ingest.parsers.layout import Line, lines_of
from ingest.parsers.paragraphs import Layout, Paragraph, paragraphs_of
from ingest.parsers.proceedings import Passage, PassageKind, itemise
from ingest.parsers.speakers import Speaker, SpeechMarks
from ingest.parsers.tree import Node, assemble

_RULE = re.compile(r"[-―─—━…‥*＊=＝◇◆○\s　]{3,}")
_STAGE = re.compile(r"[（(〔［\[][^（）()〔〕［］\[\]]{1,60}[）)〕］\]]")
_WITHHELD = re.compile(r"[（(〔［\[＜<].*(?:非公[表開]|不開示|公表しない).*[）)〕］\]＞>]")
_END = re.compile(r"[（(]?(?:以\s*上|了)[）)]?")


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of minutes. Without any mark of a speech it is one record without speakers."""
    source = extracted.text
    lines = lines_of(source)
    furniture = [_furniture(line) for line in lines if _is_furniture(line)]
    lines = [line for line in lines if not _is_furniture(line)]
    layout = Layout.of(source, lines, wrapped=extracted.wrapped)
    marks = SpeechMarks(line.text for line in lines)
    begin = _first_of_body(lines, marks)
    body = paragraphs_of(source, lines[begin:], layout, _Opener(marks))
    passages, names = _passages(body, marks)
    roots = front.fields(document, source, lines[:begin], layout)
    roots += speeches.tree(document, itemise(passages))
    for root in roots:
        _number_pages(root, extracted)
    return assemble(document, source, roots, [*furniture, *names], _unread(passages))


def _is_furniture(line: Line) -> bool:
    return line.is_page_number() or _RULE.fullmatch(line.text) is not None


def _furniture(line: Line) -> Furniture:
    reason = FurnitureReason.PAGE_NUMBER if line.is_page_number() else FurnitureReason.MARKUP
    return Furniture(span=line.span, reason=reason)


def _first_of_body(lines: Sequence[Line], marks: SpeechMarks) -> int:
    """Where the proceedings begin: at the first speech, or at the item's heading right before it."""
    first = next((at for at, line in enumerate(lines) if marks.read(line.text)), None)
    if first is None:
        labelled = [at for at, line in enumerate(lines[:30]) if front.label_of(line.text)]
        return labelled[-1] + 1 if labelled else 0
    listed = [at for at in range(first) if agenda.heading(lines[at].text)]
    return first - 1 if listed == [first - 1] else first


class _Opener:
    """Says which lines begin a paragraph by their mark; keeps count of the row of points it is in."""

    def __init__(self, marks: SpeechMarks) -> None:
        self._marks = marks
        self._last: enumerations.PointMark | None = None

    def __call__(self, line: Line, before: Line | None, ended: bool) -> bool:
        if self._marks.read(line.text) or SpeechMarks.marked(line.text):
            self._last = None
            return True
        over = ended or (before is not None and before.text.endswith("。"))
        if _STAGE.fullmatch(line.text) or (over and agenda.heading(line.text)):
            return True
        mark = enumerations.head_of(line.text)
        if mark and (
            enumerations.continues(mark, self._last) or (ended and enumerations.continues(mark, None))
        ):
            self._last = mark
            return True
        return ended and enumerations.bulleted(line.text)


def _passages(body: Sequence[Paragraph], marks: SpeechMarks) -> tuple[list[Passage], list[Furniture]]:
    """The paragraphs with who speaks them; the marks that name speakers become furniture."""
    passages: list[Passage] = []
    names: list[Furniture] = []
    speaker: Speaker | None = None
    turn = 0
    for paragraph in body:
        text = paragraph.text
        opened = marks.read(text)
        if opened is None and SpeechMarks.marked(text):
            speaker, turn = None, turn + 1
        elif opened:
            speaker, turn = opened[0], turn + 1
            size = len(text[: opened[1]].rstrip())
            names += [
                Furniture(span=span, reason=FurnitureReason.SPEAKER) for span in paragraph.part(0, size).spans
            ]
            paragraph = paragraph.part(opened[1])
        if paragraph.spans:
            passages += _cut(paragraph, speaker, turn)
    return passages, names


def _cut(paragraph: Paragraph, speaker: Speaker | None, turn: int) -> list[Passage]:
    """A paragraph, or its pieces where it enumerates points in one run."""
    text = paragraph.text
    cuts = [0, *enumerations.cuts_of(text), len(text)]
    pieces = [paragraph.part(begin, end) for begin, end in itertools.pairwise(cuts) if begin < end]
    return [Passage(piece, _kind(piece.text), speaker, turn) for piece in pieces if piece.spans]


def _kind(text: str) -> PassageKind:
    if _WITHHELD.fullmatch(text) and "。" not in text[:-2]:
        return PassageKind.WITHHELD
    if agenda.heading(text):
        return PassageKind.HEADING
    if _STAGE.fullmatch(text) or _END.fullmatch(text):
        return PassageKind.STAGE
    return PassageKind.SPEECH


def _unread(passages: Sequence[Passage]) -> list[Notice]:
    """Lines with the mark of a speech but no speaker that could be read: kept as text, and reported."""
    return [
        Notice(
            span=passage.paragraph.spans[0], message=f"no speaker could be read from 「{passage.text[:24]}」"
        )
        for passage in passages
        if SpeechMarks.marked(passage.text)
    ]


def _number_pages(node: Node, extracted: Extracted) -> None:
    for leaf in node.leaves():
        if leaf.spans:
            leaf.page = extracted.page_at(leaf.spans[0].start)
