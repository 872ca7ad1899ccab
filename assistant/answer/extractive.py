"""Answers without a language model: verbatim clauses, chosen, ordered, attributed; or a reasoned refusal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import compose
from assistant.answer.refuse import refusal
from assistant.answer.select import Selection, Selector
from assistant.answer.support import Refusals, supported
from assistant.answer.verify import only_proven
from assistant.answer.wording import say
from assistant.models import Answer, Hit, Understood
from assistant.retrieve import Found
from assistant.states import record_of
from assistant.tracing import stage
from corpus.catalog import Catalog


class Extractive:
    """Composes answers out of the clauses found, over one catalog."""

    def __init__(self, catalog: Catalog, refusals: Refusals | None = None) -> None:
        """An answerer reading neighbours and documents from the catalog; ``refusals`` of None are the shipped ones."""
        self._catalog = catalog
        self._refusals = refusals

    def carries(self, found: Found) -> bool:
        """Whether a question is to be answered at all from what was found."""
        return not found.probe.understood.missing and supported(found, self._refusals)

    def answer(self, found: Found, audiences: frozenset[str]) -> Answer:
        """The answer to a question from what was found; ``not_found`` when that does not carry one."""
        understood, hits = found.probe.understood, found.hits
        if not self.carries(found):
            return self._refused(understood, hits, audiences)
        record = record_of(self._catalog, understood)
        selection = Selector(record, audiences, found.probe).select(hits)
        citations = compose.citations_of(selection.passages)
        with stage("verify"):
            proven = only_proven(citations)
        if len(proven) != len(citations) or not citations:
            return self._refused(understood, hits, audiences)
        return Answer(
            status="answered",
            answer=self._text(understood, selection),
            citations=citations,
            understood=understood,
        )

    def _refused(self, understood: Understood, hits: Sequence[Hit], audiences: frozenset[str]) -> Answer:
        return Answer(
            status="not_found",
            answer=refusal(understood, hits, record_of(self._catalog, understood).documents(audiences)),
            nearest=tuple(hits[:3]),
            understood=understood,
        )

    def _text(self, understood: Understood, selection: Selection) -> str:
        language = understood.language
        documents = len({one.document.id for one in selection.passages})
        text = compose.with_lead(
            selection.lead,
            language,
            selection.passages,
            topic=selection.topic or say("the_matter", language),
            documents=documents,
        )
        parts = [text]
        if selection.more:
            parts.append(say("and_more", language, count=selection.more))
        if selection.silent:
            parts.append(say("silent", language, term=selection.topic, documents="、".join(selection.silent)))
        if any(one.clause.withheld for one in selection.passages):
            parts.append(say("withheld", language))
        return "\n\n".join(parts)
