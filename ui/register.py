"""措置台帳: what was asked of whom, as a table to be narrowed down, read in place and taken along as a file."""

from __future__ import annotations

import streamlit as st

from ui import counts, listing, trouble
from ui.client import CountedBy, Trouble
from ui.copying import copy_text
from ui.dates import day
from ui.memo import quotation
from ui.narrowing import STRENGTHS, Narrowing, value_name
from ui.opening import open_clause
from ui.paging import page_number, pager, rows_of, stay_within
from ui.plain import as_html, as_markdown
from ui.reader import Reader
from ui.register_replies import Measure
from ui.terms import topic_name
from ui.wording import Language, say

_HEADINGS = ("column_when", "column_measure", "column_who", "column_strength", "column_topics")


def page(reader: Reader) -> None:
    """The page."""
    language = reader.language
    listing.title(say("page_register", language), say("register_lead", language))
    try:
        narrowing = Narrowing("measures", _choices(reader))
        with st.sidebar:
            narrowing.draw(language)
        _entries(narrowing, reader)
    except Trouble as failed:
        trouble.show(failed)


def _choices(reader: Reader) -> dict[str, list[str]]:
    """What the register holds, all of it; meetings newest first."""

    def held(by: CountedBy) -> list[str]:
        return [one.value for one in reader.measure_counts(by) if one.value]

    return {
        "topic": sorted(held("topic")),
        "agency": sorted(held("agency")),
        "strength": list(STRENGTHS),
        "meeting": held("meeting"),
    }


def _entries(narrowing: Narrowing, reader: Reader) -> None:
    language, number = reader.language, page_number()
    found = reader.client.measures({**narrowing.chosen(), **rows_of(number)})
    stay_within(found.total, number)
    if not found.total:
        listing.none(narrowing, "register_empty", language)
        return
    listing.head("measures", narrowing, found.total, reader)
    chosen = narrowing.chosen()
    meetings, topics = (reader.measure_counts(by, chosen) for by in ("meeting", "topic"))
    counts.draw(meetings, topics, language)
    listing.columns("measure", _HEADINGS, language)
    for measure in found.measures:
        _row(measure, language)
    pager(found.total, number, language)


def _row(measure: Measure, language: Language) -> None:
    with st.container(key=f"measure_{measure.id}"):
        left, right = st.columns(listing.COLUMNS, gap="small", vertical_alignment="top")
        left.html(_cells(measure, language))
        with right:
            st.button(
                say("open_short", language),
                key=f"open_{measure.id}",
                help=as_markdown(measure.label),
                on_click=open_clause,
                args=(measure.clause_id, measure.text),
            )
            copy_text(
                say("copy_quote", language),
                say("copied", language),
                quotation(measure.text, measure.label),
                key=f"copy_{measure.id}_{language}",
            )


def _cells(measure: Measure, language: Language) -> str:
    meeting = value_name("meeting", str(measure.meeting), language) if measure.meeting else ""
    when = "<br>".join(as_html(one) for one in (meeting, day(measure.date, language)) if one)
    whom = f"<br>→ {as_html(measure.asked_of)}" if measure.asked_of else ""
    strength = value_name("strength", measure.strength, language)
    topics = "".join(
        f'<span class="chip">{as_html(topic_name(topic, language))}</span>' for topic in measure.topics
    )
    return (
        f'<article class="entry measure"><div>{when}</div>'
        f'<div><p class="words">{as_html(measure.text)}</p>{_reply(measure, language)}'
        f'<p class="about">{as_html(measure.label)}</p></div>'
        f"<div>{as_html(measure.asked_by)}{whom}</div>"
        f'<div><span class="strength {as_html(measure.strength)}">{as_html(strength)}</span></div>'
        f'<div class="chips">{topics}</div></article>'
    )


def _reply(measure: Measure, language: Language) -> str:
    if measure.reply is None:
        return ""
    by = say("replied_by", language, speaker=measure.reply.speaker or say("replied_unnamed", language))
    return (
        f"<details><summary>{as_html(by)}</summary>"
        f'<p class="words reply">{as_html(measure.reply.text)}</p></details>'
    )
