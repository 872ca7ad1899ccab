"""ブリーフィング: what is held on a topic, to read, to print, and to take along for Word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from ui import briefing_text, listing, trouble
from ui.address import put
from ui.briefing_replies import Briefing
from ui.client import BriefingForm, Trouble
from ui.narrowing import Narrowing
from ui.plain import as_markdown
from ui.reader import Reader
from ui.replies import Document
from ui.wording import Language, say

TOPIC = "topic"  # in the address, with the filters: a briefing can be sent on
_KEY = "briefing_topic"
_FORMS: dict[BriefingForm, tuple[str, str]] = {
    "docx": (
        "briefing_docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "md": ("briefing_md", "text/markdown"),
}


def page(reader: Reader) -> None:
    """The page."""
    language = reader.language
    listing.title(say("page_briefing", language), say("briefing_lead", language))
    narrowing = Narrowing("briefing", _choices(reader.documents_if_any()), words=False)
    topic = _topic(language)
    with st.sidebar:
        place = st.container()
        narrowing.draw(language)
    if not topic:
        return
    try:
        with st.spinner(say("briefing_making", language, topic=as_markdown(topic))):
            made = reader.briefing(topic, _filters(narrowing))
    except Trouble as failed:
        trouble.show(failed)
        return
    if made.status == "not_found":
        st.info(say("briefing_none", language, topic=as_markdown(topic)))
        return
    with place:
        st.html(briefing_text.contents(made, language))
    _take(made, _filters(narrowing), reader)
    st.html(briefing_text.article(made, language))


def _choices(documents: Sequence[Document]) -> dict[str, list[str]]:
    return {
        "kind": list(dict.fromkeys(one.kind for one in documents)),
        "agency": sorted({one.agency for one in documents if one.agency}),
        "meeting": [
            str(number) for number in sorted({one.meeting for one in documents if one.meeting}, reverse=True)
        ],
    }


def _filters(narrowing: Narrowing) -> dict[str, str | int]:
    """The filters as the body of a call takes them."""
    return {
        name: int(said) if name == "meeting" and said.isdecimal() else said
        for name, said in narrowing.chosen().items()
    }


def _topic(language: Language) -> str:
    topic = st.query_params.get(TOPIC, "").strip()
    if st.session_state.get(_KEY) != topic and _KEY not in st.session_state:
        st.session_state[_KEY] = topic
    with st.form("briefing", border=False):
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        left.text_input(
            say("briefing_topic", language),
            key=_KEY,
            placeholder=say("briefing_topic_placeholder", language),
            max_chars=200,
        )
        right.form_submit_button(
            say("briefing_make", language),
            type="primary",
            on_click=lambda: put(TOPIC, str(st.session_state.get(_KEY) or "").strip()),
            width="stretch",
        )
    return topic


def _take(made: Briefing, filters: Mapping[str, str | int], reader: Reader) -> None:
    language = reader.language
    with st.container(horizontal=True, gap="small", key="briefing_take"):
        for form, (name, media_type) in _FORMS.items():
            st.download_button(
                say(name, language),
                _fetch(made.topic, filters, form, reader),
                file_name=f"briefing.{form}",
                mime=media_type,
                key=f"briefing_{form}",
                icon=":material/download:",
                on_click="ignore",
            )
        if len(made.precedents) > 1:
            st.link_button(
                say("briefing_compare", language), "precedents?view=compare", icon=":material/compare:"
            )


def _fetch(
    topic: str, filters: Mapping[str, str | int], form: BriefingForm, reader: Reader
) -> Callable[[], bytes]:
    return partial(reader.client.briefing_file, topic, filters, form)
