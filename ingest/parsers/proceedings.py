"""The course of a meeting: passages of its minutes in order, and the agenda item each belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.parsers import agenda
from ingest.parsers.paragraphs import Paragraph
from ingest.parsers.speakers import Speaker


class PassageKind(Enum):
    """What a passage of minutes is."""

    SPEECH = "speech"
    STAGE = "stage"  # （監督関係者以外退席）, 〔拍手〕, 以上
    WITHHELD = "withheld"  # （内容については非公表）
    HEADING = "heading"  # a line that names an agenda item


@dataclass(frozen=True)
class Passage:
    """A paragraph of the proceedings, or a piece of one, and who speaks it in which turn."""

    paragraph: Paragraph
    kind: PassageKind
    speaker: Speaker | None
    turn: int  # counts the marks of speeches; 0 before the first

    @property
    def text(self) -> str:
        """Its text."""
        return self.paragraph.text


@dataclass
class Item:
    """A stretch of the proceedings: the opening, an agenda item, the closing."""

    key: str  # g0, g2, end
    title: str  # 開会, 議題2, 閉会
    number: int | None = None
    name: str | None = None  # what the item is about, where it was said
    passages: list[Passage] = field(default_factory=list)


def itemise(passages: Sequence[Passage]) -> list[Item]:
    """The passages by agenda item; the opening before the first, the closing after the last."""
    course = _Course()
    for passage in passages:
        course.take(passage)
    return course.items()


class _Course:
    """Follows a meeting from passage to passage."""

    def __init__(self) -> None:
        self._items = [Item("g0", "開会")]
        self._moved = False  # the chair has left the item before, the new one is not yet named

    def take(self, passage: Passage) -> None:
        leads = passage.kind is PassageKind.SPEECH and _leads(passage)
        found: agenda.Announcement | None = None
        if passage.kind is PassageKind.HEADING:
            found = agenda.heading(passage.text)
        elif leads:
            found = agenda.announced(passage.text, self._number() - (1 if self._moved else 0))
        if found and found.number != self._number():
            self._open(found)
        elif found:
            self._items[-1].name = self._items[-1].name or found.name
            self._moved = False
        elif leads and self._number() and not self._moved and agenda.moves_on(passage.text):
            self._open(agenda.Announcement(self._number() + 1))
            self._moved = True
        self._items[-1].passages.append(passage)

    def items(self) -> list[Item]:
        """The items with passages, the closing split off the last."""
        if not self._number():
            self._items[0].title = "議事"
            return self._items
        last = self._items[-1]
        for at, passage in enumerate(last.passages):
            if passage.kind is PassageKind.SPEECH and _leads(passage) and agenda.closes(passage.text):
                self._items.append(Item("end", "閉会", passages=last.passages[at:]))
                last.passages = last.passages[:at]
                break
        return [item for item in self._items if item.passages]

    def _number(self) -> int:
        return self._items[-1].number or 0

    def _open(self, found: agenda.Announcement) -> None:
        if self._moved and found.number > self._number() - 1:
            item = self._items[-1]
            item.number, item.name, item.title, item.key = (
                found.number,
                found.name,
                found.item,
                f"g{found.number}",
            )
        else:
            self._items.append(Item(f"g{found.number}", found.item, found.number, found.name))
        self._moved = False


def _leads(passage: Passage) -> bool:
    """Whether whoever speaks may move the meeting on: its chair, or one whose role is not known."""
    return passage.speaker is None or passage.speaker.chairs or passage.speaker.role == "事務局"
