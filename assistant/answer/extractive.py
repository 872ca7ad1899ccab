"""Answers without a language model: verbatim clauses, chosen, ordered, attributed; or a reasoned refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import compose
from assistant.answer.named import SAYS, words_of_one
from assistant.answer.refuse import refusal
from assistant.answer.select import Selection, Selector
from assistant.answer.support import Refusals, supported
from assistant.answer.verify import only_proven
from assistant.answer.wording import say
from assistant.models import Answer, Citation, Hit, Understood
from assistant.retrieve import Found
from assistant.states import record_of
from assistant.tracing import stage
from corpus.catalog import Catalog

_ROLLS = ("出席者", "出席委員", "欠席者", "欠席委員")


class Extractive:
    """Composes answers out of the clauses found, over one catalog."""

    def __init__(self, catalog: Catalog, refusals: Refusals | None = None) -> None:
        """An answerer reading neighbours and documents from the catalog; ``refusals`` of None are the shipped ones."""
        self._catalog = catalog
        self._refusals = refusals

    def carries(self, found: Found) -> bool:
        """Whether a question is to be answered at all from what was found."""
        if found.probe.understood.missing:
            return False
        return bool(words_of_one(found.hits, found.probe)) or supported(_without_roll(found), self._refusals)

    def answer(self, found: Found, audiences: frozenset[str]) -> Answer:
        """The answer to a question from what was found; ``not_found`` when that does not carry one."""
        found = _without_roll(found)
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
            answer=self._text(understood, selection, _copies(citations, hits)),
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

    def _text(self, understood: Understood, selection: Selection, copies: Mapping[int, int]) -> str:
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
        parts += [say("same", language, number=n, count=count) for n, count in copies.items()]
        if selection.more:
            parts.append(say("and_more", language, count=selection.more))
        if selection.silent:
            parts.append(say("silent", language, term=selection.topic, documents="、".join(selection.silent)))
        if any(one.clause.withheld for one in selection.passages):
            parts.append(say("withheld", language))
        return "\n\n".join(parts)


def _without_roll(found: Found) -> Found:
    """What was found without the lists of those present, where the words of somebody are asked for who spoke.

    A list of names has the name asked for and nothing else; as the best clause it would speak against an answer.
    """
    understood = found.probe.understood
    asked = understood.asks_for is not None or SAYS.search(understood.question) is not None
    if not asked or not any(hit.clause.speaker in understood.speakers for hit in found.hits):
        return found
    return replace(found, hits=tuple(hit for hit in found.hits if hit.clause.field not in _ROLLS))


def _copies(citations: Sequence[Citation], hits: Sequence[Hit]) -> dict[int, int]:
    """How many other documents have the words of a citation, by its number."""
    counts = {hit.clause.id: len(hit.same) for hit in hits if hit.same}
    return {one.number: counts[one.clause.id] for one in citations if one.clause.id in counts}
