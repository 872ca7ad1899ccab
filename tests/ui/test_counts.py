"""Measures counted, as bars."""

from __future__ import annotations

from ui.counts import charts
from ui.register_replies import Measure


def measure(strength: str, meeting: int | None = 330, *topics: str) -> Measure:
    return Measure(
        id="m",
        clause_id="c",
        label="l",
        text="t",
        asked_by="委員会",
        strength=strength,
        meeting=meeting,
        topics=topics,
    )


def test_each_bar_is_as_long_as_it_counts_beside_the_longest() -> None:
    drawn = charts([measure("required"), measure("required"), measure("requested", 300)], "ja")
    assert drawn.index("第330回") < drawn.index("第300回")
    assert 'class="required" style="width:100.0%" title="必須：2件"' in drawn
    assert 'class="requested" style="width:50.0%" title="要請：1件"' in drawn
    assert '<span class="figure">2</span>' in drawn


def test_a_measure_counts_under_each_of_its_topics_most_first() -> None:
    measures = [measure("required", 330, "再委託"), measure("suggested", 330, "暗号化", "再委託")]
    drawn = charts(measures, "en")
    assert drawn.index("Re-entrustment") < drawn.index("Encryption")


def test_a_measure_of_no_meeting_is_counted_too_and_names_are_text() -> None:
    drawn = charts([measure("required", None, "<b>")], "ja")
    assert "会議以外" in drawn
    assert "&lt;b&gt;" in drawn


def test_nothing_to_count_draws_nothing() -> None:
    assert charts([], "ja") == ""
