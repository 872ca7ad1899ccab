"""Text of documents stays text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ui.plain import answer_markdown, as_html, as_markdown


@given(some.text(alphabet="<>&\"'ab 委", max_size=30))
@settings(max_examples=60)
def test_html_of_a_text_reads_back_as_the_text(text) -> None:
    assert html.unescape(as_html(text)) == text
    assert not re.search(r"[<>\"']", as_html(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("次のとおり[1]", r"次のとおり[\[1\]](#s-1)"),
        (r"資料の\[1\]", r"資料の\[1\]"),  # a document's own brackets come escaped
        ("[1](http://x)", "[1](http://x)"),
        ("[12] と [3]", r"[\[12\]](#s-12) と [\[3\]](#s-3)"),
    ],
)
def test_only_the_answer_s_own_marks_become_links(text, expected) -> None:
    assert answer_markdown(text, "s") == expected


@pytest.mark.parametrize("text", [":smile:", ":material/home:", r":red\[x\]", ":red[x]"])
def test_directives_of_streamlit_are_put_out_of_force(text) -> None:
    shown = answer_markdown(text)
    assert text not in shown
    assert shown.replace("\u200c", "") == text


def test_amounts_are_no_formulas() -> None:
    assert answer_markdown("$100から$200") == r"\$100から\$200"


@pytest.mark.parametrize("text", ["**x**", "<b>", "[x](y)", "# x", "`x`", "$a$", "1. x"])
def test_markdown_of_a_text_shows_its_signs(text) -> None:
    bare = re.sub(r"\\(.)", "", as_markdown(text))
    assert not re.search(r"[*<>\[\]()#`$.]", bare)
