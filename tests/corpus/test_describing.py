"""What the indexes get to see of a document."""

from __future__ import annotations

import datetime as dt

from corpus.index.describing import entries_of
from corpus.models import ClauseKind, Document, DocumentKind, Span
from ingest.parsers.tree import Node, assemble

SOURCE = "（１）議題１：全項目評価書について\n再委託の許諾はどうか。\n3. 委託\n"


def _document() -> Document:
    return Document(
        id="summary-300",
        title="第300回 議事概要",
        kind=DocumentKind.SUMMARY,
        cite="第300回 議事概要（令和6年9月11日）",
        date=dt.date(2024, 9, 11),
        meeting=300,
        agency="国土交通大臣",
    )


def _leaf(key: str, kind: ClauseKind, text: str, **known: str) -> Node:
    start = SOURCE.index(text)
    label = f"第300回 議事概要（令和6年9月11日）議題1 {key}"
    return Node(key, kind, key, label, (Span(start=start, end=start + len(text)),), **known)  # type: ignore[arg-type]


def test_leaves_carry_their_place_once_and_their_document() -> None:
    item = Node(
        "g1",
        ClauseKind.AGENDA_ITEM,
        "議題1 全項目評価書について",
        "議題1",
        children=[
            _leaf("head", ClauseKind.HEADING, "（１）議題１：全項目評価書について"),
            _leaf("q1", ClauseKind.REMARK, "再委託の許諾はどうか。", speaker="清水委員", field="再委託"),
        ],
    )
    document = _document()
    parsed = assemble(document, SOURCE, [item, _leaf("x", ClauseKind.PARAGRAPH, "3. 委託")])
    heading, remark, other = entries_of(document, parsed.clauses, 10)
    assert [entry.row for entry in (heading, remark, other)] == [11, 12, 13]
    assert remark.text == "再委託の許諾はどうか。"
    assert remark.context.split("\n") == [
        "第300回 議事概要（令和6年9月11日）議題1 q1",
        "（１）議題１：全項目評価書について",  # the name of the item stands in its heading
        "再委託",
        "清水委員",
    ]
    assert (remark.document_id, remark.kind, remark.meeting) == ("summary-300", DocumentKind.SUMMARY, 300)
    assert (remark.day, remark.agency, remark.speaker) == (document.date, "国土交通大臣", "清水委員")
    assert heading.text not in heading.context.split("\n")
