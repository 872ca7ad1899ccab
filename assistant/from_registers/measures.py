"""The register of measures as an answer: what was asked of whom, how strongly, and what was replied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from assistant.answer.compose import escaped
from assistant.from_registers.marks import Marks
from assistant.from_registers.query import Query, measure_texts
from assistant.from_registers.wording import (
    Language,
    counted,
    listed,
    say,
    scope_of,
    strength_name,
    subject_name,
    word,
)
from assistant.registers import replies_to
from corpus.catalog import Catalog
from corpus.dates import format_era
from corpus.models import Measure, Strength

SHOWN = 20  # measures of one answer
_REPLIED = 8  # up to so many measures, their replies are quoted with them
_NAMED = 8  # bodies and topics named where nothing fits
_REVIEWED = "評価書"
_ENTRIES = "審査記載事項"  # what the Commission writes into an assessment: the clause's label says so


def measures_for(query: Query, catalog: Catalog, audiences: frozenset[str]) -> tuple[Measure, ...]:
    """The measures that a question asks for, newest first; of several topics those that touch all, else any."""
    if query.empty:
        return ()
    passing = [
        measure
        for measure in catalog.measures(audiences, query.filters).measures
        if query.within_matters(measure.clause_id)
        and (not query.of_reviews or bool(query.matters) or _REVIEWED in measure.about)
        and (_ENTRIES not in query.question or _ENTRIES in measure.label)
        and (not query.speakers or measure.asked_by in query.speakers)
        and query.passes(measure_texts(measure))
    ]
    if not query.topics:
        return tuple(passing)
    wanted = set(query.topics)
    every = [measure for measure in passing if wanted <= set(measure.topics)]
    return tuple(every or [measure for measure in passing if wanted & set(measure.topics)])


def measures_answer(
    measures: Sequence[Measure],
    query: Query,
    marks: Marks,
    catalog: Catalog,
    audiences: frozenset[str],
    language: Language,
) -> str:
    """The answer's Markdown: under each document and agenda item who asked whom, the words, the reply."""
    shown = measures[:SHOWN]
    replies = replies_to(shown, catalog, audiences) if len(shown) <= _REPLIED else {}
    marks.read(measure.clause_id for measure in shown)
    counts = Counter(measure.strength for measure in measures)
    parts = [
        say(
            "measures",
            language,
            total=len(measures),
            scope=asked_scope(query, language),
            strengths=listed(
                [counted(counts[s], strength_name(s, language), language) for s in Strength if counts[s]],
                language,
            ),
        )
    ]
    for (document_id, _), group in groupby(shown, key=lambda one: (one.document_id, one.agenda_item)):
        of_item = list(group)
        document = marks.document(document_id)
        cite = document.cite if document else document_id
        lines = [
            f"**{escaped(' '.join(filter(None, (cite, of_item[0].agenda_item, of_item[0].about))))}**",
            "",
        ]
        for at, measure in enumerate(of_item):
            if words := marks.quoted(measure.clause_id, measure.text):
                lines.append(f"- {_who(measure, language)}{words}")
            last = at + 1 == len(of_item) or of_item[at + 1].reply_id != measure.reply_id
            if last and (reply := replies.get(measure.reply_id or "")) and (told := marks.spoken(reply)):
                lines.append(f"  - → {word('reply', language)} {escaped(reply.speaker or '')}{told}")
        parts.append("\n".join(lines))
    if len(measures) > SHOWN:
        parts.append(say("measures_more", language, count=len(measures) - SHOWN))
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def no_measures(query: Query, catalog: Catalog, audiences: frozenset[str], language: Language) -> str:
    """That the register holds nothing of what was asked, and what it holds."""
    held = catalog.measures(audiences).measures
    bodies = Counter(measure.asked_of for measure in held if measure.asked_of)
    topics = Counter(topic for measure in held for topic in measure.topics)
    parts = [say("no_measures", language, scope=asked_scope(query, language))]
    if held:
        parts.append(
            say(
                "held_measures",
                language,
                total=len(held),
                bodies=listed([escaped(name) for name, _ in bodies.most_common(_NAMED)], language),
                topics=listed(
                    [subject_name(name, language) for name, _ in topics.most_common(_NAMED)], language
                ),
            )
        )
    return "\n\n".join(parts)


def scope_names(query: Query, language: Language) -> list[str]:
    """What a register was narrowed by, as a reader would say it."""
    return [escaped(name) for name, _ in _narrowed(query, language)]


def asked_scope(query: Query, language: Language) -> str:
    """The same as it stands before 「求められた措置」: 第330回で、国土交通大臣に、「暗号化」について."""
    if language == "en":
        return scope_of(scope_names(query, language), language)
    return "、".join(f"{escaped(name)}{particle}" for name, particle in _narrowed(query, language))


def _narrowed(query: Query, language: Language) -> list[tuple[str, str]]:
    """Each thing that narrows, with the particle that joins it in Japanese."""
    filters, english = query.filters, language == "en"
    days = [
        day.isoformat() if english else format_era(day) for day in (filters.date_from, filters.date_to) if day
    ]
    meeting = f"meeting {filters.meeting}" if english else f"第{filters.meeting}回"
    told = [
        *(subject_name(one, language) for one in query.topics),
        *(one.written_in(query.question) for one in query.concepts),
    ]
    named = [
        (meeting if filters.meeting else "", "で"),
        ((" to " if english else "から").join(days), "までに" if len(days) == 2 else "の間に"),
        (filters.agency or "", "に"),
        *((speaker, "から") for speaker in query.speakers),
        *((one if english else f"「{one}」", "について") for one in told),
        (strength_name(filters.strength, language) if filters.strength else "", "として"),
    ]
    return [(name, particle) for name, particle in named if name]


def _who(measure: Measure, language: Language) -> str:
    whom = f" → {measure.asked_of}" if measure.asked_of else ""
    strength = strength_name(measure.strength, language)
    mark = f"［{strength}］" if language == "ja" else f"({strength}) "
    return f"{mark}{escaped(f'{measure.asked_by}{whom}')}"
