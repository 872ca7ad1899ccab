"""Bringing a place of the page into view: a script into which nothing of a document's goes."""

from __future__ import annotations

import re

import streamlit as st

from ui.plain import as_html

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# What is to be seen may be drawn a moment after the script, and Streamlit keeps the end of a conversation in
# view while it grows: so the script insists until it was right for a second (ten at most: a busy machine draws
# slowly), or until the reader takes over.
_SCRIPT = """<script>
(() => {{
  const last = Date.now() + 10000;
  let until = Date.now() + 1200;
  const longer = () => {{ until = Math.min(last, Date.now() + 1200); }};
  let theirs = false;
  const events = ["wheel", "keydown", "touchstart", "pointerdown"];
  const take = () => {{ theirs = true; }};
  events.forEach((name) => addEventListener(name, take, {{ once: true, passive: true }}));
  const look = () => {{
    const place = document.getElementById("{id}");
    if (place && !theirs) {{
      let frame = place.parentElement;
      while (frame.parentElement && !/auto|scroll/.test(getComputedStyle(frame).overflowY))
        frame = frame.parentElement;
      const from = place.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      const gap = {share} ? {share} * frame.clientHeight : {header};
      const before = frame.scrollTop;
      if (Math.abs(from - gap) > 2) frame.scrollTop += from - gap;
      if (frame.scrollTop !== before) longer();
    }} else if (!place) longer();
    if (!theirs && Date.now() < until) setTimeout(look, 60);
    else events.forEach((name) => removeEventListener(name, take));
  }};
  look();
}})();
</script><span hidden>{id}</span>"""
_HEADER = 72  # pixels of the page's head, which lies over what is scrolled


def scroll_to(element_id: str, *, within: bool = False) -> None:
    """Scroll to the element of that id, once it is drawn; an id that is not one of ours is passed over.

    ``within`` a document's frame it comes to stand a third of the way down, with what is before it.
    """
    if _ID.fullmatch(element_id):
        script = _SCRIPT.format(id=as_html(element_id), share=0.3 if within else 0, header=_HEADER)
        st.html(script, unsafe_allow_javascript=True)
