"""Two assessment reports side by side as a Markdown table, field by field; every cell is cited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answer.compose import escaped
from assistant.comparing_assessments import FieldRow, FieldSide, Status, compare_assessments
from assistant.concepts import Concept
from assistant.from_registers.marks import Marks
from assistant.from_registers.query import of_registers
from assistant.from_registers.wording import Language, counted, listed, say, scope_of, word
from assistant.models import Understood
from assistant.retrieve import Found
from corpus.catalog import Catalog
from corpus.models import Document, DocumentKind

SHOWN = 24  # rows of one answer
_WHOLE = 800  # characters of a field quoted whole in its cell; of a longer one what fits the question
_ORDER: tuple[Status, ...] = ("same", "changed", "left_only", "right_only")
# Two reports without a name: whichever two are held.
_BOTH = re.compile(
    r"(?:二つ|2つ|２つ|両方?|両者|それぞれ|各|2件|二件)の?評価書|評価書(?:同士|どうし|間)|\b(?:two|both)\b[^.?]*\b(?:assessments?|reports?)\b"
    r"|\bassessment reports\b",
    re.I,
)
_REPORTS = re.compile(r"評価書|\bassessments?\b", re.I)


def reports_asked(found: Found) -> bool:
    """Whether a comparison is one of assessment reports rather than of meetings."""
    understood = found.probe.understood
    return bool(_REPORTS.search(understood.standalone)) and not understood.meetings


def reports_for(understood: Understood, catalog: Catalog, audiences: frozenset[str]) -> tuple[Document, ...]:
    """The two reports that a question names: by title, by agency, or as the only two that are held; else fewer."""
    held = [one for one in catalog.documents(audiences) if one.kind is DocumentKind.ASSESSMENT]
    named = [one for one in held if one.id in understood.document_ids]
    of_agencies = [one for one in held if one.agency in understood.agencies]
    for some in (named, [*named, *(one for one in of_agencies if one not in named)]):
        if len(some) == 2:
            return tuple(sorted(some, key=lambda one: _asked_at(one, understood)))
    return tuple(held) if len(held) == 2 and _BOTH.search(understood.standalone) else ()


def _asked_at(report: Document, understood: Understood) -> int:
    """Where a question names a report, by its agency or by its title's own words."""
    question = understood.standalone
    names = [report.agency or "", *re.findall(r"[一-龥々ァ-ヶー]{3,}", report.title)]
    places = [at for name in names if name and (at := question.find(name)) >= 0]
    return min(places, default=len(question))


def held_reports(catalog: Catalog, audiences: frozenset[str], language: Language) -> str:
    """That two reports to compare are not held or not named, and which are."""
    held = [one.cite for one in catalog.documents(audiences) if one.kind is DocumentKind.ASSESSMENT]
    return say("one_report", language, documents=escaped(listed(held, language)))


def reports_answer(
    pair: Sequence[Document], found: Found, marks: Marks, catalog: Catalog, audiences: frozenset[str]
) -> str | None:
    """The table; None where neither report has a field for what is asked."""
    language = found.probe.understood.language
    wanted = [concept for concept in found.probe.concepts if _asked(concept, pair)]
    wordings = [
        wording.surface for concept in wanted for wording in concept.wordings if len(wording.surface) > 1
    ]
    trees = [catalog.tree(one.id, audiences) for one in pair]
    rows = compare_assessments(pair[0], pair[1], trees[0], trees[1], wordings).rows
    if not rows or (wanted and not wordings):
        return None
    return _table(pair, rows, marks, language)


def _asked(concept: Concept, pair: Sequence[Document]) -> bool:
    """Whether a concept is a matter of the comparison, not part of the reports' names."""
    titles = "".join(one.title for one in pair)
    return not concept.scope and not of_registers(concept.name) and concept.name not in titles


def _table(pair: Sequence[Document], rows: Sequence[FieldRow], marks: Marks, language: Language) -> str:
    shown = rows[:SHOWN]
    marks.read(side.clause_id for row in shown for side in (row.left, row.right) if side)
    counts = Counter(row.status for row in rows)
    names = [one.agency or one.title for one in pair]
    counted_ones = [counted(counts[s], word(f"report_{s}", language), language) for s in _ORDER if counts[s]]
    lead = say("compared", language, left=names[0], right=names[1], counts=listed(counted_ones, language))
    head = [word("item", language), *(escaped(name) for name in names), word("difference", language)]
    table = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for row in shown:
        cells = [_cell(side, marks, language) for side in (row.left, row.right)]
        name = escaped(" ".join(filter(None, (row.place, row.field))))
        table.append("| " + " | ".join([name, *cells, word(f"report_{row.status}", language)]) + " |")
    parts = [
        lead,
        "\n".join(f"- {escaped(name)}: {escaped(one.cite)}" for name, one in zip(names, pair, strict=True)),
    ]
    parts.append("\n".join(table))
    if len(rows) > SHOWN:
        parts.append(say("more_rows", language, count=len(rows) - SHOWN))
    if language == "en":
        parts.append(say("original", language))
    return "\n\n".join(parts)


def _cell(side: FieldSide | None, marks: Marks, language: Language) -> str:
    if side is None:
        return word("none", language)
    clause = marks.clause(side.clause_id)
    if clause is None:
        return word("none", language)
    if side.value and side.value in clause.text:
        return marks.quoted(side.clause_id, side.value)
    if side.differs:
        return "<br>".join(filter(None, (marks.quoted(side.clause_id, told) for told in side.differs)))
    whole = marks.quoted(side.clause_id, side.text) if len(side.text) <= _WHOLE else ""
    return whole or marks.excerpt(clause)


def no_field(found: Found, language: Language) -> str:
    """That neither report has anything of what is asked."""
    names = [concept.name for concept in found.probe.concepts if not concept.scope]
    return say(
        "no_field", language, scope=scope_of([name for name in names if not of_registers(name)], language)
    )
