"""References to parts of documents: 3-4-4（委託先の監督）, 第４－３－⑵, 別添1, 資料1-2, 「３．検討内容」のとおり."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus.laws import find_laws
from corpus.numerals import NUMBER, to_int
from corpus.references.models import Context, Reference
from corpus.references.naming import law_meant

_DASH = "[-－‐―−]"
_GUIDELINE = re.compile(
    r"(?P<name>[^、。「」『』（）()＜＞\s]*ガイドライン(?:[（(][^（）()]{1,20}編[）)])?)[」』]?の?[\s「]*$"
)
# 3-4-4（…）, ガイドライン 3-4-2 及び 3-4-3; no telephone number, no date
_SECTION = re.compile(
    rf"(?<![0-9０-９A-Za-zＡ-Ｚ.．,/第表図\-－‐―−])(?P<number>[0-9０-９]{{1,2}}(?:{_DASH}[0-9０-９]{{1,2}}){{1,5}})(?![0-9０-９\-－‐年月日])"
)
_BRANCHED = re.compile(rf"第(?P<number>[0-9０-９]{{1,2}}(?:{_DASH}(?:[0-9０-９]{{1,2}}|[⑴-⒇])){{1,5}})")
_ANNEX = re.compile(
    rf"(?P<annex>別[添紙])(?P<n>[0-9０-９]{{0,2}})(?![一-鿿])|(?P<table>別表)(?:第?(?P<t>{NUMBER}))?(?=[のにを（(、」\s]|$)"
)
_PAPER = re.compile(
    rf"(?P<paper>(?:参考)?資料)\s?(?P<number>[0-9０-９]{{1,2}}(?:{_DASH}[0-9０-９]{{1,2}}){{0,2}})"
)
# 「３．検討内容」のとおり: a heading, known by its mark, quoted to say where something stands
_HEADING = re.compile(
    r"「(?P<heading>(?:[0-9０-９]{1,2}[．.\s\u3000]|第[0-9０-９]{1,2}[\s\u3000－]|[（(]別[添紙]|[①-⑳Ⅰ-Ⅻ])[^「」]{1,60})」"
    r"(?=[\s]?(?:のとおり|の[一-鿿]|を御?[覧参]|に[おつ記示]|及び「|でござ|です|で示|につ|欄|を[御]?確|を実))"
)
_CARRIED = re.compile(r"(?:（[^「」]*?）)?[」]?(?:及び|並びに|又は|、|や|と|,)\s?「?\s?")


def find_parts(text: str, context: Context) -> list[Reference]:
    """The parts of documents that a text points to, in order, without overlap."""
    found: list[Reference] = []
    for part in sorted(
        [*_sections(text, context), *_annexes(text, context), *_papers(text), *_headings(text)],
        key=lambda one: (one.start, -one.end),
    ):
        if not found or part.start >= found[-1].end:
            found.append(part)
    return found


def section_key(number: str) -> str:
    """A section's number as clause ids have it: ４－３－⑵ is 4-3-2."""
    parts = re.split(_DASH, number)
    return "-".join(str(to_int(part) or part) for part in parts)


def heading_key(text: str) -> str:
    """A heading for comparing: folded, without white space, brackets before it and 第 of 別表第一."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split()).lstrip("(「『")
    table = re.match(rf"別表第?(?P<n>{NUMBER})", folded)
    return folded if table is None else f"別表{to_int(table['n'])}{folded[table.end() :]}"


def _sections(text: str, context: Context) -> Iterator[Reference]:
    before: Reference | None = None
    for match in sorted([*_SECTION.finditer(text), *_BRANCHED.finditer(text)], key=lambda m: m.start()):
        named = _GUIDELINE.search(text, 0, match.start())
        document = named["name"] if named else None
        if before is not None and _CARRIED.fullmatch(text, before.end, match.start()):
            document = document or before.document
        own = document is None or document.startswith("本")
        heads = match.start() == 0 and "参照" not in text[match.end() :]
        if heads or (own and not context.sections):
            continue  # a number at the head is the section's own; elsewhere it may count anything
        before = Reference(
            start=match.start(),
            end=match.end(),
            text=match[0],
            here=own,
            document=None if own else document,
            part=section_key(match["number"]),
        )
        yield before


def _annexes(text: str, context: Context) -> Iterator[Reference]:
    laws = {law.end: law.law for law in find_laws(text)}
    for match in _ANNEX.finditer(text):
        if match.start() <= 1 and match.end() < len(text) and text[match.end()] in "）) （":
            continue  # its own heading
        number = to_int(match["n"] or match["t"] or "")
        law = laws.get(match.start())
        short = re.search(r"(?:同法|法)$", text[: match.start()])
        if law is None and short and match["table"]:
            law = law_meant(short[0], context, None) or short[0]
        yield Reference(
            start=match.start(),
            end=match.end(),
            text=match[0],
            here=law is None,
            document=law,
            part=(match["annex"] or match["table"]) + (str(number) if number else ""),
        )


def _papers(text: str) -> Iterator[Reference]:
    for match in _PAPER.finditer(text):
        name = match["paper"] + section_key(match["number"])
        yield Reference(start=match.start(), end=match.end(), text=match[0], document=name)


def _headings(text: str) -> Iterator[Reference]:
    for match in _HEADING.finditer(text):
        paper = re.search(rf"{_PAPER.pattern}[の\s、,，]*$", text[: match.start()])
        named = _GUIDELINE.search(text, 0, match.start())
        document = (
            paper["paper"] + section_key(paper["number"]) if paper else named["name"] if named else None
        )
        yield Reference(
            start=match.start("heading"),
            end=match.end("heading"),
            text=match["heading"],
            here=document is None,
            document=document,
            part=match["heading"],
        )
