"""資料: what is held, newest first, to be found by title and kind and opened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import trouble
from ui.client import Trouble
from ui.dates import day
from ui.opening import open_document
from ui.plain import as_html
from ui.reader import Reader
from ui.replies import Document
from ui.wording import Language, kind_name, say

_SHOWN = 100  # documents drawn at once; the search narrows the rest down


def page(reader: Reader) -> None:
    """The page."""
    language = reader.language
    st.html(f'<h1 class="page-title">{as_html(say("page_library", language))}</h1>')
    try:
        documents = reader.documents()
    except Trouble as failed:
        trouble.show(failed)
        return
    if not documents:
        st.info(say("library_empty", language))
        return
    st.markdown(say("library_lead", language, count=len(documents)))
    found = _found(documents, language)
    if not found:
        st.info(say("library_none", language))
    for document in found[:_SHOWN]:
        _row(document, language)
    if len(found) > _SHOWN:
        st.caption(say("library_more", language, count=len(found) - _SHOWN))


def _found(documents: Sequence[Document], language: Language) -> list[Document]:
    words = st.sidebar.text_input(say("library_find", language), key="library_find")
    kinds = list(dict.fromkeys(document.kind for document in documents))
    kind = st.sidebar.selectbox(
        say("filter_kind", language),
        kinds,
        index=None,
        format_func=lambda kind: kind_name(kind, language),
        key="library_kind",
        placeholder=say("filter_any", language),
    )
    return [one for one in documents if kind in (None, one.kind) and _fits(one, words)]


def _fits(document: Document, words: str) -> bool:
    held = " ".join(filter(None, (document.title, document.agency, document.id))).casefold()
    return all(word in held for word in words.casefold().split())


def _row(document: Document, language: Language) -> None:
    about = [kind_name(document.kind, language), day(document.date, language), document.agency]
    with st.container(border=True, key=f"document_{document.id}"):
        left, right = st.columns([6, 1], vertical_alignment="center")
        left.html(
            f'<div class="holding"><p class="label">{as_html(document.title)}</p>'
            f'<p class="about">{" ・ ".join(as_html(part) for part in about if part)}</p></div>'
        )
        right.button(
            say("read_document", language),
            key=f"read_{document.id}",
            on_click=open_document,
            args=(document.id,),
            width="stretch",
        )
