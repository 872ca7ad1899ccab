"""The text of a long field as groups and points: 【…】 and ■ headings, (1), ① and ・ points, paragraphs.

The flattening left of a cell's line feeds a blank or nothing, so that a new unit is seen by what it begins
with, by the tag before it, or by a sentence that ended before a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.parsers.assessment_markup import BREAK, CELL, GAP, ROW, Sheet

_HEADS = r"【[^】]{1,60}】|[<＜〈《≪][^>＞〉》≫]{1,60}[>＞〉》≫]"
NUMBERS = {
    "circled": r"[①-⑳㉑-㉟]",
    "paren": r"[(（][0-9０-９]{1,2}[)）]",
    "kana": r"[(（][ア-ンｱ-ﾝ][)）]",
    "letter": r"[(（][a-zａ-ｚ][)）]",
    "dotted": r"[0-9０-９]{1,2}[.．](?![0-9０-９])",
    "roman": r"(?:x{0,2}(?:ix|iv|vi{0,3}|i{1,3})|x{1,2})\.(?![a-z])",
    "bare_kana": r"[ア-ン][.．、　 ]",
}
_BULLETS = {
    "square": r"[■◆◇]",
    "circle": r"[●○◎](?![\]］])",
    "dot": r"[・･‣•]",
    "dash": r"[\-－‐*＊](?=[^\-－0-9０-９])",
    "note": r"[(（]?※",
}
_CLASSES = {"head": _HEADS, **NUMBERS, **_BULLETS}
_MARK = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _CLASSES.items()))
_BULLET = re.compile(rf"{GAP}*[\-－‐*＊・･‣•■◆◇●○◎]{GAP}*")
_LEAD = re.compile(r"(?:また|なお|さらに|加えて|ただし|併せて)、")
_BEHIND_SENTENCE = re.compile(r"(?<=。)(?=【|[■◆①-⑳])")  # a cell whose line feeds left nothing behind
_GAPS = re.compile(rf"{GAP}+")
_SHORT = 40  # characters: a point this short shares its leaf with its neighbours
LEAF = 250  # characters: what is shorter stays one leaf
_HEADING = 70


@dataclass
class Unit:
    """One point or paragraph."""

    start: int
    end: int
    mark: str  # a key of _CLASSES, or "" for plain text
    sign: str  # the mark as written
    heads: bool = False  # whether it is a heading over what follows


@dataclass
class Group:
    """A heading and what stands under it; the root has none."""

    head: Unit | None = None
    inside: list[Group | list[Unit]] = field(default_factory=list)  # a list of units makes one leaf

    def size(self) -> int:
        """Characters from its first to its last."""
        spans = list(self.ranges())
        return spans[-1][1] - spans[0][0] if spans else 0

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The ranges of all units, in order."""
        if self.head is not None:
            yield self.head.start, self.head.end
        for part in self.inside:
            if isinstance(part, Group):
                yield from part.ranges()
            else:
                yield from ((unit.start, unit.end) for unit in part)


def units_of(sheet: Sheet, start: int, end: int) -> list[Unit]:
    """The points and paragraphs of a range, in order; together they hold all of its text."""
    cuts = [start]
    for gap in _GAPS.finditer(sheet.masked, start, end):
        if start < gap.start() and gap.end() < end and _parts(sheet.masked, gap, end, cuts[-1]):
            cuts.append(gap.end())
    behind = (match.start() for match in _BEHIND_SENTENCE.finditer(sheet.masked, start, end))
    cuts = sorted({*cuts, *behind})
    units: list[Unit] = []
    for begin, stop in zip(cuts, [*cuts[1:], end], strict=True):
        units += _split_head(sheet, *sheet.trimmed(begin, stop))
    return _joined(sheet, units)


def _parts(text: str, gap: re.Match[str], end: int, begin: int) -> bool:
    if _BULLET.fullmatch(text, begin, gap.start()):  # - ① : one mark behind another
        return False
    if any(sign in gap.group() for sign in (BREAK, CELL, ROW)) or text[gap.start() - 1] in "。】":
        return True
    mark = _mark_at(text, gap.end(), end)
    return mark is not None or _LEAD.match(text, gap.end(), end) is not None


