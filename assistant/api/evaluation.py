"""How well the record is answered from, and how the store stands: GET /v1/evaluation. Staff only."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.responses import Response

from assistant.api import examples
from assistant.api.context import ContextDep, StaffDep
from assistant.api.replies import Reply
from assistant.rendering import Json, to_json
from corpus.catalog import Catalog
from corpus.models import Audience

router = APIRouter(prefix="/v1", tags=["状態 / state"])

_FIGURES = ("evals", "figures.json")  # package and file: what `senrei eval --accept` last wrote


class MeanReply(Reply):
    """The mean of one figure (0 to 1) over the questions that have it."""

    mean: float
    items: int


class GoldSetReply(Reply):
    """The figures of one gold set: by kind of question, ALL among them, and by figure."""

    digest: str
    items: int
    kinds: dict[str, dict[str, MeanReply]]


class FiguresReply(Reply):
    """The figures that stand in the project, and over how many documents they were measured."""

    documents: int
    sets: dict[str, GoldSetReply]


class PartitionReply(Reply):
    """What one audience holds."""

    audience: Audience
    documents: int
    clauses: int


class StoreReply(Reply):
    """How the store stands, as far as the caller may know it."""

    status: Literal["settled", "unsettled"]
    generation: int
    embedder: str
    partitions: list[PartitionReply]


class EvaluationReply(Reply):
    """GET /v1/evaluation. ``figures`` is null where the server runs without them."""

    figures: FiguresReply | None
    store: StoreReply


EVALUATION: Json = {
    "figures": {
        "documents": 5,
        "sets": {
            "kept": {
                "digest": "4b8159f813e2",
                "items": 181,
                "kinds": {"ALL": {"cited": {"mean": 0.91, "items": 150}}},
            }
        },
    },
    "store": {
        "status": "settled",
        "generation": 3,
        "embedder": "senrei-small (1)",
        "partitions": [{"audience": "public", "documents": 5, "clauses": 681}],
    },
}


@router.get(
    "/evaluation",
    summary="評価と資料庫の状態 / Figures, and how the store stands",
    description=(
        "最後に確定した評価の数値と、資料庫の状態。職員用のキーが要ります。詳しい検査は senrei check です。/ "
        "The figures last accepted, and the state of the store. Needs a staff key. `senrei check` looks deeper."
    ),
    responses={
        200: {"model": EvaluationReply, **examples.reply(EVALUATION)},
        **examples.problems(403),
    },
)
def evaluation(context: ContextDep, staff: StaffDep) -> Response:
    """Figures and state."""
    figures = _figures()
    return JSONResponse(
        {
            "figures": None if figures is None else figures.model_dump(mode="json"),
            "store": _store(context.assistant.catalog, staff.audiences),
        }
    )


@cache
def _figures() -> FiguresReply | None:
    package, name = _FIGURES
    try:
        return FiguresReply.model_validate_json(resources.files(package).joinpath(name).read_text("utf-8"))
    except (ImportError, OSError, ValidationError):
        return None


def _store(catalog: Catalog, audiences: frozenset[Audience]) -> Json:
    held = {audience: catalog.rows_of(audience) for audience in sorted(audiences)}
    name, revision = catalog.embedder or ("", "")
    return {
        "status": "unsettled" if catalog.unsettled else "settled",
        "generation": catalog.generation,
        "embedder": f"{name} ({revision})" if name else "",
        "partitions": [
            to_json(
                PartitionReply(
                    audience=audience,
                    documents=len(rows),
                    clauses=sum(one.end - one.first for one in rows.values()),
                )
            )
            for audience, rows in held.items()
        ],
    }
