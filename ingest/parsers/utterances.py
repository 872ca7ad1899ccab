"""Remarks and replies told in a summary: 清水委員から「…」旨の発言があった, however long the quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.parsers.paragraphs import Paragraph
from ingest.parsers.quotes import CLOSING, OPENING
from ingest.parsers.speakers import Speaker, role_of, speaker_of

_ANSWERS = (
    r"これに対し(?:て|まして)?|これを受け(?:て)?|(?:この|同|当該)(?:点|質問|意見|発言)に(?:対し|関し|つい)て?"
)
_LEAD = (
    r"(?:[・○●■◆]\s*)?"
    rf"(?:(?:(?P<answers>{_ANSWERS})|また|続いて|つづいて|続けて|次に|次いで|さらに|更に|加えて|その後|最後に|なお|一方|同じく"
    r"|これに関(?:し|連し)て?|質疑(?:応答)?(?:において|では))、?)*"
)
_VERBAL = r"発言|質問|質疑|意見|回答|答弁|説明|指摘|要望|コメント|補足|応答|報告|述べ|確認"
_OPENING = re.compile(
    rf"{_LEAD}(?P<name>[^、。「」『』\s]{{1,30}}?)(?P<by>から|より|は)(?:は|も|再度|改めて)?、?[^「」『』。]{{0,40}}「"
)
_CLOSING = re.compile(rf"[^「」。、]{{0,24}}?(?P<noun>{_VERBAL})[^「」。、]{{0,16}}(?:。|、|$)")
_PLAIN = re.compile(
    rf"{_LEAD}(?P<name>[^、。「」『』\s]{{1,30}}?)(?:から|より)(?:は|も)?、?[^。]*?"
    r"(?:旨の|について(?:の)?|に関する|に対する|との)?(?P<noun>発言|質問|質疑|意見|指摘|要望|コメント|回答|答弁)が(?:(?:あった|なされた|述べられた)。|あり、)"
)
_BOUNDARY = re.compile(r"(?<=。)|(?<=あり、)")
_REPLIES = frozenset(("回答", "答弁", "応答"))
_OPINES = re.compile(
    r"意見を(?:申し上げ|申し述べ|述べ)|意見(?:が|で)ある|意見(?:です|として)|意見」?(?:と|旨|$)"
)
_ASKS = re.compile(
    r"伺い|うかがい|お聞き|お尋ね|尋ね|教えて|(?:御|ご)(?:教示|説明)(?:いただ|くだ|願)|質問|(?<!ではない)(?<!では無い)か(?:。|」)"
)


@dataclass
class Utterance:
    """One remark or reply: who, whether it answers, and its paragraphs."""

    speaker: Speaker
    answers: bool
    noun: str = "発言"  # what the summary calls it: 発言, 質問, 意見, 回答
    pieces: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it, its introduction and its closing words too."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def replies(self) -> bool:
        """Whether it is a reply: the summary says so, or one who is no member speaks to what was said."""
        return self.noun in _REPLIES or (self.answers and self.speaker.reports)

    @property
    def act(self) -> str:
        """What a citation calls it: 質問, 意見, 回答 ..., by its closing words, else by what it says."""
        if self.replies:
            return "回答"
        if self.noun in ("発言", "述べ", "確認"):
            return "意見" if _OPINES.search(self.text) else "質問" if _ASKS.search(self.text) else "発言"
        return "質問" if self.noun == "質疑" else self.noun


class UtteranceReader:
    """Takes the paragraphs of a summary in order; gives back utterances and what stands between them."""

    def __init__(self) -> None:
        self._open: Utterance | None = None
        self._depth = 0

    @property
    def open(self) -> bool:
        """Whether a quotation goes on into the next paragraph."""
        return self._open is not None

    def take(self, paragraph: Paragraph) -> list[Utterance | Paragraph]:
        """What begins in this paragraph, in order; a quotation that went on gets its share silently."""
        text = paragraph.text
        found: list[Utterance | Paragraph] = []
        at = 0
        if self._open is not None:
            if _begins(text, 0, strict=True):
                self._open = None  # the quotation before was never closed
            else:
                at = self._go_on(paragraph, 0, 0)
        while at < len(text):
            begun = self._begin(text, at)
            if begun:
                found.append(begun)
                self._open, self._depth = begun, 0
                at = self._go_on(paragraph, at, at)
            else:
                stop = _next_start(text, at)
                piece = paragraph.part(at, stop)
                if piece.spans:
                    found.append(_told(piece) or piece)
                at = stop
        return found

    def _begin(self, text: str, at: int) -> Utterance | None:
        found = _begins(text, at)
        if found is None:
            return None
        return Utterance(speaker_of(found["name"]), bool(found["answers"]))

    def _go_on(self, paragraph: Paragraph, begin: int, scan: int) -> int:
        """Add to the open utterance from ``begin``; returns where it ends in this paragraph."""
        assert self._open is not None
        text = paragraph.text
        stop = len(text)
        for at in range(scan, len(text)):
            if text[at] in OPENING:
                self._depth += 1
            elif text[at] in CLOSING:
                self._depth -= 1
                closing = _CLOSING.match(text, at + 1) if self._depth <= 0 else None
                if closing is None and self._depth > 0 and (last := _CLOSING.fullmatch(text, at + 1)):
                    # The paragraph ends in the words that end a remark: a mark within it was never closed.
                    closing = last if text.endswith("た。") else None
                if closing:
                    stop = closing.end()
                    self._open.noun = closing["noun"]
                    self._open.pieces.append(paragraph.part(begin, stop))
                    self._open = None
                    return stop
        self._open.pieces.append(paragraph.part(begin, stop))
        if self._depth <= 0:
            self._open = None
        return stop


def begins_remark(text: str) -> bool:
    """Whether a line begins as remarks do: 清水委員から「, これに対し、後藤課長から「."""
    return _begins(text, 0, strict=True) is not None


def _begins(text: str, at: int, *, strict: bool = False) -> re.Match[str] | None:
    """The introduction of an utterance at ``at``; ``strict``: one that needs no look at how it ends."""
    found = _OPENING.match(text, at)
    if found is None:
        return None
    titled = role_of(found["name"]) is not None
    if not titled and found["by"] == "は":
        return None  # 施策の項目では、「…」: what is spoken of, not who speaks
    if strict:
        return found if titled and not _CLOSING.match(found.group()[found.end("name") - at :]) else None
    end = _closing_at(text, found.end() - 1)
    if end is None:  # goes on into the next paragraph
        return found if titled or found["answers"] else None
    return found if _CLOSING.match(text, end) else None


def _closing_at(text: str, at: int) -> int | None:
    """Where the quotation that opens at ``at`` is over, others joined to it by a few words included."""
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] in OPENING) - (text[index] in CLOSING)
        if depth <= 0 and text[index] in CLOSING and _CLOSING.match(text, index + 1):
            return index + 1
    return None if depth > 0 else len(text)


def _next_start(text: str, at: int) -> int:
    """Where the next sentence begins that opens or tells an utterance; the end of the text if none does."""
    for boundary in _BOUNDARY.finditer(text, at + 1):
        if boundary.end() < len(text) and (
            _begins(text, boundary.end()) or _PLAIN.match(text, boundary.end())
        ):
            return boundary.end()
    return len(text)


def _told(piece: Paragraph) -> Utterance | None:
    """A remark told without quotation marks (浅井委員から、再委託について質問があった), or None."""
    found = _PLAIN.fullmatch(piece.text)
    if found is None or role_of(found["name"]) is None:
        return None
    return Utterance(speaker_of(found["name"]), bool(found["answers"]), found["noun"], [piece])
