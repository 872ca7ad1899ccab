"""Sources as footnotes at the end of an answer, for front ends that show nothing but its text."""

from __future__ import annotations

import re

from assistant.models import Answer

_HEADING = {"ja": "出典", "en": "Sources"}
_FOOTNOTES = re.compile(
    rf"\s*\n---\n+\*\*(?:{'|'.join(_HEADING.values())})\*\*\n+(?:- \[\d+\] .*(?:\n|\Z))+\s*\Z"
)


def footnotes(answer: Answer) -> str:
    """What follows the answer's text: a line a citation, with its label and clause id; empty without any."""
    if not answer.citations:
        return ""
    lines = [f"- [{one.number}] {_plain(one.clause.label)} (`{one.clause.id}`)" for one in answer.citations]
    return "\n\n---\n\n" + f"**{_HEADING[answer.understood.language]}**\n\n" + "\n".join(lines) + "\n"


def with_footnotes(answer: Answer) -> str:
    """The answer's text and its sources."""
    return answer.answer.rstrip() + footnotes(answer)


def without_footnotes(text: str) -> str:
    """An earlier answer as it was before its sources were put below it.

    Labels name meetings, speakers and dates; a follow-up question must not be read against those.
    """
    return _FOOTNOTES.sub("", text)


def _plain(label: str) -> str:
    """A label that no front end takes for a link, an image or a tag."""
    return re.sub(r"([\[\]<>])", r"\\\1", " ".join(label.split()))
