"""The day as of which a question asks for the law: 2025年9月24日時点の…, as of 2025-09-24.

A month or a year means its last day: 令和6年時点 is the state at the end of that year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import DateMention, dates_in

_AFTER = re.compile(
    r"\s*(?:の?(?:時点|現在|当時)(?:で|に(?:おいて|おける)?)?(?:施行(?:されて)?(?:いた|いる)|有効(?:な|だった|であった))?(?:の|は)?"
    r"|に(?:おいて)?(?:施行されて(?:いた|いる)|有効(?:な|だった|であった)|効力を有(?:して(?:いた|いる)|する))(?:の|は)?)"
    r"[、,]?\s*"
)
_BEFORE = re.compile(
    r"[,、]?\s*\b(?:as (?:of|at)|as it stood on|(?:in (?:force|effect)|effective) (?:on|as of|at))\s*$", re.I
)


@dataclass(frozen=True)
class AskedState:
    """The day, and where the words stand that ask for it."""

    day: dt.date
    start: int
    end: int


def asked_state(text: str, mentions: Sequence[DateMention] | None = None) -> AskedState | None:
    """The day as of which a text asks, the first one if it names several; None if it asks for none."""
    for mention in dates_in(text) if mentions is None else mentions:
        after = _AFTER.match(text, mention.end)
        before = _BEFORE.search(text[: mention.start])
        if after or before:
            start = before.start() if before else mention.start
            return AskedState(mention.last, start, after.end() if after else mention.end)
    return None


def without_state(text: str) -> str:
    """The text without the words that ask for a state: they say nothing of what is looked for."""
    asked = asked_state(text)
    if asked is None:
        return text
    return " ".join(f"{text[: asked.start]} {text[asked.end :]}".split()) or text
