"""What 源内 sends: inputs, earlier turns and files, under either of the names that it uses for them."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue

from assistant.api.footnotes import without_footnotes
from assistant.api.problems import Problem
from assistant.api.requests import MAX_TURN, MAX_TURNS, Text, Tolerant
from assistant.briefing.asking import briefing_topic
from assistant.models import Turn

_TEXTS = frozenset({".txt", ".md"})
# A box of the portal's form is ticked in one of these ways; anything else written there is a topic.
_SWITCHES = {
    "true": True,
    "on": True,
    "1": True,
    "yes": True,
    "false": False,
    "off": False,
    "0": False,
    "no": False,
}
_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


def _listed(value: object) -> object:
    """A list, also where it comes as JSON in a string; nothing is an empty one."""
    if isinstance(value, str):
        return _read(value) if value.strip() else []
    return [] if value is None else value


class Earlier(Tolerant):
    """One earlier turn: its inputs (JSON in a string), and the answer that was given."""

    input: JsonValue = ""
    output: Text | None = None
    created: str | None = Field(None, alias="createdDate")

    @property
    def question(self) -> str:
        """What was asked: the question among the inputs, or the whole where they are plain text."""
        given = _read(self.input) if isinstance(self.input, str) else self.input
        if isinstance(given, dict):
            within = given.get("inputs")
            given = (within if isinstance(within, dict) else given).get("question")
        return given.strip() if isinstance(given, str) else ""

    @property
    def when(self) -> dt.datetime | None:
        """When it was; None where that is not told in a form that is known."""
        try:
            told = dt.datetime.fromisoformat(self.created or "")
        except ValueError:
            return None
        return told if told.tzinfo else told.replace(tzinfo=dt.UTC)


class File(Tolerant):
    """A file, its bytes in base64."""

    filename: Text = ""
    content: str | None = None
    contents: str | None = None  # the other name of the same

    @property
    def is_text(self) -> bool:
        """Whether it is one that may hold a question."""
        return PurePath(self.filename).suffix.lower() in _TEXTS

    def text(self) -> str:
        """Its text. Raises Problem where it is none."""
        try:
            data = base64.b64decode(self.content or self.contents or "", validate=True)
        except (binascii.Error, ValueError):
            raise Problem("file-not-text", name=self.filename[:100]) from None
        for encoding in ("utf-8-sig", "cp932"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise Problem("file-not-text", name=self.filename[:100])


class FileGroup(Tolerant):
    """The files of one field of the portal's form."""

    key: str = ""
    files: Annotated[list[File], BeforeValidator(_listed)] = Field([])


History = Annotated[list[Earlier], BeforeValidator(_listed), Field(max_length=MAX_TURNS)]


class Inputs(Tolerant):
    """The fields of the portal's form."""

    question: Text | None = Field(None, description="質問 / the question")
    conversation_histories: History = Field([], description="これまでのやりとり / earlier turns")
    conversation_history: History = Field([], description="同じものの別の名 / the other name of the same")
    files: Annotated[list[FileGroup], BeforeValidator(_listed)] = Field([])
    briefing: Text | bool | None = Field(
        None,
        description="ブリーフィングの主題、又は true（question が主題） / topic of a briefing, as a Word file",
    )


class ExappRequest(Tolerant):
    """POST /exapp."""

    inputs: Inputs

    def question(self) -> str:
        """The question; where its field is empty, the text of the one text file handed in."""
        written = (self.inputs.question or "").strip()
        sheet = self._question_file()
        return sheet.text().strip() if sheet else written

    def topic(self) -> str | None:
        """What a briefing is wanted on: by its own field, or because the question asks for one."""
        declared = self.inputs.briefing
        if isinstance(declared, str) and declared.strip().casefold() not in _SWITCHES:
            return declared.strip() or briefing_topic(self.question())
        on = declared is True or (isinstance(declared, str) and _SWITCHES[declared.strip().casefold()])
        asked = self.question()
        return briefing_topic(asked) or (asked if on else None)

    def turns(self) -> tuple[Turn, ...]:
        """The earlier turns, oldest first; as they came where not all of them say when they were."""
        entries = list(self.inputs.conversation_histories or self.inputs.conversation_history)
        if all(entry.when for entry in entries):
            entries.sort(key=lambda entry: entry.when or _BEGINNING)
        return tuple(turn for entry in entries for turn in _turns(entry))

    def unread_files(self) -> list[str]:
        """The names of the files that have no part in the answer."""
        sheet = self._question_file()
        return [file.filename for file in self._files() if file is not sheet]

    def _files(self) -> Iterable[File]:
        return (file for group in self.inputs.files for file in group.files)

    def _question_file(self) -> File | None:
        if (self.inputs.question or "").strip():
            return None
        texts = [file for file in self._files() if file.is_text]
        return texts[0] if len(texts) == 1 else None


def _turns(entry: Earlier) -> Iterable[Turn]:
    if entry.question:
        yield Turn(role="user", content=entry.question[:MAX_TURN])
    if entry.output and entry.output.strip():
        yield Turn(role="assistant", content=without_footnotes(entry.output)[:MAX_TURN])


def _read(text: str) -> object:
    """The JSON in a string; the string itself where it is none."""
    try:
        read: object = json.loads(text)
    except ValueError:
        return text
    return read if isinstance(read, (dict, list, str)) else text
