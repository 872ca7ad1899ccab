"""When the record does not answer, and how that is said: a result with reasons, never an error."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.compose import escaped
from assistant.answer.wording import say
from assistant.models import Hit, Understood
from corpus.models import Document

NEAREST = 3  # clauses shown beside a refusal


def refusal(understood: Understood, hits: Sequence[Hit], held: Sequence[Document]) -> str:
    """The Markdown of a refusal: what is not held and what is held instead, else the nearest passages."""
    language = understood.language
    parts = [say("not_found", language)]
    if understood.missing:
        parts.append("\n".join(f"- {missing.detail or missing.name}" for missing in understood.missing))
        if held:
            parts.append(say("held", language, documents="、".join(document.cite for document in held[:8])))
    if hits:
        nearest = "\n".join(f"- {escaped(hit.clause.label)}" for hit in hits[:NEAREST])
        parts += [say("nearest", language), nearest]
    return "\n\n".join(parts)
