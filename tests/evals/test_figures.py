"""Means by kind, how they are kept, and what counts as a drop."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from evals.compare import compare
from evals.figures import (
    ALL,
    Figures,
    Mean,
    SetFigures,
    SetResult,
    figures_of,
    means,
    questions,
    read_figures,
    table,
    write_figures,
)
from evals.gold import GoldSet
from evals.scoring import ItemResult


def result(world, kind: str, figures: dict[str, float]) -> ItemResult:
    groups = [] if kind == "unanswerable" else [["甲"]]
    return ItemResult(item=world.item(*groups, kind=kind), figures=figures)


def kept(
    value: float, *, items: int = 100, figure: str = "cited", documents: int = 5, digest: str = "d"
) -> Figures:
    held = {ALL: {figure: Mean(mean=value, items=items)}}
    return Figures(documents=documents, sets={"tune": SetFigures(digest=digest, items=items, kinds=held)})


def test_means_are_over_the_questions_that_have_the_figure(world) -> None:
    results = [
        result(world, "lookup", {"cited": 1.0, "answered": 1.0}),
        result(world, "lookup", {"cited": 0.5, "answered": 0.0, "label": 1.0}),
        result(world, "unanswerable", {"refused": 1.0}),
    ]
    got = means(results)
    assert list(got) == ["lookup", "unanswerable", ALL]
    assert got["lookup"]["cited"] == Mean(mean=0.75, items=2)
    assert got[ALL]["label"] == Mean(mean=1.0, items=1)
    assert (questions(got["lookup"]), questions(got[ALL])) == (2, 3)


def test_errors_are_a_share_of_all_questions(world) -> None:
    results = [result(world, "lookup", {"error": 1.0}), result(world, "lookup", {"answered": 1.0})]
    got = means(results)[ALL]
    assert (got["error"], questions(got)) == (Mean(mean=0.5, items=2), 2)


def test_the_table_has_a_line_a_kind_and_a_dash_for_what_a_kind_lacks(world) -> None:
    results = [result(world, "lookup", {"answered": 1.0}), result(world, "unanswerable", {"refused": 0.0})]
    lines = table(SetFigures(digest="d", items=2, kinds=means(results))).splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["lookup", "1"], ["unanswerable", "1"], [ALL, "2"]]
    assert lines[1].split().count("-") == 8
    assert "error" not in lines[0]


def test_figures_that_are_kept_are_read_back(world, tmp_path: Path) -> None:
    gold = GoldSet(name="tune", digest="d", items=(world.item(["甲"]),))
    figures = figures_of([SetResult(gold=gold, results=(result(world, "lookup", {"cited": 1 / 3}),))], 5)
    write_figures(figures, tmp_path / "new" / "figures.json")
    read = read_figures(tmp_path / "new" / "figures.json")
    assert read.sets["tune"].kinds[ALL]["cited"] == Mean(mean=0.3333, items=1)
    assert compare(read, figures).changes == ()


def test_what_cannot_be_compared_with_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--accept"):
        read_figures(tmp_path / "none.json")
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(InputError, match="holds no figures"):
        read_figures(tmp_path / "other.json")


@pytest.mark.parametrize(
    ("before", "now", "items", "dropped"),
    [
        (0.95, 0.94, 200, False),  # within the tolerance
        (0.95, 0.93, 200, True),
        (1.0, 0.9, 10, False),  # one question of ten
        (1.0, 0.8, 10, True),  # two
        (0.5, 0.9, 10, False),  # a rise
    ],
)
def test_a_drop_is_more_than_the_tolerance_and_more_than_one_question(
    before: float, now: float, items: int, dropped: bool
) -> None:
    comparison = compare(kept(before, items=items), kept(now, items=items))
    assert bool(comparison.drops) is dropped
    assert bool(comparison.rises) is (now - before > 0.1)


@pytest.mark.parametrize("figure", ["verbatim", "in_source"])
def test_what_must_be_whole_may_not_drop_at_all(figure: str) -> None:
    comparison = compare(kept(1.0, figure=figure), kept(0.99, figure=figure), tolerance=0.5)
    assert [str(change) for change in comparison.drops] == [f"tune {ALL} {figure}: 1.000 -> 0.990"]


def test_errors_that_appear_are_a_drop_and_errors_that_go_are_none() -> None:
    assert compare(kept(0.0, figure="error"), kept(0.01, figure="error")).drops
    assert not compare(kept(0.01, figure="error"), kept(0.0, figure="error")).drops
    assert compare(kept(1.0), kept(0.01, figure="error")).drops


def test_a_figure_that_nothing_has_any_more_has_dropped() -> None:
    gone = Figures(documents=5, sets={"tune": SetFigures(digest="d", items=100, kinds={ALL: {}})})
    assert [change.now for change in compare(kept(0.9), gone).drops] == [0.0]


def test_other_questions_or_other_documents_are_not_compared_in_silence() -> None:
    changed = compare(kept(0.9), kept(0.1, digest="other"))
    assert (changed.drops, len(changed.notes)) == ((), 1)
    assert "not what it was" in changed.notes[0]
    assert "no figures are kept of tune" in compare(Figures(documents=5, sets={}), kept(0.9)).notes[0]
    assert "of 5 documents, these of 9" in compare(kept(0.9), kept(0.9, documents=9)).notes[0]
