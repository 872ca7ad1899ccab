"""An answer as OpenAI streams it: chunks of the text, the footnotes, the citations, and ``[DONE]``."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from itertools import chain

from assistant.api.chat.replies import Header, sources
from assistant.api.context import Event
from assistant.api.doors import Told, openai_error
from assistant.api.footnotes import footnotes
from assistant.api.problems import problem_of
from assistant.api.sse import WAITING
from assistant.api.wording import Language
from assistant.models import Answer
from assistant.rendering import Json

log = logging.getLogger("senrei.api")
_DONE = "data: [DONE]\n\n"


def chunk_stream(events: Iterable[Event], header: Header, usage: bool, language: Language) -> Iterator[str]:
    """The events of an answer as chunks, each a line of text/event-stream.

    The first is fetched at once, so that a question that cannot be worked on is still answered with a status.
    What fails later is sent as OpenAI sends it, as data with an ``error``, and ends the stream.
    """
    following = iter(events)
    first = next(following, None)
    return _lines(chain([] if first is None else [first], following), header, usage, language)


def _lines(events: Iterable[Event], header: Header, usage: bool, language: Language) -> Iterator[str]:
    try:
        yield _line(header.chunk({"role": "assistant", "content": ""}))
        for event in events:
            if event.name == "wait":
                yield WAITING
            yield from map(_line, _chunks(event, header))
        if usage:
            yield _line(header.usage())
    except Exception as error:
        problem = problem_of(error)
        if problem.code == "unexpected":  # the server logs only what it sees raised
            log.error("an answer broke off", exc_info=error)
        told = Told(problem.code, problem.status, str(problem.fields(language)["detail"]))
        yield _line(openai_error(told)[1])
    yield _DONE


def _chunks(event: Event, header: Header) -> Iterator[Json]:
    if event.name == "delta":
        yield header.chunk({"content": str(event.data)})
    elif isinstance(event.data, Answer):
        if notes := footnotes(event.data):
            yield header.chunk({"content": notes})
        yield {**header.chunk({}, "stop"), **sources(event.data)}


def _line(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
