"""What every route needs: the assistant, the settings, and who is asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Protocol

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.access import ANYONE, Keyring, Principal
from assistant.api.problems import Problem
from assistant.api.wording import Language, language_of
from assistant.conversations import Conversations
from assistant.models import Answer, Hit, Turn, Understood
from assistant.settings import Settings
from corpus.models import Filters
from corpus.references import References

if TYPE_CHECKING:
    from assistant.api.jobs import Jobs
    from assistant.llm.calling import Speaking
    from corpus.catalog import Catalog


class Event(Protocol):
    """One event of an answer as it comes into being."""

    @property
    def name(self) -> str:
        """understood, hits, delta, citation or done."""

    @property
    def data(self) -> object:
        """What ``assistant.rendering.to_json`` renders."""


class Answering(Protocol):
    """What the routes need of ``assistant.service.Assistant``; tests put a fake in its place."""

    @property
    def catalog(self) -> Catalog:
        """The documents and clauses."""

    @property
    def model(self) -> Speaking | None:
        """The language model that is set."""

    def search(
        self,
        query: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
        limit: int = 10,
    ) -> tuple[Understood, list[Hit]]:
        """The clauses that fit a query."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Answer:
        """The answer to a question."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        principal: Principal,
    ) -> Iterator[Event]:
        """The same, event by event."""


@dataclass(frozen=True)
class Context:
    """What an application is built around; one for all its requests."""

    settings: Settings
    assistant: Answering
    keyring: Keyring | None
    jobs: Jobs
    conversations: Conversations

    @cached_property
    def references(self) -> References:
        """References between clauses; it keeps what it read of the documents."""
        return References(self.assistant.catalog)


# Nobody in particular where keys are needed: may learn that the server lives, and nothing else.
NOBODY = Principal(name="nobody", audiences=frozenset())

_bearer = HTTPBearer(
    auto_error=False, description="Needed only where the server runs with keys (SENREI_KEYS)."
)
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


# These are coroutines because they never wait: a plain function would cost a hop to another thread.
async def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


ContextDep = Annotated[Context, Depends(_context)]


async def _visitor(context: ContextDep, credentials: _Credentials) -> Principal:
    if context.keyring is None:
        return ANYONE
    return context.keyring.principal(credentials.credentials) if credentials else NOBODY


async def _reader(principal: Annotated[Principal, Depends(_visitor)]) -> Principal:
    if principal is NOBODY:
        raise Problem("key-missing")
    return principal


async def _staff(principal: Annotated[Principal, Depends(_reader)]) -> Principal:
    if not principal.staff:
        raise Problem("staff-only")
    return principal


async def _language(request: Request) -> Language:
    return language_of(request.headers.get("accept-language"))


VisitorDep = Annotated[Principal, Depends(_visitor)]
ReaderDep = Annotated[Principal, Depends(_reader)]
StaffDep = Annotated[Principal, Depends(_staff)]
LanguageDep = Annotated[Language, Depends(_language)]


def checked(text: str, field: str, settings: Settings) -> str:
    """A question or query that may be worked on. Raises Problem for an empty or too long one."""
    if not text.strip():
        raise Problem("empty-question", field=field)
    if len(text) > settings.max_question:
        raise Problem("question-too-long", field=field, limit=settings.max_question, length=len(text))
    return text


def recent(history: Sequence[Turn], settings: Settings) -> tuple[Turn, ...]:
    """The last turns of a conversation, as many as are read."""
    return tuple(history[-settings.max_history :]) if settings.max_history else ()
