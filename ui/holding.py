"""収録と除外: documents taken out of the record, and those taken out brought back."""

from __future__ import annotations

import streamlit as st

from ui import trouble
from ui.client import Trouble
from ui.dates import day
from ui.plain import as_html
from ui.reader import Reader
from ui.replies import Document
from ui.wording import Language, kind_name, say

_CHOSEN, _SURE = "holding_chosen", "holding_sure"


def draw(reader: Reader) -> None:
    """A box to choose what is to be retired, and the list of what was. Raises Trouble."""
    language = reader.language
    st.html(f'<h2 class="panel-title">{as_html(say("intake_held_title", language))}</h2>')
    _retiring(reader)
    st.html(f'<h2 class="panel-title">{as_html(say("intake_retired_title", language))}</h2>')
    try:
        retired = reader.intake_calls.retired()
    except Trouble as failed:
        trouble.show(failed)
        return
    if not retired:
        st.caption(say("intake_retired_none", language))
    for document in retired:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"retired_{document.id}"
        ):
            st.html(_described(document, language))
            st.button(
                say("intake_restore", language),
                key=f"restore_{document.id}",
                icon=":material/undo:",
                on_click=_restore,
                args=(document, reader),
            )


def _retiring(reader: Reader) -> None:
    language = reader.language
    held = {one.id: one for one in reader.documents()}
    if st.session_state.get(_CHOSEN) not in (None, *held):
        st.session_state[_CHOSEN] = None
    chosen = st.selectbox(
        say("intake_held_title", language),
        list(held),
        index=None,
        format_func=lambda id_: (
            f"{held[id_].title} ・ {day(held[id_].date, language)}" if id_ in held else id_
        ),
        key=_CHOSEN,
        placeholder=say("intake_choose", language),
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    st.html(_described(held[chosen], language))
    if st.checkbox(say("intake_retire", language), key=f"{_SURE}_{chosen}"):
        st.caption(say("intake_retire_sure", language))
        st.button(
            say("intake_retire_yes", language),
            key="retire_yes",
            icon=":material/inventory_2:",
            on_click=_retire,
            args=(held[chosen], reader),
        )


def _described(document: Document, language: Language) -> str:
    about = [kind_name(document.kind, language), day(document.date, language), document.agency, document.id]
    return (
        f'<div class="holding"><p class="label">{as_html(document.title)}</p>'
        f'<p class="about">{" ・ ".join(as_html(part) for part in about if part)}</p></div>'
    )


def _retire(document: Document, reader: Reader) -> None:
    try:
        reader.intake_calls.retire(document.id)
    except Trouble as failed:
        st.toast(f"{failed.title} {failed.advice}")
        return
    reader.forget()
    st.toast(say("intake_retired", reader.language, title=document.title))


def _restore(document: Document, reader: Reader) -> None:
    try:
        reader.intake_calls.restore(document.id)
    except Trouble as failed:
        st.toast(f"{failed.title} {failed.advice}")
        return
    reader.forget()
    st.toast(say("intake_restored", reader.language, title=document.title))
