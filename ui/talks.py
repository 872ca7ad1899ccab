"""Conversations that the API keeps: opened by the address (``?conversation=ID``), listed, renamed, deleted, saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from ui import trouble
from ui.address import put
from ui.client import Trouble
from ui.conversation import Conversation, conversation, resume, start_anew
from ui.copying import copy_address
from ui.plain import as_html, as_markdown
from ui.reader import Reader
from ui.talk_calls import TalkForm
from ui.talk_replies import TalkHead
from ui.wording import Language, say

_ADDRESS = "conversation"
_LISTED = 6  # conversations listed before the reader asks for more
_ALL = "talks_all"
_FORMS: dict[TalkForm, tuple[str, str]] = {
    "md": ("talk_export_md", "text/markdown"),
    "docx": (
        "talk_export_docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def follow_address(reader: Reader) -> None:
    """Open the conversation that the address names; one that is not there is told, and left out of it."""
    named, held = st.query_params.get(_ADDRESS, ""), conversation()
    if not named or named == held.id:
        put(_ADDRESS, held.id)
        return
    try:
        resume(reader.talk_calls.talk(named))
    except Trouble as failed:
        put(_ADDRESS, held.id)
        trouble.show(failed)


def keep(talk: Conversation, reader: Reader) -> None:
    """Have the API keep a conversation that begins, where it keeps any. Raises Trouble."""
    if not talk.id and len(talk.turns) == 1 and reader.keeps_talks():
        talk.id = reader.talk_calls.begin().id


def leave() -> None:
    """Put the conversation away and begin another."""
    start_anew()
    put(_ADDRESS, "")


def draw(reader: Reader) -> None:
    """The list of the sidebar, and what can be done with the conversation at hand."""
    if not reader.keeps_talks():
        return
    language, held = reader.language, conversation()
    try:
        listed = reader.talk_calls.talks()
    except Trouble as failed:
        trouble.show(failed)
        return
    with st.container(key="talks"):
        st.html(f'<h2 class="panel-title">{as_html(say("talks", language))}</h2>')
        if not listed:
            st.caption(say("talks_none", language))
        _list(listed, held, language)
        named = next((one for one in listed if one.id == held.id), None)
        if named is not None:
            _menu(named, reader)


def _list(listed: Sequence[TalkHead], held: Conversation, language: Language) -> None:
    shown = listed if st.session_state.get(_ALL) else listed[:_LISTED]
    for one in shown:
        st.button(
            as_markdown(_title(one, language)),
            key=f"talk_{one.id}",
            help=say("talk_open", language, title=as_markdown(_title(one, language))),
            on_click=_open,
            args=(one.id,),
            type="tertiary",
            icon=":material/chat:" if one.id == held.id else ":material/chat_bubble_outline:",
            width="stretch",
        )
    if len(shown) < len(listed):
        st.button(
            say("talks_more", language, count=len(listed) - len(shown)),
            key="talks_more",
            on_click=_show_all,
            type="tertiary",
        )


def _menu(talk: TalkHead, reader: Reader) -> None:
    language = reader.language
    with st.popover(say("talk_menu", language), icon=":material/more_horiz:", width="stretch"):
        key = f"talk_title_{talk.id}"
        st.session_state.setdefault(key, talk.title)
        st.text_input(
            say("talk_title", language), key=key, max_chars=120, on_change=_rename, args=(talk.id, reader)
        )
        for form, (name, media_type) in _FORMS.items():
            st.download_button(
                say(name, language),
                partial(reader.talk_calls.export, talk.id, form),
                file_name=f"{_file_name(_title(talk, language))}.{form}",
                mime=media_type,
                key=f"talk_export_{form}",
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
            )
        copy_address(
            say("talk_link", language),
            say("copied", language),
            f"?{_ADDRESS}={talk.id}",
            key=f"talk_link_{language}",
        )
        if st.checkbox(say("talk_delete", language), key=f"talk_delete_{talk.id}"):
            st.caption(say("talk_delete_sure", language))
            st.button(
                say("talk_delete_yes", language),
                key="talk_delete_yes",
                icon=":material/delete:",
                on_click=_delete,
                args=(talk.id, reader),
            )


def _title(talk: TalkHead, language: Language) -> str:
    return " ".join(talk.title.split()) or say("talk_untitled", language)


def _file_name(title: str) -> str:
    """The title as a file's name, on every system."""
    return "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in title)[:60]


def _open(talk_id: str) -> None:
    put(_ADDRESS, talk_id)


def _show_all() -> None:
    st.session_state[_ALL] = True


def _rename(talk_id: str, reader: Reader) -> None:
    title = str(st.session_state.get(f"talk_title_{talk_id}") or "").strip()
    if not title:
        return
    try:
        reader.talk_calls.rename(talk_id, title)
        st.toast(say("talk_renamed", reader.language))
    except Trouble as failed:
        st.toast(f"{failed.title} {failed.advice}")


def _delete(talk_id: str, reader: Reader) -> None:
    try:
        reader.talk_calls.delete(talk_id)
    except Trouble as failed:
        st.toast(f"{failed.title} {failed.advice}")
        return
    leave()
    st.toast(say("talk_deleted", reader.language))
