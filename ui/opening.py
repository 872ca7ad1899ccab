"""Which clause or document is open: kept in the address (``?clause=``), so that it can be sent on."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ui.address import put

_QUOTE = "opened_quote"


@dataclass(frozen=True)
class Opened:
    """A clause, with the quotation that led to it where there was one; or a whole document."""

    clause: str = ""
    document: str = ""
    quote: str = ""


def opened() -> Opened | None:
    """What the address names; None for the page itself."""
    clause, document = (st.query_params.get(name, "") for name in ("clause", "document"))
    if not clause and not document:
        return None
    held: tuple[str, str] = st.session_state.get(_QUOTE, ("", ""))
    return Opened(clause, document, held[1] if held[0] == clause else "")


def open_clause(clause_id: str, quote: str = "") -> None:
    """Open a clause at its place, the quotation marked."""
    st.session_state[_QUOTE] = (clause_id, quote)
    put("clause", clause_id)


def open_document(document_id: str) -> None:
    """Open a document from its beginning."""
    put("document", document_id)


def close() -> None:
    """Back to the page."""
    for name in ("clause", "document", "show"):
        put(name, "")
