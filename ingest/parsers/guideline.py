"""Guidelines (ガイドライン, 指針, 基本方針): numbered sections, the Article each explains, and what stands in them.

A section is cited by its number and the Article its heading names: ガイドライン（通則編）3-4-4（法第25条関係）.
Its id holds the number alone, so that the page and the PDF of one guideline name a section alike. Quoted
provisions are addressed in their law. The table of contents repeats the headings, so it is furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.laws import LAWS, common_name
from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, Notice, ParsedDocument, Span
from ingest.extract import BlockKind, Extracted
from ingest.parsers.guideline_body import Setting, body_nodes, title_text
from ingest.parsers.guideline_marks import begins_mark
from ingest.parsers.guideline_sections import Contents, Heading, Sections, contents_of
from ingest.parsers.guideline_units import Unit, has_markup, joined, units_of
from ingest.parsers.layout import lines_of, run_of
from ingest.parsers.outline import joined_label
from ingest.parsers.sheets import number_pages, without_page_numbers
from ingest.parsers.tree import Node, assemble, distinct

_EXPLAINED = re.compile(r"[（(](?:[^（）()]|[（(][^（）()]*[）)]){0,90}第[^（）()]{1,80}関係[）)]$")
_LEGEND = re.compile(r"「([^「」\n]{1,12})」[\s　]*\n?([^「」\n（(]{2,60}?(?:法律|政令|施行令|規則|法))[（(]")
_SHORT = re.compile(r"以下[^「」。]{0,20}「([^「」]{1,12})」という")
_LAW_END = re.compile(
    r"([^、。「」『』（）()\s]{2,70}(?:法律|施行令|施行規則|規則|政令|法))」?(?:[（(][^（）()]{0,20}$|[（(]$)"
)
_FILES = re.compile(r"^[\[［|｜\s]*(?:PDF|Word|Excel)版.*|.*[（(]\s*PDF\s*[:：][^（）()]*B\s*[）)].*")
_TITLE_LINES = 6


@dataclass
class _Section:
    """A section being read; ``heading`` None for what stands before the first."""

    heading: Heading | None
    unit: Unit | None
    annex: str
    units: list[Unit] = field(default_factory=list)


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a guideline. Raises ParseFault if characters were lost (a defect of ours)."""
    source = extracted.text
    lines, furniture = without_page_numbers(lines_of(source))
    units = units_of(lines, extracted)
    contents = contents_of(units)
    listed = {id(unit) for unit in contents.units}
    furniture += [_dropped(unit, FurnitureReason.CONTENTS) for unit in contents.units]
    rest = [unit for unit in units if id(unit) not in listed]
    furniture += [_dropped(unit, FurnitureReason.RUNNING_HEAD) for unit in rest if _FILES.match(unit.text)]
    rest = [unit for unit in rest if not _FILES.match(unit.text)]
    sections, doubts = _sections(rest, contents, extracted)
    laws = _laws(document, source)
    roots = _roots(sections, document.cite, source, laws)
    number_pages(roots, extracted)
    notices = [
        Notice(
            span=Span(start=unit.start, end=unit.lines[-1].end),
            message=f"節の番号が前後と合わない: 「{unit.text[:40]}」",
        )
        for unit in doubts
    ]
    return assemble(document, source, roots, furniture, notices)


def _dropped(unit: Unit, reason: FurnitureReason) -> Furniture:
    return Furniture(span=Span(start=unit.start, end=unit.lines[-1].end), reason=reason)


def _sections(
    units: Sequence[Unit], contents: Contents, extracted: Extracted
) -> tuple[list[_Section], list[Unit]]:
    """The paragraphs by section, and headings whose number does not fit."""
    markup = has_markup(extracted)
    marked = markup and any(block.kind is BlockKind.HEADING for block in extracted.blocks)
    pictures = [unit.picture for unit in units if unit.picture is not None and not unit.box]
    reader = Sections(contents, marked, pictures)
    sections = [_Section(None, None, "")]

    def take(unit: Unit) -> None:
        heading = reader.take(unit)
        if heading is None:
            sections[-1].units.append(unit)
            return
        sections.append(_Section(heading, unit, heading.annex or sections[-1].annex))

    if markup:
        for unit in units:
            take(unit)
    else:
        joined(units, extracted, begins_mark, reader.length, take)
    return sections, reader.doubts


