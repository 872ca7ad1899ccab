"""Passages to Markdown: grouped under their documents, each with who, where and its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from assistant.answer.passages import Passage
from assistant.answer.wording import Language, say
from assistant.models import Citation

_INLINE = 160  # characters up to which a quotation stands in its line


def citations_of(passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """The citations of an answer, numbered from 1 in the order of its passages."""
    return tuple(
        Citation(number=number, quote=one.quote, clause=one.clause, document=one.document)
        for number, one in enumerate(passages, 1)
    )


def body(passages: Sequence[Passage]) -> str:
    """The passages under bold document headings; consecutive ones of a document share a heading."""
    numbered = list(enumerate(passages, 1))
    parts: list[str] = []
    for cite, group in groupby(numbered, key=lambda pair: pair[1].document.cite):
        lines = [f"**{cite}**", ""]
        for _, quoted in groupby(group, key=lambda pair: pair[1].clause.id):
            of_one = list(quoted)
            lines += _lines(of_one[0][1], [number for number, _ in of_one])
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def with_lead(key: str, language: Language, passages: Sequence[Passage], **values: object) -> str:
    """The opening sentence of that key, the passages, and for English readers a word on the originals."""
    parts = [say(key, language, **values), body(passages)]
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def _lines(one: Passage, numbers: Sequence[int]) -> list[str]:
    """The lines of one clause; several numbers where several of its boxes are quoted."""
    quote = _one_line(one.quote)
    mark = "".join(f"[{number}]" for number in numbers)
    arrow = "→ " if one.reply else ""
    lead = "  - " if one.reply else "- "
    before = "" if one.clause.text.startswith(one.quote) else "…"
    after = "" if one.clause.text.endswith(one.quote) else "…"
    if one.clause.value and one.clause.field:
        return [f"{lead}{arrow}{one.who}：**{one.clause.value}** {mark}"]
    if len(quote) <= _INLINE and "「" not in quote:
        return [f"{lead}{arrow}{one.who}「{before}{quote}{after}」{mark}"]
    pad = " " * (len(lead) - len("- ") + 2)
    return [f"{lead}{arrow}{one.who} {mark}", "", f"{pad}> {before}{quote}{after}", ""]


def _one_line(quote: str) -> str:
    """White space of the source as single blanks: the display's affair, the citation keeps the original."""
    return escaped(re.sub(r"\s+", " ", quote).strip())


def escaped(text: str) -> str:
    """Text of a document as text, never as Markdown or HTML of ours."""
    return re.sub(r"([\\`*_#<>|~\[\]])", r"\\\1", text)
