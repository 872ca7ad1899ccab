"""Server-sent events: the events of an answer as lines of text/event-stream."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from itertools import chain

from pydantic import JsonValue

from assistant.api.context import Event
from assistant.api.problems import problem_of
from assistant.api.wording import Language
from assistant.rendering import to_json

log = logging.getLogger("senrei.api")
WAITING = ": \n\n"  # a comment, which clients pass over; sending it finds out whether anybody is there


def event_stream(events: Iterable[Event], language: Language) -> Iterator[str]:
    """The events as they are to be sent.

    The first is fetched at once, so that a question that cannot be worked on is still answered with a status
    and a problem. What fails later is sent as an event named ``error``, and ends the stream.
    """
    following = iter(events)
    first = next(following, None)
    return _lines(chain([] if first is None else [first], following), language)


def _lines(events: Iterable[Event], language: Language) -> Iterator[str]:
    try:
        for event in events:
            yield WAITING if event.name == "wait" else line_of(event.name, _data(event))
    except Exception as error:
        problem = problem_of(error)
        if problem.code == "unexpected":  # the server logs only what it sees raised
            log.error("an answer broke off", exc_info=error)
        yield line_of("error", problem.fields(language))


def _data(event: Event) -> JsonValue:
    """An event's data is an object, whatever the event: text and lists stand under a name of their own."""
    data = to_json(event.data)
    if isinstance(data, str):
        return {"text": data}
    return {event.name: data} if isinstance(data, list) else data


def line_of(name: str, data: JsonValue) -> str:
    """One event. JSON has no line feed of its own, so its data is one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
