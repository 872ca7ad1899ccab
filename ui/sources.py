"""The panel beside an answer: its sources as cards, each with quotation, copying, and its place to open."""

from __future__ import annotations

import streamlit as st

from ui.conversation import Turn
from ui.copying import copy_text
from ui.dates import day
from ui.memo import quotation
from ui.opening import open_clause
from ui.plain import as_html
from ui.replies import Citation, Hit, PlacedClause, Repeated
from ui.wording import Language, kind_name, say


def show(turn: Turn | None, language: Language) -> None:
    """The sources of a turn, or the clauses nearest to a question that the record does not answer."""
    answer = turn.answer if turn else None
    if turn is None or answer is None:
        _title(say("citations", language))
        st.caption(say("no_citations", language))
    elif answer.citations:
        _title(say("citations_count", language, count=len(answer.citations)))
        for citation in answer.citations:
            _cited(turn, citation, language)
    elif answer.nearest:
        _title(say("nearest", language))
        for number, hit in enumerate(answer.nearest, 1):
            _near(turn, number, hit, language)
    else:
        _title(say("nearest", language))
        st.caption(say("nothing_near", language))


def anchor(turn: Turn) -> str:
    """How the cards of a turn begin their names within the page: a mark [2] leads to ``#...-2``."""
    return f"source-{turn.number}"


def _title(text: str) -> None:
    st.html(f'<h2 class="panel-title">{as_html(text)}</h2>')


def _cited(turn: Turn, citation: Citation, language: Language) -> None:
    clause = citation.clause
    with st.container(border=True, key=f"card_{turn.number}_{citation.number}"):
        st.html(
            f'<div class="card" id="{anchor(turn)}-{citation.number}">'
            f'<p class="label"><span class="mark">[{citation.number}]</span> {as_html(clause.label)}</p>'
            f"<blockquote>{as_html(citation.quote)}</blockquote>{_about(clause, language)}{_same(citation, language)}</div>"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _opener(turn, citation.number, clause, citation.quote, language)
            copy_text(
                say("copy_quote", language),
                say("copied", language),
                quotation(citation.quote, clause.label),
                key=f"copy_{turn.number}_{citation.number}_{language}",
            )


def _near(turn: Turn, number: int, hit: Hit, language: Language) -> None:
    with st.container(border=True, key=f"near_{turn.number}_{number}"):
        st.html(
            f'<div class="card near"><p class="label">{as_html(hit.clause.label)}</p>'
            f"<blockquote>{as_html(hit.clause.text)}</blockquote>{_about(hit.clause, language)}{_same(hit, language)}</div>"
        )
        _opener(turn, number, hit.clause, "", language)


def _opener(turn: Turn, number: int, clause: PlacedClause, quote: str, language: Language) -> None:
    st.button(
        say("open_clause", language),
        key=f"open_{turn.number}_{number}",
        on_click=open_clause,
        args=(clause.id, quote),
    )


def _about(clause: PlacedClause, language: Language) -> str:
    document = clause.document
    parts = [kind_name(document.kind, language), document.title, day(document.date, language)]
    said = "".join(
        f'<p class="note">{as_html(text)}</p>'
        for text in (
            clause.note,
            say("withheld", language) if clause.withheld else None,
            say("superseded", language) if clause.superseded else None,
        )
        if text
    )
    return f'{said}<p class="about">{" ・ ".join(as_html(part) for part in parts)}</p>'


def _same(found: Repeated, language: Language) -> str:
    if not found.same:
        return ""
    return f'<p class="about">{as_html(say("same_elsewhere", language, count=found.same))}</p>'
