"""The answerer that reads the registers: it answers what clearly asks for one, and leaves all else to others."""

from __future__ import annotations

from assistant.answer.support import supported
from assistant.from_registers.consultations import comparison_answer, pair_for
from assistant.from_registers.marks import Marks
from assistant.from_registers.measures import measures_answer, measures_for, no_measures
from assistant.from_registers.precedents import (
    CONSULTATIONS,
    consultation_answer,
    matter_asked,
    no_precedents,
    precedents_answer,
    precedents_for,
)
from assistant.from_registers.query import Query, query_of
from assistant.from_registers.reports import (
    held_reports,
    no_field,
    reports_answer,
    reports_asked,
    reports_for,
)
from assistant.from_registers.wording import nothing_alike
from assistant.models import Answer
from assistant.retrieve import Found
from assistant.understanding.language import plain
from assistant.understanding.register_forms import Register, register_asked
from corpus.catalog import Catalog
from corpus.index.tokenizer import words

MODE = "registers"


class FromRegisters:
    """Answers out of the registers of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        """An answerer reading registers and clauses from the catalog."""
        self._catalog = catalog

    def answer(self, found: Found, audiences: frozenset[str]) -> Answer | None:
        """The answer where the question asks for a register and the register can tell; None for all else.

        ``not_found`` where a register was plainly asked for and holds nothing of it: with what it does hold.
        """
        understood = found.probe.understood
        asked = register_asked(understood)
        if asked is None or understood.missing:
            return None
        query = query_of(found, self._catalog, audiences)
        wanted = frozenset(words(" ".join([understood.standalone, *understood.terms])))
        marks = Marks(self._catalog, audiences, wanted)
        if asked is Register.MEASURES:
            text, nothing = self._measures(query, found, marks, audiences)
        elif asked is Register.CONSULTATION:
            text, nothing = self._consultation(query, found, marks, audiences), None
        elif asked is Register.PRECEDENTS:
            text, nothing = self._precedents(query, found, marks, audiences)
        else:
            text, nothing = self._comparison(query, found, marks, audiences)
        if text is not None and marks.citations:
            return Answer(
                status="answered", answer=text, citations=marks.citations, understood=understood, mode=MODE
            )
        if nothing is None:
            return None
        return Answer(
            status="not_found",
            answer=nothing,
            nearest=tuple(found.hits[:3]),
            understood=understood,
            mode=MODE,
        )

    def _measures(
        self, query: Query, found: Found, marks: Marks, audiences: frozenset[str]
    ) -> tuple[str | None, str | None]:
        """The answer, or else what there is instead; neither where a passage of the record may answer."""
        language = found.probe.understood.language
        measures = measures_for(query, self._catalog, audiences)
        if measures:
            return measures_answer(measures, query, marks, self._catalog, audiences, language), None
        if _of_others(query, found):
            return None, None
        return None, no_measures(query, self._catalog, audiences, language)

    def _precedents(
        self, query: Query, found: Found, marks: Marks, audiences: frozenset[str]
    ) -> tuple[str | None, str | None]:
        understood = found.probe.understood
        matter = matter_asked(query, _asked(found))
        if matter is None and not query.matters:
            return None, None
        query = query.without([matter or ""])
        decisions = precedents_for(query, matter, self._catalog, audiences)
        if decisions:
            return precedents_answer(decisions, matter, query, marks, understood.language), None
        if _of_others(query, found):
            return None, None
        return None, no_precedents(matter, query, self._catalog, audiences, understood.language)

    def _consultation(
        self, query: Query, found: Found, marks: Marks, audiences: frozenset[str]
    ) -> str | None:
        """How the one consultation that a question names was answered; of several, the timeline."""
        matter = matter_asked(query, _asked(found))
        if matter not in CONSULTATIONS:
            return None
        query, language = query.without([matter]), found.probe.understood.language
        decisions = precedents_for(query, matter, self._catalog, audiences)
        if len(decisions) == 1:
            return consultation_answer(decisions[0], marks, language)
        return precedents_answer(decisions, matter, query, marks, language) if decisions else None

    def _comparison(
        self, query: Query, found: Found, marks: Marks, audiences: frozenset[str]
    ) -> tuple[str | None, str | None]:
        understood = found.probe.understood
        if reports_asked(found):
            return self._reports(found, marks, audiences)
        matter = matter_asked(query, _asked(found))
        pair = pair_for(query, understood.meetings, matter, self._catalog, audiences)
        if pair is None and matter is not None and len(understood.meetings) == 2:
            said = nothing_alike(understood.meetings, understood.language)
            return (
                None,
                f"{said}\n\n{no_precedents(matter, query, self._catalog, audiences, understood.language)}",
            )
        if pair is None:
            return None, None
        return comparison_answer(pair, query, marks, understood.language), None

    def _reports(
        self, found: Found, marks: Marks, audiences: frozenset[str]
    ) -> tuple[str | None, str | None]:
        understood = found.probe.understood
        pair = reports_for(understood, self._catalog, audiences)
        if len(pair) == 2:
            told = reports_answer(pair, found, marks, self._catalog, audiences)
            return told, no_field(found, understood.language)
        if understood.matter_ids or understood.document_ids:
            return None, None  # of the one named the record may tell
        return None, held_reports(self._catalog, audiences, understood.language)


def _of_others(query: Query, found: Found) -> bool:
    """Whether what is asked goes beyond what registers sort by, and passages of the record speak of it."""
    return bool(query.concepts) and supported(found)


def _asked(found: Found) -> str:
    understood = found.probe.understood
    return plain(" ".join([understood.standalone, *understood.terms]))
