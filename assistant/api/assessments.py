"""Assessment reports side by side: GET /v1/assessments/compare."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import examples
from assistant.api.context import ContextDep, ReaderDep
from assistant.api.problems import Problem
from assistant.api.registers import as_file
from assistant.api.replies import DocumentReply, Reply
from assistant.api.requests import Request, Text
from assistant.comparing_assessments import Status, assessment_table, compare_assessments, wordings_of
from assistant.rendering import Json, to_json
from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.models import Document, DocumentKind

router = APIRouter(prefix="/v1", tags=["台帳 / registers"])


class AssessmentsQuery(Request):
    """GET /v1/assessments/compare."""

    left: Text = Field(max_length=80, description="評価書の資料 id / id of an assessment report")
    right: Text = Field(max_length=80, description="比べる評価書の資料 id / the other one")
    topic: Text | None = Field(
        None, max_length=200, description="この事項の項目だけ: 再委託 … / only items on this topic"
    )
    format: Literal["json", "csv", "xlsx"] = Field("json", description="返す形 / form of the reply")


class FieldSideReply(Reply):
    """A field of one report: what was chosen or written, and where."""

    clause_id: str
    label: str
    value: str | None = None
    text: str
    differs: list[str] = Field(
        default_factory=list
    )  # its sentences that the other has not, where the two have some in common


class FieldRowReply(Reply):
    """A field of the official form in both reports."""

    part: str
    place: str
    field: str
    left: FieldSideReply | None = None
    right: FieldSideReply | None = None
    status: Status


class AssessmentsReply(Reply):
    """GET /v1/assessments/compare."""

    left: DocumentReply
    right: DocumentReply
    rows: list[FieldRowReply]


_REPORT: Json = {
    "id": "assessment-anma-massage",
    "title": "あん摩マッサージ指圧師の免許に関する事務 重点項目評価書",
    "kind": "assessment",
    "date": "2023-04-26",
    "agency": "厚生労働大臣",
    "audience": "public",
    "cite": "あん摩マッサージ指圧師の免許に関する事務 重点項目評価書（厚生労働大臣、令和5年4月26日公表）",
}
EXAMPLE: Json = {
    "left": _REPORT,
    "right": {**_REPORT, "id": "assessment-b", "agency": "国土交通大臣"},
    "rows": [
        {
            "part": "特定個人情報ファイルの概要",
            "place": "特定個人情報ファイルの取扱いの委託 委託事項1",
            "field": "再委託の有無",
            "left": {
                "clause_id": "assessment-anma-massage.p2.s4.entrustment1.f4",
                "label": "あん摩マッサージ指圧師…重点項目評価書 Ⅱ 4. 委託事項1 ④再委託の有無",
                "value": "再委託する",
                "text": "[再委託する]",
                "differs": [],
            },
            "status": "left_only",
        }
    ],
}


@router.get(
    "/assessments/compare",
    summary="評価書を比べる / Two assessment reports side by side",
    description=(
        "二つの評価書を、様式の項目ごとに並べます。同じ（same）、違う（changed）、左のみ（left_only）、右のみ（right_only）。"
        "csv と xlsx でも受け取れます。/ Two reports field by field of the official form; as CSV or XLSX too."
    ),
    responses={
        200: {"model": AssessmentsReply, **examples.table(EXAMPLE)},
        **examples.problems(404, 422),
    },
)
def compare(query: Annotated[AssessmentsQuery, Query()], context: ContextDep, reader: ReaderDep) -> Response:
    """Two assessment reports side by side."""
    catalog = context.assistant.catalog
    left, right = (_report(id_, catalog, reader) for id_ in (query.left, query.right))
    ours, theirs = (catalog.tree(report.id, reader.audiences) for report in (left, right))
    compared = compare_assessments(left, right, ours, theirs, wordings_of(query.topic))
    if query.format != "json":
        return as_file(assessment_table(compared), "assessments", query.format, len(compared.rows))
    rows = [to_json(row) for row in compared.rows]
    return JSONResponse({"left": to_json(left), "right": to_json(right), "rows": rows})


def _report(document_id: str, catalog: Catalog, reader: Principal) -> Document:
    try:
        document = catalog.document(document_id, reader.audiences)
    except NotHeld:
        raise Problem("document-not-held", id=document_id) from None
    if document.kind is not DocumentKind.ASSESSMENT:
        raise Problem("not-an-assessment", id=document_id)
    return document
