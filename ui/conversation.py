"""The conversation of one reader: its turns, kept in Streamlit's session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from ui.client import Trouble
from ui.replies import Answer
from ui.talk_replies import KeptTalk

_KEY = "conversation"


@dataclass
class Turn:
    """A question with the filters it was sent with, and what came of it (neither yet: still to be asked)."""

    number: int
    question: str
    filters: Mapping[str, str | int]
    answer: Answer | None = None
    trouble: Trouble | None = None
    rated: Literal["up", "down"] | None = None

    @property
    def waiting(self) -> bool:
        """Whether it is still to be asked."""
        return self.answer is None and self.trouble is None


@dataclass
class Conversation:
    """The turns so far, oldest first, and the one whose sources are shown."""

    turns: list[Turn] = field(default_factory=list)
    shown: int | None = None
    id: str = ""  # under which the API keeps it; empty where it does not

    def ask(self, question: str, filters: Mapping[str, str | int]) -> None:
        """Take a question; the page asks it when it comes to draw it."""
        self.turns.append(Turn(len(self.turns) + 1, question, dict(filters)))
        self.shown = None

    def before(self, turn: Turn) -> list[dict[Literal["role", "content"], str]]:
        """The history that goes with a turn's question: the turns before it that were answered."""
        said: list[dict[Literal["role", "content"], str]] = []
        for earlier in self.turns[: turn.number - 1]:
            if earlier.answer is not None:
                said.append({"role": "user", "content": earlier.question})
                said.append({"role": "assistant", "content": earlier.answer.answer})
        return said

    def in_view(self) -> Turn | None:
        """The turn whose sources stand beside the conversation: the chosen one, else the last."""
        number = self.shown or len(self.turns)
        return self.turns[number - 1] if self.turns else None


def conversation() -> Conversation:
    """The reader's conversation."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Conversation()
    held: Conversation = st.session_state[_KEY]
    return held


def resume(kept: KeptTalk) -> None:
    """Go on with a conversation that the API kept."""
    turns = [
        Turn(number, one.question, {name: said for name, said in one.filters.items() if said}, one.reply)
        for number, one in enumerate(kept.turns, 1)
    ]
    st.session_state[_KEY] = Conversation(turns, id=kept.id)


def start_anew() -> None:
    """Put the conversation away and begin another."""
    st.session_state[_KEY] = Conversation()
