"""資料: what is held, found and opened."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def _library() -> None:
    from ui import library
    from ui.reader import reader

    library.page(reader())


@pytest.fixture
def library(fake) -> AppTest:
    return AppTest.from_function(_library, default_timeout=60).run()


def held(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html)


def test_documents_are_listed_with_kind_and_date(library) -> None:
    assert "第330回個人情報保護委員会 議事録" in held(library)
    assert "評価書 ・ 2023年4月26日 ・ 厚生労働大臣" in held(library)


def test_titles_are_never_html(library) -> None:
    assert "<b>重点" not in held(library)
    assert "&lt;b&gt;重点&lt;/b&gt;" in held(library)


def test_words_and_kind_narrow_the_list(library) -> None:
    library.text_input(key="library_find").set_value("国土交通").run()
    assert "第330回" in held(library)
    assert "評価書" not in held(library)
    library.selectbox(key="library_kind").set_value("assessment").run()
    assert "条件に合う資料がありません" in library.info[0].value


def test_reading_a_document_puts_it_into_the_address(library) -> None:
    library.button(key="read_minutes-330").click().run()
    assert library.query_params["document"] == "minutes-330"


def test_an_empty_library_says_how_to_fill_it(fake) -> None:
    fake.documents = []
    at = AppTest.from_function(_library, default_timeout=60).run()
    assert "senrei ingest" in at.info[0].value
