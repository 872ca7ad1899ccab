"""ブリーフィング: a topic, its briefing with footnotes, filters in the address, files to take along."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from ui.connection import Connection
from ui.reader import Reader

_JAPANESE = re.compile(r"[\u3040-\u30ff]")


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


@pytest.fixture
def drawn(fake):
    """``drawn(topic="...")`` runs the page alone: AppTest does not go to pages made by functions."""

    def opened(language: str = "ja", **address: str) -> AppTest:
        def script(language: str) -> None:
            from ui import briefing
            from ui.connection import connection
            from ui.reader import Reader

            briefing.page(Reader(language, connection()))  # type: ignore[arg-type]

        at = AppTest.from_function(script, args=(language,), default_timeout=60)
        for name, value in address.items():
            at.query_params[name] = value
        return at.run()

    return opened


def sent(fake) -> list[dict]:
    return [one.body for one in fake.requests if one.path == "/v1/briefings"]


def test_without_a_topic_nothing_is_asked_for(fake, drawn) -> None:
    at = drawn()
    assert sent(fake) == []
    assert not at.exception


def test_a_topic_is_put_into_the_address_and_asked_for(fake, drawn) -> None:
    at = drawn()
    at.text_input(key="briefing_topic").set_value("認定")
    at.button[0].click().run()
    assert at.query_params["topic"] == "認定"
    assert sent(fake) == [{"topic": "認定", "filters": {}}]
    assert "ブリーフィング「認定」" in html(at)


def test_an_address_is_a_briefing_with_its_filters(fake, drawn) -> None:
    drawn(topic="認定", meeting="330", kind="minutes", date_from="2025-01-01")
    filters = {"kind": "minutes", "meeting": 330, "date_from": "2025-01-01"}
    assert sent(fake) == [{"topic": "認定", "filters": filters}]


def test_every_statement_has_its_footnote(fake, drawn) -> None:
    shown = html(drawn(topic="認定"))
    marks = set(re.findall(r'href="#brief-source-(\d+)"', shown))
    assert marks == set(re.findall(r'id="brief-source-(\d+)"', shown)) == {"1", "2", "3"}
    assert 'href="?clause=minutes-330.g2.s2.pt4"' in shown
    assert "改正前" in shown


def test_sections_without_entries_say_so(fake, drawn) -> None:
    shown = html(drawn(topic="認定"))
    for number, name in enumerate(("主題とは", "先例の年表", "求められた措置と回答"), 1):
        assert f"<h2>{number} {name}" in shown
    assert shown.count("所蔵する資料には見当たりません。") == 4
    assert "回答の記録はありません。" in shown
    assert "この資料にほかに3件" in shown
    assert "所蔵していないもの：第101回委員会" in shown


def test_words_of_the_record_are_never_html(fake, drawn) -> None:
    shown = html(drawn(topic="認定"))
    assert "認定とは&lt;b&gt;これ&lt;/b&gt;である。" in shown
    assert "第330回の&lt;b&gt;認定&lt;/b&gt;" in shown


def test_nothing_held_says_what_to_try(fake, drawn) -> None:
    fake.briefing = {**fake.briefing, "status": "not_found"}
    at = drawn(topic="月面基地")
    assert "絞り込みを外してお試しください" in at.info[0].value
    assert "<article" not in html(at)


def test_in_english_the_page_s_own_words_are_english(fake, drawn) -> None:
    shown = html(drawn("en", topic="認定"))
    own = re.findall(r"<h2[^>]*>(.*?)</h2>|<th[^>]*>(.*?)</th>|<nav.*?</nav>", shown)
    assert own
    assert [text for pair in own for text in pair if _JAPANESE.search(text)] == []


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_briefing_is_taken_along_as_a_file(fake, form) -> None:
    client = Reader("ja", Connection(fake.url)).client
    assert client.briefing_file("認定", {"meeting": 330}, form) == b"PK file"
    assert sent(fake) == [{"topic": "認定", "filters": {"meeting": 330}, "format": form}]
