"""An answer told in events while it comes about."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Literal

from assistant.models import Answer, Citation
from assistant.recording import Account
from assistant.tracing import stage
from corpus.models import Frozen

if TYPE_CHECKING:
    from assistant.answer.generative import Shown

# What becomes of a piece and the citations that it brings before a reader is shown them.
AsTold = Callable[[str, tuple[Citation, ...]], tuple[str, tuple[Citation, ...]]]


class Event(Frozen):
    """One event of a streamed answer; ``data`` is what its name says."""

    name: Literal["understood", "hits", "wait", "delta", "citation", "done"]  # wait: nothing yet
    data: object


def pieces(
    telling: Generator[Shown, None, Answer | None], as_told: AsTold, account: Account
) -> Generator[Event, None, Answer | None]:
    """What a model's answer shows as events; returns the whole of it. Closed, it ends the call to the model."""
    with closing(telling):
        while True:
            try:
                with account.timed(), stage("answer"):
                    piece = next(telling)
            except StopIteration as end:
                whole: Answer | None = end.value
                return whole
            if not piece.text:
                yield Event(name="wait", data="")
                continue
            text, citations = as_told(piece.text, piece.citations)
            yield Event(name="delta", data=text)
            for citation in citations:
                yield Event(name="citation", data=citation)


def told(text: str, citations: Iterable[Citation]) -> Iterator[Event]:
    """A text in pieces, then its citations."""
    for piece in re.findall(r"[^\n]*\n+|[^\n]+$", text):
        yield Event(name="delta", data=piece)
    for citation in citations:
        yield Event(name="citation", data=citation)
