"""Two assessment reports side by side, field by field as the official form has them.

Fields are aligned by part, section, block and the words of their labels; of repeated blocks the same entrustment,
system or risk is found by its name, and entrustments that no name joins by their order. A choice is compared by what
was chosen, a text by its sentences.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from assistant.assessment_fields import Block, Field, fields_of
from assistant.export import Table
from corpus.glossary import glossary
from corpus.models import Clause, ClauseId, Document, Frozen
from corpus.text import sentences, squash

Status = Literal["same", "changed", "left_only", "right_only"]
STATUSES: dict[Status, str] = {
    "same": "同じ",
    "changed": "違う",
    "left_only": "左のみ",
    "right_only": "右のみ",
}
_ALIKE = 0.5  # Dice over pairs of characters: two names of blocks mean the same thing
_BY_ORDER = ("委託事項",)  # blocks of which one report's first answers to the other's first
_COVER = "表紙"
_Place = tuple[str, int, str, str, int, str, int]


class FieldSide(Frozen):
    """A field of one of the two reports."""

    clause_id: ClauseId
    label: str
    value: str | None = None  # what was chosen
    text: str  # what was written, verbatim, its label left out
    differs: tuple[
        str, ...
    ] = ()  # its sentences that the other report has not, where the two have some in common


class FieldRow(Frozen):
    """A field of the form, and what each of the two reports says there."""

    part: str
    place: str  # section and block
    field: str
    left: FieldSide | None = None
    right: FieldSide | None = None
    status: Status


class AssessmentComparison(Frozen):
    """Two reports and every field that either fills in, in the left one's order, then what is only in the right."""

    left: Document
    right: Document
    rows: tuple[FieldRow, ...]


def compare_assessments(
    left: Document,
    right: Document,
    left_tree: Sequence[Clause],
    right_tree: Sequence[Clause],
    wordings: Iterable[str] = (),
) -> AssessmentComparison:
    """The two side by side; of a topic, in any of its wordings, the fields named after it, else those that speak of it."""
    ours, theirs = fields_of(left_tree), fields_of(right_tree)
    blocks = _joined_blocks(ours, theirs)
    one, other = _placed(ours, {}), _placed(theirs, blocks)
    rows = [_row(one.get(place), other.get(place)) for place in _in_order(one, other)]
    return AssessmentComparison(
        left=left, right=right, rows=tuple(_on(rows, [squash(w) for w in wordings if w]))
    )


def assessment_table(compared: AssessmentComparison) -> Table:
    """The comparison as a table to keep."""
    headings = (
        "部",
        "項",
        "項目",
        compared.left.cite,
        compared.right.cite,
        "異同",
        "左の箇条ID",
        "右の箇条ID",
    )
    rows = [
        (
            row.part,
            row.place,
            row.field,
            shown(row.left),
            shown(row.right),
            STATUSES[row.status],
            row.left.clause_id if row.left else None,
            row.right.clause_id if row.right else None,
        )
        for row in compared.rows
    ]
    return Table("評価書の対照", headings, rows)


def wordings_of(topic: str | None) -> tuple[str, ...]:
    """A topic in the wordings that the record has for it; English ones lead to the Japanese terms."""
    return (topic, *glossary().terms_for(topic)) if topic else ()


def shown(side: FieldSide | None) -> str:
    """What a side says: the choice, else the text."""
    return (side.value or side.text) if side else ""


def _on(rows: Sequence[FieldRow], wordings: Sequence[str]) -> list[FieldRow]:
    if not wordings:
        return list(rows)
    named = [row for row in rows if any(word in squash(row.place + row.field) for word in wordings)]
    by_field = [row for row in named if any(word in squash(row.field) for word in wordings)]
    if by_field or named:
        return by_field or named
    return [
        row for row in rows if any(word in squash(shown(row.left) + shown(row.right)) for word in wordings)
    ]


