"""The figures of one question. Each lies between 0 and 1; higher is better.

    search@2000  share of the evidence inside the first 2,000 characters of what search finds
    first        the first citation's clause carries evidence
    cited        share of the evidence inside the quotations
    on_point     share of the citations whose clause carries evidence
    label        a citation with the first group of evidence names its clause in full (items with label)
    answered     the question was answered
    refused      an unanswerable question was not
    verbatim     every quotation stands in its clause, and the clause is what is stored
    in_source    every quotation stands in the source of its document, markup and page numbers removed
    error        the question could not be put (lower is better; the other figures are then absent)

Unanswerable questions have refused, verbatim and in_source only.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from assistant.models import Turn
from corpus.errors import SenreiError
from corpus.models import Frozen
from evals.gold import GoldItem
from evals.matching import Groups, carries, compact, groups_met, names_all, without_markup
from evals.targets import SeenAnswer, SeenCitation, SeenHit, Target

BUDGET = 2000  # characters of search results that count
LIMIT = 30  # hits asked for: more than fill the budget
ERROR = "error"
FIGURES = (
    "search@2000",
    "first",
    "cited",
    "on_point",
    "label",
    "answered",
    "refused",
    "verbatim",
    "in_source",
    ERROR,
)


class ItemResult(Frozen):
    """What became of one question."""

    item: GoldItem
    figures: dict[str, float]
    answer: SeenAnswer | None = None
    hits: tuple[SeenHit, ...] = ()
    within: int = 0  # how many of the hits the budget reaches
    found: tuple[bool, ...] = ()  # for each group of evidence: inside the budget of search
    quoted: tuple[bool, ...] = ()  # for each group of evidence: inside the quotations
    problem: str = ""  # why it could not be put
    ask_ms: float = 0.0
    search_ms: float = 0.0

    @property
    def short(self) -> dict[str, float]:
        """The figures that fall short; on_point, a matter of degree, is not counted."""
        return {
            name: value
            for name, value in self.figures.items()
            if (name == ERROR and value) or (name not in (ERROR, "on_point") and value < 1)
        }


class Scorer:
    """Puts questions to one target and scores what comes back."""

    def __init__(self, target: Target) -> None:
        """Reads the sources once, for in_source. Raises SenreiError."""
        self._target = target
        self._sources = {name: compact(without_markup(text)) for name, text in target.sources().items()}

    def score(self, item: GoldItem) -> ItemResult:
        """The figures of one question. What fails is part of the result."""
        try:
            return self._scored(item)
        except SenreiError as error:
            return ItemResult(item=item, figures={ERROR: 1.0}, problem=str(error))

    def _scored(self, item: GoldItem) -> ItemResult:
        history = self._history(item.history)
        began = time.perf_counter()
        answer = self._target.ask(item.question, history)
        asked = time.perf_counter()
        hits = self._target.search(item.question, history, LIMIT)
        searched = time.perf_counter()
        seen, within = first_characters([hit.clause.text for hit in hits])
        found = groups_met(item.evidence, seen)
        quoted = groups_met(item.evidence, "\n".join(compact(one.quote) for one in answer.citations))
        figures = self._proved(answer.citations)
        if item.answerable:
            figures |= {"search@2000": _share(found), "cited": _share(quoted)} | _answer_figures(item, answer)
        else:
            figures["refused"] = float(answer.status == "not_found")
        return ItemResult(
            item=item,
            figures={name: figures[name] for name in FIGURES if name in figures},
            answer=answer,
            hits=hits,
            within=within,
            found=tuple(found),
            quoted=tuple(quoted),
            ask_ms=(asked - began) * 1000,
            search_ms=(searched - asked) * 1000,
        )

    def _history(self, questions: Sequence[str]) -> list[Turn]:
        """The earlier questions, asked for real: a follow-up meets what the user would have seen."""
        turns: list[Turn] = []
        for question in questions:
            reply = self._target.ask(question, turns)
            turns += [Turn(role="user", content=question), Turn(role="assistant", content=reply.answer)]
        return turns

    def _proved(self, citations: Sequence[SeenCitation]) -> dict[str, float]:
        if not citations:
            return {}
        stored = [self._target.stored_text(one.clause.id) for one in citations]
        return {
            "verbatim": float(
                all(_is_verbatim(one, text) for one, text in zip(citations, stored, strict=True))
            ),
            "in_source": float(all(_in_source(one, self._sources) for one in citations)),
        }


def first_characters(texts: Sequence[str], budget: int = BUDGET) -> tuple[str, int]:
    """The texts, compacted, that fit into the budget whole (the first is cut to it), and their number."""
    kept: list[str] = []
    used = 0
    for text in map(compact, texts):
        if kept and used + len(text) > budget:
            break
        kept.append("\n" + text)  # a line feed before each, so that evidence is not found across two
        used += len(kept[-1])
    return "".join(kept)[:budget], len(kept)


def _answer_figures(item: GoldItem, answer: SeenAnswer) -> dict[str, float]:
    carry = [carries(item.evidence, one.clause.text) for one in answer.citations]
    figures = {
        "answered": float(answer.status == "answered"),
        "first": float(bool(carry) and carry[0]),
        "on_point": _share(carry),
    }
    if item.label:
        figures["label"] = float(_is_labelled(item.evidence[:1], item.label, answer.citations))
    return figures


def _is_labelled(first: Groups, parts: Sequence[str], citations: Sequence[SeenCitation]) -> bool:
    labels = [one.clause.label for one in citations if carries(first, one.clause.text)]
    return any(names_all(label, parts) for label in labels)


def _is_verbatim(citation: SeenCitation, stored: str | None) -> bool:
    shown = citation.clause.text
    return bool(citation.quote) and citation.quote in shown and shown == stored


def _in_source(citation: SeenCitation, sources: Mapping[str, str]) -> bool:
    return compact(citation.quote) in sources.get(citation.clause.document_id, "")


def _share(met: Sequence[bool]) -> float:
    return sum(met) / len(met) if met else 0.0
