"""What a reader restricts answers to: the boxes of the sidebar, and the filters made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import streamlit as st

from ui.dates import day
from ui.plain import as_html
from ui.replies import Document
from ui.wording import Language, kind_name, say

Filters = dict[str, str | int]
NAMES = ("kind", "meeting", "document_id", "agency", "speaker", "date_from", "date_to")
_KEPT = "filters_kept"


def draw(documents: Sequence[Document], language: Language) -> None:
    """The boxes; what can be chosen is what the documents held offer."""
    _restore()
    st.html(f'<h2 class="panel-title">{as_html(say("filters", language))}</h2>')
    st.caption(say("filters_help", language))
    _choice("kind", list(dict.fromkeys(one.kind for one in documents)), language)
    _choice("meeting", sorted({one.meeting for one in documents if one.meeting}, reverse=True), language)
    titles = {one.id: one.title for one in documents}
    _choice("document_id", list(titles), language, titles)
    _choice("agency", sorted({one.agency for one in documents if one.agency}), language)
    st.text_input(
        say("filter_speaker", language),
        key="filter_speaker",
        placeholder=say("filter_speaker_placeholder", language),
    )
    for name in ("date_from", "date_to"):
        st.date_input(
            say(f"filter_{name.removeprefix('date_')}", language),
            value=None,
            key=f"filter_{name}",
            min_value=dt.date(1990, 1, 1),
            max_value=dt.date(2100, 12, 31),
        )
    if _reversed():
        st.warning(say("filter_reversed", language))
    if chosen():
        st.button(say("filter_clear", language), on_click=clear, key="filter_clear", width="stretch")
    st.session_state[_KEPT] = {name: st.session_state.get(f"filter_{name}") for name in NAMES}


def chosen() -> Filters:
    """The filters that say something, as the API takes them."""
    held = {name: st.session_state.get(f"filter_{name}") for name in NAMES}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in held.items()
        if isinstance(value, dt.date | int) or (isinstance(value, str) and value.strip())
    }


def clear() -> None:
    """Restrict nothing."""
    for name in NAMES:
        st.session_state[f"filter_{name}"] = "" if name == "speaker" else None


def described(filters: Mapping[str, str | int], documents: Sequence[Document], language: Language) -> str:
    """The filters in the reader's words: 議事録・第330回・清水委員."""
    titles = {one.id: one.title for one in documents}
    words = {name: str(value) for name, value in filters.items()}
    if "kind" in words:
        words["kind"] = kind_name(words["kind"], language)
    if "meeting" in words:
        words["meeting"] = say("meeting_number", language, number=words["meeting"])
    if "document_id" in words:
        words["document_id"] = titles.get(words["document_id"], words["document_id"])
    for name in ("date_from", "date_to"):
        if name in words:
            label = say(f"filter_{name.removeprefix('date_')}", language)
            words[name] = f"{label} {day(dt.date.fromisoformat(words[name]), language)}"
    return ("・" if language == "ja" else ", ").join(words.values())


def _choice(
    name: str, options: Sequence[str | int], language: Language, labels: Mapping[str, str] | None = None
) -> None:
    def shown(option: str | int) -> str:
        if name == "kind":
            return kind_name(str(option), language)
        if name == "meeting":
            return say("meeting_number", language, number=option)
        return (labels or {}).get(str(option), str(option))

    key = f"filter_{name}"
    if st.session_state.get(key) not in (None, *options):  # the document it named is gone
        st.session_state[key] = None
    st.selectbox(
        say("filter_document" if name == "document_id" else key, language),
        options,
        index=None,
        format_func=shown,
        key=key,
        placeholder=say("filter_any", language),
    )


def _restore() -> None:
    """Streamlit forgets a box while another page is open; the choice outlives that."""
    for name, value in st.session_state.get(_KEPT, {}).items():
        if f"filter_{name}" not in st.session_state and value is not None:
            st.session_state[f"filter_{name}"] = value


def _reversed() -> bool:
    first, last = (st.session_state.get(f"filter_{name}") for name in ("date_from", "date_to"))
    return isinstance(first, dt.date) and isinstance(last, dt.date) and first > last
