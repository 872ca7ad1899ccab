"""How ingestions go: GET /v1/jobs, GET /v1/jobs/{id}. Staff only, and of their audiences."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api import intake_shapes as shapes
from assistant.api.context import ContextDep, StaffDep
from assistant.api.problems import Problem
from assistant.api.requests import MAX_PAGE

router = APIRouter(prefix="/v1", tags=["取込み / intake"])

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="一度に返す件数 / jobs a page")]
Offset = Annotated[int, Query(ge=0, description="飛ばす件数 / jobs to pass over")]


@router.get(
    "/jobs",
    summary="取込みの一覧 / Ingestions",
    description=(
        "取込みを新しい順に返します。サーバーの再起動前のものも含みます。職員用のキーが要ります。/ "
        "Ingestions, newest first, those before a restart of the server too. Needs a staff key."
    ),
    responses={
        200: {"model": shapes.JobsReply, **examples.reply(shapes.JOBS)},
        **examples.problems(403, 422),
    },
)
def jobs(context: ContextDep, staff: StaffDep, limit: Limit = 50, offset: Offset = 0) -> Response:
    """One page of the jobs of the caller's audiences."""
    total, found = context.jobs.page(staff.audiences, limit, offset)
    return JSONResponse(
        {
            "total": total,
            "limit": limit,
            "offset": offset,
            "jobs": [job.model_dump(mode="json") for job in found],
        }
    )


@router.get(
    "/jobs/{id}",
    summary="取込みの経過 / How an ingestion goes",
    description=(
        "/v1/documents が返した取込みの段階（stage）、件数、ファイルごとの結果。サーバーの再起動後も見られます。/ "
        "How an ingestion begun by /v1/documents stands: stage, counts, what became of each file; after a restart of "
        "the server too."
    ),
    responses={
        200: {"model": shapes.JobReply, **examples.reply(shapes.JOB)},
        **examples.problems(403, 404),
    },
)
def job(id: str, context: ContextDep, staff: StaffDep) -> Response:
    """How a job stands."""
    found = context.jobs.get(id, staff.audiences)
    if found is None:
        raise Problem("job-not-held", id=id[:64])
    return JSONResponse(found.model_dump(mode="json"))
