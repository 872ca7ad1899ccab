"""Text of documents as text: nothing in it becomes HTML, Markdown or a directive of Streamlit's."""

from __future__ import annotations

import html
import re

_NO_BREAK = "\u200c"  # zero width: keeps a directive from being read as one, changes nothing that is seen
# :smile:, :material/home:, :red[...]: Streamlit reads them within Markdown, even out of escaped text.
_DIRECTIVE = re.compile(r":(?=[A-Za-z0-9_+\-/]+[:\[]|[A-Za-z0-9_+-]+\\\[)")
_DOLLAR = re.compile(r"(?<!\\)\$")
# A mark of the answer's own; those of documents come with a backslash before their bracket.
_MARK = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def as_html(text: str) -> str:
    """Text within HTML, or within an attribute's quotes."""
    return html.escape(text, quote=True)


def as_markdown(text: str) -> str:
    """Text within Markdown of ours, on one line."""
    return _SPECIAL.sub(r"\\\1", _DIRECTIVE.sub(":" + _NO_BREAK, " ".join(text.split())))


def answer_markdown(answer: str, anchor: str | None = None) -> str:
    """An answer of the API (Markdown, its quotations escaped) as Streamlit is to draw it.

    Streamlit's own additions to Markdown (formulas, icons, colours) are put out of force. With an anchor,
    each mark [1] becomes a link to ``#anchor-1``.
    """
    text = _DOLLAR.sub(r"\\$", _DIRECTIVE.sub(":" + _NO_BREAK, answer))
    if anchor is None:
        return text
    return _MARK.sub(lambda mark: f"[\\[{mark[1]}\\]](#{anchor}-{mark[1]})", text)
