"""The page's address (``?topic=再委託``): written by what the reader chooses, read by what is drawn.

A browser sends its address with every choice. One that is made before the browser has taken over the address that the
last choice led to comes with the former address; it would undo the last choice. So what was written is remembered
until the browser sends it, and a former value that comes with another choice is put right. A former value that comes
with none is the reader's own: they went back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st

_KEY = "address_written"


@dataclass
class _Written:
    """A value that the browser has not sent yet, and those it may still send instead."""

    value: str
    former: frozenset[str]
    new: bool = True  # since a page was last drawn: what stands in the address is our own writing


@dataclass
class _Ledger:
    page: str = ""
    waiting: dict[str, _Written] = field(default_factory=dict)
    drawing: bool = False
    chosen: bool = False  # whether this run began with a choice


def put(name: str, value: str) -> None:
    """Write a name of the address; empty takes it away."""
    ledger, sent = _ledger(), st.query_params.get(name, "")
    ledger.chosen = ledger.chosen or not ledger.drawing
    held = ledger.waiting.get(name)
    former = frozenset({sent}) if held is None else held.former | {sent, held.value}
    if held is not None or value != sent:
        ledger.waiting[name] = _Written(value, former)
    _write(name, value)


def keep() -> None:
    """A choice that changes nothing of the address; what was written before it stands."""
    ledger = _ledger()
    ledger.chosen = ledger.chosen or not ledger.drawing


@contextmanager
def settled(page: str) -> Iterator[None]:
    """Draw a page by the address as the reader's choices have made it."""
    ledger = _ledger()
    if ledger.page != page:
        ledger.page, ledger.waiting = page, {}
    for name, written in list(ledger.waiting.items()):
        sent = st.query_params.get(name, "")
        if written.new:
            written.new = False
        elif ledger.chosen and sent in written.former:
            _write(name, written.value)
        elif sent != written.value or written.value not in written.former:
            del ledger.waiting[name]
    ledger.drawing, ledger.chosen = True, False
    try:
        yield
    finally:
        ledger.drawing = False


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _ledger() -> _Ledger:
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _Ledger()
    held: _Ledger = st.session_state[_KEY]
    return held
