"""Turning the pages of a register; which one is open stands in the address (``?page=2``)."""

from __future__ import annotations

import math

import streamlit as st

from ui.address import put
from ui.narrowing import PAGE
from ui.wording import Language, say

ROWS = 20  # entries a page


def page_number() -> int:
    """The page that the address names, the first where it names none."""
    said = st.query_params.get(PAGE, "")
    return max(1, int(said)) if said.isdecimal() and len(said) < 7 else 1


def rows_of(number: int) -> dict[str, int]:
    """The page of that number as the API is asked for it."""
    return {"limit": ROWS, "offset": (number - 1) * ROWS}


def stay_within(total: int, number: int) -> None:
    """A page past the last one is the last one."""
    pages = math.ceil(total / ROWS)
    if total and number > pages:
        put(PAGE, str(pages) if pages > 1 else "")
        st.rerun()


def pager(total: int, number: int, language: Language) -> None:
    """Where the reader is, and the way to the other pages; nothing where there is only one."""
    pages = math.ceil(total / ROWS)
    if pages < 2:
        return
    first = (number - 1) * ROWS + 1
    st.caption(say("page_of", language, first=first, last=min(first + ROWS - 1, total), total=total))
    # A name of its own for each page: the address says which is open, not what the box was last.
    key = f"register_page_{number}"
    st.pagination(pages, default=number, key=key, on_change=_turn, args=(key,))


def _turn(key: str) -> None:
    number = st.session_state[key]
    put(PAGE, str(number) if number > 1 else "")
