"""How many measures there are, by meeting and by topic, as bars: where looking beats reading.

Bars are plain HTML: they cost the page nothing to load, print well and are read aloud as figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import streamlit as st

from ui.narrowing import STRENGTHS, value_name
from ui.plain import as_html
from ui.register_replies import Measure
from ui.terms import topic_name
from ui.wording import Language, say

_TOPICS = 10  # bars of topics; the filter has all
_MEETINGS = 12  # bars of meetings, the newest

Counted = dict[str, Counter[str]]  # what a bar stands for -> how many of each strength


def draw(measures: Sequence[Measure], total: int, language: Language) -> None:
    """The bars behind a title that unfolds them; ``total`` is how many entries pass the filters."""
    with st.expander(say("counts", language), key="counts"):
        if total > len(measures):
            st.caption(say("counts_newest", language, count=len(measures)))
        st.html(f'<div class="counts">{_legend(language)}{charts(measures, language)}</div>')


def charts(measures: Sequence[Measure], language: Language) -> str:
    """Both charts as HTML."""
    by_meeting = dict(list(_by_meeting(measures, language).items())[:_MEETINGS])
    by_topic = dict(sorted(_by_topic(measures, language).items(), key=lambda one: -one[1].total())[:_TOPICS])
    return _chart("counts_by_meeting", by_meeting, language) + _chart("counts_by_topic", by_topic, language)


def _by_meeting(measures: Iterable[Measure], language: Language) -> Counted:
    counted: Counted = {}
    for one in sorted(measures, key=lambda one: -(one.meeting or 0)):
        name = (
            value_name("meeting", str(one.meeting), language)
            if one.meeting
            else say("counts_no_meeting", language)
        )
        counted.setdefault(name, Counter())[one.strength] += 1
    return counted


def _by_topic(measures: Iterable[Measure], language: Language) -> Counted:
    counted: Counted = {}
    for one in measures:
        for topic in one.topics:
            counted.setdefault(topic_name(topic, language), Counter())[one.strength] += 1
    return counted


def _legend(language: Language) -> str:
    return (
        '<p class="legend">'
        + "".join(
            f'<span><span class="key {strength}"></span> {as_html(say(name, language))}</span>'
            for strength, name in STRENGTHS.items()
        )
        + "</p>"
    )


def _chart(title: str, counted: Counted, language: Language) -> str:
    if not counted:
        return ""
    most = max(one.total() for one in counted.values())
    rows = "".join(_bar(name, one, most, language) for name, one in counted.items())
    return f"<figure><figcaption>{as_html(say(title, language))}</figcaption><dl>{rows}</dl></figure>"


def _bar(name: str, counts: Counter[str], most: int, language: Language) -> str:
    parts = "".join(
        f'<span class="{as_html(strength)}" style="width:{100 * counts[strength] / most:.1f}%" '
        f'title="{as_html(say("counts_of", language, name=say(STRENGTHS[strength], language), count=counts[strength]))}">'
        "</span>"
        for strength in STRENGTHS
        if counts[strength]
    )
    return (
        f'<dt>{as_html(name)}</dt><dd><span class="bars">{parts}</span>'
        f'<span class="figure">{counts.total()}</span></dd>'
    )
