"""One call to the API: made, checked and read. Whatever fails comes as a Trouble with a sentence for the reader."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from ui.connection import Connection
from ui.replies import ProblemReply
from ui.wording import Language, say

_TIMEOUT = httpx.Timeout(120.0, connect=5.0)  # seconds; a language model may take its time

Shape = TypeVar("Shape", bound=BaseModel)
Query = Mapping[str, str | int | bool]
Body = Mapping[str, object]


class Trouble(Exception):  # noqa: N818 - what the reader is told of, not what broke
    """A call that did not work: what happened, and what to do about it."""

    def __init__(self, title: str, advice: str = "", status: int | None = None) -> None:
        super().__init__(title)
        self.title, self.advice, self.status = title, advice, status


class Calling:
    """Calls to one API in one reader's language; what there is to call is for those that build on it."""

    def __init__(self, connection: Connection, language: Language) -> None:
        self._connection, self._language = connection, language
        self._headers: dict[str, str] = {"Accept-Language": language}
        if connection.key:
            self._headers["Authorization"] = f"Bearer {connection.key}"

    def _get(self, path: str, shape: type[Shape], query: Query | None = None) -> Shape:
        with self._calling() as http:
            return self._read(shape, self._checked(http.get(path, params=query)).text)

    def _send(self, method: str, path: str, shape: type[Shape], body: Body | None = None) -> Shape:
        with self._calling() as http:
            return self._read(shape, self._checked(http.request(method, path, json=body)).text)

    def _file(self, method: str, path: str, *, query: Query | None = None, body: Body | None = None) -> bytes:
        with self._calling() as http:
            return self._checked(http.request(method, path, params=query, json=body)).content

    @contextmanager
    def _calling(self) -> Iterator[httpx.Client]:
        try:
            with httpx.Client(
                base_url=self._connection.api,
                headers=self._headers,
                timeout=_TIMEOUT,
                trust_env=False,
                verify=_trusted(),
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
        raise told(problem)

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


def told(problem: ProblemReply) -> Trouble:
    """A problem of the API's, in its own words."""
    return Trouble(problem.title, problem.detail, problem.status)


def segment(name: str) -> str:
    """A name as one segment of a path, whatever a reader put into the address bar."""
    return quote(name, safe="")


@cache
def _trusted() -> ssl.SSLContext:
    """Whom calls trust over TLS; made once, for it takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)
