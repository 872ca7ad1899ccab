"""What the command line prints of the registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.comparing import ComparedPoint, Comparison
from assistant.comparing_assessments import STATUSES, AssessmentComparison, shown
from assistant.export import Table
from assistant.registers import STRENGTHS
from assistant.terminal import screen_width, wrap
from corpus.models import Clause, Decision, Measure, Passage

_POINTS = {"same": "同じ", "changed": "変更", "new": "新規", "gone": "なくなった"}
_NONE = "該当するものはありません。条件を減らしてください。/ Nothing passes these filters; take some of them away."


def print_measures(measures: Sequence[Measure], total: int, replies: Mapping[str, Clause]) -> None:
    """Measures: who asked whom how strongly, the words, the reply, the place."""
    for at, measure in enumerate(measures, 1):
        whom = f" → {measure.asked_of}" if measure.asked_of else ""
        topics = f"（{'、'.join(measure.topics)}）" if measure.topics else ""
        print(f"{at}. [{STRENGTHS[measure.strength]}] {measure.asked_by}{whom}{topics}")
        _paragraph(f"「{measure.text}」")
        if reply := replies.get(measure.reply_id or ""):
            _paragraph(f"回答: {reply.text}")
        _paragraph(measure.label)
        print(f"    {measure.clause_id}")
    _count(len(measures), total)


def print_counts(table: Table, total: int) -> None:
    """Measures counted: a line each, and how many there are in all."""
    if not total:
        print(_NONE)
        return
    for name, many, *strengths in table.rows:
        told = "、".join(
            f"{head}{count}" for head, count in zip(table.headings[2:], strengths, strict=True) if count
        )
        print(f"{many:>6}  {name}（{told}）")
    print(f"全{total}件 / {total} in all")


def print_decisions(decisions: Sequence[Decision], total: int) -> None:
    """Decisions: the matter, then each part of it in the record's own words."""
    for at, decision in enumerate(decisions, 1):
        parties = f"（{'、'.join(decision.parties)}）" if decision.parties else ""
        print(f"{at}. [{decision.matter}] {decision.label}{parties}")
        _part("確認した点", decision.points)
        _part("意見・条件", decision.conditions)
        _part("結論", decision.outcome)
        _part("公表の取扱い", decision.publication)
        _part("非公表", decision.withheld)
        print(f"    {decision.id}")
    _count(len(decisions), total)


def print_comparison(compared: Comparison) -> None:
    """Two decisions: the points and conditions of both, what became of each."""
    print(f"左: {compared.left.label}\n右: {compared.right.label}")
    for name, rows in (("確認した点", compared.points), ("意見・条件", compared.conditions)):
        for row in rows:
            print(f"[{_POINTS[row.status]}] {name}")
            _sides(row)


def print_assessments(compared: AssessmentComparison) -> None:
    """Two reports: each item that either fills in, what each says."""
    print(f"左: {compared.left.cite}\n右: {compared.right.cite}")
    for row in compared.rows:
        print(f"[{STATUSES[row.status]}] {' '.join(filter(None, (row.part, row.place, row.field)))}")
        for name, side in (("左", row.left), ("右", row.right)):
            if side:
                _paragraph(f"{name}: {shown(side)} [{side.clause_id}]")
    _count(len(compared.rows), len(compared.rows))


def _sides(row: ComparedPoint) -> None:
    for name, side in (("左", row.left), ("右", row.right)):
        if side:
            _paragraph(f"{name}: {side.text} [{side.clause_id}]")


def _part(name: str, passages: Sequence[Passage]) -> None:
    if passages:
        print(f"    {name}:")
    for passage in passages:
        _paragraph(f"{passage.text} [{passage.clause_id}]", "      ")


def _count(shown: int, total: int) -> None:
    if not total:
        print(_NONE)
    elif shown < total:
        print(f"{shown} / {total} 件。続きは --offset で。")
    else:
        print(f"{total} 件")


def _paragraph(text: str, indent: str = "    ") -> None:
    width = screen_width()
    lines = [indent + line for line in text.split("\n")] if width is None else wrap(text, width, indent)
    print("\n".join(lines))
