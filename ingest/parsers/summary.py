"""Summaries of proceedings (議事概要) to clauses: agenda items, what was done, remarks and replies."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.models import ClauseKind, Document, Furniture, FurnitureReason, ParsedDocument
from ingest.extract import Extracted
from ingest.parsers import agenda, enumerations, front
from ingest.parsers.layout import Line, lines_of
from ingest.parsers.paragraphs import Layout, Paragraph, paragraphs_of
from ingest.parsers.tree import Node, assemble
from ingest.parsers.utterances import Utterance, UtteranceReader, begins_remark

_PROCEEDINGS = re.compile(
    r"(?:[0-9０-９]{1,2}[．.、\s　]*)?(?:議事|審議)(?:の)?(?:概要|要旨|内容|経過)[：:]?"
)
_WITHHELD = re.compile(
    r"[（(〔＜<].*(?:非公[表開]|不開示).*[）)〕＞>]"
    r"|※?\s*(?:本議題|本件|議事|内容)[^。「」]{0,24}(?:非公[表開]|不開示)(?:とする|とした|である)?。?"
)
_END = re.compile(r"[（(]?以\s*上[）)]?")
_HEADING_ENDS = ("について", "の件", "関する件", "その他", "ほか")
_BARE_NUMBER = re.compile(r"[（(][0-9０-９]{1,2}[）)][^。]+$")  # （３）その他
_TELLING_OVER = re.compile(r"」[^「」]{0,12}があった。$|こととなった。$")
# What a narrative paragraph tells, by its words; the first that fits names it.
_TOLD = (
    ("公表の取扱い", re.compile(r"公表[^。]*こととなった|公表[^。]*こととした")),
    ("決定", re.compile(r"決定|承認|了承|議決|原案のとおり")),
    ("結論", re.compile(r"こととなった。|こととした。")),
    ("説明", re.compile(r"説明(?:が|を)|報告(?:が|を)")),
    ("出席・退席", re.compile(r"出席した|退席した|入室した|退室した")),
)


def parse(document: Document, extracted: Extracted) -> ParsedDocument:
    """The clauses of a summary. What is neither field, heading nor utterance is narrative."""
    source = extracted.text
    lines = lines_of(source)
    furniture = [
        Furniture(span=line.span, reason=FurnitureReason.PAGE_NUMBER)
        for line in lines
        if line.is_page_number()
    ]
    lines = [line for line in lines if not line.is_page_number()]
    layout = Layout.of(source, lines, wrapped=extracted.wrapped)
    begin = _first_of_body(lines)
    roots = front.fields(document, source, lines[:begin], layout)
    roots += _Proceedings(document).nodes(paragraphs_of(source, lines[begin:], layout, _Opener()))
    for root in roots:
        for leaf in root.leaves():
            leaf.page = extracted.page_at(leaf.spans[0].start) if leaf.spans else None
    return assemble(document, source, roots, furniture)


def _first_of_body(lines: Sequence[Line]) -> int:
    """Where the proceedings begin: at their heading, the first item or remark, or after the last field."""
    for at, line in enumerate(lines):
        if _PROCEEDINGS.fullmatch(line.text) or _opens_item(line.text) or begins_remark(line.text):
            return at
    labelled = [at for at, line in enumerate(lines[:40]) if front.label_of(line.text)]
    return labelled[-1] + 1 if labelled else 0


def _opens_item(text: str) -> bool:
    return agenda.heading(text) is not None


class _Opener:
    """Says which lines begin a paragraph by their mark: headings, introductions of remarks, points."""

    def __init__(self) -> None:
        self._in_heading = False

    def __call__(self, line: Line, before: Line | None, ended: bool) -> bool:
        last = before.text if before is not None else ""
        over = ended or last.endswith("。") or _alone(last)
        if over and (_opens_item(line.text) or _BARE_NUMBER.match(line.text)):
            self._in_heading = True
            return True
        if _alone(line.text) or _alone(last):
            return True
        if self._in_heading and (ended or last.endswith(_HEADING_ENDS)):
            self._in_heading = False
            return True
        if _TELLING_OVER.search(last) or (over and begins_remark(line.text)):
            return True
        return ended and (enumerations.head_of(line.text) is not None or enumerations.bulleted(line.text))


def _alone(text: str) -> bool:
    """Whether a line is a paragraph whatever stands around it."""
    return any(words.fullmatch(text) for words in (_PROCEEDINGS, _END, _WITHHELD))


@dataclass
class _Item:
    """An agenda item while its paragraphs come in."""

    node: Node
    cite: str  # how the labels of its clauses begin
    number: int
    counts: Counter[str] = field(default_factory=Counter)
    remark: Node | None = None  # the remark last made

    def named(self, name: str) -> str:
        """The name, numbered from its second use on."""
        self.counts[name] += 1
        return name if self.counts[name] == 1 else f"{name}{self.counts[name]}"

    def key(self, letter: str) -> str:
        self.counts[f"#{letter}"] += 1
        return f"{letter}{self.counts[f'#{letter}']}"


class _Proceedings:
    """Builds the tree of a summary from its paragraphs."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._roots: list[Node] = []
        self._item: _Item | None = None
        self._reader = UtteranceReader()
        self._order: list[tuple[_Item, Utterance | Paragraph]] = []

    def nodes(self, paragraphs: Sequence[Paragraph]) -> list[Node]:
        """The root nodes, in order."""
        for paragraph in paragraphs:
            if self._reader.open or not self._heads(paragraph):
                self._order += [(self._current(), told) for told in self._reader.take(paragraph)]
        # An utterance is complete only when all paragraphs are in.
        for item, told in self._order:
            item.node.children.append(
                _utterance(item, told) if isinstance(told, Utterance) else _narrative(item, told)
            )
        return self._roots

    def _heads(self, paragraph: Paragraph) -> bool:
        """Take a heading or the closing word of the summary; False when the paragraph is neither."""
        text = paragraph.text
        if _PROCEEDINGS.fullmatch(text):
            self._beside("head", ClauseKind.HEADING, "議事の概要", paragraph)
            return True
        if _END.fullmatch(text):
            self._beside("end", ClauseKind.NARRATIVE, "末尾", paragraph)
            return True
        number = self._item.number if self._item else 0
        found = agenda.heading(text) or agenda.numbered_heading(text, number)
        if found is None or found.number == number:
            return False
        self._open(found)
        assert self._item is not None
        item = self._item
        item.node.children.append(
            Node(
                "h1",
                ClauseKind.HEADING,
                "議題名",
                f"{item.cite} 議題名",
                paragraph.spans,
                agenda_item=found.item,
            )
        )
        return True

    def _beside(self, key: str, kind: ClauseKind, name: str, paragraph: Paragraph) -> None:
        """Add a leaf that belongs to no agenda item."""
        self._roots.append(Node(self._free(key), kind, name, self._document.cite + name, paragraph.spans))

    def _free(self, key: str) -> str:
        """The key, numbered where a root has it already."""
        taken = sum(1 for root in self._roots if root.key.split("-")[0] == key)
        return f"{key}-{taken + 1}" if taken else key

    def _open(self, found: agenda.Announcement) -> None:
        name = f"{found.item} {found.name}" if found.name else found.item
        key = self._free(f"g{found.number}")
        node = Node(key, ClauseKind.AGENDA_ITEM, name, self._document.cite + name, agenda_item=found.item)
        self._roots.append(node)
        self._item = _Item(node, self._document.cite + found.item, found.number)

    def _current(self) -> _Item:
        if self._item is None:
            node = Node("g0", ClauseKind.AGENDA_ITEM, "議事", self._document.cite + "議事")
            self._roots.append(node)
            self._item = _Item(node, node.label, 0)
        return self._item


