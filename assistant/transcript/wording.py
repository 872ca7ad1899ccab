"""What a conversation's files say around its questions and answers, in the language of each turn."""

from __future__ import annotations

import datetime as dt

from assistant.conversations import Asked, Talk

_JAPAN = dt.timezone(dt.timedelta(hours=9))  # no summer time


def name_of(talk: Talk) -> str:
    """The title; a conversation without one has a name all the same."""
    return talk.about.title or "会話"


def asked_on(turn: Asked) -> str:
    """When it was asked, in Japan's time, and what it was restricted to."""
    when = f"{turn.asked_at.astimezone(_JAPAN):%Y-%m-%d %H:%M} JST"
    chosen = turn.filters.model_dump(mode="json", exclude_none=True)
    named = "、".join(f"{name}: {value}" for name, value in chosen.items())
    return f"{when}（{named}）" if named else when


def sources_heading(turn: Asked) -> str:
    """The heading over the sources of a turn."""
    return "Sources" if turn.reply.understood.language == "en" else "出典"
