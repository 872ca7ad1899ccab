"""What went wrong, shown as a sentence with what to do about it."""

from __future__ import annotations

import streamlit as st

from ui.client import Trouble
from ui.plain import as_markdown


def show(trouble: Trouble) -> None:
    """The title, and the advice below it."""
    advice = f"\n\n{as_markdown(trouble.advice)}" if trouble.advice else ""
    st.warning(f"**{as_markdown(trouble.title)}**{advice}", icon=":material/info:")
