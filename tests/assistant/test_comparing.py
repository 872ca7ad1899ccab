"""Two precedents side by side, point by point."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.comparing import best_pair, compare, compare_passages
from corpus.models import Decision, Passage
from ingest.registers import registers_of
from tests.drafts import drafts_in

BUNDLED = Path(__file__).resolve().parents[2] / "corpus" / "documents"


def bundled() -> dict[str, Decision]:
    """The decisions of the bundled minutes."""
    held: dict[str, Decision] = {}
    for name, draft in drafts_in(BUNDLED).items():
        if name.startswith("minutes"):
            decisions = registers_of(draft.parsed.document, draft.parsed.clauses).decisions
            held.update({decision.id: decision for decision in decisions})
    return held


def passages(*texts: str) -> list[Passage]:
    return [Passage(clause_id=f"m.p{at}", label=f"p{at}", text=text) for at, text in enumerate(texts)]


def test_the_two_consultations_held_are_matched_as_a_reader_matches_them() -> None:
    held = bundled()
    compared = compare(held["minutes-205.g1"], held["minutes-330.g1"])
    rows = [(row.status, row.left and row.left.mark, row.right and row.right.mark) for row in compared.points]
    assert rows == [
        ("changed", "②", "①"),  # 安全管理措置
        ("new", None, "②"),
        ("new", None, "③"),
        ("changed", "⑤", "④"),  # 照合の禁止
        ("new", None, "⑤"),
        ("new", None, "⑥"),
        ("changed", "⑥", "⑦"),  # 苦情
        ("gone", "①", None),
        ("gone", "③", None),
        ("gone", "④", None),
    ]
    assert [row.status for row in compared.conditions] == ["changed"]


def test_of_two_meetings_the_items_of_one_matter_are_compared() -> None:
    held = bundled()
    of = {number: [d for d in held.values() if d.meeting == number] for number in (205, 330)}
    pair = best_pair(of[205], of[330])
    assert pair is not None
    assert [decision.id for decision in pair] == ["minutes-205.g1", "minutes-330.g1"]
    assert best_pair(of[205][1:], of[330]) is None


def test_the_same_words_under_another_number_or_politeness_are_the_same_point() -> None:
    [row] = compare_passages(
        passages("①として、相談窓口を設置しています。"), passages("③相談窓口を設置していること")
    )
    assert (row.status, row.likeness) == ("same", 1.0)


def test_nothing_against_something_is_all_new() -> None:
    assert [row.status for row in compare_passages([], passages("相談窓口"))] == ["new"]
    assert compare_passages([], []) == ()


TEXTS = st.lists(st.text("相談窓口安全管理措置照合禁止をする。①", min_size=0, max_size=30), max_size=5)


@settings(max_examples=40)
@given(TEXTS, TEXTS)
def test_every_point_of_both_stands_in_one_row(left: list[str], right: list[str]) -> None:
    rows = compare_passages(passages(*left), passages(*right))
    assert sorted(row.left.clause_id for row in rows if row.left) == [f"m.p{i}" for i in range(len(left))]
    assert [row.right.clause_id for row in rows if row.right] == [f"m.p{i}" for i in range(len(right))]
    assert all((row.status == "gone") == (row.right is None) for row in rows)
    assert all((row.status == "new") == (row.left is None) for row in rows)


@settings(max_examples=40)
@given(TEXTS)
def test_a_precedent_compared_with_itself_has_nothing_gone(texts: list[str]) -> None:
    rows = compare_passages(passages(*texts), passages(*texts))
    assert all(row.likeness <= 1 for row in rows)
    assert {row.status for row in rows if row.left and row.right} <= {"same", "changed"}
