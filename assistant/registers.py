"""The registers as other programs and people get them: as JSON, and as tables with Japanese headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from assistant.export import Table
from assistant.rendering import Json
from corpus.catalog import Catalog
from corpus.models import Clause, Decision, Measure, MeasureCounts, MeasuresBy, Passage, Strength

STRENGTHS = {Strength.REQUIRED: "必須", Strength.REQUESTED: "要請", Strength.SUGGESTED: "示唆"}
_COUNTED = {
    MeasuresBy.STRENGTH: "強さ",
    MeasuresBy.TOPIC: "事項",
    MeasuresBy.MEETING: "回",
    MeasuresBy.AGENCY: "行政機関など",
}
_MEASURE_HEADINGS = (
    *("回", "日付", "議題", "求めた者", "求められた者", "強さ", "求められた措置", "事項", "案件"),
    *("回答", "出典", "箇条ID"),
)
_DECISION_HEADINGS = (
    *("回", "日付", "議題", "議題名", "種別", "対象", "確認した点", "意見・条件", "結論", "公表の取扱い"),
    *("非公表", "出典", "箇条ID"),
)


def replies_to(measures: Sequence[Measure], catalog: Catalog, audiences: frozenset[str]) -> dict[str, Clause]:
    """The replies to these measures, by clause id."""
    wanted = list(dict.fromkeys(measure.reply_id for measure in measures if measure.reply_id))
    return {clause.id: clause for clause in catalog.clauses(wanted, audiences)}


def measure_json(measure: Measure, replies: Mapping[str, Clause]) -> Json:
    """A measure, and the reply to it where there was one."""
    held: Json = measure.model_dump(mode="json", exclude_none=True, exclude={"reply_id"})
    if reply := replies.get(measure.reply_id or ""):
        held["reply"] = {
            "clause_id": reply.id,
            "label": reply.label,
            "text": reply.text,
            "speaker": reply.speaker,
        }
    return held


def decision_json(decision: Decision) -> Json:
    """A decision; each part of it a list of passages with their clauses."""
    held: Json = decision.model_dump(mode="json", exclude_none=True)
    return held


def measure_table(measures: Sequence[Measure], replies: Mapping[str, Clause]) -> Table:
    """The register of measures as a table."""
    rows = [
        (
            measure.meeting,
            _day(measure),
            measure.agenda_item,
            measure.asked_by,
            measure.asked_of,
            STRENGTHS[measure.strength],
            measure.text,
            "、".join(measure.topics),
            measure.about,
            reply.text if (reply := replies.get(measure.reply_id or "")) else None,
            measure.label,
            measure.clause_id,
        )
        for measure in measures
    ]
    return Table("措置台帳", _MEASURE_HEADINGS, rows)


def count_table(found: MeasureCounts) -> Table:
    """Measures counted, as a table; those without a topic, meeting or agency under 「なし」."""
    rows = [
        (_counted(one.value), one.total, one.required, one.requested, one.suggested) for one in found.counts
    ]
    return Table("措置の件数", (_COUNTED[found.by], "件数", *STRENGTHS.values()), rows)


def decision_table(decisions: Sequence[Decision]) -> Table:
    """The register of decisions as a table."""
    rows = [
        (
            decision.meeting,
            _day(decision),
            decision.agenda_item,
            decision.heading,
            decision.matter,
            "、".join(decision.parties),
            _texts(decision.points),
            _texts(decision.conditions),
            _texts(decision.outcome),
            _texts(decision.publication),
            _texts(decision.withheld),
            decision.label,
            decision.id,
        )
        for decision in decisions
    ]
    return Table("先例年表", _DECISION_HEADINGS, rows)


def json_page(name: str, entries: Sequence[Json], total: int, limit: int, offset: int) -> Json:
    """One page of a register."""
    listed: list[JsonValue] = list(entries)
    return {"total": total, "limit": limit, "offset": offset, name: listed}


def _counted(value: str | None) -> str:
    return STRENGTHS[Strength(value)] if value in set(Strength) else value or "なし"


def _day(entry: Measure | Decision) -> str | None:
    return entry.date.isoformat() if entry.date else None


def _texts(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)
