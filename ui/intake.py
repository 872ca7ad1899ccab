"""取込・評価: files handed in, seen before and after; documents taken out and brought back; the figures. For staff."""

from __future__ import annotations

import streamlit as st

from ui import evaluation, files_in, holding, listing, trouble
from ui.address import put
from ui.client import Trouble
from ui.reader import Reader
from ui.wording import Language, say

_VIEW, _KEY = "view", "intake_view"  # in the address; in the session
_VIEWS = {"": "intake_view_files", "held": "intake_view_held", "figures": "intake_view_figures"}


def page(reader: Reader) -> None:
    """The page."""
    language = reader.language
    listing.title(say("page_intake", language), say("intake_lead", language))
    try:
        told = reader.evaluation()
    except Trouble as failed:
        if failed.status == 403:
            st.info(say("intake_staff_only", language))
        else:
            trouble.show(failed)
        return
    view = _view(language)
    try:
        if view == "held":
            holding.draw(reader)
        elif view == "figures":
            evaluation.draw(told, language)
        else:
            files_in.draw([one.audience for one in told.store.partitions], reader)
    except Trouble as failed:
        trouble.show(failed)


def _view(language: Language) -> str:
    named = st.query_params.get(_VIEW, "")
    st.session_state[_KEY] = named if named in _VIEWS else ""
    st.segmented_control(
        say("view", language),
        list(_VIEWS),
        format_func=lambda view: say(_VIEWS[view], language),
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: put(_VIEW, st.session_state[_KEY]),
    )
    return str(st.session_state[_KEY])
