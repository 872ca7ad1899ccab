"""No request may be larger than it needs to be; one that is, is refused before it is read whole."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import Problem, respond
from assistant.settings import Settings

JSON_LIMIT = 2 * 1024 * 1024  # bytes; a long conversation is some hundred thousand
_FORM_MARGIN = 64 * 1024  # what a form adds around its file
_UPLOADS = ("/v1/documents", "/v1/documents/preview")


class BodyLimit:
    """Middleware that counts the bytes of a body as they come in."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem, limit = self._limit(scope["path"])
        request = Request(scope)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise problem
            return message

        declared = request.headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > limit:
            await respond(request, problem)(scope, receive, send)
            return
        await self._app(scope, counted, send)

    def _limit(self, path: str) -> tuple[Problem, int]:
        if path in _UPLOADS:
            limit = self._settings.max_upload
            return Problem("upload-too-large", limit=limit), limit + _FORM_MARGIN
        return Problem("body-too-large", limit=JSON_LIMIT), JSON_LIMIT
