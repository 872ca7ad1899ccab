"""A chart of precedents: when the Commission has decided on matters of which kind."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from ui.dates import day
from ui.register_replies import Precedent
from ui.wording import Language, say

_ROW, _AXES = 46, 56  # pixels a kind of matter, and of what stands around the plot
_NAVY, _QUIET, _LINE = "#1f4e79", "#4a5a69", "#d5dde5"
_FONT = "'Hiragino Kaku Gothic ProN', 'Noto Sans JP', 'Noto Sans CJK JP', Meiryo, IPAPGothic, sans-serif"


def draw(precedents: Sequence[Precedent], language: Language) -> None:
    """A mark a meeting and matter, as large as the number of its items; undated ones cannot stand in it."""
    dated = [one for one in precedents if one.date is not None]
    if not dated:
        return
    st.altair_chart(
        chart(dated, language),
        width="stretch",
        theme=None,
        alt=say("timeline_alt", language, count=len(dated)),
    )


def chart(precedents: Sequence[Precedent], language: Language) -> alt.LayerChart:
    """The chart of precedents that all have a date."""
    rows = pd.DataFrame(
        [
            {
                "date": pd.to_datetime(str(one.date)),
                "day": day(one.date, language),
                "matter": one.matter,
                "meeting": say("meeting_number", language, number=one.meeting) if one.meeting else "",
                "heading": one.heading,
            }
            for one in precedents
        ]
    )
    marks = (
        rows.groupby(["date", "day", "matter", "meeting"], as_index=False)
        .agg(count=("heading", "size"), heading=("heading", " / ".join))
        .assign(
            label=lambda some: some["meeting"].where(
                some["count"] == 1, some["meeting"] + " ×" + some["count"].astype(str)
            )
        )
    )
    date_format = "%Y年%-m月" if language == "ja" else "%b %Y"
    base = alt.Chart(marks).encode(
        x=alt.X(
            "date:T",
            title=None,
            scale=alt.Scale(padding=70),
            axis=alt.Axis(format=date_format, labelAngle=0, tickCount=8, labelOverlap=True, grid=False),
        ),
        y=alt.Y("matter:N", title=None, axis=alt.Axis(labelLimit=220, grid=True, ticks=False)),
        tooltip=[
            alt.Tooltip(name, title=say(title, language))
            for name, title in (
                ("day", "date"),
                ("meeting", "filter_meeting"),
                ("matter", "filter_matter"),
                ("heading", "column_item"),
            )
        ],
    )
    points = base.mark_circle(color=_NAVY, opacity=1).encode(
        size=alt.Size("count:Q", scale=alt.Scale(domain=[1, 4], range=[110, 320], clamp=True), legend=None)
    )
    names = base.mark_text(dy=-15, color=_QUIET, fontSize=12).encode(text="label:N")
    height = _ROW * marks["matter"].nunique() + 10
    layers: alt.LayerChart = (
        alt.layer(points, names)
        .properties(height=height)
        .configure(font=_FONT)
        .configure_axis(labelFontSize=13, labelColor=_QUIET, gridColor=_LINE, domainColor=_LINE)
        .configure_view(stroke=None)
    )
    return layers
