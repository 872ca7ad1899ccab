"""Named parts of a speech: what the speaker says is being explained now (「３．検討内容」でございます)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.models import Span
from ingest.parsers.quotes import inner, quotes_of

# What follows the name when a speaker turns to a part that the next paragraphs stay with.
_TURNS_TO = re.compile(
    r"を(?:御|ご)覧|でございます|です(?!から)|(?:につ(?:いて|きまして|き)|を)、?[^、。「」]{0,20}(?:御|ご)?(?:説明|報告|紹介)|に(?:移り|入り)"
)
# What follows the name of a passage of a document that only this paragraph is about.
_REFERS_TO = re.compile(
    r"における|として|では、?|につ(?:いて|きまして)|の[^、。「」]{1,12}(?:として|では|につきまして|について)"
)
_BEFORE = re.compile(r"(?:^|[、。の段])$")
_PAGE = re.compile(r"[0-9０-９]+\s*ページ")
_SOURCE = re.compile(r"資料[0-9０-９][^、。]{0,12}(?:に基づ|を(?:御|ご)覧|につ|に沿)")
_MOVES_ON = re.compile(r"(?:最後に|次に|つぎに|続いて|つづいて|続きまして|つづきまして)、?")
_PROCEDURE = re.compile(r"(?:なお|また)、本(?:議題|日)")
_CLOSES = re.compile(r"以上(?:です|でございます|になります|となります)。|^(?:御|ご)?説明は以上")
_AGENT = re.compile(r".*による(?=.)")
_LONGEST = 48


@dataclass(frozen=True)
class Part:
    """A named part; ``lasting`` when the paragraphs after it stay with it."""

    name: str  # with its marks: 「３．検討内容」
    lasting: bool


def part_of(text: str) -> Part | None:
    """The part that a paragraph announces, or None."""
    quotes = [quote for quote in quotes_of(text) if _names(text, quote)]
    for quote in quotes:
        if _TURNS_TO.match(text, quote.end) and not text[: quote.start].count("。") > 1:
            return Part(f"「{inner(text, quote)}」", lasting=True)
    if not _PAGE.search(text):
        return None
    names = [f"「{inner(text, quote)}」" for quote in quotes if _REFERS_TO.match(text, quote.end)]
    return Part("".join(dict.fromkeys(names)), lasting=False) if names else None


def leaves(text: str) -> bool:
    """Whether a paragraph leaves the part that was being explained without naming another."""
    if _CLOSES.search(text) or _PROCEDURE.match(text):
        return True
    return bool(_MOVES_ON.match(text) or _SOURCE.search(text[:40]))


def topic_of(part: str) -> str:
    """The name of a part as its points carry it, who acts left out (…による審査記載事項 is 審査記載事項)."""
    return _AGENT.sub("", part.strip("「」"))


def _names(text: str, quote: Span) -> bool:
    """Whether a quotation can be the name of a part: short, one phrase, at the head of its clause."""
    name = inner(text, quote)
    return 0 < len(name) <= _LONGEST and "。" not in name and bool(_BEFORE.search(text[: quote.start]))
