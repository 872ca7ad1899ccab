"""What both registers have around their tables: how many entries, files to take along, and what to try if none."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.client import Register
from ui.narrowing import Narrowing
from ui.plain import as_html, as_markdown
from ui.reader import Reader
from ui.taking_along import downloads
from ui.wording import Language, say

COLUMNS = (15, 2.2)  # an entry's cells, and what can be done with it


def title(text: str, lead: str) -> None:
    """The page's heading, and what the page is."""
    st.html(f'<h1 class="page-title">{as_html(text)}</h1><p class="lead">{as_html(lead)}</p>')


def head(register: Register, narrowing: Narrowing, total: int, reader: Reader) -> None:
    """How many entries there are under which filters, and the register as a file."""
    language, filters = reader.language, narrowing.described(reader.language)
    shown = f'<p class="about">{as_html(say("filters_on", language, filters=filters))}</p>' if filters else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="register_head"):
        st.html(f'<p class="count">{as_html(say("register_count", language, count=total))}</p>{shown}')
        downloads(register, narrowing.chosen(), reader)


def columns(kind: str, names: Sequence[str], language: Language) -> None:
    """The table's headings."""
    cells = "".join(f"<span>{as_html(say(name, language))}</span>" for name in names)
    left, _ = st.columns(COLUMNS, gap="small")
    left.html(f'<div class="entry {kind} entry-head">{cells}</div>')


def none(narrowing: Narrowing, empty: str, language: Language) -> None:
    """No entry: what to try, or (``empty``) how the register comes to have some."""
    if not narrowing.chosen():
        st.info(say(empty, language))
        return
    st.info(say("register_none", language, filters=as_markdown(narrowing.described(language))))
    st.button(say("filter_clear", language), on_click=narrowing.clear, key="none_clear")