def _joined_blocks(ours: Sequence[Field], theirs: Sequence[Field]) -> dict[tuple[str, str, int], int]:
    """For the blocks of the right report, by section, kind and number: the number of the left one's that each is."""
    joined: dict[tuple[str, str, int], int] = {}
    left, right = _blocks(ours), _blocks(theirs)
    for place, blocks in right.items():
        free = list(left.get(place, []))
        pairs = sorted(
            (
                (_alike(mine.name, block.name), -at, mine, block)
                for block in blocks
                for at, mine in enumerate(free)
            ),
            key=lambda pair: (-pair[0], -pair[1]),
        )
        for likeness, _, mine, block in pairs:
            key = (*place, block.number)
            if likeness >= _ALIKE and key not in joined and mine in free:
                joined[key] = mine.number
                free.remove(mine)
        left_over = [block for block in blocks if (*place, block.number) not in joined]
        in_order = place[1] in _BY_ORDER
        for at, block in enumerate(left_over):
            own = free[at].number if in_order and at < len(free) else -1 - at  # a number that no block has
            joined[(*place, block.number)] = own
    return joined


def _blocks(fields: Sequence[Field]) -> dict[tuple[str, str], list[Block]]:
    found: dict[tuple[str, str], list[Block]] = defaultdict(list)
    for field in fields:
        if field.block and field.block not in found[(_section(field), field.block.kind)]:
            found[(_section(field), field.block.kind)].append(field.block)
    return found


def _section(field: Field) -> str:
    return f"{field.part}/{squash(field.section)}"


def _placed(fields: Sequence[Field], joined: dict[tuple[str, str, int], int]) -> dict[_Place, Field]:
    """The fields by their places; several of one name in one place are told apart by their order."""
    placed: dict[_Place, Field] = {}
    seen: Counter[tuple[str, int, str, str, int, str]] = Counter()
    for field in fields:
        # The one risk of a section has no number, and some forms leave its heading out.
        kind, number = (
            (field.block.kind, field.block.number) if field.block and field.block.number else ("", 0)
        )
        if number and joined:
            number = joined.get((_section(field), kind, number), number)
        place = (field.part, field.file, squash(field.section), kind, number, squash(_own_name(field)))
        placed[(*place, seen[place])] = field
        seen[place] += 1
    return placed


def _in_order(ours: dict[_Place, Field], theirs: dict[_Place, Field]) -> list[_Place]:
    """The places of both: the left one's order, each place of the right one alone after its section, or its part."""
    order = list(ours)
    for place in theirs:
        if place in ours:
            continue
        of_section = [at for at, one in enumerate(order) if (one[0], one[2]) == (place[0], place[2])]
        of_part = [at for at, one in enumerate(order) if one[0] == place[0]]
        order.insert(max(of_section or of_part or [len(order) - 1]) + 1, place)
    return order


def _own_name(field: Field) -> str:
    """The name of a field; that which only names its block goes by the block's kind."""
    if field.block and re.match(rf"{re.escape(field.block.kind)}[0-9]", field.name):
        return field.block.kind
    return field.name


def _row(left: Field | None, right: Field | None) -> FieldRow:
    field = left or right
    assert field is not None  # a place is of one of them
    if left is None or right is None:
        status: Status = "right_only" if left is None else "left_only"
        return FieldRow(
            part=field.part,
            place=field.place,
            field=_own_name(field),
            left=_side(left),
            right=_side(right),
            status=status,
        )
    same = _said(left) == _said(right)
    return FieldRow(
        part=field.part,
        place=field.place,
        field=_own_name(field),
        left=_side(left, right),
        right=_side(right, left),
        status="same" if same else "changed",
    )


def _said(field: Field) -> object:
    """What is compared: what was chosen, in any order, else the words."""
    return frozenset(map(squash, field.value.split("、"))) if field.value else squash(field.text)


def _side(field: Field | None, other: Field | None = None) -> FieldSide | None:
    if field is None:
        return None
    differs: tuple[str, ...] = ()
    if other is not None and not field.value:
        own = [field.text[span.start : span.end] for span in sentences(field.text)]
        theirs = {squash(other.text[span.start : span.end]) for span in sentences(other.text)}
        alone = tuple(sentence for sentence in own if squash(sentence) not in theirs)
        differs = alone if 0 < len(alone) < len(own) else ()
    return FieldSide(
        clause_id=field.clause_id, label=field.label, value=field.value, text=field.text, differs=differs
    )


def _alike(one: str, other: str) -> float:
    pairs = [Counter(a + b for a, b in pairwise(squash(name))) for name in (one, other)]
    both = pairs[0].total() + pairs[1].total()
    return 2 * (pairs[0] & pairs[1]).total() / both if both else 0.0
