"""What of an answer given earlier its reader may still see.

A key may lose an audience, and a document may be moved to another or taken out. An answer is text woven around
quotations, so it is hidden whole as soon as one of its sources is out of reach, or as soon as it was given to
somebody who could read more: such an answer may name documents without quoting them. What it quotes of
documents that are still within reach is shown, each quotation by itself.
"""

from __future__ import annotations

from collections.abc import Collection

from assistant.answer.compose import escaped
from assistant.models import Answer, Citation, Understood

_NOTICE = {
    "ja": "この回答には、現在の権限では閲覧できない資料によるところがあり、表示できません。",
    "en": "This answer rests on documents that you may no longer read; it is not shown.",
}


def disclosed(
    answer: Answer, asked_with: frozenset[str], audiences: frozenset[str], readable: Collection[str]
) -> tuple[Answer, int]:
    """The answer as its reader may see it today, and how many of its sources are hidden.

    ``asked_with`` are the audiences it was given to, ``audiences`` those of today, ``readable`` the ids of the
    documents that these read.
    """
    kept = tuple(one for one in answer.citations if one.document.id in readable)
    nearest = tuple(hit for hit in answer.nearest if hit.document.id in readable)
    hidden = len(answer.citations) + len(answer.nearest) - len(kept) - len(nearest)
    if not hidden and asked_with <= audiences:
        return answer, 0
    asked = answer.understood
    return Answer(
        status=answer.status,
        answer="\n\n".join([_NOTICE[asked.language], *map(_line, kept)]),
        citations=kept,
        nearest=nearest,
        understood=Understood(
            question=asked.question,
            standalone=asked.question,
            language=asked.language,
            filters=asked.filters,
        ),
        mode=answer.mode,
        record_id=answer.record_id,
        provenance=answer.provenance,
    ), hidden


def _line(citation: Citation) -> str:
    return f"- {escaped(citation.clause.label)}「{escaped(citation.quote)}」[{citation.number}]"
