"""What an answer says of the states of the laws it cites: of which day they are, whether still so, what changed.

Added to any answerer's reply: an answer out of a state that is not in force says so plainly and shows the words
now in force where they differ; one out of the state in force says if an earlier or coming state reads otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer.compose import escaped
from assistant.answer.wording import Language, say
from assistant.models import Answer, Citation
from corpus.catalog import Catalog, ClauseState
from corpus.catalog.histories import same_words
from corpus.catalog.tables import STATED
from corpus.dates import format_era
from corpus.errors import NotHeld
from corpus.models import Clause

_SHOWN = 5  # changed passages that are shown in both wordings

Values = tuple[tuple[str, str], ...]


@dataclass
class _Notes:
    """What is to be said, the same of several citations once."""

    language: Language
    names: dict[tuple[str, Values], list[str]] = field(default_factory=dict)

    def say(self, key: str, citation: Citation, **values: str) -> None:
        """Say it of that citation."""
        name = f"{citation.clause.label} [{citation.number}]"
        names = self.names.setdefault((key, tuple(sorted(values.items()))), [])
        if name not in names:
            names.append(name)

    def lines(self) -> Iterator[str]:
        """The sentences, in the order in which they came up."""
        joined = "、" if self.language == "ja" else ", "
        for (key, values), names in self.names.items():
            yield say(key, self.language, name=joined.join(names), **dict(values))


def with_states(answer: Answer, catalog: Catalog, audiences: frozenset[str]) -> Answer:
    """The answer with what its reader must know of the states of the laws it cites; as it was if nothing."""
    notes = _Notes(answer.understood.language)
    fresh: dict[str, Clause] = {}
    for citation in answer.citations if answer.status == "answered" else ():
        history = _history(catalog, citation, audiences)
        shown = next((one for one in history if one.begins == citation.document.date), None)
        if shown is None:
            continue
        if shown.status == "in_force":
            _note_others(notes, citation, history, shown, answer.understood.as_of)
        elif (now := _note_former(notes, citation, history, shown)) is not None:
            changed = _changed(catalog, now, shown, audiences)
            fresh.update((one.id, one) for one in changed)
    lines = list(notes.lines())
    if not lines:
        return answer
    first = max((citation.number for citation in answer.citations), default=0) + 1
    added = tuple(
        Citation(
            number=number, quote=one.text, clause=one, document=catalog.document(one.document_id, audiences)
        )
        for number, one in enumerate(list(fresh.values())[:_SHOWN], first)
    )
    text = "\n\n".join([answer.answer.rstrip(), *lines, *map(_quoted, added)])
    return answer.model_copy(update={"answer": text, "citations": (*answer.citations, *added)})


def _history(catalog: Catalog, citation: Citation, audiences: frozenset[str]) -> tuple[ClauseState, ...]:
    if citation.document.kind not in STATED:
        return ()
    try:
        return catalog.history(citation.clause.id, audiences)
    except NotHeld:
        return ()


def _note_former(
    notes: _Notes, citation: Citation, history: Sequence[ClauseState], shown: ClauseState
) -> Clause | None:
    """Say that a citation is of a state not in force; the clause now in force if it reads otherwise."""
    span = _span(shown, notes.language)
    now = next((one for one in history if one.status == "in_force"), None)
    if now is None or now.clause is None:
        notes.say("state_gone", citation, span=span)
        return None
    same = same_words(now.clause, shown.clause)
    key = "state_same" if same else "state_changed"
    notes.say(key, citation, span=span, since=_day(now.begins, notes.language))
    return None if same else now.clause


def _note_others(
    notes: _Notes,
    citation: Citation,
    history: Sequence[ClauseState],
    shown: ClauseState,
    as_of: dt.date | None,
) -> None:
    """Say that the words in force are those of the day asked for, and which other states read otherwise."""
    if as_of is not None:
        notes.say("state_in_force", citation, since=_day(shown.begins, notes.language))
    for one in history:
        if one.clause is not None and not same_words(one.clause, shown.clause):
            key = "state_coming" if one.status == "upcoming" else "state_was"
            notes.say(key, citation, span=_span(one, notes.language))


def _changed(
    catalog: Catalog, now: Clause, shown: ClauseState, audiences: frozenset[str]
) -> Iterator[Clause]:
    """The passages now in force below a provision whose words were others, or none, in that state."""
    then = catalog.on(shown.begins).tree(now.document_id, audiences)
    before = {one.id: one for one in then if one.leaf}
    for one in catalog.tree(now.document_id, audiences):
        inside = one.id == now.id or one.id.startswith(now.id + ".")
        if one.leaf and inside and not same_words(before.get(one.id), one):
            yield one


def _quoted(one: Citation) -> str:
    return f"- {one.clause.label} [{one.number}]\n\n  > {escaped(' '.join(one.quote.split()))}"


def _span(state: ClauseState, language: Language) -> str:
    """From when to when a state holds: 令和7年6月1日から令和8年6月23日まで."""
    first = _day(state.begins, language)
    if state.until is None:
        return say("state_from", language, first=first)
    return say("state_from_to", language, first=first, last=_day(state.until, language))


def _day(day: dt.date, language: Language) -> str:
    return format_era(day) if language == "ja" else f"{day:%B} {day.day}, {day.year}"
