"""Wrapping for terminals: East Asian widths, and what may not begin or end a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.terminal import emphasised, width_of, wrap, wrap_markdown


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("委託", 4), ("①Ⅱ", 4), ("ﾊﾝｶｸ", 4), ("か\u3099", 2), ("", 0)]
)
def test_width_counts_columns(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("委託先の監督", 6, ["委託先", "の監督"]),
        ("委託先。監督", 6, ["委託先。", "監督"]),  # a full stop hangs rather than begin a line
        ("委託「監督」", 6, ["委託", "「監督」"]),  # an opening bracket goes to the next line
        ("the VPN line", 8, ["the VPN", "line"]),
        ("一\n二", 10, ["一", "二"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("", 10, [""]),
    ],
)
def test_wrapping_follows_japanese_typesetting(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_an_indent_stands_before_each_line_and_counts() -> None:
    assert wrap("委託先の監督", 8, "  ") == ["  委託先", "  の監督"]


@settings(max_examples=60)
@given(st.text("委託先をaB 1。、「」（）①\n", max_size=120), st.integers(8, 40))
def test_wrapping_loses_nothing_but_white_space(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- 委託先の監督", ["- 委託", "  先の", "  監督"]),
        ("> 委託先の監督", ["> 委託", "> 先の", "> 監督"]),
        ("[1] 委託先", ["[1] 委", "    託", "    先"]),
        ("委託先の監督", ["委託先", "の監督"]),
    ],
)
def test_what_follows_a_list_mark_stands_under_it(text: str, lines: list[str]) -> None:
    assert wrap_markdown(text, 6) == lines


def test_bold_is_bold_on_a_terminal() -> None:
    assert emphasised("**回\n答** は") == "\033[1m回\n答\033[0m は"
