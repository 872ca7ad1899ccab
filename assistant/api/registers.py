"""The registers: GET /v1/measures, /v1/measures/counts, /v1/precedents, /v1/precedents/compare."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from assistant.access import Principal
from assistant.api import examples
from assistant.api.context import ContextDep, ReaderDep
from assistant.api.problems import Problem
from assistant.api.replies import ComparisonReply, MeasureCountsReply, MeasuresReply, PrecedentsReply
from assistant.api.requests import CompareQuery, MeasureCountsQuery, MeasuresQuery, PrecedentsQuery
from assistant.comparing import best_pair, compare
from assistant.export import CSV_TYPE, XLSX_TYPE, Table, csv_pieces, xlsx_pieces
from assistant.registers import (
    decision_json,
    decision_table,
    json_page,
    measure_json,
    measure_table,
    replies_to,
)
from assistant.rendering import to_json
from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.models import Decision, RegisterFilters

router = APIRouter(prefix="/v1", tags=["台帳 / registers"])


@router.get(
    "/measures",
    summary="措置台帳 / Measures asked for",
    description=(
        "委員会・委員・事務局が誰に何を求めたかを、新しい順に返します。csv と xlsx でも受け取れます。/ "
        "What was asked of whom, newest first; as CSV or XLSX too."
    ),
    responses={
        200: {"model": MeasuresReply, **examples.table(examples.MEASURES_REPLY)},
        **examples.problems(422),
    },
)
def measures(query: Annotated[MeasuresQuery, Query()], context: ContextDep, reader: ReaderDep) -> Response:
    """The measures that pass the filters."""
    catalog, audiences, limit = context.assistant.catalog, reader.audiences, query.page()
    page = catalog.measures(audiences, query.filters(), limit=limit, offset=query.offset)
    replies = replies_to(page.measures, catalog, audiences)
    if query.format != "json":
        return as_file(measure_table(page.measures, replies), "measures", query.format, page.total)
    entries = [measure_json(measure, replies) for measure in page.measures]
    return JSONResponse(json_page("measures", entries, page.total, limit, query.offset))


@router.get(
    "/measures/counts",
    summary="措置の件数 / Measures counted",
    description=(
        "同じ絞り込みの措置を、強さ・事項・回・行政機関などごとに数えます。事項ごとでは、一つの措置をその各事項に数えます。"
        "value は同じ名の絞り込みにそのまま使えます。/ Measures under the same filters, counted by strength, topic, "
        "meeting or agency; by topic a measure counts under each of its topics."
    ),
    responses={
        200: {"model": MeasureCountsReply, **examples.reply(examples.MEASURE_COUNTS)},
        **examples.problems(422),
    },
)
def measure_counts(
    query: Annotated[MeasureCountsQuery, Query()], context: ContextDep, reader: ReaderDep
) -> Response:
    """The measures that pass the filters, counted."""
    found = context.assistant.catalog.measure_counts(reader.audiences, query.by, query.filters())
    return JSONResponse(to_json(found))


@router.get(
    "/precedents",
    summary="先例年表 / Precedents",
    description=(
        "議題ごとに、種別、対象、確認した点、意見・条件、結論、公表の取扱いを、新しい順に返します。/ "
        "Each agenda item: matter, parties, points checked, conditions, outcome, publication; newest first."
    ),
    responses={
        200: {"model": PrecedentsReply, **examples.table(examples.PRECEDENTS_REPLY)},
        **examples.problems(422),
    },
)
def precedents(
    query: Annotated[PrecedentsQuery, Query()], context: ContextDep, reader: ReaderDep
) -> Response:
    """The decisions that pass the filters."""
    limit = query.page()
    page = context.assistant.catalog.decisions(
        reader.audiences, query.filters(), limit=limit, offset=query.offset
    )
    if query.format != "json":
        return as_file(decision_table(page.decisions), "precedents", query.format, page.total)
    entries = [decision_json(decision) for decision in page.decisions]
    return JSONResponse(json_page("precedents", entries, page.total, limit, query.offset))


@router.get(
    "/precedents/compare",
    summary="先例を比べる / Two precedents side by side",
    description=(
        "二つの先例の確認した点と条件を並べ、同じ（same）、変わった（changed）、加わった（new）、なくなった（gone）"
        "を示します。回を送ると、両方の回から同じ種別の議題を選びます。/ "
        "Points and conditions of two precedents side by side. For two meetings' numbers, items of one matter."
    ),
    responses={
        200: {"model": ComparisonReply, **examples.reply(examples.COMPARISON)},
        **examples.problems(404, 422),
    },
)
def comparison(query: Annotated[CompareQuery, Query()], context: ContextDep, reader: ReaderDep) -> Response:
    """Two decisions point by point."""
    catalog = context.assistant.catalog
    left, right = (_named(name, catalog, reader) for name in (query.left, query.right))
    pair = best_pair(left, right) if len(left) * len(right) != 1 else (left[0], right[0])
    if pair is None:
        raise Problem("nothing-to-compare", left=query.left, right=query.right)
    return JSONResponse(to_json(compare(*pair)))


def _named(name: str, catalog: Catalog, reader: Principal) -> list[Decision]:
    """The decisions of that id, or of the meeting of that number."""
    try:
        if not name.isdecimal():
            return [catalog.decision(name, reader.audiences)]
        found = catalog.decisions(reader.audiences, RegisterFilters(meeting=int(name))).decisions
    except NotHeld:
        found = ()
    if not found:
        raise Problem("precedent-not-held", id=name)
    return list(found)


def as_file(table: Table, name: str, form: str, total: int) -> Response:
    """A register as a file to keep; its header says how many entries pass the filters in all."""
    pieces, media_type = (csv_pieces(table), CSV_TYPE) if form == "csv" else (xlsx_pieces(table), XLSX_TYPE)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "X-Total-Count": str(total)}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)
