"""Briefings on a topic: POST /v1/briefings, as JSON, Markdown or a Word file."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, ReaderDep, checked
from assistant.api.requests import BriefingRequest
from assistant.briefing import Briefing, briefing
from assistant.briefing.markdown import MARKDOWN_TYPE, markdown_of
from assistant.export import DOCX_TYPE
from assistant.rendering import to_json

router = APIRouter(prefix="/v1", tags=["ブリーフィング / briefings"])


@router.post(
    "/briefings",
    summary="ブリーフィング / A briefing on a topic",
    description=(
        "主題について、定義、先例の年表、求められた措置と回答、評価書の記載、適用される基準、今後の検討とされた点を、"
        "原文の引用と番号つきの出典でまとめます。記録にない節は空です。md と docx でも受け取れます。"
        "prose を付けると、言語モデルの設定があるとき、原文で裏付けられた短い要約が先頭に付きます。/ "
        "What the record holds on a topic: definitions, precedents, measures and replies, assessment reports, "
        "criteria, open points; verbatim, with numbered sources. As Markdown and Word too. `prose` adds a short summary "
        "by the language model that is set, of which only what the sources prove is shown."
    ),
    responses={
        200: {"model": Briefing, **examples.with_files(examples.BRIEFING, MARKDOWN_TYPE, DOCX_TYPE)},
        **examples.problems(422),
    },
    openapi_extra=examples.body(examples.BRIEFING_REQUEST),
)
def briefings(body: BriefingRequest, context: ContextDep, reader: ReaderDep) -> Response:
    """The briefing on a topic."""
    topic = checked(body.topic, "topic", context.settings)
    made = briefing(topic, context.assistant, filters=body.filters, principal=reader)
    if body.prose:
        from assistant.briefing.prose import with_prose

        made = with_prose(made, context.assistant, principal=reader, model=context.assistant.model)
    if body.format == "json":
        return JSONResponse(to_json(made))
    if body.format == "md":
        return _file(markdown_of(made).encode("utf-8"), MARKDOWN_TYPE, made.topic, "md")
    from assistant.briefing.word import docx_of

    return _file(docx_of(made), DOCX_TYPE, made.topic, "docx")


def _file(content: bytes, media_type: str, topic: str, suffix: str) -> Response:
    """A file to keep, named after the topic where the reader's program can read such names (RFC 6266)."""
    name = quote(f"ブリーフィング_{topic}.{suffix}", safe="")
    disposition = f"attachment; filename=\"briefing.{suffix}\"; filename*=UTF-8''{name}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
