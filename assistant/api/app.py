"""The application: routes, problems and the reference page around one assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from assistant.access import Keyring
from assistant.api import (
    asking,
    assessments,
    briefings,
    clauses,
    conversations,
    documents,
    evaluation,
    feedback,
    health,
    intake,
    pictures,
    problems,
    progress,
    records,
    reference,
    registers,
)
from assistant.api.chat import routes as chat
from assistant.api.context import Answering, Context
from assistant.api.exapp import routes as exapp
from assistant.api.exapp.pending import Pending
from assistant.api.jobs import Jobs
from assistant.api.limits import BodyLimit
from assistant.conversations import Conversations
from assistant.settings import Settings
from assistant.version import version

_ABOUT = "個人情報保護委員会の記録に、出典つきで答えます。/ Cited answers over the Commission's record."
ROOMS = (
    health,
    asking,
    conversations,
    clauses,
    documents,
    pictures,
    registers,
    evaluation,
    briefings,
    feedback,
    records,
    intake,
    progress,
    chat,
    exapp,
    assessments,
)


def create_app(settings: Settings, assistant: Answering, keyring: Keyring | None = None) -> FastAPI:
    """The HTTP interface to an assistant that is open; whoever opened it closes it.

    Without a keyring everybody reads the public audience and nobody hands in documents.
    """
    pending = Pending(settings.threads)
    context = Context(settings, assistant, keyring, Jobs(assistant.catalog), Conversations(assistant.catalog))
    app = FastAPI(
        title="先例 Senrei",
        version=version(),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(context, pending),
        # A path with a slash too many is a wrong path, and says so.
        redirect_slashes=False,
    )
    app.state.context = context
    app.state.pending = pending
    app.add_middleware(BodyLimit, settings=settings)
    problems.install(app)
    for room in ROOMS:
        app.include_router(room.router)
    app.include_router(reference.router)
    return app


def _lifespan(context: Context, pending: Pending) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = context.settings.threads
        yield
        pending.close()
        context.jobs.close()
        context.conversations.close()

    return live
