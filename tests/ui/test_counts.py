"""Measures counted, as bars."""

from __future__ import annotations

from ui.counts import charts
from ui.register_replies import MeasureCount


def count(value: str | None, required: int = 0, requested: int = 0) -> MeasureCount:
    return MeasureCount(value=value, total=required + requested, required=required, requested=requested)


def test_each_bar_is_as_long_as_it_counts_beside_the_longest() -> None:
    drawn = charts([count("330", 3, 1), count("300", 0, 2)], [], "ja")
    assert drawn.index("第330回") < drawn.index("第300回")
    assert 'class="required" style="width:75.0%" title="必須：3件"' in drawn
    assert 'class="requested" style="width:50.0%" title="要請：2件"' in drawn
    assert '<span class="figure">4</span>' in drawn


def test_topics_are_told_in_the_reader_s_language_and_those_without_one_have_no_bar() -> None:
    drawn = charts([], [count("再委託", 2), count(None, 1)], "en")
    assert "Re-entrustment" in drawn
    assert drawn.count("<dt>") == 1


def test_a_measure_of_no_meeting_is_counted_too_and_names_are_text() -> None:
    drawn = charts([count(None, 1)], [count("<b>", 1)], "ja")
    assert "会議以外" in drawn
    assert "&lt;b&gt;" in drawn


def test_nothing_to_count_draws_nothing() -> None:
    assert charts([], [], "ja") == ""
