"""Agenda items of minutes to nodes: speeches with their paragraphs and points, and what stands between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.models import ClauseKind, Document
from ingest.parsers import parts
from ingest.parsers.enumerations import PointMark, bulleted, continues, head_of
from ingest.parsers.proceedings import Item, Passage, PassageKind
from ingest.parsers.speakers import Speaker
from ingest.parsers.tree import Node

_ASKS_FOR = re.compile(r"(?:説明|報告|発言)(?:を|の?ほど)?(?:お願い|求め)")
_EXPLAINS = re.compile(r"説明|報告|資料[0-9０-９]|御覧")
_INTRODUCES = re.compile(
    r"以下|次の|まで|[0-9０-９一二三四五六七八九十]\s*[点つ]|記載|について|とおり|申し上げ|[、：:]$"
)
_ANNOUNCES = re.compile(r"(?P<topic>[一-鿿]{3,12})として、?(?:以下|次)の")  # 審査記載事項として次の３点を
_CALLS_ON = re.compile(r"(?:回答|お答え|答弁)[^。]{0,12}(?:願|ください|下さい)")
_GIVES_FLOOR = re.compile(r"(?:願い(?:し|いたし|致し)ます|どうぞ)。?$")
_BRIEF = 30  # characters with which a chair gives the floor
_CHAIR_OR_MEMBER_ACT, _REPORT, _REPLY = "発言", "説明", "回答"


def tree(document: Document, items: Sequence[Item]) -> list[Node]:
    """One container an item, each with its speeches in order."""
    return [_item(document, item) for item in items]


@dataclass
class _Scope:
    """What the clauses of one agenda item share."""

    cite: str  # how their labels begin: 第330回個人情報保護委員会 議事録（令和7年7月30日）議題2
    item: str | None  # 議題2
    counts: Counter[str] = field(default_factory=Counter)  # speeches by name, keys by letter

    def key(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{letter}{self.counts[letter]}"

    def named(self, name: str) -> str:
        """The name, numbered from its second use on."""
        self.counts[name] += 1
        return name if self.counts[name] == 1 else f"{name}{self.counts[name]}"


def _item(document: Document, item: Item) -> Node:
    agenda_item = item.title if item.number else None
    scope = _Scope(document.cite + item.title, agenda_item)
    name = f"{item.title} {item.name}" if item.name else item.title
    node = Node(item.key, ClauseKind.AGENDA_ITEM, name, document.cite + name, agenda_item=agenda_item)
    answering = False
    asked: list[Node] = []  # what members have said since the last reply but one
    answered = False  # the last of it has been replied to
    for turn, group in groupby(_placed(item.passages), key=lambda placed: placed[0]):
        members = [passage for _, passage in group]
        if turn is None:
            node.children += [_beside(scope, passage) for passage in members]
            continue
        speech = _speech(scope, members, answering, asked)
        node.children.append(speech)
        speaker = members[0].speaker
        if speaker is not None and speaker.chairs:
            answering = answering and _calls_on(members)
        else:
            answering = speaker is not None and (answering or not speaker.reports)
        if speaker is None or not answering:
            asked, answered = [], False
        elif speaker.reports:
            answered = True
        elif not speaker.chairs:
            asked, answered = [speech] if answered else [*asked, speech], False
    return node


def _calls_on(passages: Sequence[Passage]) -> bool:
    """Whether a chair only gives the floor to whoever is to answer: では、小松課長、お願いします。"""
    text = "".join(passage.text for passage in passages)
    return _CALLS_ON.search(text) is not None or (
        len(text) <= _BRIEF and _GIVES_FLOOR.search(text) is not None
    )


def _placed(passages: Sequence[Passage]) -> list[tuple[int | None, Passage]]:
    """Each passage with the turn it is part of, None where it stands between speeches."""
    placed: list[tuple[int | None, Passage]] = []
    for at, passage in enumerate(passages):
        before = passages[at - 1] if at else None
        after = passages[at + 1] if at + 1 < len(passages) else None
        inside = passage.kind is PassageKind.SPEECH
        if passage.kind is PassageKind.STAGE:
            inside = _same_turn(before, passage) and _same_turn(after, passage)
        elif passage.kind is PassageKind.WITHHELD:
            # What was asked for is withheld: its speaker is not the one who asked.
            inside = _same_turn(before, passage) and not _asked_for(before)
        placed.append((passage.turn if inside else None, passage))
    return placed


def _asked_for(before: Passage | None) -> bool:
    """Whether a chair has just given the floor to someone else."""
    if before is None or before.speaker is None:
        return True
    return before.speaker.chairs or _ASKS_FOR.search(before.text) is not None


def _same_turn(other: Passage | None, passage: Passage) -> bool:
    return other is not None and other.turn == passage.turn and other.kind is PassageKind.SPEECH


def _beside(scope: _Scope, passage: Passage) -> Node:
    """A leaf that belongs to the item, not to a speech."""
    spans = passage.paragraph.spans
    if passage.kind is PassageKind.HEADING:
        name = scope.named("議題名")
        return Node(
            scope.key("h"), ClauseKind.HEADING, name, f"{scope.cite} {name}", spans, agenda_item=scope.item
        )
    if passage.kind is PassageKind.WITHHELD:
        name = scope.named("（内容は非公表）")
        return Node(
            scope.key("w"),
            ClauseKind.WITHHELD,
            name,
            scope.cite + name,
            spans,
            agenda_item=scope.item,
            withheld=True,
        )
    name = scope.named("進行")
    return Node(
        scope.key("n"), ClauseKind.NARRATIVE, name, f"{scope.cite} {name}", spans, agenda_item=scope.item
    )


def _speech(scope: _Scope, passages: Sequence[Passage], answering: bool, asked: Sequence[Node]) -> Node:
    speaker = passages[0].speaker
    key = scope.key("s")
    act = _act(speaker, passages, answering)
    name = (speaker.name if speaker else "記載") + act
    if act == _REPLY and asked:
        name += f"（{'、'.join(dict.fromkeys(one.speaker or '' for one in asked))}の発言に対して）"
    name = scope.named(name)
    node = Node(key, ClauseKind.SPEECH, name, f"{scope.cite} {name}", agenda_item=scope.item)
    node.speaker, node.role = (speaker.name, speaker.role) if speaker else (None, None)
    node.children = _Outline(scope, node.label, speaker).leaves(passages)
    if act == _REPLY and asked:
        _link(node, [passage.text for passage in passages], asked)
    return node


def _link(reply: Node, texts: Sequence[str], asked: Sequence[Node]) -> None:
    """Say what a reply answers: the last remark before it, and part by part the remark of whom it names."""
    reply.replies_to = asked[-1]
    for leaf, text in zip(reply.children, texts, strict=True):
        named = [one for one in asked if one.speaker and one.speaker in text]
        leaf.replies_to = named[0] if len({one.speaker for one in named}) == 1 else asked[-1]


def _act(speaker: Speaker | None, passages: Sequence[Passage], answering: bool) -> str:
    """What a speech is called: a chair or member speaks, others explain or answer."""
    if speaker is None:
        return ""
    if not speaker.reports:
        return _CHAIR_OR_MEMBER_ACT
    if answering:
        return _REPLY
    return _REPORT if any(_EXPLAINS.search(passage.text) for passage in passages) else _CHAIR_OR_MEMBER_ACT


class _Outline:
    """Names the leaves of one speech: the part they are in, their number or their mark."""

    def __init__(self, scope: _Scope, label: str, speaker: Speaker | None) -> None:
        self._scope, self._label, self._speaker = scope, label, speaker
        self._part: parts.Part | None = None
        self._last: PointMark | None = None
        self._topic: str | None = None
        self._announced: str | None = None  # what the paragraph before calls the points that follow
        self._keys: Counter[str] = Counter()

    def leaves(self, passages: Sequence[Passage]) -> list[Node]:
        nodes = []
        for at, passage in enumerate(passages):
            following = passages[at + 1] if at + 1 < len(passages) else None
            nodes.append(self._leaf(passage, following))
        return nodes

    def _leaf(self, passage: Passage, following: Passage | None) -> Node:
        text = passage.text
        if passage.kind is PassageKind.WITHHELD:
            return self._node(
                passage, ClauseKind.WITHHELD, "w", f"{self._part_name()}（内容は非公表）", withheld=True
            )
        if passage.kind is PassageKind.STAGE:
            return self._node(passage, ClauseKind.NARRATIVE, "n", "進行", spoken=False)
        mark = head_of(text)
        if mark or bulleted(text):
            return self._point(passage, mark)
        self._turn_to(text)
        self._last = None
        introduces = following is not None and _begins_points(following.text) and _INTRODUCES.search(text)
        kind = ClauseKind.CHAPEAU if introduces else ClauseKind.PARAGRAPH
        announced = _ANNOUNCES.search(text) if introduces else None
        self._announced = announced["topic"] if announced else None
        return self._node(passage, kind, "p", f"{self._part_name()}第{self._keys['p'] + 1}段落")

    def _point(self, passage: Passage, mark: PointMark | None) -> Node:
        if mark is None:
            return self._node(passage, ClauseKind.POINT, "b", f"{self._part_name()}箇条{self._keys['b'] + 1}")
        if not continues(mark, self._last):
            self._topic = None
        self._last = mark
        self._topic = (
            mark.topic
            or self._topic
            or self._announced
            or (parts.topic_of(self._part.name) if self._part else None)
        )
        name = _shown(self._topic, mark)
        return self._node(passage, ClauseKind.POINT, f"pt{mark.number}", name)

    def _turn_to(self, text: str) -> None:
        found = parts.part_of(text)
        lasts = self._part is not None and self._part.lasting and not parts.leaves(text)
        self._part = found or (self._part if lasts else None)

    def _part_name(self) -> str:
        return self._part.name if self._part else ""

    def _node(
        self,
        passage: Passage,
        kind: ClauseKind,
        letter: str,
        name: str,
        *,
        withheld: bool = False,
        spoken: bool = True,
    ) -> Node:
        self._keys[letter] += 1
        count = self._keys[letter]
        if letter.startswith("pt"):
            key = letter if count == 1 else f"{letter}-{count}"
        else:
            key = f"{letter}{count}"
        speaker = self._speaker if spoken else None
        gap = "" if name.startswith(("「", "（")) else " "
        return Node(
            key,
            kind,
            name,
            f"{self._label}{gap}{name}",
            passage.paragraph.spans,
            speaker=speaker.name if speaker else None,
            role=speaker.role if speaker else None,
            agenda_item=self._scope.item,
            withheld=withheld,
        )


def _begins_points(text: str) -> bool:
    return head_of(text) is not None or bulleted(text)


def _shown(topic: str | None, mark: PointMark) -> str:
    """「審査記載事項（4）」 as the Commission cites its numbered entries, 「検討内容」① for other marks."""
    if topic is None:
        return mark.shown
    return f"「{topic}{mark.shown}」" if mark.shown.startswith("（") else f"「{topic}」{mark.shown}"
