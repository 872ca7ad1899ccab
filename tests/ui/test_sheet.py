"""紙面: a page as a picture, the words of the opened clause boxed."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

CITED = "minutes-330.g2.s2.pt4"


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.html if not one.proto.body.startswith("<style>"))


def button(at: AppTest, key: str):
    return next(one for one in at.button if one.key == key)


def test_the_page_is_offered_beside_the_text(fake, page) -> None:
    fake.pictures = True
    at = page(clause=CITED)
    assert '<article class="document"' in html(at)
    at.button_group(key="document_view").set_value("sheet").run()
    assert at.query_params["show"] == "sheet"
    assert '<article class="document"' not in html(at)
    assert "data:image/png;base64," in html(at)


def test_the_words_are_boxed_where_the_api_says_they_stand(fake, page) -> None:
    fake.pictures = True
    shown = html(page(clause=CITED, show="sheet"))
    assert "2 / 3 頁" in shown
    assert 'style="left:10.000%;top:10.000%;width:40.000%;height:2.500%"' in shown
    assert "原本の2頁の画像。この箇所の語句を枠で囲んでいます。" in shown


def test_the_pages_beside_it_are_a_click_away(fake, page) -> None:
    fake.pictures = True
    at = page(clause=CITED, show="sheet")
    at = button(at, "sheet_after").click().run()
    assert "3 / 3 頁" in html(at)
    assert "word-box" not in html(at)
    assert button(at, "sheet_after").disabled
    assert "3 / 3 頁" not in html(button(at, "sheet_before").click().run())


def test_the_quotation_is_what_is_boxed(fake, page) -> None:
    fake.pictures = True
    at = page().chat_input[0].set_value("通信回線は").run()
    button(at, "open_1_1").click().run()
    quote = fake.answer["citations"][0]["quote"]
    assert fake.queries(f"/v1/clauses/{CITED}/boxes") == [{"quote": quote}]


def test_without_a_picture_the_text_stands_alone(fake, page) -> None:
    at = page(clause=CITED, show="sheet")
    assert not at.button_group or all(one.key != "document_view" for one in at.button_group)
    assert '<article class="document"' in html(at)
    assert not at.warning
