"""Whom the questions are put to: an assistant in this process, or one behind its HTTP API.

Both are read through the JSON that users get, so that the figures speak of what users see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Literal, Protocol, Self
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, JsonValue

from assistant.access import Principal
from assistant.models import Turn
from assistant.rendering import answer_json, clause_json, search_json
from assistant.service import Assistant
from corpus.errors import InputError, NotHeld, SenreiError

_TIMEOUT = 120.0  # seconds; a model that writes answers may take its time
_PAGE = 500  # documents asked for at a time


class _Seen(BaseModel):
    """A part of a reply; what the figures do not need is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SeenClause(_Seen):
    """A clause as a reply shows it."""

    id: str
    document_id: str
    label: str
    text: str


class SeenHit(_Seen):
    """A clause found, with the fused score and those of both legs."""

    clause: SeenClause
    score: float
    lexical: float = 0.0
    dense: float = 0.0


class SeenCitation(_Seen):
    """A quotation in an answer."""

    number: int
    quote: str
    clause: SeenClause


class SeenAnswer(_Seen):
    """An answer or a refusal."""

    status: Literal["answered", "not_found"]
    answer: str
    citations: tuple[SeenCitation, ...] = ()


class _SeenSearch(_Seen):
    hits: tuple[SeenHit, ...]


class Target(Protocol):
    """An assistant that can be examined. Each call raises SenreiError where it fails."""

    @property
    def name(self) -> str:
        """How the report calls it."""

    def ask(self, question: str, history: Sequence[Turn]) -> SeenAnswer:
        """Its answer."""

    def search(self, query: str, history: Sequence[Turn], limit: int) -> tuple[SeenHit, ...]:
        """What it finds, best first."""

    def stored_text(self, clause_id: str) -> str | None:
        """The text of the clause as it is held; None where there is none of that id."""

    def sources(self) -> Mapping[str, str]:
        """The extracted text of every document that it may read, by the document's id."""

    def close(self) -> None:
        """Let go of it."""


class InProcess:
    """An assistant over a store in this process. Answers are recorded in the store, as any are."""

    def __init__(self, assistant: Assistant, principal: Principal) -> None:
        """The assistant and in whose name it is asked."""
        self.name = "in process"
        self._assistant, self._principal = assistant, principal

    def ask(self, question: str, history: Sequence[Turn]) -> SeenAnswer:
        """Its answer."""
        answer = self._assistant.ask(question, history=history, principal=self._principal)
        return SeenAnswer.model_validate(answer_json(answer))

    def search(self, query: str, history: Sequence[Turn], limit: int) -> tuple[SeenHit, ...]:
        """What it finds, best first."""
        understood, hits = self._assistant.search(
            query, history=history, principal=self._principal, limit=limit
        )
        return _SeenSearch.model_validate(search_json(understood, hits, 0.0)).hits

    def stored_text(self, clause_id: str) -> str | None:
        """The text of the clause in the catalog."""
        try:
            held = self._assistant.catalog.clause(clause_id, self._principal.audiences)
        except NotHeld:
            return None
        return str(clause_json(held)["text"])

    def sources(self) -> Mapping[str, str]:
        """The extracted texts in the catalog."""
        catalog, audiences = self._assistant.catalog, self._principal.audiences
        return {one.id: catalog.source(one.id, audiences) for one in catalog.documents(audiences)}

    def close(self) -> None:
        """Close the store."""
        self._assistant.close()


class OverHttp:
    """An assistant behind its API."""

    def __init__(self, url: str, key: str | None = None, *, client: httpx.Client | None = None) -> None:
        """``client`` may stand in for the network. Raises InputError when nobody answers there."""
        self.name = url.rstrip("/")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx.Client(base_url=self.name, headers=headers, timeout=_TIMEOUT)
        try:
            self._call("GET", "/v1/health")
        except SenreiError as error:
            self._client.close()
            raise InputError(
                f"{error} Start it with senrei serve, or give --data to ask in process."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, question: str, history: Sequence[Turn]) -> SeenAnswer:
        """Its answer."""
        body = self._call("POST", "/v1/ask", {"question": question, "history": _turns(history)})
        return SeenAnswer.model_validate(body)

    def search(self, query: str, history: Sequence[Turn], limit: int) -> tuple[SeenHit, ...]:
        """What it finds, best first."""
        given: dict[str, JsonValue] = {"query": query, "history": _turns(history), "limit": limit}
        return _SeenSearch.model_validate(self._call("POST", "/v1/search", given)).hits

    def stored_text(self, clause_id: str) -> str | None:
        """The text that GET /v1/clauses/{id} gives."""
        try:
            return SeenClause.model_validate(
                self._call("GET", f"/v1/clauses/{quote(clause_id, safe='')}")
            ).text
        except NotHeld:
            return None

    def sources(self) -> Mapping[str, str]:
        """The texts that GET /v1/documents/{id}?source=true gives."""
        listed = _Listed.model_validate(self._call("GET", f"/v1/documents?limit={_PAGE}"))
        paths = {one.id: f"/v1/documents/{quote(one.id, safe='')}?source=true" for one in listed.documents}
        return {name: _Sourced.model_validate(self._call("GET", path)).source for name, path in paths.items()}

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _call(self, method: str, path: str, body: Mapping[str, JsonValue] | None = None) -> JsonValue:
        try:
            response = self._client.request(method, path, json=body)
        except httpx.TransportError as error:
            raise SenreiError(f"No answer from {self.name} ({error}).") from None
        if response.status_code == httpx.codes.NOT_FOUND:
            raise NotHeld(f"{path} is not held.")
        if response.is_error:
            raise SenreiError(f"{method} {path}: HTTP {response.status_code} {response.text[:200]}")
        reply: JsonValue = response.json()
        return reply


class _Identified(_Seen):
    id: str


class _Listed(_Seen):
    documents: tuple[_Identified, ...]


class _Sourced(_Seen):
    source: str


def _turns(history: Sequence[Turn]) -> list[JsonValue]:
    return [{"role": turn.role, "content": turn.content} for turn in history]