def _mark_at(text: str, start: int, end: int) -> re.Match[str] | None:
    return _MARK.match(text, start, end)


def _split_head(sheet: Sheet, start: int, end: int) -> list[Unit]:
    """A heading in brackets is a unit of its own even with its text right behind it."""
    units: list[Unit] = []
    while start < end:
        match = _mark_at(sheet.masked, start, end)
        if match is None or match.lastgroup != "head":
            units.append(
                Unit(start, end, (match.lastgroup or "") if match else "", match.group() if match else "")
            )
            break
        units.append(Unit(start, match.end(), "head", match.group(), heads=True))
        start, _ = sheet.trimmed(match.end(), end)
        start = max(start, match.end())
        if not sheet.words(start, end):
            break
    return units


def _joined(sheet: Sheet, units: Sequence[Unit]) -> list[Unit]:
    """Marked headings told from marked sentences, and joined with the one paragraph they introduce."""
    done: list[Unit] = []
    for at, unit in enumerate(units):
        if (
            done
            and _introduces(sheet, done[-1])
            and not unit.mark
            and not _LEAD.match(sheet.masked, unit.start)
        ):
            after = units[at + 1] if at + 1 < len(units) else None
            if after is None or (after.mark and after.mark != "dot"):
                done[-1] = Unit(done[-1].start, unit.end, done[-1].mark, done[-1].sign)
                continue
            done[-1].heads = True
        elif done and _introduces(sheet, done[-1]) and _is_below(unit.mark, done[-1].mark):
            done[-1].heads = True
        done.append(unit)
    return done


def _introduces(sheet: Sheet, unit: Unit) -> bool:
    text = sheet.words(unit.start, unit.end)
    ends = not text.endswith("。") or re.search(r"(?:場合|とき|措置|もの)。$", text) is not None
    return (
        bool(unit.mark)
        and unit.mark not in ("head", "dot", "dash", "note")
        and len(text) <= _HEADING
        and ends
    )


def _is_below(mark: str, above: str) -> bool:
    return mark in ("dot", "dash") or (above in ("square", "circle") and mark in NUMBERS)


def groups_of(sheet: Sheet, units: Sequence[Unit]) -> Group:
    """The units under their headings; neighbouring short points share a leaf."""
    root = Group()
    stack = [root]
    previous: Unit | None = None
    for unit in units:
        if unit.heads:
            _climb(stack, unit, previous)
            group = Group(unit)
            stack[-1].inside.append(group)
            stack.append(group)
        else:
            marks = [group.head.mark if group.head else "" for group in stack]
            if unit.mark and unit.mark in marks:
                del stack[marks.index(unit.mark) :]
            _place(stack[-1], unit)
        previous = unit
    return root


def _climb(stack: list[Group], unit: Unit, previous: Unit | None) -> None:
    """Leave the groups that a heading closes."""
    alike = [at for at, group in enumerate(stack) if group.head and _kind(group.head) == _kind(unit)]
    if not alike or (previous is not None and previous.heads and previous.mark == "head" == unit.mark):
        return
    upper = [at for at in alike if _same_ending(stack[at].head, unit)]
    del stack[(upper or alike[-1:])[0] :]


def _kind(unit: Unit) -> str:
    return unit.mark + (unit.sign[0] if unit.mark == "head" else "")


def _same_ending(head: Unit | None, unit: Unit) -> bool:
    """Whether two bracketed headings end alike (… に係る部分), brackets within them aside."""
    if head is None or unit.mark != "head":
        return False
    ends = [re.sub(r"[(（][^()（）]*[)）]", "", sign[1:-1])[-3:] for sign in (head.sign, unit.sign)]
    return ends[0] == ends[1]


def _place(group: Group, unit: Unit) -> None:
    last = group.inside[-1] if group.inside else None
    if isinstance(last, list) and unit.mark in _BULLETS and unit.mark == last[-1].mark:
        fits = unit.end - last[0].start <= LEAF
        if fits and unit.end - unit.start <= _SHORT and last[-1].end - last[-1].start <= _SHORT:
            last.append(unit)
            return
    group.inside.append([unit])
