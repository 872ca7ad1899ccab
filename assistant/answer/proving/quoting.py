"""The words a statement relies on: found in their clause character by character, widened to whole sentences.

Compared are squashed texts (``corpus.text``: width, case, compatibility forms, white space); what is shown is the
stored text. A quotation is widened to its sentence, since the end of a Japanese sentence says whether the rest
holds at all (できる, できない), and to a proviso that follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from assistant.answer.proving.models import Doubt, Offered, Proof, Statement, Support
from corpus.models import Clause
from corpus.text import mapped, sentences, squash

SHORTEST = (
    4  # characters, squashed; less proves nothing, but for the whole of a short clause or a chosen value
)
LONGEST = 700  # characters of a quotation, widened
_PROVISO = re.compile(r"\s*(?:ただし|但し|もっとも)[、，]?")
_INVISIBLE = {"Cf", "Co", "Cn", "Cs"}  # formatting, private use, unassigned


def invisible(text: str) -> bool:
    """Whether a text holds characters that no reader sees: zero width, direction, tags, private use."""
    return any(unicodedata.category(char) in _INVISIBLE or ord(char) in _BLANKS for char in text)


_BLANKS = frozenset({0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x17B4, 0x17B5})


def located(statement: Statement, offered: Mapping[str, Offered]) -> tuple[Doubt | None, tuple[Proof, ...]]:
    """The proofs of a statement, one for each of its quotations; or the first doubt."""
    if not statement.supports:
        return Doubt.NO_CITATION, ()
    proofs: list[Proof] = []
    for support in statement.supports:
        found = _proof(support, offered)
        if isinstance(found, Doubt):
            return found, ()
        proofs += [one for one in found if one not in proofs]
    return None, tuple(proofs)


def _proof(support: Support, offered: Mapping[str, Offered]) -> tuple[Proof, ...] | Doubt:
    source = offered.get(support.key)
    if source is None:
        return Doubt.UNKNOWN_KEY
    wanted = squash(support.quote)
    if not wanted:
        return Doubt.NO_CITATION
    whole = squash(source.clause.text)
    if len(wanted) < SHORTEST and wanted not in (whole, squash(source.clause.value or "")):
        return Doubt.NOT_VERBATIM
    span = _span(support.quote, source.clause)
    if span is None:
        return Doubt.NOT_VERBATIM
    quotes = [
        _widened(source.clause.text[start:end], max(span[0] - start, 0), min(span[1], end) - start)
        for start, end in _places(source)
        if source.clause.text[max(span[0], start) : min(span[1], end)].strip()
    ]
    if any(map(invisible, quotes)):
        return Doubt.HIDDEN
    return tuple(
        Proof(clause=source.clause, document=source.document, quote=quote.strip()) for quote in quotes
    )


def _places(source: Offered) -> list[tuple[int, int]]:
    """Where the pieces of a clause stand in its text: no quotation goes across what stands between them."""
    text, places, at = source.clause.text, [], 0
    for piece in source.pieces:
        start = text.find(piece, at)
        if start < 0:
            return [(0, len(text))]
        at = start + len(piece)
        places.append((start, at))
    return places or [(0, len(text))]


def _span(quote: str, clause: Clause) -> tuple[int, int] | None:
    ground = mapped(clause.text)
    wanted = squash(quote)
    at = ground.text.find(wanted)
    if at < 0:
        return None
    span = ground.original(at, at + len(wanted))
    return span.start, span.end


def _widened(text: str, start: int, end: int) -> str:
    """The whole sentences that the range touches, and a proviso behind them; the range where that is too long."""
    spans = sentences(text, inside_quotations=True)
    touched = [at for at, span in enumerate(spans) if span.start < end and span.end > start]
    if not touched:
        return text[start:end]
    first, last = touched[0], touched[-1]
    if last + 1 < len(spans) and _PROVISO.match(text, spans[last + 1].start):
        last += 1
    wide = text[min(start, spans[first].start) : max(end, spans[last].end)]
    return wide if len(wide) <= LONGEST or last == first else text[start : max(end, spans[touched[-1]].end)]


def evidence(proofs: Sequence[Proof]) -> str:
    """All quotations, a line each."""
    return "\n".join(proof.quote for proof in proofs)
