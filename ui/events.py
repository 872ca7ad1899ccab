"""Server-sent events out of the lines of a response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class ServerEvent:
    """One event: its name (``message`` where none is given) and its data as text."""

    name: str
    data: str


def events(lines: Iterable[str]) -> Iterator[ServerEvent]:
    """The events of a text/event-stream, as the HTML standard tells to read it.

    A blank line ends an event; lines of data are joined by line feeds; one that begins with a colon is a
    comment; an event without data, or one that the stream's end cuts off, is dropped.
    """
    name, data = "", list[str]()
    for line in lines:
        if not line:
            if data:
                yield ServerEvent(name or "message", "\n".join(data))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
