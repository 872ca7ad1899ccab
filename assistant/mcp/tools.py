"""The tools: search, fetch, ask, list_measures, list_precedents, briefing. Each reads what its caller may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from assistant.access import Principal
from assistant.api.replies import MeasuresReply, PrecedentsReply
from assistant.briefing import briefing as make_briefing
from assistant.mcp.shapes import (
    Answered,
    Briefed,
    Fetched,
    Results,
    answered,
    briefed,
    found,
    metadata_of,
    url_of,
)
from assistant.registers import decision_json, json_page, measure_json, replies_to
from corpus.errors import SenreiError
from corpus.models import RegisterFilters, Strength

if TYPE_CHECKING:
    from assistant.api.context import Answering

LONGEST = 50_000  # characters of one fetched text

# Who is there, by the headers of an HTTP request; None where there are no headers (stdio).
Reader = Callable[[Mapping[str, str] | None], Principal]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, description="How many to pass over.")]


class Tools:
    """The tools over one assistant. Safe to call from several threads."""

    def __init__(self, assistant: Answering, reader: Reader) -> None:
        self._assistant, self._reader = assistant, reader

    def search(
        self,
        query: Annotated[str, Field(description="A question or words, in Japanese or English.")],
        ctx: Context,
        limit: Limit = 10,
    ) -> Results:
        """Clauses of the record that fit a query, best first, each verbatim under its citation."""
        with told():
            _, hits = self._assistant.search(query, principal=self._reader(ctx.headers), limit=limit)
            return Results(results=[found(hit) for hit in hits])

    def fetch(
        self,
        id: Annotated[str, Field(description="The id of a clause as search gives it, or of a document.")],
        ctx: Context,
    ) -> Fetched:
        """One clause of the record, or a whole document, verbatim."""
        with told():
            return self.fetched(id, self._reader(ctx.headers))

    def ask(
        self,
        question: Annotated[str, Field(description="A complete question, in Japanese or English.")],
        ctx: Context,
    ) -> Answered:
        """An answer in verbatim quotations, each with its source; not_found where the record says nothing."""
        with told():
            return answered(self._assistant.ask(question, principal=self._reader(ctx.headers)))

    def list_measures(
        self,
        ctx: Context,
        agency: Annotated[str | None, Field(description="Body concerned, or part of its name.")] = None,
        topic: Annotated[str | None, Field(description="Topic: 暗号化, 再委託 ...")] = None,
        strength: Annotated[Strength | None, Field(description="How strongly it was asked for.")] = None,
        meeting: Annotated[int | None, Field(description="Number of the meeting.")] = None,
        words: Annotated[str | None, Field(description="Words that the entry holds, all of them.")] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> MeasuresReply:
        """The register of measures: what was asked of whom, when and how strongly; newest first."""
        filters = RegisterFilters(agency=agency, topic=topic, strength=strength, meeting=meeting, words=words)
        with told():
            catalog, audiences = self._assistant.catalog, self._reader(ctx.headers).audiences
            page = catalog.measures(audiences, filters, limit=limit, offset=offset)
            replies = replies_to(page.measures, catalog, audiences)
            entries = [measure_json(measure, replies) for measure in page.measures]
            return MeasuresReply.model_validate(json_page("measures", entries, page.total, limit, offset))

    def list_precedents(
        self,
        ctx: Context,
        agency: Annotated[str | None, Field(description="Body concerned, or part of its name.")] = None,
        topic: Annotated[str | None, Field(description="Topic: 安全管理措置 ...")] = None,
        matter: Annotated[str | None, Field(description="Matter: 認定協議, 評価書審査, 監督 ...")] = None,
        meeting: Annotated[int | None, Field(description="Number of the meeting.")] = None,
        words: Annotated[str | None, Field(description="Words that the entry holds, all of them.")] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> PrecedentsReply:
        """The register of decisions: what was checked, on what conditions, how it ended; newest first."""
        filters = RegisterFilters(agency=agency, topic=topic, matter=matter, meeting=meeting, words=words)
        with told():
            audiences = self._reader(ctx.headers).audiences
            page = self._assistant.catalog.decisions(audiences, filters, limit=limit, offset=offset)
            entries = [decision_json(decision) for decision in page.decisions]
            return PrecedentsReply.model_validate(json_page("precedents", entries, page.total, limit, offset))

    def briefing(
        self,
        topic: Annotated[str, Field(description="The topic, in Japanese or English: 再委託, 認定協議 ...")],
        ctx: Context,
    ) -> Briefed:
        """A briefing on a topic: definitions, precedents, what was asked and answered, criteria, open points."""
        with told():
            return briefed(make_briefing(topic, self._assistant, principal=self._reader(ctx.headers)))

    def fetched(self, id: str, reader: Principal) -> Fetched:
        """A clause, or a whole document. Raises NotHeld."""
        catalog, audiences = self._assistant.catalog, reader.audiences
        if "." in id:
            clause = catalog.clause(id, audiences)
            document = catalog.document(clause.document_id, audiences)
            title, text, metadata = clause.label, clause.text, metadata_of(document, clause)
        else:
            document = catalog.document(id, audiences)
            roots = [clause.text for clause in catalog.tree(id, audiences) if clause.parent_id is None]
            title, text, metadata = document.cite, "\n".join(roots), metadata_of(document)
        if len(text) > LONGEST:
            text = text[:LONGEST]
            metadata["cut_at"] = f"{LONGEST} characters; search for the clause that is wanted"
        return Fetched(id=id, title=title, text=text, url=url_of(id, document), metadata=metadata)


@contextmanager
def told() -> Iterator[None]:
    """What a person could be told of an error is told to the model; anything else stays in the log."""
    try:
        yield
    except SenreiError as error:
        raise ToolError(str(error)) from None
