"""紙面: a page of a PDF as a picture with the words of the opened clause boxed on it; the pages beside it a click away."""

from __future__ import annotations

import base64

import streamlit as st

from ui import trouble
from ui.address import put
from ui.client import Trouble
from ui.plain import as_html
from ui.reader import Reader
from ui.replies import BoxedPage, Boxes, Clause
from ui.scrolling import scroll_to
from ui.wording import Language, say

_SHOW, _SHEET = "show", "sheet"  # in the address
_KEY, _AT = "document_view", "sheet_at"
_FIRST = "first-word-box"  # its name within the page
_WIDTH = 1200  # pixels, sharp on a wide screen


def boxes_of(clause: Clause | None, quote: str, reader: Reader) -> Boxes | None:
    """Where the clause stands on its pages; None where there are none to show."""
    if clause is None or clause.page is None:
        return None
    try:
        found = reader.boxes(clause.id, quote)
    except Trouble:  # no picture is kept: the text stands for it
        return None
    return found if found.pages else None


def chosen(language: Language) -> bool:
    """Let the reader choose between text and page; whether it is the page."""
    names = {"": say("view_text", language), _SHEET: say("view_sheet", language)}
    st.session_state[_KEY] = _SHEET if st.query_params.get(_SHOW) == _SHEET else ""
    st.segmented_control(
        say("document_view", language),
        list(names),
        format_func=lambda view: names[view],
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: put(_SHOW, st.session_state[_KEY]),
    )
    return bool(st.session_state[_KEY])


def draw(boxes: Boxes, reader: Reader) -> None:
    """The page, and the way to those beside it."""
    language, number = reader.language, _number(boxes)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sheet_pages"):
        _turner("sheet_before", "chevron_left", number - 1, boxes, language)
        place = say("sheet_number", language, number=number, count=boxes.page_count)
        st.html(f"<span>{as_html(place)}</span>", width="content")
        _turner("sheet_after", "chevron_right", number + 1, boxes, language)
    try:
        with st.spinner(say("sheet_drawing", language)):
            picture = reader.page_picture(boxes.document_id, number, _WIDTH)
    except Trouble as failed:
        trouble.show(failed)
        return
    boxed = next((one for one in boxes.pages if one.page == number), None)
    st.html(_sheet(picture, number, boxed, language))
    if boxed is not None and boxed.boxes:
        scroll_to(_FIRST, within=True)


def _turner(name: str, icon: str, to: int, boxes: Boxes, language: Language) -> None:
    st.button(
        say(name, language),
        key=name,
        icon=f":material/{icon}:",
        disabled=not 1 <= to <= boxes.page_count,
        on_click=_turn,
        args=(boxes.clause_id, to),
    )


def _number(boxes: Boxes) -> int:
    held: tuple[str, int] = st.session_state.get(_AT, ("", 0))
    return held[1] if held[0] == boxes.clause_id else boxes.pages[0].page


def _turn(clause_id: str, number: int) -> None:
    st.session_state[_AT] = (clause_id, number)


def _sheet(picture: bytes, number: int, boxed: BoxedPage | None, language: Language) -> str:
    alt = as_html(say("sheet_alt_boxed" if boxed and boxed.boxes else "sheet_alt", language, number=number))
    drawn = base64.b64encode(picture).decode("ascii")
    frames = ""
    if boxed is not None and boxed.width > 0 and boxed.height > 0:
        frames = "".join(
            f'<span class="word-box"{_named(place)} style="left:{100 * one.left / boxed.width:.3f}%;'
            f"top:{100 * one.top / boxed.height:.3f}%;"
            f"width:{100 * (one.right - one.left) / boxed.width:.3f}%;"
            f'height:{100 * (one.bottom - one.top) / boxed.height:.3f}%"></span>'
            for place, one in enumerate(boxed.boxes)
        )
    return (
        f'<div class="sheet-frame" id="sheet" tabindex="0" role="region" aria-label="{alt}"><div class="sheet">'
        f'<img src="data:image/png;base64,{drawn}" alt="{alt}">{frames}</div></div>'
    )


def _named(place: int) -> str:
    return "" if place else f' id="{_FIRST}"'
