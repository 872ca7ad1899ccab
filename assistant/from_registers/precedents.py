"""The register of decisions as an answer: a timeline, newest first, each entry in the record's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answer.compose import escaped
from assistant.from_registers.marks import Marks
from assistant.from_registers.measures import scope_names
from assistant.from_registers.query import Query, decision_texts
from assistant.from_registers.wording import (
    Language,
    counted,
    listed,
    meeting_name,
    say,
    scope_of,
    subject_name,
    word,
)
from corpus.catalog import Catalog
from corpus.models import Decision, Passage
from corpus.subjects import OTHER_MATTER, matter_of

SHOWN = 8  # precedents of one answer
CONSULTATIONS = ("認定協議", "協議")  # matters that the Commission answers with an opinion
_TOLD = ("conditions", "outcome", "points", "withheld")  # how it ended stands first


def matter_asked(query: Query, text: str) -> str | None:
    """The matter whose precedents are asked for; None where the question names no one matter."""
    matter = matter_of(text)
    return None if matter == OTHER_MATTER else matter


def precedents_for(
    query: Query, matter: str | None, catalog: Catalog, audiences: frozenset[str]
) -> tuple[Decision, ...]:
    """The decisions of a matter that a question asks for, newest first."""
    if query.empty:
        return ()
    filters = query.filters.model_copy(update={"matter": matter, "strength": None})
    return tuple(
        decision
        for decision in catalog.decisions(audiences, filters).decisions
        if query.within_matters(decision.id)
        and query.passes(decision_texts(decision))
        and (not query.topics or set(query.topics) & set(decision.topics))
    )


def precedents_answer(
    decisions: Sequence[Decision], matter: str | None, query: Query, marks: Marks, language: Language
) -> str:
    """The answer's Markdown."""
    shown = decisions[:SHOWN]
    marks.read(passage.clause_id for one in shown for part in _TOLD for passage in getattr(one, part))
    scope = [subject_name(matter, language)] if matter else []
    scope += scope_names(query, language)
    parts = [say("precedents", language, total=len(decisions), scope=scope_of(scope, language))]
    parts += [_entry(decision, marks, language) for decision in shown]
    if len(decisions) > SHOWN:
        parts.append(say("precedents_more", language, count=len(decisions) - SHOWN))
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def consultation_answer(decision: Decision, marks: Marks, language: Language) -> str | None:
    """How one consultation was answered: the opinion given, then the decision; None where no opinion is recorded."""
    if not decision.conditions:
        return None
    parts = [say("consultation", language), _entry(decision, marks, language, ("conditions", "outcome"))]
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def no_precedents(
    matter: str | None, query: Query, catalog: Catalog, audiences: frozenset[str], language: Language
) -> str:
    """That the register holds nothing of what was asked, and what it holds."""
    held = Counter(decision.matter for decision in catalog.decisions(audiences).decisions)
    scope = [subject_name(matter, language)] if matter else []
    scope += scope_names(query, language)
    parts = [say("no_precedents", language, scope=scope_of(scope, language))]
    if held:
        matters = [
            counted(count, subject_name(name, language), language) for name, count in held.most_common()
        ]
        parts.append(say("held_precedents", language, total=held.total(), matters=listed(matters, language)))
    return "\n\n".join(parts)


def _entry(decision: Decision, marks: Marks, language: Language, told_parts: Sequence[str] = _TOLD) -> str:
    document = marks.document(decision.document_id)
    cite = document.cite if document else meeting_name(decision, language)
    title = " ".join(filter(None, (cite, decision.agenda_item, decision.heading)))
    lines = [f"**{escaped(title)}**", ""]
    if decision.parties:
        lines.append(f"- {word('parties', language)}: {escaped(listed(decision.parties, language))}")
    for part in told_parts:
        told = told_of(getattr(decision, part), marks)
        if len(told) == 1:
            lines.append(f"- {word(part, language)}: {told[0]}")
        elif told:
            lines.append(f"- {word(part, language)}:")
            lines += [f"  - {one}" for one in told]
    return "\n".join(lines)


def told_of(passages: Sequence[Passage], marks: Marks) -> list[str]:
    """Passages quoted with their marks; those that are no longer held are left out."""
    return [said for passage in passages if (said := marks.quoted(passage.clause_id, passage.text))]
