"""The filters of a register: boxes in the sidebar, kept in the address so that what they show can be sent on.

The address has the API's own names (``?topic=再委託&meeting=300``); the boxes show what it says, and write it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import streamlit as st

from ui.address import put
from ui.dates import day
from ui.plain import as_html
from ui.terms import matter_name, topic_name
from ui.wording import Language, kind_name, say

PAGE = "page"  # which page of the register; begins anew with every other filter
_DAYS = ("date_from", "date_to")
_LABELS = {
    "q": "filter_words",
    "kind": "filter_kind",
    "topic": "filter_topic",
    "agency": "filter_agency",
    "strength": "filter_strength",
    "matter": "filter_matter",
    "meeting": "filter_meeting",
    "date_from": "filter_from",
    "date_to": "filter_to",
}
STRENGTHS = {
    "required": "strength_required",
    "requested": "strength_requested",
    "suggested": "strength_suggested",
}


@dataclass(frozen=True)
class Narrowing:
    """The filters of one register: by what it may be narrowed, and what of each it offers."""

    register: str
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: bool = True  # whether it is narrowed by words, too

    @property
    def names(self) -> tuple[str, ...]:
        """The filters, as the API and the address call them, in the order of the boxes."""
        return (*(("q",) if self.words else ()), *self.choices, *_DAYS)

    def chosen(self) -> dict[str, str]:
        """What the address says, as the API takes it; what is wrong with it is the API's to say."""
        return {name: said for name in self.names if (said := st.query_params.get(name, "").strip())}

    def draw(self, language: Language) -> None:
        """The boxes, as the address fills them."""
        chosen = self.chosen()
        st.html(f'<h2 class="panel-title">{as_html(say("filters", language))}</h2>')
        if self.words:
            self._word_box(chosen.get("q", ""), language)
        for name, choices in self.choices.items():
            self._choice(name, choices, chosen.get(name), language)
        for name in _DAYS:
            self._day(name, chosen.get(name, ""), language)
        if chosen:
            st.button(
                say("filter_clear", language),
                on_click=self.clear,
                key=f"{self.register}_clear",
                width="stretch",
            )

    def clear(self) -> None:
        """Restrict nothing."""
        for name in (*self.names, PAGE):
            put(name, "")

    def described(self, language: Language) -> str:
        """The filters in the reader's words: 事項「再委託」・第300回."""
        said = [_said(name, value, language) for name, value in self.chosen().items()]
        return ("・" if language == "ja" else ", ").join(said)

    def _word_box(self, chosen: str, language: Language) -> None:
        self._fill("q", chosen)
        st.text_input(
            say("filter_words", language),
            key=self._key("q"),
            placeholder=say("filter_words_placeholder", language),
            on_change=self._write,
            args=("q",),
        )

    def _choice(self, name: str, choices: Sequence[str], chosen: str | None, language: Language) -> None:
        # What the address names may be none of the newest entries': it is offered all the same.
        offered = [*choices, *([chosen] if chosen and chosen not in choices else [])]
        self._fill(name, chosen)
        st.selectbox(
            say(_LABELS[name], language),
            offered,
            index=None,
            format_func=lambda choice: value_name(name, choice, language),
            key=self._key(name),
            placeholder=say("filter_any", language),
            on_change=self._write,
            args=(name,),
        )

    def _day(self, name: str, chosen: str, language: Language) -> None:
        date = None
        with suppress(ValueError):
            date = dt.date.fromisoformat(chosen)
        self._fill(name, date)
        st.date_input(
            say(_LABELS[name], language),
            value=None,
            key=self._key(name),
            min_value=dt.date(1, 1, 1),
            max_value=dt.date(9999, 12, 31),
            on_change=self._write,
            args=(name,),
        )

    def _write(self, name: str) -> None:
        value = st.session_state.get(self._key(name))
        put(name, value.isoformat() if isinstance(value, dt.date) else str(value or "").strip())
        put(PAGE, "")

    def _fill(self, name: str, value: object) -> None:
        if st.session_state.get(self._key(name)) != value:
            st.session_state[self._key(name)] = value

    def _key(self, name: str) -> str:
        return f"{self.register}_{name}"


def value_name(name: str, value: str, language: Language) -> str:
    """A filter's value as the reader calls it."""
    if name == "strength" and value in STRENGTHS:
        return say(STRENGTHS[value], language)
    if name == "kind":
        return kind_name(value, language)
    if name == "topic":
        return topic_name(value, language)
    if name == "matter":
        return matter_name(value, language)
    if name == "meeting":
        return say("meeting_number", language, number=value)
    if name in _DAYS:
        with suppress(ValueError):
            return day(dt.date.fromisoformat(value), language)
    return value


def _said(name: str, value: str, language: Language) -> str:
    label, shown = say(_LABELS[name], language), value_name(name, value, language)
    return f"{label}「{shown}」" if language == "ja" else f"{label}: {shown}"
