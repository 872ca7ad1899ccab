"""The chat page's entry: `senrei ui` runs `streamlit run ui/app.py`. One frame around all pages."""

from __future__ import annotations

import logging

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui import address, asking, briefing, document_page, intake, library, precedents, register, trouble
from ui.client import Trouble
from ui.opening import opened
from ui.plain import as_html
from ui.reader import Reader, reader
from ui.style import CSS
from ui.wording import Language, say

log = logging.getLogger("senrei.ui")

# By the page's address; that of the first is empty.
_BACK = {
    "": "back",
    "library": "back_library",
    "register": "back_register",
    "precedents": "back_precedents",
    "briefing": "back_briefing",
    "intake": "back_intake",
}


def main() -> None:
    """Draw the page that the address names."""
    who = reader()
    st.set_page_config(page_title=say("page_title", who.language), page_icon="📖", layout="wide")
    st.html(f"<style>{CSS}</style>")
    pages = [
        st.Page(
            lambda: asking.page(who),
            title=say("page_ask", who.language),
            icon=":material/forum:",
            url_path="ask",
            default=True,
        ),
        st.Page(
            lambda: library.page(who),
            title=say("page_library", who.language),
            icon=":material/library_books:",
            url_path="library",
        ),
        st.Page(
            lambda: register.page(who),
            title=say("page_register", who.language),
            icon=":material/fact_check:",
            url_path="register",
        ),
        st.Page(
            lambda: precedents.page(who),
            title=say("page_precedents", who.language),
            icon=":material/timeline:",
            url_path="precedents",
        ),
        st.Page(
            lambda: briefing.page(who),
            title=say("page_briefing", who.language),
            icon=":material/article:",
            url_path="briefing",
        ),
    ]
    if who.is_staff():
        pages.append(
            st.Page(
                lambda: intake.page(who),
                title=say("page_intake", who.language),
                icon=":material/upload_file:",
                url_path="intake",
            )
        )
    chosen = st.navigation(pages, position="top")
    with address.settled(chosen.url_path):
        _frame(who)
        _page(chosen, who)


def _page(chosen: StreamlitPage, who: Reader) -> None:
    """The page chosen, or what was opened from it."""
    try:
        open_ = opened()
        if open_ is None:
            chosen.run()
        else:
            document_page.page(open_, who, say(_BACK[chosen.url_path], who.language))
    except Exception:
        # Streamlit's own signals (rerun, stop) are no Exception; what is one is a fault of ours.
        log.exception("the page broke")
        trouble.show(
            Trouble(say("trouble_unexpected", who.language), say("trouble_unexpected_advice", who.language))
        )


def _frame(who: Reader) -> None:
    languages: dict[Language, str] = {"ja": "日本語", "en": "English"}
    with st.sidebar:
        st.html(
            f'<div class="brand"><p class="brand-name">{as_html(say("page_title", who.language))}</p>'
            f'<p class="brand-line">{as_html(say("brand_line", who.language))}</p></div>'
        )
        st.session_state.setdefault("language", who.language)
        st.segmented_control(
            say("language", who.language),
            list(languages),
            format_func=lambda language: languages[language],
            key="language",
            on_change=address.keep,
            required=True,
            label_visibility="collapsed",
        )


if __name__ == "__main__":
    main()
