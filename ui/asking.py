"""質問: the conversation, its answers streaming in, their sources beside them."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from ui import filters, sources, talks, trouble
from ui.client import Trouble
from ui.conversation import Conversation, Turn, conversation
from ui.copying import copy_text
from ui.memo import answer_memo
from ui.plain import answer_markdown, as_html
from ui.reader import Reader
from ui.replies import Answer, Document
from ui.scrolling import scroll_to
from ui.understanding import chips
from ui.wording import EXAMPLES, say


def page(reader: Reader) -> None:
    """The page."""
    documents = _held(reader)
    talks.follow_address(reader)
    with st.sidebar:
        _sidebar(documents, reader)
    talk = conversation()
    asked = st.chat_input(say("ask_next_placeholder" if talk.turns else "ask_placeholder", reader.language))
    if asked and asked.strip():
        talk.ask(asked.strip(), filters.chosen())
    if not talk.turns:
        _welcome(reader)
        return
    with st.container(key="conversation"):
        left, right = st.columns([3, 2], gap="large")
    with right, st.container(key="sources"):
        sources.show(talk.in_view(), reader.language)
    with left:
        for turn in talk.turns:
            _turn(turn, talk, documents, reader)


def _held(reader: Reader) -> tuple[Document, ...]:
    try:
        return reader.documents()
    except Trouble as failed:
        trouble.show(failed)
        return ()


def _sidebar(documents: tuple[Document, ...], reader: Reader) -> None:
    st.button(
        say("new_conversation", reader.language),
        key="new_conversation",
        icon=":material/add:",
        on_click=talks.leave,
        width="stretch",
        disabled=not conversation().turns,
    )
    talks.draw(reader)
    filters.draw(documents, reader.language)


def _welcome(reader: Reader) -> None:
    language = reader.language
    with st.container(key="welcome"):
        st.title(say("page_title", language))
        st.markdown(say("lead", language))
        st.html(f'<h2 class="panel-title">{as_html(say("examples", language))}</h2>')
        for number, question in enumerate(EXAMPLES if language == "ja" else EXAMPLES[::-1], 1):
            st.button(
                question,
                key=f"example_{number}",
                icon=":material/search:",
                on_click=_ask,
                args=(question,),
                width="stretch",
            )


def _ask(question: str) -> None:
    conversation().ask(question, filters.chosen())


def _turn(turn: Turn, talk: Conversation, documents: tuple[Document, ...], reader: Reader) -> None:
    with st.container(key=f"turn_{turn.number}"):
        st.html(
            f'<div class="question" id="turn-{turn.number}"><span class="who">'
            f"{as_html(say('you', reader.language))}</span>{as_html(turn.question)}</div>"
        )
        if turn.filters:
            words = filters.described(turn.filters, documents, reader.language)
            st.caption(say("filters_on", reader.language, filters=words))
        if turn.waiting:
            _stream(turn, talk, reader)
        elif turn.answer is not None:
            _answered(turn, turn.answer, talk, documents, reader)
        elif turn.trouble is not None:
            _failed(turn, turn.trouble, reader)
    if turn is talk.turns[-1] and not turn.waiting:
        scroll_to(f"turn-{turn.number}")


def _stream(turn: Turn, talk: Conversation, reader: Reader) -> None:
    """Ask, showing the answer while it comes; then draw the page again with the whole of it."""
    place, said = st.empty(), list[str]()
    place.caption(say("searching", reader.language))

    def grow(text: str) -> None:
        said.append(text)
        place.markdown(answer_markdown("".join(said)))

    try:
        talks.keep(talk, reader)
        turn.answer = reader.client.ask(turn.question, talk.before(turn), turn.filters, grow, talk.id)
    except Trouble as failed:
        turn.trouble = failed
    st.rerun()


def _answered(
    turn: Turn, answer: Answer, talk: Conversation, documents: tuple[Document, ...], reader: Reader
) -> None:
    language = reader.language
    understood = chips(answer.understood, {one.id: one.title for one in documents}, language)
    if understood:
        st.html(understood)
    shown = turn is talk.in_view()
    if answer.status == "not_found":
        with st.container(key=f"not_found_{turn.number}"):
            st.html(f'<p class="not-found-title">{as_html(say("not_found", language))}</p>')
            st.markdown(answer_markdown(answer.answer))
    else:
        st.markdown(answer_markdown(answer.answer, sources.anchor(turn) if shown else None))
    _remarks(answer, reader)
    if not shown:
        _show_sources(turn, answer, talk, reader)
    if answer.citations:
        copy_text(
            say("copy_answer", language),
            say("copied", language),
            answer_memo(turn.question, answer),
            key=f"copy_answer_{turn.number}_{language}",
        )
    _feedback(turn, answer, reader)


def _remarks(answer: Answer, reader: Reader) -> None:
    """What to know of how the answer came about: statements held back, why it is as it is."""
    said = [answer.note] if answer.note else []
    if answer.withheld:
        said.append(say("withheld_statements", reader.language, count=answer.withheld))
    for one in said:
        st.html(f'<p class="remark">{as_html(one)}</p>')


def _show_sources(turn: Turn, answer: Answer, talk: Conversation, reader: Reader) -> None:
    count = len(answer.citations or answer.nearest)
    if not count:
        return
    key = "show_citations" if answer.citations else "nearest_count"

    def choose() -> None:
        talk.shown = turn.number

    st.button(
        say(key, reader.language, count=count), key=f"show_{turn.number}", on_click=choose, type="tertiary"
    )


def _feedback(turn: Turn, answer: Answer, reader: Reader) -> None:
    if not answer.record_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"rate_{turn.number}"):
        st.caption(say("thanks" if turn.rated else "helpful", reader.language), width="content")
        ratings: tuple[Literal["up", "down"], ...] = ("up", "down")
        for rating in ratings:
            st.button(
                say(f"rate_{rating}", reader.language),
                key=f"rate_{rating}_{turn.number}",
                icon=f":material/thumb_{rating}:",
                disabled=turn.rated is not None,
                on_click=partial(_rate, turn, answer.record_id, rating, reader),
            )


def _rate(turn: Turn, record_id: str, rating: Literal["up", "down"], reader: Reader) -> None:
    try:
        reader.client.feedback(record_id, rating)
        turn.rated = rating
    except Trouble as failed:
        st.toast(f"{failed.title} {failed.advice}")


def _failed(turn: Turn, failed: Trouble, reader: Reader) -> None:
    trouble.show(failed)

    def again() -> None:
        turn.trouble = None

    st.button(
        say("retry", reader.language), key=f"retry_{turn.number}", icon=":material/refresh:", on_click=again
    )
