"""Two decisions side by side as a Markdown table: how each ended, then point by point; every cell is cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answer.compose import escaped
from assistant.comparing import ComparedPoint, Comparison, Status, best_pair, compare
from assistant.from_registers.marks import Marks
from assistant.from_registers.precedents import told_of
from assistant.from_registers.query import Query
from assistant.from_registers.wording import Language, counted, listed, meeting_name, say, word
from corpus.catalog import Catalog
from corpus.models import Decision, Passage, RegisterFilters
from corpus.subjects import topics_of

_ORDER: tuple[Status, ...] = ("same", "changed", "new", "gone")


def pair_for(
    query: Query, meetings: Sequence[int], matter: str | None, catalog: Catalog, audiences: frozenset[str]
) -> tuple[Decision, Decision] | None:
    """The two decisions to compare, the older first: of the two meetings named, else the two newest of a matter."""
    if len(meetings) == 2:
        sides = [
            catalog.decisions(audiences, RegisterFilters(meeting=number, matter=matter)).decisions
            for number in sorted(meetings)
        ]
        return best_pair(*sides)
    if meetings or matter is None:
        return None
    wanted = RegisterFilters(matter=matter, agency=query.filters.agency)
    newest = [one for one in catalog.decisions(audiences, wanted).decisions if one.points][:2]
    return (newest[1], newest[0]) if len(newest) == 2 else None


def comparison_answer(
    pair: tuple[Decision, Decision], query: Query, marks: Marks, language: Language
) -> str | None:
    """The table, or None where nothing of the two speaks of the topics asked about."""
    compared = compare(*pair)
    marks.read(passage.clause_id for one in pair for passage in (*one.points, *one.conditions, *one.outcome))
    query = query.without(text for one in pair for text in (one.heading, one.matter))
    points = [row for row in compared.points if _wanted(row, query)]
    if not points and (query.topics or query.concepts):
        return None
    names = [meeting_name(one, language) for one in pair]
    counts = Counter(row.status for row in points)
    lead = say(
        "compared",
        language,
        left=names[0],
        right=names[1],
        counts=listed(
            [counted(counts[s], word(s, language), language) for s in _ORDER if counts[s]], language
        ),
    )
    rows = list(_rows(compared, points, marks, language, whole=not query.topics and not query.concepts))
    head = [word("item", language), *names, word("difference", language)]
    table = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    table += ["| " + " | ".join(row) + " |" for row in rows]
    headings = [
        f"- {names[at]}: {escaped(' '.join(filter(None, (one.agenda_item, one.heading))))}"
        for at, one in enumerate(pair)
    ]
    parts = [lead, "\n".join(headings), "\n".join(table)]
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def _wanted(row: ComparedPoint, query: Query) -> bool:
    told = [side.text for side in (row.left, row.right) if side]
    if not query.passes(told):
        return False
    return not query.topics or bool(set(query.topics) & set(topics_of("\n".join(told))))


def _rows(
    compared: Comparison, points: Sequence[ComparedPoint], marks: Marks, language: Language, *, whole: bool
) -> Iterator[list[str]]:
    """How each ended first, then the points; of a topic only its points."""
    if whole:
        for row in compared.conditions:
            yield _row(word("conditions", language), row, marks, language)
        outcomes = [_cell(one.outcome, marks, language) for one in (compared.left, compared.right)]
        alike = word("same" if outcomes[0] == outcomes[1] else "changed", language)
        yield [word("outcome", language), *outcomes, alike]
    for row in points:
        named = [side.mark for side in (row.left, row.right) if side and side.mark]
        mark = " → ".join(dict.fromkeys(named))
        yield _row(f"{word('points', language)} {mark}".strip(), row, marks, language)


def _row(name: str, row: ComparedPoint, marks: Marks, language: Language) -> list[str]:
    cells = [_cell([side] if side else [], marks, language) for side in (row.left, row.right)]
    return [name, *cells, word(row.status, language)]


def _cell(passages: Sequence[Passage], marks: Marks, language: Language) -> str:
    return "<br>".join(told_of(passages, marks)) or word("none", language)
