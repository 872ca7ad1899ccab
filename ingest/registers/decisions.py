"""The register of decisions: one entry an agenda item, each part of it in the record's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.models import Clause, ClauseKind, Decision, Measure, Passage
from corpus.subjects import topics_of
from ingest.registers.acts import is_past
from ingest.registers.items import COMMISSION, Item, Place, Told, is_chair

_MARK = re.compile(r"^\s*([①-⑳⑴-⒇]|[（(][0-9０-９]{1,2}[）)]|[0-9０-９一二三四五六七八九]{1,2}(?:点目|つ目))")
_EXAMINED = re.compile(r"(?:観点から|観点で)[^。]*(?:審査|確認|認められ)")
_MOTION = re.compile(
    r"(?:よろしい|いかが)(?:でしょうか|ですか)|異議(?:は|が)?(?:ありません|ございません|ない(?:です|でしょう))か"
)
_CARRIED = re.compile(r"(?:決定|承認|了承)(?:いた|致)?します。")  # 案のとおり決定します。
_AGREED = re.compile(r"御?異議(?:が|は)?な")
_DECIDED = re.compile(r"(?:原案|案)のとおり|決定|承認|了承|可決|終了したい")
_RECORDS = re.compile(r"資料|議事録|議事概要|ホームページ|対外")
_PUBLISHED = re.compile(r"公表")
_TO_PUBLISH = re.compile(r"公表[^。]{0,16}(?:たい|ます|存じ|ない|した|する|なった)")
_LATER = re.compile(r"(?:後日|後に|対外|準備が整い|当日)")
_SETTLED = re.compile(r"(?:ことと(?:なった|する|した)|決定した|了承(?:され|した)|承認(?:され|した))")


def decision_of(item: Item, measures: Sequence[Measure]) -> Decision:
    """What the record tells of an agenda item; ``measures`` are those of this item."""
    outcome, publication = _ending(item)
    points = tuple(_passage(one.clause) for one in item.told if _is_point(one, item))
    return Decision(
        id=item.clause.id,
        document_id=item.document.id,
        label=item.clause.label,
        meeting=item.document.meeting,
        date=item.document.date,
        agenda_item=item.clause.agenda_item,
        heading=item.heading,
        matter=item.matter,
        parties=item.parties,
        points=points,
        conditions=tuple(_conditions(item, measures)),
        outcome=tuple(map(_passage, outcome)),
        publication=tuple(map(_passage, publication)),
        withheld=tuple(_passage(one.clause) for one in item.told if one.clause.withheld),
        topics=topics_of("\n".join([*(m.text for m in measures), *(p.text for p in points)])),
        audience=item.clause.audience,
    )


def _passage(clause: Clause) -> Passage:
    mark = _MARK.match(clause.text)
    return Passage(clause_id=clause.id, label=clause.label, text=clause.text, mark=mark[1] if mark else None)


def _is_point(one: Told, item: Item) -> bool:
    """Whether a clause tells what was checked: a numbered point, or a viewpoint of an assessment's review."""
    if one.place is not Place.EXPLANATION or one.clause.id in item.entries:
        return False
    if item.matter == "評価書審査":
        return bool(_EXAMINED.search(one.clause.text))
    return one.clause.kind is ClauseKind.POINT


def _conditions(item: Item, measures: Sequence[Measure]) -> Iterator[Passage]:
    """What the Commission asks with this decision; what it asked on an earlier day is not of it."""
    told = {one.clause.id: one for one in item.told}
    for measure in measures:
        one = told[measure.clause_id]
        if measure.asked_by == COMMISSION and (one.clause.id in item.entries or not is_past(measure.text)):
            yield _passage(one.clause).model_copy(update={"text": measure.text})


def _ending(item: Item) -> tuple[list[Clause], list[Clause]]:
    """How the item ended, and what was said on publishing: each motion with the words that carry it."""
    outcome: list[Clause] = []
    publication: list[Clause] = []
    moved: list[Clause] | None = None
    for one in item.told:
        text = one.clause.text
        if one.clause.kind is ClauseKind.POINT or one.clause.withheld:
            continue
        if one.place is Place.REMARK and is_chair(one.clause):
            if _MOTION.search(text) and (_RECORDS.search(text) and _PUBLISHED.search(text)):
                moved = publication
            elif _MOTION.search(text) and _DECIDED.search(text):
                moved = outcome
            elif not (moved is not None and (_AGREED.search(text) or _CARRIED.search(text))):
                continue
            moved.append(one.clause)
        elif one.place is Place.NARRATIVE and _SETTLED.search(text):
            (publication if _about_records(text) else outcome).append(one.clause)
        elif one.place is Place.EXPLANATION and _TO_PUBLISH.search(text) and _about_records(text):
            publication.append(one.clause)
    return outcome, publication


def _about_records(text: str) -> bool:
    return bool(_PUBLISHED.search(text) and (_RECORDS.search(text) or _LATER.search(text)))


def decisions_in(items: Sequence[Item], measures: Sequence[Measure]) -> Iterator[Decision]:
    """The decisions of a document."""
    for item in items:
        yield decision_of(item, [m for m in measures if m.clause_id.startswith(f"{item.clause.id}.")])
