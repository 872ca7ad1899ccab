"""The API as the page calls it. Whatever fails comes as a Trouble with a sentence for the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from ui.connection import Connection
from ui.events import ServerEvent, events
from ui.register_replies import Comparison, MeasuresPage, PrecedentsPage
from ui.replies import (
    Answer,
    Delta,
    Document,
    DocumentsPage,
    DocumentTree,
    PlacedClause,
    ProblemReply,
)
from ui.wording import Language, say

_TIMEOUT = httpx.Timeout(120.0, connect=5.0)  # seconds; a language model may take its time
_PAGE = 500  # documents a call; the most the API gives

Shape = TypeVar("Shape", bound=BaseModel)
Register = Literal["measures", "precedents"]
Turn = Mapping[Literal["role", "content"], str]


class Trouble(Exception):  # noqa: N818 - what the reader is told of, not what broke
    """A call that did not work: what happened, and what to do about it."""

    def __init__(self, title: str, advice: str = "", status: int | None = None) -> None:
        super().__init__(title)
        self.title, self.advice, self.status = title, advice, status


class Client:
    """Calls to one API in one reader's language."""

    def __init__(self, connection: Connection, language: Language) -> None:
        self._connection, self._language = connection, language
        self._headers: dict[str, str] = {"Accept-Language": language}
        if connection.key:
            self._headers["Authorization"] = f"Bearer {connection.key}"

    def documents(self) -> tuple[Document, ...]:
        """All documents held, newest first. Raises Trouble."""
        found: list[Document] = []
        while True:
            page = self._get("/v1/documents", DocumentsPage, {"limit": _PAGE, "offset": len(found)})
            found += page.documents
            if not page.documents or len(found) >= page.total:
                return tuple(found)

    def document(self, document_id: str) -> DocumentTree:
        """A document with its clauses. Raises Trouble."""
        return self._get(f"/v1/documents/{_segment(document_id)}", DocumentTree)

    def clause(self, clause_id: str) -> PlacedClause:
        """A clause with its document. Raises Trouble."""
        return self._get(f"/v1/clauses/{_segment(clause_id)}", PlacedClause)

    def measures(self, query: Mapping[str, str | int]) -> MeasuresPage:
        """One page of the register of measures. Raises Trouble."""
        return self._get("/v1/measures", MeasuresPage, query)

    def precedents(self, query: Mapping[str, str | int]) -> PrecedentsPage:
        """One page of the register of decisions. Raises Trouble."""
        return self._get("/v1/precedents", PrecedentsPage, query)

    def comparison(self, left: str, right: str) -> Comparison:
        """Two precedents, each named by its id or its meeting's number, side by side. Raises Trouble."""
        return self._get("/v1/precedents/compare", Comparison, {"left": left, "right": right})

    def register_file(
        self, register: Register, form: Literal["csv", "xlsx"], query: Mapping[str, str | int]
    ) -> bytes:
        """All entries of a register that pass the filters, as a file. Raises Trouble."""
        with self._calling() as http:
            return self._checked(http.get(f"/v1/{register}", params={**query, "format": form})).content

    def feedback(self, record_id: str, rating: Literal["up", "down"]) -> None:
        """Say whether an answer helped. Raises Trouble."""
        with self._calling() as http:
            self._checked(http.post("/v1/feedback", json={"record_id": record_id, "rating": rating}))

    def ask(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Mapping[str, str | int],
        on_text: Callable[[str], None],
    ) -> Answer:
        """The answer; ``on_text`` gets each piece of it while it comes. Raises Trouble."""
        body = {"question": question, "history": list(history), "filters": dict(filters), "stream": True}
        with self._calling() as http, http.stream("POST", "/v1/ask", json=body) as response:
            if response.is_error:
                response.read()
            self._checked(response)
            for event in events(response.iter_lines()):
                answer = self._taken(event, on_text)
                if answer is not None:
                    return answer
        raise self._trouble("cut_off")

    def _taken(self, event: ServerEvent, on_text: Callable[[str], None]) -> Answer | None:
        if event.name == "delta":
            on_text(self._read(Delta, event.data).text)
        elif event.name == "error":
            raise _told(self._read(ProblemReply, event.data))
        elif event.name == "done":
            return self._read(Answer, event.data)
        return None

    def _get(self, path: str, shape: type[Shape], query: Mapping[str, str | int] | None = None) -> Shape:
        with self._calling() as http:
            return self._read(shape, self._checked(http.get(path, params=query)).text)

    @contextmanager
    def _calling(self) -> Iterator[httpx.Client]:
        try:
            with httpx.Client(
                base_url=self._connection.api, headers=self._headers, timeout=_TIMEOUT, trust_env=False
            ) as http:
                yield http
        except httpx.ReadTimeout:
            raise self._trouble("slow") from None
        except (httpx.RemoteProtocolError, httpx.ReadError):
            raise self._trouble("cut_off") from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise self._trouble("unreachable") from None

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if not response.is_error:
            return response
        try:
            problem = ProblemReply.model_validate_json(response.text)
        except ValidationError:
            raise self._trouble("no_problem", response.status_code) from None
        raise _told(problem)

    def _read(self, shape: type[Shape], text: str) -> Shape:
        try:
            return shape.model_validate_json(text)
        except ValidationError:
            raise self._trouble("not_understood") from None

    def _trouble(self, what: str, status: int | None = None) -> Trouble:
        about = {"api": self._connection.api, "status": status}
        return Trouble(
            say(f"trouble_{what}", self._language, **about),
            say(f"trouble_{what}_advice", self._language, **about),
            status,
        )


def _told(problem: ProblemReply) -> Trouble:
    return Trouble(problem.title, problem.detail, problem.status)


def _segment(name: str) -> str:
    """A name as one segment of a path, whatever a reader put into the address bar."""
    return quote(name, safe="")
