"""A register as a file: what the API makes of all entries that pass the filters, fetched when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import streamlit as st

from ui.client import Register
from ui.reader import Reader
from ui.wording import say

Form = Literal["csv", "xlsx"]
_TYPES: dict[Form, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LABELS: dict[Form, str] = {"csv": "take_csv", "xlsx": "take_xlsx"}


def downloads(register: Register, chosen: Mapping[str, str], reader: Reader) -> None:
    """A button a form."""
    for form, media_type in _TYPES.items():
        st.download_button(
            say(_LABELS[form], reader.language),
            _fetch(register, form, chosen, reader),
            file_name=f"{register}.{form}",
            mime=media_type,
            key=f"take_{register}_{form}",
            icon=":material/download:",
            on_click="ignore",
        )


def _fetch(register: Register, form: Form, chosen: Mapping[str, str], reader: Reader) -> Callable[[], bytes]:
    return lambda: reader.client.register_file(register, form, chosen)
