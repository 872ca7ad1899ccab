from __future__ import annotations

from collections.abc import Collection

import pytest

from corpus.errors import NotHeld
from corpus.models import PUBLIC, Clause, ClauseKind, Document, DocumentKind, Filters
from corpus.references import Reason, References

READER = frozenset({PUBLIC})
STAFF = frozenset({PUBLIC, "commission"})


def _document(
    id: str, kind: DocumentKind, title: str, audience: str = PUBLIC, meeting: int | None = None
) -> Document:
    return Document(id=id, title=title, kind=kind, cite=title, audience=audience, meeting=meeting)


def _clause(id: str, text: str, law: str | None = None, path: str = "", audience: str = PUBLIC) -> Clause:
    document, _, key = id.partition(".")
    return Clause(
        id=id,
        document_id=document,
        kind=ClauseKind.PARAGRAPH,
        label=id,
        path=(path or key,),
        text=text,
        law=law,
        address=key if law else None,
        audience=audience,
    )


class _Catalog:
    """Four documents; one of them for staff only."""

    generation = 1
    held = (
        _document("act", DocumentKind.STATUTE, "個人情報の保護に関する法律"),
        _document(
            "guide", DocumentKind.GUIDELINE, "個人情報の保護に関する法律についてのガイドライン（通則編）"
        ),
        _document("minutes", DocumentKind.MINUTES, "第9回", meeting=9),
        _document("paper", DocumentKind.PAPER, "資料1-2 検討の結果", "commission", meeting=9),
    )
    written = (
        _clause("act.a25.p1", "第二十五条　委託する場合は、", "個人情報保護法"),
        _clause("act.a25.p2", "２　前項の規定は、第九十九条にも", "個人情報保護法"),
        _clause("guide.a25.p1", "法第25条の引用", "個人情報保護法"),
        _clause("guide.s3-4", "3-4 委託先", path="3-4 委託先"),
        _clause("guide.p1", "委託（法第25条第1項）は、3-4（委託先）を参照"),
        _clause("guide.p2", "詳細は別添を参照。"),
        _clause("guide.s10", "10（別添）講ずべき措置", path="10（別添）講ずべき措置"),
        _clause("minutes.p1", "「３．検討内容」でございます。", path="「３．検討内容」第1段落"),
        _clause("minutes.p2", "「３．検討内容」のとおり、資料１－２、資料１と番号法第九条"),
        _clause("paper.t", "検討の結果", audience="commission"),
    )

    def documents(self, audiences: frozenset[str], filters: Filters | None = None) -> list[Document]:
        return [one for one in self.held if one.audience in audiences]

    def document(self, document_id: str, audiences: frozenset[str]) -> Document:
        for one in self.documents(audiences):
            if one.id == document_id:
                return one
        raise NotHeld(document_id)

    def tree(self, document_id: str, audiences: frozenset[str]) -> list[Clause]:
        return [one for one in self.written if one.document_id == document_id and one.audience in audiences]

    def provisions(self, address: str, laws: Collection[str], audiences: frozenset[str]) -> list[Clause]:
        return [
            one
            for one in reversed(self.written)
            if one.address == address and one.law in laws and one.audience in audiences
        ]

    def find(self, clause_id: str) -> Clause:
        return next(one for one in self.written if one.id == clause_id)


# clause, readers, [(text, target or reason)], why
TARGETS = [
    ("act.a25.p2", READER, [("前項", "act.a25.p1"), ("第九十九条", Reason.NOT_HELD)], "of the same law"),
    (
        "guide.p1",
        READER,
        [("法第25条第1項", "act.a25.p1"), ("3-4", "guide.s3-4")],
        "the law itself before a guideline that quotes it; a section of the guideline",
    ),
    ("guide.p2", READER, [("別添", "guide.s10")], "an annex under a number"),
    (
        "minutes.p2",
        READER,
        [
            ("３．検討内容", "minutes.p1"),
            ("資料１－２", Reason.NOT_HELD),
            ("資料１", Reason.NOT_HELD),
            ("番号法第九条", Reason.NOT_HELD),
        ],
        "a paper for others looks like one that is not held",
    ),
    (
        "minutes.p2",
        STAFF,
        [
            ("３．検討内容", "minutes.p1"),
            ("資料１－２", "paper.t"),
            ("資料１", Reason.NOT_HELD),
            ("番号法第九条", Reason.NOT_HELD),
        ],
        "who may read the paper is led to it; 資料1 is not 資料1-2",
    ),
]


@pytest.mark.parametrize(("clause", "readers", "expected", "reason"), TARGETS)
def test_references_lead_to_what_the_reader_may_see(
    clause: str, readers: frozenset[str], expected: list[tuple[str, str]], reason: str
) -> None:
    catalog = _Catalog()
    found = References(catalog).of(catalog.find(clause), readers)
    told = [(one.reference.text, one.clauses[0].id if one.clauses else one.reason) for one in found]
    assert told == expected, reason


def test_a_container_refers_to_what_its_leaves_do() -> None:
    catalog = _Catalog()
    parent = Clause(
        id="act.a25", document_id="act", kind=ClauseKind.ARTICLE, label="第25条", text="", leaf=False
    )
    leaves = [
        catalog.find(id).model_copy(update={"parent_id": "act.a25"}) for id in ("act.a25.p1", "act.a25.p2")
    ]
    whole = parent.model_copy(update={"text": "\n".join(leaf.text for leaf in leaves)})
    catalog.written = (whole, *leaves)  # type: ignore[misc, assignment]
    for one in References(catalog).of(whole, READER):
        assert whole.text[one.reference.start : one.reference.end] == one.reference.text


def test_references_are_counted_by_what_became_of_them() -> None:
    count = References(_Catalog()).count("minutes", READER)
    assert (count.resolved, count.unresolved) == (1, {Reason.NOT_HELD: 4})
    assert count.found == 5
