"""The calls: health, search, ask, stream, clause, documents, conversations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import JsonValue, ValidationError

from assistant.client.errors import ClientError, Unreadable, refusal_of, unreachable
from assistant.client.intake import Intake
from assistant.client.models import (
    WHOLE,
    Answer,
    ClauseInPlace,
    Conversation,
    Conversations,
    Documents,
    Event,
    Health,
    Hits,
    Record,
    Reply,
    Talk,
)
from assistant.models import Turn
from corpus.models import Filters

R = TypeVar("R", bound=Reply)
Json = dict[str, JsonValue]

_NO_FILTERS = Filters()


class Client(Intake):
    """The API at one address, with one key where the server asks for one. Safe to share between threads.

    Every call raises ``ClientError`` or one of its kinds, whose message says what to do. To be closed, or used
    with ``with``.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout: float = 60.0,
        language: Literal["ja", "en"] = "ja",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """``timeout`` in seconds; ``language`` is that of messages, answers have the question's own."""
        if key and not (key.isascii() and key.isprintable()):
            raise ClientError("The key has characters that no key has. Copy it again, without line feeds.")
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._url = base_url.rstrip("/")
        self._http = httpx.Client(timeout=timeout, headers=headers, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def health(self) -> Health:
        """Whether the server lives, and how much it holds for this key. Needs no key."""
        return self._get(Health, "/v1/health", {})

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
    ) -> Hits:
        """The clauses that fit a question or words, best first."""
        body: Json = {"query": query, "limit": limit, **_given(history, filters)}
        return self._post(Hits, "/v1/search", body)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
        conversation: str | None = None,
    ) -> Answer:
        """The answer with its citations; refusing is an answer too (``status`` is ``not_found``).

        With the id of a ``conversation`` it goes on with that one, and is added to it.
        """
        body: Json = {"question": question, **_given(history, filters), **_within(conversation)}
        return self._post(Answer, "/v1/ask", body)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = _NO_FILTERS,
        conversation: str | None = None,
    ) -> Iterator[Event]:
        """The same event by event; the last is ``done`` with the whole answer."""
        body: Json = {
            "question": question,
            "stream": True,
            **_given(history, filters),
            **_within(conversation),
        }
        url = f"{self._url}/v1/ask"
        with self._told(url), self._http.stream("POST", url, json=body) as reply:
            if reply.status_code != httpx.codes.OK:
                reply.read()
                self._check(reply)
            yield from _events(reply)

    def clause(self, id: str, *, before: int = 1, after: int = 1) -> ClauseInPlace:
        """A clause with its parent, children, and so many neighbours. Raises NotFound."""
        return self._get(
            ClauseInPlace, f"/v1/clauses/{quote(id, safe='')}", {"before": before, "after": after}
        )

    def documents(self, *, filters: Filters = _NO_FILTERS, limit: int = 50, offset: int = 0) -> Documents:
        """One page of the documents that pass the filters, newest first."""
        return self._get(Documents, "/v1/documents", {**_said(filters), "limit": limit, "offset": offset})

    def record(self, id: str) -> Record:
        """How an answer of this key's came about, by its ``record_id``. Raises NotFound."""
        return self._get(Record, f"/v1/records/{quote(id, safe='')}", {})

    def conversations(self, *, limit: int = 100, offset: int = 0) -> Conversations:
        """One page of the conversations kept under this key, the one last asked in first."""
        return self._get(Conversations, "/v1/conversations", {"limit": limit, "offset": offset})

    def begin(self, title: str = "") -> Talk:
        """A new conversation; without a title its first question names it."""
        return self._post(Talk, "/v1/conversations", {"title": title})

    def conversation(self, id: str) -> Talk:
        """A conversation with its turns. Raises NotFound."""
        return self._get(Talk, _conversation(id), {})

    def rename(self, id: str, title: str) -> Conversation:
        """Give a conversation another title. Raises NotFound."""
        return Conversation.model_validate_json(self._call("PATCH", _conversation(id), {"title": title}))

    def delete(self, id: str) -> None:
        """Delete a conversation with all its turns. Raises NotFound."""
        self._call("DELETE", _conversation(id))

    def export(self, id: str, format: Literal["md", "docx", "json"] = "md") -> bytes:
        """A conversation as a file: Markdown (UTF-8), Word or JSON. Raises NotFound."""
        return self._call("GET", f"{_conversation(id)}/export?format={format}")

    def _get(self, model: type[R], path: str, params: Json) -> R:
        url = self._url + path
        with self._told(url):
            return self._read(model, self._http.get(url, params={k: str(v) for k, v in params.items()}))

    def _post(self, model: type[R], path: str, body: Json) -> R:
        url = self._url + path
        with self._told(url):
            return self._read(model, self._http.post(url, json=body))

    def _form(self, model: type[R], path: str, file: Path, known: dict[str, str]) -> R:
        url = self._url + path
        with self._told(url), file.open("rb") as content:
            form = {"file": (file.name, content)}
            return self._read(model, self._http.post(url, files=form, data=known))

    def _call(self, method: str, path: str, body: Json | None = None) -> bytes:
        url = self._url + path
        with self._told(url):
            reply = self._http.request(method, url, json=body)
            self._check(reply)
            return reply.content

    def _read(self, model: type[R], reply: httpx.Response) -> R:
        self._check(reply)
        return model.model_validate_json(reply.content)

    def _check(self, reply: httpx.Response) -> None:
        """Raise the problem that the API reports, if it reports one."""
        if not reply.is_success:
            try:
                problem: object = reply.json()
            except ValueError:
                problem = None
            raise refusal_of(problem, reply.status_code, str(reply.url))

    @contextmanager
    def _told(self, url: str) -> Iterator[None]:
        """Errors of the connection and of the reply's form, as this client's own."""
        try:
            yield
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise unreachable(error, url) from error
        except ValidationError as error:
            raise Unreadable(
                f"{url} answered in a form that this client does not know. Is it Senrei's API, and of this version?"
            ) from error


def _events(reply: httpx.Response) -> Iterator[Event]:
    """The events of a stream. Raises Refused for an error within it."""
    waiting = b""
    for piece in reply.iter_bytes():
        *blocks, waiting = (waiting + piece).split(b"\n\n")
        for block in blocks:
            fields = dict(line.partition(": ")[::2] for line in block.decode("utf-8").split("\n"))
            yield _event(fields.get("event", ""), fields.get("data", ""), str(reply.url))


def _event(name: str, data: str, url: str) -> Event:
    try:
        told: JsonValue = json.loads(data)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Unreadable(f"{url} sent an event that cannot be read. Is this the address of Senrei's API?")
    if name == "error":
        status = told.get("status")
        raise refusal_of(told, status if isinstance(status, int) else 500, url)
    return Event.model_validate({"name": name, **({WHOLE[name]: told} if name in WHOLE else told)})


def _given(history: Sequence[Turn], filters: Filters) -> Json:
    return {"history": [turn.model_dump() for turn in history], "filters": _said(filters)}


def _within(conversation: str | None) -> Json:
    return {} if conversation is None else {"conversation_id": conversation}


def _conversation(id: str) -> str:
    return f"/v1/conversations/{quote(id, safe='')}"


def _said(filters: Filters) -> Json:
    """The filters that restrict something."""
    said: Json = filters.model_dump(mode="json", exclude_none=True)
    return said
