"""評価書を比べる: two reports field by field, differences marked, kept in the address."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

BOTH = {"view": "reports", "left": "assessment-1", "right": "assessment-2"}


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


def opened(**address: str) -> AppTest:
    """The page alone: AppTest does not go to pages made by functions."""

    def script() -> None:
        from ui import precedents
        from ui.reader import reader

        precedents.page(reader())

    at = AppTest.from_function(script, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


@pytest.fixture
def two(fake):
    """An API that holds two assessment reports."""
    fake.documents = [*fake.documents, {**fake.documents[1], "id": "assessment-2", "title": "改めた評価書"}]
    return fake


def test_one_report_is_not_enough(fake) -> None:
    assert "評価書が二つ要ります" in opened(view="reports").info[0].value


def test_two_chosen_reports_stand_in_the_address(two) -> None:
    at = opened(view="reports")
    at.selectbox(key="report_left").set_value("assessment-1").run()
    assert at.selectbox(key="report_right").options == ["改めた評価書 ・ 2023年4月26日"]
    at.selectbox(key="report_right").set_value("assessment-2").run()
    assert at.query_params["left"] == "assessment-1"
    assert two.queries("/v1/assessments/compare") == [{"left": "assessment-1", "right": "assessment-2"}]
    assert 'class="compared"' in html(at)


def test_each_field_shows_both_sides_and_what_differs(two) -> None:
    shown = html(opened(**BOTH))
    assert "<b>再委託する</b>" in shown
    assert "共通。<mark>&lt;i&gt;左。</mark>" in shown
    assert "この項目はありません" in shown
    assert "委託事項1 ・ 再委託の有無" in shown
    assert ">左のみ 1<" in shown


def test_only_differences_are_shown_when_that_is_wanted(two) -> None:
    at = opened(**BOTH)
    at.checkbox(key="report_only").check().run()
    assert at.query_params["only"] == "changed"
    assert "is-same" not in html(at)
    assert "is-changed" in html(at)


def test_a_topic_goes_to_the_api(two) -> None:
    opened(**BOTH, topic="再委託")
    assert two.queries("/v1/assessments/compare")[0]["topic"] == "再委託"


def test_another_view_forgets_what_was_chosen(two) -> None:
    at = opened(**BOTH)
    at.button_group(key="precedents_view").set_value("compare").run()
    assert "left" not in at.query_params
