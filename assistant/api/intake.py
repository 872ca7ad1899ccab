"""Documents handed in over HTTP, looked at before, taken out and brought back. Staff only.

The other place, beside the command line, where the assistant meets ingestion.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path, PurePath
from typing import Annotated

import yaml
from fastapi import APIRouter, File, UploadFile
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import examples
from assistant.api import intake_shapes as shapes
from assistant.api.context import Context, ContextDep, StaffDep
from assistant.api.jobs import FileResult, Outcome, Step, Tell
from assistant.api.problems import Problem
from assistant.api.requests import UploadForm
from assistant.rendering import document_json
from assistant.settings import Settings
from corpus.errors import InputError, NotHeld, ParseFault
from corpus.models import Audience

router = APIRouter(prefix="/v1", tags=["取込み / intake"])

_MANIFEST = "manifest.yaml"
_PATIENCE_S = 20.0  # that a document to be taken out waits for an ingestion to end


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
        202: {"model": shapes.JobReply, **examples.reply(shapes.STARTED)},
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
    _check(form, context.settings, staff)
    folder, name = _kept(form)
    job = context.jobs.start(
        name, form.audience, lambda tell: _ingest(folder, name, form.audience, context, tell)
    )
    return JSONResponse(job.model_dump(mode="json"), status_code=202)


@router.post(
    "/documents/preview",
    summary="取り込む前に確かめる / Look before handing in",
    description=(
        "同じ内容を受け取り、種類・題名・日付・箇条数・条項の外に置かれる文字の割合・解釈できなかった箇所・"
        "参照先など、どう読み取られるかを返します。何も保存しません。職員用のキーが要ります。/ "
        "Takes the same and says what would be understood: kind, title, date, clauses, the share of characters in "
        "no clause, what no rule knew, references. Nothing is stored. Needs a staff key."
    ),
    responses={
        200: {"model": shapes.PreviewReply, **examples.reply(shapes.PREVIEW)},
        **examples.problems(403, 413, 422),
    },
    openapi_extra=examples.form(examples.UPLOAD),
)
def preview(form: Annotated[UploadForm, File()], context: ContextDep, staff: StaffDep) -> Response:
    """What would come of one file."""
    from ingest.preview import preview as previewed

    _check(form, context.settings, staff)
    known = form.model_dump(exclude_none=True, exclude={"file"})
    try:
        found = previewed(
            _file_name(form.file),
            form.file.file.read(),
            known,
            context.assistant.catalog,
            staff.audiences,
            _readers(context),
        )
    except (InputError, ParseFault) as error:
        raise Problem("unreadable-source", reason=error) from error
    told = found.model_dump(mode="json", exclude={"document", "references"}, exclude_none=True)
    references = {"found": found.references.found, **found.references.model_dump(mode="json")}
    return JSONResponse({"document": document_json(found.document), **told, "references": references})


@router.delete(
    "/documents/{id}",
    summary="資料を取り下げる / Retire a document",
    description=(
        "資料を取り下げます。回答・検索・一覧に出なくなりますが、箇条は id で読め、retired の印が付きます。"
        "/v1/documents?retired=true に一覧があります。職員用のキーが要ります。/ "
        "Takes a document out: it answers no more, but its clauses stay readable by their ids, marked retired. "
        "/v1/documents?retired=true lists those retired. Needs a staff key."
    ),
    responses={
        200: {"model": shapes.StandingReply, **examples.reply(shapes.RETIRED)},
        **examples.problems(403, 404, 503),
    },
)
def retire(id: str, context: ContextDep, staff: StaffDep) -> Response:
    """Take a document out."""
    from ingest import pipeline

    try:
        context.assistant.catalog.document(id, staff.audiences)
        _moved(pipeline.retire, id, context.settings)
    except NotHeld:
        raise Problem("document-not-held", id=id[:240]) from None
    return JSONResponse({"id": id, "status": "retired"})


@router.post(
    "/documents/{id}/restore",
    summary="取り下げた資料を戻す / Bring a document back",
    description=(
        "取り下げた資料を、取り下げたときのまま戻します。職員用のキーが要ります。/ "
        "Brings a retired document back as it was. Needs a staff key."
    ),
    responses={
        200: {"model": shapes.StandingReply, **examples.reply(shapes.RESTORED)},
        **examples.problems(403, 404, 503),
    },
)
def restore(id: str, context: ContextDep, staff: StaffDep) -> Response:
    """Bring a document back."""
    from ingest import pipeline

    try:
        context.assistant.catalog.retired_document(id, staff.audiences)
        _moved(pipeline.restore, id, context.settings)
    except NotHeld:
        raise Problem("document-not-retired", id=id[:240]) from None
    return JSONResponse({"id": id, "status": "restored"})


def _moved(how: Callable[..., None], id: str, settings: Settings) -> None:
    """Take a document out of the store that the settings name, or back into it."""
    from corpus.index.embedder import load_embedder

    model = load_embedder(settings.embedding())
    how(id, settings.data, model, chroma=settings.chroma, patience_s=_PATIENCE_S)


def _check(form: UploadForm, settings: Settings, staff: Principal) -> None:
    """Raises Problem for a file that is not to be taken from this caller."""
    if form.audience not in staff.audiences:
        raise Problem("unknown-audience", name=form.audience, allowed=", ".join(sorted(staff.audiences)))
    if (form.file.size or 0) > settings.max_upload:
        raise Problem("upload-too-large", limit=settings.max_upload)


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


def _readers(context: Context) -> Executor:
    """Where files are read, for as long as the server lives: a process that is up need not come up again."""
    from ingest.executors import executor_of
    from ingest.limits import Limits

    settings = context.settings
    limits = Limits(seconds=settings.file_seconds, memory=settings.file_memory * 2**20)
    return context.jobs.lasting(lambda: executor_of(settings.executor, settings.workers, limits))


def _ingest(folder: Path, name: str, audience: Audience, context: Context, tell: Tell) -> Outcome:
    """Take the one file in; the folder is removed, whatever comes of it."""
    from corpus.index.embedder import load_embedder
    from ingest import pipeline
    from ingest.report import Outcome as Became
    from ingest.report import Progress

    def step(now: Progress) -> None:
        tell(Step(done=now.done, total=now.total, clauses=now.clauses, stage=now.stage.value))

    settings = context.settings
    try:
        report = pipeline.ingest(
            [folder / name],
            settings.data,
            manifest=folder / _MANIFEST,
            audience=audience,
            progress=step,
            embedder=load_embedder(settings.embedding()),
            chroma=settings.chroma,
            largest=settings.max_upload,
            originals=settings.keep_originals,
            executor=_readers(context),
            remember=False,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    files = [
        FileResult.model_validate({**one.model_dump(mode="json"), "file": PurePath(one.file).name})
        for one in report.files
    ]
    refused = [one for one in report.files if one.outcome in (Became.FAILED, Became.SKIPPED)]
    return Outcome(
        documents=tuple(one.document_id for one in report.files if one.document_id is not None),
        files=tuple(files),
        clauses=sum(one.clauses for one in report.files),
        detail="\n".join(one.message for one in report.files if one.message),
        failed=bool(refused),
    )
