"""Places of a question that name something, and text with such places blanked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Mention(Generic[Value]):
    """What ``text[start:end]`` names."""

    start: int
    end: int
    value: Value


def blanked(text: str, mentions: Iterable[Mention[Value]]) -> str:
    """The text with blanks in place of what is named, lengths kept."""
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def values(mentions: Iterable[Mention[Value]]) -> tuple[Value, ...]:
    """What is named, each once, in the order of the text."""
    return tuple(dict.fromkeys(mention.value for mention in mentions))
