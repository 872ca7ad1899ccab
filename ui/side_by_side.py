"""Two precedents side by side, point by point: what is the same, changed, new, gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from ui.address import put
from ui.dates import day
from ui.narrowing import value_name
from ui.passages import quoted
from ui.plain import as_html
from ui.reader import Reader
from ui.register_replies import Compared, Comparison, Passage, Precedent
from ui.terms import agenda_name, matter_name
from ui.wording import Language, say

LEFT, RIGHT = "left", "right"  # in the address: a precedent's id, or a meeting's number
_LABELS = {LEFT: "compare_left", RIGHT: "compare_right"}
_GROUPS = {"points": "points", "conditions": "conditions"}
_STATUSES = {
    "same": "compared_same",
    "changed": "compared_changed",
    "new": "compared_new",
    "gone": "compared_gone",
}


def page(held: Sequence[Precedent], reader: Reader) -> None:
    """Two boxes to choose from, and the comparison once both are chosen. Raises Trouble."""
    language = reader.language
    if len(held) < 2:
        st.info(say("compare_too_few", language))
        return
    boxes = st.container()
    named = {side: st.query_params.get(side, "") for side in (LEFT, RIGHT)}
    comparison = None
    try:
        if all(named.values()):
            comparison = reader.client.comparison(named[LEFT], named[RIGHT])
            named = {LEFT: comparison.left.id, RIGHT: comparison.right.id}
    finally:
        with boxes:
            _boxes(held, named, language)
    if comparison is None:
        st.info(say("compare_choose", language))
        return
    st.html(_table(comparison, language))


def _boxes(held: Sequence[Precedent], named: dict[str, str], language: Language) -> None:
    titles = {one.id: _title(one, language) for one in held}
    for side, column in zip((LEFT, RIGHT), st.columns(2, gap="medium"), strict=True):
        key = f"compare_{side}"
        other = named[RIGHT if side == LEFT else LEFT]
        offered = [one for one in titles if one != other]
        chosen = named[side] if named[side] in offered else None
        if st.session_state.get(key) != chosen:
            st.session_state[key] = chosen
        column.selectbox(
            say(_LABELS[side], language),
            offered,
            index=None,
            format_func=lambda one: titles.get(one, one),
            key=key,
            placeholder=say("compare_placeholder", language),
            on_change=_write,
            args=(side,),
        )


def _write(side: str) -> None:
    put(side, st.session_state.get(f"compare_{side}") or "")


def _title(one: Precedent, language: Language) -> str:
    parts = (_when(one, language), matter_name(one.matter, language), one.heading)
    return " ・ ".join(part for part in parts if part)


def _table(comparison: Comparison, language: Language) -> str:
    heads = "".join(
        f'<th scope="col">{as_html(say(_LABELS[side], language))}'
        f'<span class="about">{as_html(_when(one, language))}</span>'
        f'<span class="heading">{as_html(one.heading)}</span></th>'
        for side, one in ((LEFT, comparison.left), (RIGHT, comparison.right))
    )
    first, second = heads.split("</th>", 1)
    body = _group("points", comparison.points, language)
    body += _group("conditions", comparison.conditions, language)
    body += _outcomes(comparison, language)
    status = as_html(say("compared", language))
    return (
        f'<table class="compared"><caption>{_tally(comparison, language)}</caption><thead><tr>{first}</th>'
        f'<th scope="col" class="status">{status}</th>{second}</tr></thead>{body}</table>'
    )


def _when(one: Precedent, language: Language) -> str:
    meeting = value_name("meeting", str(one.meeting), language) if one.meeting else None
    agenda = agenda_name(one.agenda_item or "", language)
    return " ・ ".join(part for part in (meeting, day(one.date, language), agenda) if part)


def _tally(comparison: Comparison, language: Language) -> str:
    """変わった 3、加わった 4: how many points of each sort."""
    counted: Counter[str] = Counter(one.status for one in comparison.points)
    said = [
        f'<span class="compared-{status}">{as_html(say(name, language))} {counted[status]}</span>'
        for status, name in _STATUSES.items()
    ]
    return f"{as_html(say('compare_tally', language))} {' '.join(said)}"


def _group(name: str, rows: Sequence[Compared], language: Language) -> str:
    if not rows:
        return ""
    title = as_html(say(_GROUPS[name], language))
    listed = "".join(
        f'<tr class="is-{row.status}"><td>{_side(row.left, language)}</td>'
        f'<td class="status"><span class="compared-{row.status}">'
        f"{as_html(say(_STATUSES[row.status], language))}</span></td>"
        f"<td>{_side(row.right, language)}</td></tr>"
        for row in rows
    )
    return f'<tbody><tr class="group"><th colspan="3" scope="rowgroup">{title}</th></tr>{listed}</tbody>'


def _outcomes(comparison: Comparison, language: Language) -> str:
    title = as_html(say("column_outcome", language))
    left, right = (
        "".join(quoted(one, language) for one in side.outcome) or _side(None, language)
        for side in (comparison.left, comparison.right)
    )
    return (
        f'<tbody><tr class="group"><th colspan="3" scope="rowgroup">{title}</th></tr>'
        f'<tr><td>{left}</td><td class="status"></td><td>{right}</td></tr></tbody>'
    )


def _side(passage: Passage | None, language: Language) -> str:
    if passage is None:
        return f'<span class="about">{as_html(say("compared_absent", language))}</span>'
    return quoted(passage, language)
