"""A conversation as Markdown: each question a heading, its answer, the sources of its marks."""

from __future__ import annotations

from assistant.answer.compose import escaped
from assistant.conversations import Asked, Talk
from assistant.models import Citation
from assistant.transcript.wording import asked_on, name_of, sources_heading


def markdown_of(talk: Talk) -> str:
    """The whole conversation, ending in a line feed."""
    parts = [f"# {escaped(name_of(talk))}"]
    for turn in talk.turns:
        parts += _turn(turn)
    return "\n\n".join(parts) + "\n"


def _turn(turn: Asked) -> list[str]:
    parts = [f"## {escaped(' '.join(turn.question.split()))}", asked_on(turn), turn.reply.answer.strip()]
    if turn.reply.citations:
        lines = "\n".join(_source(one) for one in turn.reply.citations)
        parts.append(f"**{sources_heading(turn)}**\n\n{lines}")
    return parts


def _source(citation: Citation) -> str:
    return f"- [{citation.number}] {escaped(citation.clause.label)}（`{citation.clause.id}`）"
