"""A document to read: contents, text with the opened clause in its place, and what to take along from it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import sheet, trouble
from ui.client import Trouble
from ui.copying import copy_address, copy_text
from ui.dates import day
from ui.document_text import DocumentText
from ui.memo import quotation
from ui.opening import Opened, close
from ui.plain import as_html
from ui.reader import Reader
from ui.replies import Clause, DocumentTree, Node
from ui.scrolling import scroll_to
from ui.wording import Language, kind_name, say


def page(opened: Opened, reader: Reader, back: str) -> None:
    """The document that the address names, at the clause it names; ``back`` says where the button leads."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="medium", key="heading"):
        st.button(back, key="back", icon=":material/arrow_back:", on_click=close)
        title = st.empty()
    try:
        placed = reader.client.clause(opened.clause) if opened.clause else None
        document = reader.document(placed.document_id if placed else opened.document)
    except Trouble as failed:
        trouble.show(failed)
        return
    clause = document.find(opened.clause) if opened.clause else None
    text = DocumentText(document, clause, opened.quote)
    title.html(f'<h1 class="document-title">{as_html(document.title)}</h1>')
    middle, side = st.columns([5, 2], gap="medium")
    with st.sidebar:
        _contents(text.contents(), reader.language)
    boxes = sheet.boxes_of(clause, opened.quote if text.marked else "", reader)
    with middle:
        as_sheet = boxes is not None and sheet.chosen(reader.language)
        if boxes is not None and as_sheet:
            sheet.draw(boxes, reader)
        else:
            st.html(text.article(say("document_text", reader.language)))
    with side, st.container(key="taking"):
        if opened.clause:
            _clause(clause, opened, text.marked, reader.language)
        if placed:
            _references(placed.references, reader.language)
        _about(document, reader.language)
    if clause is not None and not as_sheet:
        scroll_to(f"c-{clause.id}", within=True)


def _contents(entries: str, language: Language) -> None:
    title = as_html(say("contents", language))
    if entries:
        st.html(
            f'<nav class="contents" aria-label="{title}"><h2 class="panel-title">{title}</h2>{entries}</nav>'
        )


def _clause(clause: Node | None, opened: Opened, marked: bool, language: Language) -> None:
    title = as_html(say("this_clause", language))
    if clause is None:
        st.html(f'<h2 class="panel-title">{title}</h2><p>{as_html(say("clause_elsewhere", language))}</p>')
        return
    quote = opened.quote if marked else ""
    notes = [clause.note, say("withheld", language) if clause.withheld else None]
    said = "".join(f'<p class="note">{as_html(note)}</p>' for note in notes if note)
    shown = f"<blockquote>{as_html(quote)}</blockquote>" if quote else ""
    st.html(
        f'<div class="card"><h2 class="panel-title">{title}</h2>'
        f'<p class="label">{as_html(clause.label)}</p>{shown}{said}</div>'
    )
    with st.container(horizontal=True, gap="small"):
        copy_text(
            say("copy_quote", language),
            say("copied", language),
            quotation(quote or clause.text, clause.label),
            key=f"copy_opened_{language}",
        )
        copy_address(
            say("copy_link", language),
            say("copied", language),
            f"?clause={clause.id}",
            key=f"copy_link_{language}",
        )


def _references(clauses: Sequence[Clause], language: Language) -> None:
    """The clauses that the opened one refers to, as links."""
    links = "".join(
        f'<p><a href="?clause={as_html(one.id)}" target="_blank">{as_html(one.label)}</a></p>'
        for one in clauses
    )
    if links:
        title = as_html(say("references", language))
        st.html(f'<div class="card references"><h2 class="panel-title">{title}</h2>{links}</div>')


def _about(document: DocumentTree, language: Language) -> None:
    rows = {
        "kind": kind_name(document.kind, language),
        "date": day(document.date, language),
        "agency": document.agency,
        "origin": document.origin,
    }
    listed = "".join(
        f"<dt>{as_html(say(key, language))}</dt><dd>{as_html(value)}</dd>"
        for key, value in rows.items()
        if value
    )
    link = ""
    if document.url and document.url.startswith(("https://", "http://")):
        words = as_html(say("published_at", language))
        link = f'<p><a href="{as_html(document.url)}" target="_blank">{words}</a></p>'
    st.html(
        f'<div class="card"><h2 class="panel-title">{as_html(say("about_document", language))}</h2>'
        f"<dl>{listed}</dl>{link}</div>"
    )