def _roots(sections: Sequence[_Section], cite: str, source: str, laws: dict[str, str]) -> list[Node]:
    """The tree of sections: each below the one whose number begins its own, in its annex."""
    roots: list[Node] = []
    stack: list[tuple[tuple[int, ...], str, Node]] = []
    for section in sections:
        if section.heading is None:
            roots += _front(section.units, cite, source, laws)
            continue
        node = _section_node(section, cite, source, laws)
        numbers = section.heading.numbers
        while stack and not (
            stack[-1][1] == section.annex
            and len(stack[-1][0]) < len(numbers)
            and numbers[: len(stack[-1][0])] == stack[-1][0]
        ):
            stack.pop()
        (stack[-1][2].children if stack else roots).append(node)
        stack.append((numbers, section.annex, node))
    everything = [node for root in roots for node in _rooted(root)]
    distinct([*everything, *(root for root in roots if not root.rooted)])
    return roots


def _rooted(node: Node) -> list[Node]:
    own = [node] if node.rooted else []
    return own + [below for child in node.children for below in _rooted(child)]


def _front(units: Sequence[Unit], cite: str, source: str, laws: dict[str, str]) -> list[Node]:
    """What stands before the first section: the title, dates and authors, the legend."""
    titles: list[Unit] = []
    for unit in units[:_TITLE_LINES]:
        if unit.text.endswith("。") or unit.text.startswith("【") or len(unit.text) > 90:
            break
        titles.append(unit)
    nodes = [
        Node(
            "title" if number == 0 else f"front{number}",
            ClauseKind.FRONT_MATTER,
            "表題" if number == 0 else "前文",
            joined_label(cite, "表題"),
            run_of(source, unit.lines),
        )
        for number, unit in enumerate(titles)
    ]
    return nodes + body_nodes(units[len(titles) :], Setting(source, cite, laws, front=True))


def _section_node(section: _Section, cite: str, source: str, laws: dict[str, str]) -> Node:
    heading, unit = section.heading, section.unit
    assert heading is not None
    assert unit is not None
    above = joined_label(cite, f"（{section.annex}）") if section.annex else cite
    explained = _EXPLAINED.search(heading.title)
    label = above if heading.annex else above + heading.printed + (explained.group() if explained else "")
    title = title_text(unit, source)
    name = title if unit.picture is None else f"{heading.printed} {title}"
    key = "s" + "-".join(map(str, heading.numbers)) if heading.numbers else ""
    annex = _annex_key(section.annex) if section.annex else ""
    kind = ClauseKind.PART if heading.annex else ClauseKind.SECTION
    node = Node("-".join(filter(None, (annex, key))), kind, name, label, rooted=True)
    if unit.picture is not None:
        node.note = f"節の番号「{heading.printed}」は原本では画像で印刷されている。"
    node.children = [
        Node("h", ClauseKind.HEADING, "見出し", joined_label(label, "見出し"), run_of(source, unit.lines)),
        *body_nodes(section.units, Setting(source, label, laws)),
    ]
    distinct(node.children)
    return node


def _annex_key(annex: str) -> str:
    names = {"別添": "betten", "別紙": "besshi", "付録": "furoku", "別表": "hyo"}
    name = next((key for printed, key in names.items() if annex.startswith(printed)), "annex")
    return name + "".join(re.findall(r"[0-9]+", annex))


def _laws(document: Document, source: str) -> dict[str, str]:
    """What the document calls the laws it quotes: 法 -> 個人情報保護法."""
    found: dict[str, str] = {}
    for match in _LEGEND.finditer(source):
        found.setdefault(match[1], common_name(match[2].strip()))
    for match in _SHORT.finditer(source):
        named = _LAW_END.search(source, max(0, match.start() - 160), match.start())
        if named is not None:
            found.setdefault(match[1], common_name(named[1]))
    found |= {law.common: law.common for law in LAWS if law.common not in found}
    found |= {
        name: common_name(name) for law in LAWS for name in (law.official, *law.others) if name not in found
    }
    main = next((law for law in LAWS if law.official in document.title or law.common in document.title), None)
    if main is not None:
        found.setdefault("法", main.common)
    if "法" in found:
        found.setdefault("政令", f"{found['法']}施行令")
        found.setdefault("規則", f"{found['法']}施行規則")
    return {name: law for name, law in found.items() if re.search(r"[法令則律]$", law)}
