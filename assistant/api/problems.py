"""Whatever goes wrong, as problem+json (RFC 9457) in the reader's language, never with a stack trace."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.api.doors import Told, shape_at
from assistant.api.faults import faults_of, unknown_filters
from assistant.api.requests import (
    CompareQuery,
    DocumentsQuery,
    MeasureCountsQuery,
    MeasuresQuery,
    PrecedentsQuery,
)
from assistant.api.requests import Request as Asked
from assistant.api.wording import WORDINGS, Language, language_of
from assistant.rendering import Json
from corpus.errors import (
    AccessDenied,
    EmbedderError,
    InvalidQuery,
    NotHeld,
    SenreiError,
    StoreBusy,
    StoreError,
    UnreadableSource,
)
from corpus.models import Filters

log = logging.getLogger("senrei.api")

_QUERIES: dict[str, type[Asked]] = {
    "/v1/measures": MeasuresQuery,
    "/v1/measures/counts": MeasureCountsQuery,
    "/v1/precedents": PrecedentsQuery,
    "/v1/precedents/compare": CompareQuery,
}
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457's own name for it
    """A problem to report: one of the codes of ``WORDINGS`` and what fills its sentences."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        self.code, self.about = code, about
        self.status = WORDINGS[code].status

    def fields(self, language: Language, instance: str | None = None) -> Json:
        """The fields of problem+json; ``type`` leads to the problem's entry in the reference page."""
        wording = WORDINGS[self.code]
        fields: Json = {
            "type": f"/docs#problem-{self.code}",
            "title": wording.title[language],
            "status": wording.status,
            "detail": wording.detail[language].format(**self.about),
        }
        if instance is not None:
            fields["instance"] = instance
        return fields


def problem_of(error: Exception) -> Problem:
    """The problem that an error of any room is reported as; ``unexpected`` for what nobody foresaw."""
    match error:
        case Problem():
            return error
        case AccessDenied():
            return Problem("key-unknown")
        case InvalidQuery():
            return Problem("invalid-query", reason=error)
        case UnreadableSource():
            return Problem("unreadable-source", reason=error)
        case NotHeld():
            return Problem("invalid-query", reason=error)
        case StoreBusy():
            return Problem("store-busy")
        case StoreError() | EmbedderError():
            log.error("the store cannot be used: %s", error)
            return Problem("store-unavailable", reason=error)
        case SenreiError():
            return Problem("invalid-query", reason=error)
        case _:
            return Problem("unexpected")


def respond(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The HTTP response for a problem."""
    language = language_of(request.headers.get("accept-language"))
    extra = {"WWW-Authenticate": 'Bearer realm="senrei"'} if problem.status == 401 else {}
    fields = problem.fields(language, request.url.path)
    status, media_type = problem.status, MEDIA_TYPE
    if shape := shape_at(request.url.path):
        status, fields = shape(Told(problem.code, problem.status, str(fields["detail"])))
        media_type = "application/json"
    return JSONResponse(
        fields,
        status_code=status,
        media_type=media_type,
        headers={"Content-Language": language, "Vary": "Accept-Language", **extra, **(headers or {})},
    )


def install(app: FastAPI) -> None:
    """Let the application report every error as a problem. The server logs those that nobody foresaw."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    for kind in (Problem, SenreiError, Exception):
        app.add_exception_handler(kind, _failed)


def _failed(request: Request, error: Exception) -> Response:
    return respond(request, problem_of(error))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    language = language_of(request.headers.get("accept-language"))
    found = error.errors()
    broken = next((fault for fault in found if fault["type"] == "json_invalid"), None)
    if broken is not None:
        return respond(request, Problem("malformed-json", place=broken["loc"][-1]))
    names = unknown_filters(found)
    if names:
        query = _QUERIES.get(request.url.path, DocumentsQuery)
        known = query.model_fields if request.method == "GET" else Filters.model_fields
        return respond(request, Problem("unknown-filter", names=", ".join(names), allowed=", ".join(known)))
    return respond(request, Problem("invalid-request", faults=faults_of(found, language)))


def _refused(request: Request, error: Exception) -> Response:
    """An error of the framework itself: no such path, not with this method, a body it could not read."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Problem):  # raised by our own middleware while the body was read
        return respond(request, error.__cause__)
    about = {"path": request.url.path, "method": request.method}
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return respond(request, Problem("not-found", **about))
    if error.status_code == 405:
        return respond(
            request, Problem("method-not-allowed", allowed=headers.get("Allow", ""), **about), headers
        )
    log.info("refused %s %s: %s", request.method, request.url.path, error.detail)
    return respond(request, Problem("refused"))
