"""先例年表: how the Commission has decided, as a timeline, as a table, and two precedents side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui import listing, reports_side_by_side, side_by_side, timeline, trouble
from ui.address import put
from ui.client import Trouble
from ui.dates import day
from ui.narrowing import Narrowing, value_name
from ui.opening import open_clause
from ui.paging import page_number, pager, rows_of, stay_within
from ui.passages import folded, quoted
from ui.plain import as_html, as_markdown
from ui.reader import Reader
from ui.register_replies import Precedent
from ui.terms import agenda_name, matter_name
from ui.wording import Language, say

_HEADINGS = ("column_when", "column_item", "column_checked", "column_outcome")
_DRAWN = 1000  # precedents, the newest, that a timeline has room for
_VIEW, _COMPARE, _REPORTS = "view", "compare", "reports"  # in the address
_VIEW_KEY = "precedents_view"


def page(reader: Reader) -> None:
    """The page."""
    language = reader.language
    listing.title(say("page_precedents", language), say("precedents_lead", language))
    view = _view(language)
    try:
        if view == _REPORTS:
            reports_side_by_side.page(reader)
            return
        held = reader.precedents()
        if view == _COMPARE:
            side_by_side.page(held, reader)
            return
        narrowing = Narrowing("precedents", _choices(held))
        with st.sidebar:
            narrowing.draw(language)
        _entries(narrowing, reader)
    except Trouble as failed:
        trouble.show(failed)


def _view(language: Language) -> str:
    names = {
        "": say("view_timeline", language),
        _COMPARE: say("view_compare", language),
        _REPORTS: say("view_reports", language),
    }
    named = st.query_params.get(_VIEW, "")
    st.session_state[_VIEW_KEY] = named if named in names else ""
    st.segmented_control(
        say("view", language),
        list(names),
        format_func=lambda view: names[view],
        key=_VIEW_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=_turn,
    )
    return str(st.session_state[_VIEW_KEY])


def _turn() -> None:
    """Another view; what was chosen to compare in the former one is no choice of this one."""
    for name in (side_by_side.LEFT, side_by_side.RIGHT):
        put(name, "")
    put(_VIEW, st.session_state[_VIEW_KEY])


def _choices(held: Sequence[Precedent]) -> dict[str, list[str]]:
    return {
        "matter": sorted({one.matter for one in held}),
        "topic": sorted({topic for one in held for topic in one.topics}),
        "agency": sorted({party for one in held for party in one.parties}),
        "meeting": [str(number) for number in sorted({p.meeting for p in held if p.meeting}, reverse=True)],
    }


def _entries(narrowing: Narrowing, reader: Reader) -> None:
    language, number = reader.language, page_number()
    found = reader.client.precedents({**narrowing.chosen(), **rows_of(number)})
    stay_within(found.total, number)
    if not found.total:
        listing.none(narrowing, "precedents_empty", language)
        return
    told = found.precedents
    if found.total > len(told):  # the table comes page by page, the timeline is of all
        told = reader.client.precedents({**narrowing.chosen(), "limit": _DRAWN}).precedents
    timeline.draw(told, language)
    if found.total > len(told):
        st.caption(say("timeline_newest", language, count=len(told)))
    listing.head("precedents", narrowing, found.total, reader)
    listing.columns("precedent", _HEADINGS, language)
    for precedent in found.precedents:
        _row(precedent, language)
    pager(found.total, number, language)


def _row(precedent: Precedent, language: Language) -> None:
    with st.container(key=f"precedent_{precedent.id}"):
        left, right = st.columns(listing.COLUMNS, gap="small", vertical_alignment="top")
        left.html(_cells(precedent, language))
        with right:
            st.button(
                say("open_short", language),
                key=f"open_{precedent.id}",
                help=as_markdown(precedent.label),
                on_click=open_clause,
                args=(precedent.id,),
            )
            st.button(
                say("compare_this", language),
                key=f"compare_{precedent.id}",
                on_click=_compare,
                args=(precedent.id,),
            )


def _compare(precedent_id: str) -> None:
    put(_VIEW, _COMPARE)
    put(side_by_side.RIGHT, precedent_id)


def _cells(precedent: Precedent, language: Language) -> str:
    meeting = value_name("meeting", str(precedent.meeting), language) if precedent.meeting else ""
    when = [meeting, day(precedent.date, language), agenda_name(precedent.agenda_item or "", language)]
    parties = ("、" if language == "ja" else ", ").join(precedent.parties)
    nothing = f'<span class="about">{as_html(say("nothing_told", language))}</span>'
    return (
        f'<article class="entry precedent"><div>{"<br>".join(as_html(one) for one in when if one)}</div>'
        f'<div><span class="chip">{as_html(matter_name(precedent.matter, language))}</span>'
        f'<p class="words">{as_html(precedent.heading)}</p><p class="about">{as_html(parties)}</p></div>'
        f"<div>{_checked(precedent, language) or nothing}</div>"
        f"<div>{_outcome(precedent, language) or nothing}</div></article>"
    )


def _checked(precedent: Precedent, language: Language) -> str:
    points, conditions = precedent.points, precedent.conditions
    return folded(say("points_count", language, count=len(points)), points, language) + folded(
        say("conditions_count", language, count=len(conditions)), conditions, language
    )


def _outcome(precedent: Precedent, language: Language) -> str:
    told = (*precedent.publication, *precedent.withheld)
    ended = "".join(quoted(one, language) for one in precedent.outcome)
    return ended + folded(say("publication_count", language, count=len(told)), told, language)
