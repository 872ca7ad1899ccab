"""A chart of precedents: when the Commission has decided on matters of which kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from ui.dates import day
from ui.register_replies import Precedent
from ui.terms import matter_name
from ui.wording import Language, say

_NAMED = 16  # marks that have room for their names; the pointer tells those of more
_ROW = 46  # pixels a kind of matter
_NAVY, _QUIET, _LINE = "#1f4e79", "#4a5a69", "#d5dde5"
_FONT = "'Hiragino Kaku Gothic ProN', 'Noto Sans JP', 'Noto Sans CJK JP', Meiryo, IPAPGothic, sans-serif"
_DATES: dict[Language, str] = {"ja": "%Y年%-m月", "en": "%b %Y"}
# What the reader sees of a mark under the pointer: the mark's field, and the wording of its name.
_TOLD = {"day": "date", "meeting": "filter_meeting", "matter": "filter_matter", "heading": "column_item"}

Spec = dict[str, object]


def draw(precedents: Sequence[Precedent], language: Language) -> None:
    """The chart; undated precedents cannot stand in it."""
    marked = marks(precedents, language)
    if marked:
        count = sum(1 for one in precedents if one.date)
        told = say("timeline_alt", language, count=count)
        st.vega_lite_chart(spec(marked, told, language), width="stretch", theme=None)


def marks(precedents: Sequence[Precedent], language: Language) -> list[dict[str, str | int]]:
    """One mark a day, meeting and matter, with how many items it stands for and their headings."""

    def place(one: Precedent) -> tuple[str, int, str]:
        return str(one.date), one.meeting or 0, one.matter

    dated = sorted((one for one in precedents if one.date is not None), key=place)
    return [_mark(list(items), language) for _, items in groupby(dated, key=place)]


def spec(marked: Sequence[dict[str, str | int]], told: str, language: Language) -> Spec:
    """The chart in Vega-Lite's terms; ``told`` is what a screen reader says of it."""
    x: Spec = {
        "field": "date",
        "type": "temporal",
        "title": None,
        "scale": {"padding": 70},
        "axis": {"format": _DATES[language], "labelAngle": 0, "tickCount": 8, "grid": False},
    }
    y: Spec = {
        "field": "matter",
        "type": "nominal",
        "title": None,
        "scale": {"padding": 0.8},  # of a row: the names stand above their marks
        "axis": {"labelLimit": 220, "grid": True, "ticks": False},
    }
    tooltip = [{"field": field, "title": say(name, language)} for field, name in _TOLD.items()]
    size: Spec = {
        "field": "count",
        "type": "quantitative",
        "scale": {"domain": [1, 4], "range": [110, 320], "clamp": True},
        "legend": None,
    }
    names: Spec = {
        "mark": {"type": "text", "dy": -15, "color": _QUIET, "fontSize": 12},
        "encoding": {"text": {"field": "label"}},
    }
    circles: Spec = {
        "mark": {"type": "circle", "color": _NAVY, "opacity": 1},
        "encoding": {"size": size},
    }
    return {
        "description": told,
        "data": {"values": list(marked)},
        "height": _ROW * len({mark["matter"] for mark in marked}) + 30,
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
        "layer": [circles, names] if len(marked) <= _NAMED else [circles],
        "config": {
            "font": _FONT,
            "axis": {
                "labelFontSize": 13,
                "labelColor": _QUIET,
                "gridColor": _LINE,
                "domainColor": _LINE,
            },
            "view": {"stroke": None},
        },
    }


def _mark(items: Sequence[Precedent], language: Language) -> dict[str, str | int]:
    first = items[0]
    meeting = say("meeting_number", language, number=first.meeting) if first.meeting else ""
    return {
        "date": f"{first.date}T00:00:00",  # without a time of day it would be read as one of Greenwich
        "day": day(first.date, language),
        "matter": matter_name(first.matter, language),
        "meeting": meeting,
        "heading": " / ".join(one.heading for one in items),
        "count": len(items),
        "label": f"{meeting} ×{len(items)}" if len(items) > 1 else meeting,
    }
