"""How many measures there are, by meeting and by topic, as bars: where looking beats reading.

Bars are plain HTML: they cost the page nothing to load, print well and are read aloud as figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.narrowing import STRENGTHS, value_name
from ui.plain import as_html
from ui.register_replies import MeasureCount
from ui.wording import Language, say

_TOPICS = 10  # bars of topics; the filter has all
_MEETINGS = 12  # bars of meetings, the newest


def draw(meetings: Sequence[MeasureCount], topics: Sequence[MeasureCount], language: Language) -> None:
    """The bars behind a title that unfolds them; ``meetings`` newest first, ``topics`` most first."""
    with st.expander(say("counts", language), key="counts"):
        st.html(f'<div class="counts">{_legend(language)}{charts(meetings, topics, language)}</div>')


def charts(meetings: Sequence[MeasureCount], topics: Sequence[MeasureCount], language: Language) -> str:
    """Both charts as HTML; measures without a topic have no bar."""
    named = [one for one in topics if one.value]
    return _chart("meeting", meetings[:_MEETINGS], language) + _chart("topic", named[:_TOPICS], language)


def _legend(language: Language) -> str:
    return (
        '<p class="legend">'
        + "".join(
            f'<span><span class="key {strength}"></span> {as_html(say(name, language))}</span>'
            for strength, name in STRENGTHS.items()
        )
        + "</p>"
    )


def _chart(by: str, counted: Sequence[MeasureCount], language: Language) -> str:
    if not counted:
        return ""
    most = max(one.total for one in counted)
    rows = "".join(_bar(by, one, most, language) for one in counted)
    title = as_html(say(f"counts_by_{by}", language))
    return f"<figure><figcaption>{title}</figcaption><dl>{rows}</dl></figure>"


def _bar(by: str, one: MeasureCount, most: int, language: Language) -> str:
    name = value_name(by, one.value, language) if one.value else say("counts_no_meeting", language)
    strengths = {"required": one.required, "requested": one.requested, "suggested": one.suggested}
    parts = "".join(
        f'<span class="{strength}" style="width:{100 * count / most:.1f}%" '
        f'title="{as_html(say("counts_of", language, name=say(STRENGTHS[strength], language), count=count))}">'
        "</span>"
        for strength, count in strengths.items()
        if count
    )
    return (
        f'<dt>{as_html(name)}</dt><dd><span class="bars">{parts}</span>'
        f'<span class="figure">{one.total}</span></dd>'
    )
