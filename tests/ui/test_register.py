"""措置台帳: narrowed down, read, opened in place."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest

_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def _register() -> None:
    from ui import register
    from ui.reader import reader

    register.page(reader())


def opened(**address: str) -> AppTest:
    at = AppTest.from_function(_register, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html)


def last(fake) -> dict[str, str]:
    return [one for one in fake.queries("/v1/measures") if "offset" in one][-1]


def test_each_measure_shows_who_asked_what_of_whom_how_strongly_and_where(fake) -> None:
    shown = html(opened())
    assert "2件" in shown
    for told in (
        "第330回<br>2025年7月30日",
        "個人情報保護委員会<br>→ 国土交通大臣",
        "必須",
        "通信回線",
        "審査記載事項（4）",
    ):
        assert told in shown


def test_a_reply_stands_with_its_measure_and_its_speaker(fake) -> None:
    shown = html(opened())
    assert shown.count("<details>") == 1
    assert "回答（木村専門官）" in shown


def test_words_of_the_record_are_never_html(fake) -> None:
    shown = html(opened())
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "検討する&lt;i&gt;予定&lt;/i&gt;である。" in shown


def test_a_filter_is_asked_of_the_api_and_stands_in_the_address(fake) -> None:
    at = opened()
    at.selectbox(key="measures_topic").set_value("再委託").run()
    assert last(fake) == {"topic": "再委託", "limit": "20", "offset": "0"}
    assert at.query_params["topic"] == "再委託"
    assert "事項「再委託」" in html(at)
    at.text_input(key="measures_q").set_value("管理 先").run()
    assert last(fake)["q"] == "管理 先"


def test_choices_are_what_the_register_holds(fake) -> None:
    at = opened()
    assert at.selectbox(key="measures_topic").options == ["再委託", "通信回線"]
    assert at.selectbox(key="measures_meeting").options == ["第330回", "第300回"]
    assert at.selectbox(key="measures_strength").options == ["必須", "要請", "示唆"]


def test_a_link_opens_a_filtered_register(fake) -> None:
    at = opened(topic="再委託", strength="requested", meeting="300", date_from="2024-01-01", agency="国土")
    assert last(fake) == {
        **{"topic": "再委託", "strength": "requested", "meeting": "300", "date_from": "2024-01-01"},
        **{"agency": "国土", "limit": "20", "offset": "0"},
    }
    assert at.selectbox(key="measures_strength").value == "requested"
    assert at.selectbox(key="measures_agency").value == "国土"
    assert at.date_input(key="measures_date_from").value.isoformat() == "2024-01-01"


def test_an_address_that_says_nothing_sensible_is_no_error_of_the_page(fake) -> None:
    at = opened(date_from="yesterday", page="x", meeting="abc")
    assert not at.exception
    assert last(fake)["date_from"] == "yesterday"  # the API says what is wrong with it


def test_taking_the_filters_away_shows_all_again(fake) -> None:
    at = opened(topic="再委託", page="2")
    at.button(key="measures_clear").click().run()
    assert "topic" not in at.query_params
    assert "page" not in at.query_params
    assert last(fake) == {"limit": "20", "offset": "0"}
    assert at.selectbox(key="measures_topic").value is None


def test_nothing_found_says_what_to_try(fake) -> None:
    fake.fitting = []
    at = opened(topic="再委託")
    assert "絞り込みを一つずつ外して" in at.info[0].value
    assert "再委託" in at.info[0].value
    at.button(key="none_clear").click().run()
    assert not at.info


def test_an_empty_register_says_how_to_fill_it(fake) -> None:
    fake.measures = []
    assert "senrei ingest" in opened().info[0].value


def test_a_measure_opens_its_clause_with_its_words(fake) -> None:
    at = opened(topic="通信回線")
    at.button(key="open_minutes-330.g2.s2.pt4").click().run()
    assert at.query_params["clause"] == "minutes-330.g2.s2.pt4"
    assert at.query_params["topic"] == "通信回線"  # to come back to
    assert at.session_state["opened_quote"][1].startswith("接続回線をVPN等とすること。")


def test_many_measures_come_page_by_page(fake) -> None:
    one = fake.measures[0]
    fake.measures = [{**one, "id": f"{one['id']}~{n}", "text": f"措置その{n}。"} for n in range(45)]
    at = opened(page="3")
    assert last(fake)["offset"] == "40"
    assert "全45件のうち41〜45件" in at.caption[0].value
    assert "措置その44。" in html(at)


def test_a_page_past_the_last_is_the_last(fake) -> None:
    assert "審査記載事項（4）" in html(opened(page="9"))


def test_the_register_can_be_taken_along(fake) -> None:
    assert [one.proto.label for one in opened().get("download_button")] == ["CSVで保存", "Excelで保存"]


def test_english_leaves_nothing_of_the_page_s_own_in_japanese(fake) -> None:
    at = opened(lang="en", strength="required")
    ours = [one.label for one in (*at.button, *at.selectbox, *at.text_input, *at.date_input)]
    ours += at.selectbox(key="measures_topic").options
    ours += re.findall(r'<span class="chip">.*?</span>', html(at))
    ours += [one.proto.label for one in at.get("download_button")]
    ours += [body for one in at.html if "entry-head" in (body := one.proto.body) or "count" in body]
    assert len(ours) > 10
    assert [text for text in ours if _KANA.search(text)] == []


def test_an_api_that_is_away_is_told(fake, monkeypatch) -> None:
    monkeypatch.setenv("SENREI_API", "http://127.0.0.1:1")
    assert "つながりません" in opened().warning[0].value
