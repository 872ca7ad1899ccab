"""A button that puts a text on the clipboard with one click, without leaving the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_HTML = '<button type="button"></button><span role="status" aria-live="polite"></span>'
_CSS = """
:host { display: inline-block; }
button { font: inherit; font-size: 0.875rem; padding: 0.25rem 0.75rem; min-height: 2.5rem; cursor: pointer;
  color: #1f4e79; background: #fff; border: 1px solid #b9c6d3; border-radius: 6px; text-align: left; max-width: 100%; }
button:hover { border-color: #1f4e79; background: #eef4fa; }
button:focus-visible { outline: 3px solid #1f4e79; outline-offset: 1px; }
span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""
# A page served without TLS to another machine has no clipboard of its own: the old way serves there.
_JS = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.textContent = data.label;
  const oldWay = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  button.onclick = async () => {
    const text = data.address ? new URL(data.address, location.href).href : data.text;
    try { await navigator.clipboard.writeText(text); } catch { oldWay(text); }
    button.textContent = status.textContent = data.done;
    setTimeout(() => { button.textContent = data.label; status.textContent = ""; }, 4000);
  };
}
"""


def copy_text(label: str, done: str, text: str, key: str) -> None:
    """A button that copies a text."""
    _component()(data={"label": label, "done": done, "text": text}, key=key, width="content")


def copy_address(label: str, done: str, address: str, key: str) -> None:
    """A button that copies an address of this page: ``?clause=...``, made whole by the browser."""
    _component()(data={"label": label, "done": done, "address": address}, key=key, width="content")


def _component() -> ComponentRenderer:
    return st.components.v2.component("senrei_copy", html=_HTML, css=_CSS, js=_JS)