def _narrative(item: _Item, paragraph: Paragraph) -> Node:
    text = paragraph.text
    agenda_item = item.node.agenda_item
    if _WITHHELD.fullmatch(text):
        name = item.named("（内容は非公表）")
        node = Node(
            item.key("w"), ClauseKind.WITHHELD, name, item.cite + name, paragraph.spans, withheld=True
        )
    else:
        name = item.named(next((told for told, words in _TOLD if words.search(text)), "経過"))
        node = Node(item.key("n"), ClauseKind.NARRATIVE, name, f"{item.cite} {name}", paragraph.spans)
    node.agenda_item = agenda_item
    return node


def _utterance(item: _Item, told: Utterance) -> Node:
    """A remark or reply: one leaf, or a container of its paragraphs and points."""
    who = told.speaker
    name = f"{who.name}の{told.act}"
    if told.replies:
        name += f"（{item.remark.name}に対して）" if item.remark else ""
        number = item.counts["#q"]
        count = item.counts[f"#r{number}"] = item.counts[f"#r{number}"] + 1
        key, kind = f"r{number}" if count == 1 else f"r{number}-{count}", ClauseKind.REPLY
    else:
        key, kind = item.key("q"), ClauseKind.REMARK
    name = item.named(name)
    node = Node(key, kind, name, f"{item.cite} {name}", replies_to=item.remark if told.replies else None)
    pieces = _pieces(told)
    if len(pieces) == 1:
        node.spans = pieces[0].spans
    else:
        node.children = _leaves(node, pieces)
    for each in (node, *node.children):
        each.speaker, each.role, each.agenda_item = who.name, who.role, item.node.agenda_item
        each.replies_to = node.replies_to
    if not told.replies:
        item.remark = node
    return node


def _pieces(told: Utterance) -> list[Paragraph]:
    """The paragraphs of an utterance, cut where they enumerate points in one run."""
    pieces: list[Paragraph] = []
    for paragraph in told.pieces:
        cuts = [0, *enumerations.cuts_of(paragraph.text), len(paragraph.text)]
        pieces += [paragraph.part(begin, end) for begin, end in itertools.pairwise(cuts)]
    return [piece for piece in pieces if piece.spans]


def _leaves(node: Node, pieces: Sequence[Paragraph]) -> list[Node]:
    leaves: list[Node] = []
    keys: Counter[str] = Counter()
    for at, piece in enumerate(pieces):
        mark = enumerations.head_of(piece.text)
        following = enumerations.head_of(pieces[at + 1].text) if at + 1 < len(pieces) else None
        letter = f"pt{mark.number}" if mark else "p"
        keys[letter] += 1
        if mark:
            kind, name = ClauseKind.POINT, mark.shown
            key = letter if keys[letter] == 1 else f"{letter}-{keys[letter]}"
        else:
            kind, name = ClauseKind.CHAPEAU if following else ClauseKind.PARAGRAPH, f"第{keys['p']}段落"
            key = f"p{keys['p']}"
        leaves.append(Node(key, kind, name, f"{node.label} {name}", piece.spans))
    return leaves
