"""A model's reply read while it comes: each statement as soon as it is whole.

Two forms are read, JSON (``{"statements": [{"text", "support": [{"key", "quote"}]}]}``) and lines (``- statement``,
below it ``[key] 「words」``). What fits neither is no statement and is counted; nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pydantic import ValidationError

from assistant.answer.proving.models import Statement, Support

MOST = 16  # statements of one reply that are read
_LONGEST_HEAD = 4000  # characters before the first statement
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>(?!.*</think(?:ing)?>)", re.S)
_JSON_HEAD = re.compile(r"\s*(?:```\w*\s*)?(?:\{.*?\"statements\"\s*:\s*\[|\[)", re.S)
_LINE = re.compile(r"\s*[-・*]\s+(\S.*)")
_SUPPORT = re.compile(r"\s*\[([^\[\]\s]{1,40})\]\s*[「\"“](.*)[」\"”]\s*$")
_NOTHING = re.compile(r"\s*(?:なし|none)[。.]?\s*", re.I)

SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "support": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"key": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["key", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "support"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}


class Reader:
    """Reads one reply; feed it pieces, then ``end`` it."""

    def __init__(self) -> None:
        """At the beginning of a reply."""
        self._text = ""
        self._at = -1  # where the scan goes on, in JSON; -1 before its head
        self._closed = False
        self._lines = False
        self._count = 0
        self.malformed = 0  # things where a statement should be that are none
        self.said_nothing = False  # the reply says in so many words that there is no answer

    @property
    def readable(self) -> bool:
        """Whether anything of the reply had the form asked for."""
        return self._count > 0 or self.said_nothing or self.malformed > 0

    def feed(self, piece: str) -> Iterator[Statement]:
        """The statements that are whole with this piece."""
        self._text += piece
        if self._at < 0 and not self._begin():
            return
        if not self._lines:
            yield from self._objects()
        else:
            head, cut, rest = self._text[self._at :].rpartition("\n- ")
            if cut:
                self._at = len(self._text) - len(rest) - 2
                yield from self._paragraphs(head)

    def end(self) -> Iterator[Statement]:
        """What the end of the reply makes whole."""
        if self._at < 0:
            self._text = _THOUGHT.sub("", self._text)
            if _NOTHING.fullmatch(self._text):
                self.said_nothing = True
            elif re.search(r"^\s*[-・*]\s", self._text, re.M) and not self._text.lstrip().startswith(
                ("{", "[", "```")
            ):
                yield from self._paragraphs(self._text)
        elif self._lines:
            yield from self._paragraphs(self._text[self._at :])
        elif self._closed and not self._count and not self.malformed:
            self.said_nothing = True

    def _begin(self) -> bool:
        """Whether the form of the reply is known by now."""
        if _OPEN_THOUGHT.search(self._text):
            return False
        plain = _THOUGHT.sub("", self._text)
        if plain != self._text:
            self._text = plain
        head = _JSON_HEAD.match(plain)
        if head:
            self._at = head.end()
        elif not plain.lstrip().startswith(("{", "[", "`")) and re.match(r"\s*[-・*]\s+\S", plain):
            self._at, self._lines = 0, True
        elif len(plain) > _LONGEST_HEAD and not plain.lstrip().startswith("<"):
            self.malformed += 0
        return self._at >= 0

    def _objects(self) -> Iterator[Statement]:
        """Whole objects of the array from where the scan stands."""
        while not self._closed and self._count < MOST:
            rest = re.compile(r"[\s,]*").match(self._text, self._at)
            at = rest.end() if rest else self._at
            if at >= len(self._text):
                return
            if self._text[at] == "]":
                self._closed = True
                return
            if self._text[at] != "{":
                self.malformed += 1
                self._closed = True
                return
            end = _end_of_object(self._text, at)
            if end is None:
                return
            self._at = end
            yield from self._statement(self._text[at:end])

    def _statement(self, written: str) -> Iterator[Statement]:
        try:
            held = json.loads(written)
            support = tuple(Support(key=one["key"], quote=one["quote"]) for one in held.get("support", ()))
            statement = Statement(text=held["text"], supports=support)
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
            self.malformed += 1
            return
        self._count += 1
        yield statement

    def _paragraphs(self, text: str) -> Iterator[Statement]:
        """Statements of the form of lines."""
        said, supports = "", list[Support]()
        for line in [*text.splitlines(), "- "]:
            support = _SUPPORT.match(line)
            begun = _LINE.match(line)
            if support and said:
                supports.append(Support(key=support[1], quote=support[2]))
            elif begun or line == "- ":
                if said and self._count < MOST:
                    self._count += 1
                    yield Statement(text=said.strip(), supports=tuple(supports))
                said, supports = (begun[1] if begun else ""), []


def _end_of_object(text: str, at: int) -> int | None:
    """Where the object that opens at ``at`` is closed; None while it is not."""
    depth, quoted, escaped = 0, False, False
    for place in range(at, len(text)):
        char = text[place]
        if quoted:
            quoted, escaped = (char != '"' or escaped), (char == "\\" and not escaped)
        elif char == '"':
            quoted = True
        elif char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return place + 1
    return None
