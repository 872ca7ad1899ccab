"""Documents handed in over HTTP: POST /v1/documents, GET /v1/jobs/{id}. Staff only.

The other place, beside the command line, where the assistant meets ingestion.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePath
from typing import Annotated

import yaml
from fastapi import APIRouter, File, UploadFile
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import examples
from assistant.api.context import ContextDep, StaffDep
from assistant.api.jobs import Outcome, Tell
from assistant.api.problems import Problem
from assistant.api.replies import JobReply
from assistant.api.requests import UploadForm
from assistant.settings import Settings
from corpus.models import Audience

router = APIRouter(prefix="/v1", tags=["取込み / intake"])

_MANIFEST = "manifest.yaml"


@router.post(
    "/documents",
    status_code=202,
    summary="資料を取り込む / Hand in a document",
    description=(
        "ファイルと、その題名などを受け取り、取込みを始めます。空欄の事項は資料から読み取ります。"
        "経過は /v1/jobs/{id} で見られます。職員用のキーが要ります。/ "
        "Takes a file and what is known of it; what is left blank is read from the file. /v1/jobs/{id} tells "
        "how it goes. Needs a staff key."
    ),
    responses={
        202: {"model": JobReply, **examples.reply(examples.JOB)},
        **examples.problems(403, 413, 422),
    },
    openapi_extra=examples.form(examples.UPLOAD),
)
def hand_in(
    form: Annotated[UploadForm, File()],
    context: ContextDep,
    staff: StaffDep,
) -> Response:
    """Start the ingestion of one file."""
    if form.audience not in staff.audiences:
        raise Problem("unknown-audience", name=form.audience, allowed=", ".join(sorted(staff.audiences)))
    if (form.file.size or 0) > context.settings.max_upload:
        raise Problem("upload-too-large", limit=context.settings.max_upload)
    folder, name = _kept(form)
    job = context.jobs.start(
        name, form.audience, lambda tell: _ingest(folder, form.audience, context.settings, tell)
    )
    return JSONResponse(job.model_dump(mode="json"), status_code=202)


@router.get(
    "/jobs/{id}",
    summary="取込みの経過 / How an ingestion goes",
    description="/v1/documents が返した取込みの経過。/ How an ingestion begun by /v1/documents stands.",
    responses={200: {"model": JobReply, **examples.reply(examples.JOB)}, **examples.problems(403, 404)},
)
def job(id: str, context: ContextDep, staff: StaffDep) -> Response:
    """How a job stands."""
    found = context.jobs.get(id)
    if found is None or not _may_see(staff, found.audience):
        raise Problem("job-not-held", id=id[:64])
    return JSONResponse(found.model_dump(mode="json"))


def _may_see(staff: Principal, audience: Audience) -> bool:
    return audience in staff.audiences


def _kept(form: UploadForm) -> tuple[Path, str]:
    """A folder of its own with the file and a manifest of what is known of it; the file's name there."""
    folder = Path(tempfile.mkdtemp(prefix="senrei-"))
    name = _file_name(form.file)
    with folder.joinpath(name).open("wb") as kept:
        shutil.copyfileobj(form.file.file, kept)
    told = {"file": name, **form.model_dump(mode="json", exclude_none=True, exclude={"file"})}
    folder.joinpath(_MANIFEST).write_text(yaml.safe_dump({"documents": [told]}, allow_unicode=True), "utf-8")
    return folder, name


def _file_name(file: UploadFile) -> str:
    """The name the file came under, without folders; never that of the manifest beside it."""
    name = PurePath((file.filename or "").replace("\\", "/")).name.replace("\0", "")
    return f"document-{name}" if name in ("", ".", "..", _MANIFEST) else name


def _ingest(folder: Path, audience: Audience, settings: Settings, tell: Tell) -> Outcome:
    """Take the one file in; the folder is removed, whatever comes of it."""
    from corpus.index.embedder import load_embedder
    from ingest import pipeline
    from ingest.report import Outcome as Became

    try:
        report = pipeline.ingest(
            [folder],
            settings.data,
            manifest=folder / _MANIFEST,
            audience=audience,
            progress=lambda progress: tell(progress.done, progress.total),
            embedder=load_embedder(settings.embedder),
            chroma=settings.chroma,
            largest=settings.max_upload,
            originals=settings.keep_originals,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    refused = [one for one in report.files if one.outcome in (Became.FAILED, Became.SKIPPED)]
    return Outcome(
        documents=tuple(one.document_id for one in report.files if one.document_id is not None),
        detail="\n".join(one.message for one in report.files if one.message),
        failed=bool(refused),
    )
