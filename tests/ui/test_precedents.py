"""先例年表: a timeline, a table, two precedents side by side."""

from __future__ import annotations

import datetime as dt
import re

from streamlit.testing.v1 import AppTest

from ui.register_replies import Precedent
from ui.timeline import marks, spec

_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def _precedents() -> None:
    from ui import precedents
    from ui.reader import reader

    precedents.page(reader())


def opened(**address: str) -> AppTest:
    at = AppTest.from_function(_precedents, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html)


def test_each_precedent_shows_matter_party_points_and_outcome(fake) -> None:
    at = opened()
    shown = html(at)
    for told in (
        "第330回<br>2025年7月30日<br>議題1",
        "認定協議",
        "九州大学",
        "確認した点 1件",
        "決定いたします。",
    ):
        assert told in shown
    assert "第330回の&lt;b&gt;認定&lt;/b&gt;に係る協議" in shown
    assert "<b>" not in shown
    assert 'href="?clause=minutes-330.g1.p9"' in shown
    assert len(at.get("arrow_vega_lite_chart") or at.get("vega_lite_chart")) == 1


def test_a_filter_is_asked_of_the_api_and_stands_in_the_address(fake) -> None:
    at = opened(matter="認定協議")
    assert fake.queries("/v1/precedents")[-1] == {"matter": "認定協議", "limit": "20", "offset": "0"}
    at.selectbox(key="precedents_meeting").set_value("205").run()
    assert at.query_params["meeting"] == "205"
    assert fake.queries("/v1/precedents")[-1]["meeting"] == "205"


def test_nothing_found_says_what_to_try(fake) -> None:
    fake.fitting = []
    assert "絞り込みを一つずつ外して" in opened(q="無い語").info[0].value


def test_an_empty_record_says_how_to_fill_it(fake) -> None:
    fake.precedents = []
    assert "senrei ingest" in opened().info[0].value
    assert "二つ要ります" in opened(view="compare").info[0].value


def test_a_precedent_opens_in_its_document(fake) -> None:
    at = opened()
    at.button(key="open_minutes-205.g1").click().run()
    assert at.query_params["clause"] == "minutes-205.g1"


def test_two_meetings_are_compared_point_by_point(fake) -> None:
    at = opened(view="compare", left="205", right="330")
    assert fake.queries("/v1/precedents/compare") == [{"left": "205", "right": "330"}]
    shown = html(at)
    rows = re.findall(r'<tr class="is-(\w+)">', shown)
    assert rows == ["changed", "new", "gone"]
    for told in (
        "変わった 1",
        "加わった 1",
        "①第205回の安全管理措置",
        "②消去&lt;u&gt;する&lt;/u&gt;",
        "対応する点はありません",
    ):
        assert told in shown
    # the boxes show which items of the two meetings were taken
    assert at.selectbox(key="compare_left").value == "minutes-205.g1"
    assert at.selectbox(key="compare_right").value == "minutes-330.g1"


def test_choosing_two_puts_them_into_the_address(fake) -> None:
    at = opened(view="compare")
    assert "二つ選ぶと" in at.info[0].value
    at.selectbox(key="compare_left").set_value("minutes-205.g1").run()
    at.selectbox(key="compare_right").set_value("minutes-330.g1").run()
    assert (at.query_params["left"], at.query_params["right"]) == ("minutes-205.g1", "minutes-330.g1")
    assert fake.queries("/v1/precedents/compare")[-1] == {"left": "minutes-205.g1", "right": "minutes-330.g1"}
    assert 'class="compared"' in html(at)


def test_a_row_leads_to_the_comparison(fake) -> None:
    at = opened()
    at.button(key="compare_minutes-330.g1").click().run()
    assert (at.query_params["view"], at.query_params["right"]) == ("compare", "minutes-330.g1")
    assert at.selectbox(key="compare_right").value == "minutes-330.g1"


def test_a_precedent_that_is_not_held_is_told_and_others_can_be_chosen(fake) -> None:
    at = opened(view="compare", left="1", right="330")
    assert "該当" in at.warning[0].value
    at.selectbox(key="compare_left").set_value("minutes-205.g1").run()
    assert at.query_params["left"] == "minutes-205.g1"


def test_english_leaves_nothing_of_the_page_s_own_in_japanese(fake) -> None:
    at = opened(lang="en")
    ours = [one.label for one in (*at.button, *at.selectbox, *at.text_input, *at.date_input)]
    ours += [body for one in at.html if "entry-head" in (body := one.proto.body)]
    ours += [
        choice for name in ("matter", "topic") for choice in at.selectbox(key=f"precedents_{name}").options
    ]
    ours += re.findall(r"<summary>(.*?)</summary>", html(at))
    at = opened(lang="en", view="compare", left="205", right="330")
    ours += [one.label for one in at.selectbox]
    ours += re.findall(r"<caption>.*?</caption>|scope=\"rowgroup\">.*?</th>", html(at))
    assert len(ours) > 15
    assert [text for text in ours if _KANA.search(text)] == []


def test_the_timeline_marks_each_meeting_and_matter_once() -> None:
    one = Precedent(id="a", label="", meeting=205, date=dt.date(2022, 4, 13), heading="甲", matter="監督")
    other = one.model_copy(update={"heading": "乙"})
    (mark,) = marks([one, other, one.model_copy(update={"date": None})], "ja")
    assert (mark["label"], mark["heading"], mark["matter"], mark["count"]) == (
        "第205回 ×2",
        "甲 / 乙",
        "監督",
        2,
    )
    assert mark["date"] == "2022-04-13T00:00:00"
    assert len(marks([one, one.model_copy(update={"matter": "協議"})], "ja")) == 2


def test_the_timeline_is_of_all_precedents_while_the_table_comes_page_by_page(fake) -> None:
    one = fake.precedents[0]
    fake.precedents = [{**one, "id": f"{one['id']}{n}", "meeting": n + 1} for n in range(25)]
    at = opened(topic="安全管理措置")
    assert fake.queries("/v1/precedents")[-1] == {"topic": "安全管理措置", "limit": "1000"}
    assert "全25件のうち1〜20件" in at.caption[0].value


def test_the_timeline_names_few_marks_and_leaves_many_to_the_pointer() -> None:
    mark = {"date": "2022-04-13T00:00:00", "matter": "監督", "label": "第1回", "count": 1}
    assert len(spec([mark] * 5, "年表", "ja")["layer"]) == 2
    assert len(spec([mark] * 50, "年表", "ja")["layer"]) == 1


def test_the_timeline_speaks_english_too() -> None:
    one = Precedent(id="a", label="", meeting=205, date=dt.date(2022, 4, 13), heading="甲", matter="監督")
    (mark,) = marks([one], "en")
    assert (mark["label"], mark["matter"], mark["day"]) == ("No. 205", "Supervision", "13 April 2022")
    assert "%b %Y" in str(spec([mark], "Timeline", "en"))
