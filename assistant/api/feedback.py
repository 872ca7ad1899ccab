"""What readers say of answers: POST /v1/feedback."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, ReaderDep
from assistant.api.problems import Problem
from assistant.api.replies import FeedbackReply
from assistant.api.requests import FeedbackRequest
from corpus.errors import NotHeld

router = APIRouter(prefix="/v1", tags=["質問と検索 / asking"])


@router.post(
    "/feedback",
    summary="答えの評価を送る / Feedback",
    description="/v1/ask の返答を評価します。/ What you think of a reply of /v1/ask.",
    responses={
        200: {"model": FeedbackReply, **examples.reply(examples.FEEDBACK_REPLY)},
        **examples.problems(404, 422),
    },
    openapi_extra=examples.body(examples.FEEDBACK_REQUEST),
)
def feedback(body: FeedbackRequest, context: ContextDep, reader: ReaderDep) -> Response:
    """Keep a reader's verdict with the record of the answer."""
    catalog = context.assistant.catalog
    try:
        catalog.record(body.record_id, reader.audiences)  # answers to readers of more are not theirs to rate
        catalog.add_feedback(body.record_id, body.verdict(), body.comment)
    except NotHeld:
        raise Problem("record-not-held", id=body.record_id) from None
    return JSONResponse({"status": "recorded"})
