"""Conversations and their turns as JSON, for the API and its export alike."""

from __future__ import annotations

from assistant.conversations import Asked, Talk
from assistant.rendering import Json, answer_json
from corpus.catalog.models import Conversation


def entry_json(conversation: Conversation) -> Json:
    """A conversation as it is listed: ``turns`` is how many it has."""
    dumped: Json = conversation.model_dump(mode="json")
    return dumped


def talk_json(talk: Talk) -> Json:
    """A conversation with all its turns."""
    return {**entry_json(talk.about), "turns": [_turn_json(turn) for turn in talk.turns]}


def _turn_json(turn: Asked) -> Json:
    return {
        "question": turn.question,
        "filters": turn.filters.model_dump(mode="json", exclude_none=True),
        "reply": answer_json(turn.reply),
        "asked_at": turn.asked_at.isoformat(),
        "hidden": turn.hidden,
        "restricted": turn.restricted,
    }
