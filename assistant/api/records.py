"""The record of an answer: GET /v1/records/{id}."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import conversation_examples as shown
from assistant.api import examples
from assistant.api.context import Context, ContextDep, ReaderDep
from assistant.api.conversation_shapes import RecordReply
from assistant.api.conversations import owner_of
from assistant.api.problems import Problem
from assistant.disclosing import disclosed
from assistant.recording.models import Kept, Trace
from assistant.recording.recorder import kept_of
from assistant.recording.rendered import record_json
from corpus.errors import NotHeld

router = APIRouter(prefix="/v1", tags=["質問と検索 / asking"])


@router.get(
    "/records/{id}",
    summary="回答の記録 / The record of an answer",
    description=(
        "質問した本人と職員が読めます。理解した内容、候補と得点、引用と検証、索引の世代、所要時間です。/ For whoever asked, "
        "and for staff: what was understood, candidates with their scores, quotations with their verdicts, the "
        "state of the index, times in milliseconds."
    ),
    responses={200: {"model": RecordReply, **examples.reply(shown.RECORD)}, **examples.problems(404)},
)
def record(id: str, context: ContextDep, reader: ReaderDep) -> Response:
    """How an answer came about."""
    try:
        kept = kept_of(context.assistant.catalog.record(id, reader.audiences))
    except NotHeld:
        raise Problem("record-not-held", id=id) from None
    if not reader.staff and kept.asker != owner_of(reader, context):
        raise Problem("record-not-held", id=id)
    return JSONResponse(record_json(_readable(kept, context, reader)))


def _readable(kept: Kept, context: Context, reader: Principal) -> Kept:
    """The record without what is of documents that may no longer be read."""
    documents = {document.id for document in context.assistant.catalog.documents(reader.audiences)}
    answer, trace = kept.answer, kept.trace
    if answer is not None:
        answer, _ = disclosed(answer, kept.audiences, reader.audiences, documents)
    if trace is not None:
        trace = _spoken(trace, documents)
    if trace is not None and answer is not kept.answer:
        parts = tuple(
            part.model_copy(
                update={
                    "understood": None,
                    "generation": part.generation.without_content() if part.generation else None,
                    "candidates": tuple(
                        one for one in part.candidates if one.clause_id.partition(".")[0] in documents
                    ),
                }
            )
            for part in trace.parts
        )
        trace = trace.model_copy(update={"parts": parts})
    return kept.model_copy(update={"answer": answer, "trace": trace})


def _spoken(trace: Trace, documents: Collection[str]) -> Trace:
    """The trace without what a model said of clauses that may no longer be read."""
    parts = tuple(
        part.model_copy(update={"generation": part.generation.readable(documents)})
        if part.generation
        else part
        for part in trace.parts
    )
    return trace.model_copy(update={"parts": parts})
