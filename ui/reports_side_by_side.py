"""Two assessment reports side by side, field by field of the official form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from ui.address import put
from ui.dates import day
from ui.plain import as_html
from ui.reader import Reader
from ui.register_replies import FieldRow, FieldSide, ReportComparison
from ui.replies import Document
from ui.wording import Language, say

LEFT, RIGHT, TOPIC, ONLY = "left", "right", "topic", "only"  # in the address: documents' ids, a topic, a flag
_CHANGED = "changed"
_STATUSES = {
    "same": ("reports_same", "same"),
    "changed": ("reports_changed", "changed"),
    "left_only": ("reports_left_only", "gone"),
    "right_only": ("reports_right_only", "new"),
}


def page(reader: Reader) -> None:
    """Two boxes to choose from, and the comparison once both are chosen. Raises Trouble."""
    language = reader.language
    held = [one for one in reader.documents() if one.kind == "assessment"]
    if len(held) < 2:
        st.info(say("reports_too_few", language))
        return
    named = {side: st.query_params.get(side, "") for side in (LEFT, RIGHT)}
    _boxes(held, named, language)
    changed_only = _narrowed(language)
    if not all(named[side] in {one.id for one in held} for side in named):
        st.info(say("reports_choose", language))
        return
    found = reader.client.reports_compared(named[LEFT], named[RIGHT], st.query_params.get(TOPIC, "").strip())
    rows = [one for one in found.rows if not changed_only or one.status != "same"]
    if not rows:
        st.info(say("reports_none", language))
        return
    st.html(_table(found, rows, language))


def _boxes(held: Sequence[Document], named: dict[str, str], language: Language) -> None:
    titles = {one.id: f"{one.title} ・ {day(one.date, language)}" for one in held}
    labels = {LEFT: "reports_left", RIGHT: "reports_right"}
    for side, column in zip((LEFT, RIGHT), st.columns(2, gap="medium"), strict=True):
        other = named[RIGHT if side == LEFT else LEFT]
        offered = [id_ for id_ in titles if id_ != other]
        key = f"report_{side}"
        chosen = named[side] if named[side] in offered else None
        if st.session_state.get(key) != chosen:
            st.session_state[key] = chosen
        column.selectbox(
            say(labels[side], language),
            offered,
            index=None,
            format_func=lambda id_: titles.get(id_, id_),
            key=key,
            placeholder=say("reports_placeholder", language),
            on_change=_write,
            args=(side, key),
        )


def _narrowed(language: Language) -> bool:
    """The boxes that narrow the rows down; whether only differences are wanted."""
    st.session_state["report_topic"] = st.query_params.get(TOPIC, "")
    st.session_state["report_only"] = st.query_params.get(ONLY) == _CHANGED
    with st.sidebar:
        st.text_input(
            say("reports_topic", language),
            key="report_topic",
            placeholder=say("reports_topic_placeholder", language),
            on_change=_write,
            args=(TOPIC, "report_topic"),
        )
        st.checkbox(
            say("reports_changed_only", language),
            key="report_only",
            on_change=lambda: put(ONLY, _CHANGED if st.session_state["report_only"] else ""),
        )
    return bool(st.session_state["report_only"])


def _write(name: str, key: str) -> None:
    put(name, str(st.session_state.get(key) or "").strip())


def _table(found: ReportComparison, rows: Sequence[FieldRow], language: Language) -> str:
    left, right = (
        f'<th scope="col">{as_html(one.title)}<span class="about">{as_html(day(one.date, language))}</span></th>'
        for one in (found.left, found.right)
    )
    status = as_html(say("compared", language))
    body = "".join(
        f'<tbody><tr class="group"><th colspan="3" scope="rowgroup">{as_html(part)}</th></tr>'
        f"{''.join(_row(row, language) for row in of_part)}</tbody>"
        for part, of_part in groupby(rows, key=lambda row: row.part)
    )
    return (
        f'<table class="compared"><caption>{_tally(found.rows, language)}</caption><thead><tr>{left}'
        f'<th scope="col" class="status">{status}</th>{right}</tr></thead>{body}</table>'
    )


def _tally(rows: Sequence[FieldRow], language: Language) -> str:
    counted: Counter[str] = Counter(row.status for row in rows)
    said = " ".join(
        f'<span class="compared-{looks}">{as_html(say(name, language))} {counted[status]}</span>'
        for status, (name, looks) in _STATUSES.items()
    )
    return f"{as_html(say('reports_tally', language))} {said}"


def _row(row: FieldRow, language: Language) -> str:
    name, looks = _STATUSES[row.status]
    place = " ・ ".join(as_html(part) for part in (row.place, row.field) if part)
    return (
        f'<tr class="field"><th colspan="3" scope="rowgroup">{place}</th></tr>'
        f'<tr class="is-{row.status}"><td>{_side(row.left, language)}</td><td class="status">'
        f'<span class="compared-{looks}">{as_html(say(name, language))}</span></td>'
        f"<td>{_side(row.right, language)}</td></tr>"
    )


def _side(side: FieldSide | None, language: Language) -> str:
    if side is None:
        return f'<span class="about">{as_html(say("reports_absent", language))}</span>'
    link = (
        f'<a class="source" href="?clause={as_html(side.clause_id)}" target="_blank" '
        f'title="{as_html(side.label)}">{as_html(say("source_link", language))}</a>'
    )
    value = f"<b>{as_html(side.value)}</b> " if side.value else ""
    text = "" if side.value else as_html(side.text)
    for sentence in side.differs:
        text = text.replace(as_html(sentence), f"<mark>{as_html(sentence)}</mark>", 1)
    return f'<p class="words">{value}{text} {link}</p>'
