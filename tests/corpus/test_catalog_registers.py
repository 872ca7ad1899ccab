"""The registers in the catalog: who sees which entries, when, and how they are filtered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalog import Catalog, Draft, Registers
from corpus.catalog.registers import stem
from corpus.errors import NotHeld
from corpus.models import (
    Clause,
    ClauseKind,
    Decision,
    Document,
    DocumentKind,
    Measure,
    MeasuresBy,
    ParsedDocument,
    RegisterFilters,
    Span,
    Strength,
)

EVERYONE = frozenset({"public"})
STAFF = frozenset({"public", "commission"})
TEXTS = ("通信は暗号化する必要がある。", "再委託先を１００％監督いただきたい。")


def draft(document_id: str, meeting: int, day: dt.date | None, *, audience: str = "public") -> Draft:
    """A meeting with two measures on one item."""
    document = Document(
        id=document_id,
        title=document_id,
        kind=DocumentKind.MINUTES,
        cite=document_id,
        date=day,
        meeting=meeting,
        audience=audience,
    )
    source = "".join(TEXTS)
    clauses = [
        Clause(
            id=f"{document_id}.p{at}",
            document_id=document_id,
            order=at,
            kind=ClauseKind.PARAGRAPH,
            label=f"p{at}",
            text=text,
            spans=(Span(start=source.index(text), end=source.index(text) + len(text)),),
            audience=audience,
        )
        for at, text in enumerate(TEXTS)
    ]
    measures = [
        Measure(
            id=clause.id,
            document_id=document_id,
            clause_id=clause.id,
            label=clause.label,
            text=clause.text,
            meeting=meeting,
            date=day,
            asked_by="清水委員",
            asked_of=("国土交通大臣", "事務局")[at],
            about="全項目評価書",
            agency="国土交通大臣",
            strength=(Strength.REQUIRED, Strength.REQUESTED)[at],
            topics=(("暗号化",), ("再委託", "委託先の監督"))[at],
            audience=audience,
        )
        for at, clause in enumerate(clauses)
    ]
    decision = Decision(
        id=f"{document_id}.g1",
        document_id=document_id,
        label="議題1",
        meeting=meeting,
        date=day,
        heading="全項目評価書",
        matter="評価書審査",
        parties=("国土交通大臣",),
        topics=("暗号化",),
        audience=audience,
    )
    return Draft(
        parsed=ParsedDocument(document=document, source=source, clauses=tuple(clauses), furniture=()),
        request=f"{document_id:0<64}",
        registers=Registers(measures=tuple(measures), decisions=(decision,), rules="r1"),
    )


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Three meetings, one of them for the commission, one without a date."""
    with Catalog.open(tmp_path, create=True) as catalog:
        catalog.publish(
            catalog.put(
                [
                    draft("m1", 1, dt.date(2024, 1, 1)),
                    draft("m2", 2, dt.date(2025, 1, 1)),
                    draft("m3", 3, None),
                    draft("closed", 4, dt.date(2026, 1, 1), audience="commission"),
                ]
            )
        )
        yield catalog


def found(catalog: Catalog, **filters: object) -> list[str]:
    page = catalog.measures(EVERYONE, RegisterFilters.model_validate(filters))
    assert page.total == len(page.measures)
    return [measure.clause_id for measure in page.measures]


def test_measures_come_newest_first_and_as_they_stand_those_without_a_date_last(catalog: Catalog) -> None:
    assert found(catalog) == ["m2.p0", "m2.p1", "m1.p0", "m1.p1", "m3.p0", "m3.p1"]


def test_what_others_may_not_read_is_not_even_counted(catalog: Catalog) -> None:
    assert catalog.measures(EVERYONE).total == 6
    assert catalog.measures(STAFF).total == 8
    assert catalog.measures(frozenset()).total == 0
    assert catalog.decisions(EVERYONE).total == 3
    assert catalog.decision("closed.g1", STAFF).meeting == 4
    with pytest.raises(NotHeld):
        catalog.decision("closed.g1", EVERYONE)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"strength": "requested", "meeting": 1}, ["m1.p1"]),
        ({"topic": "再委託", "document_id": "m2"}, ["m2.p1"]),
        ({"topic": "委託"}, []),
        ({"topic": "%"}, []),
        ({"agency": "国土交通省", "meeting": 1}, ["m1.p0", "m1.p1"]),
        ({"agency": "事務局", "meeting": 1}, ["m1.p1"]),
        ({"date_from": "2024-06-01"}, ["m2.p0", "m2.p1"]),
        ({"date_to": "2024-06-01"}, ["m1.p0", "m1.p1"]),
        ({"words": "通信　暗号化", "meeting": 2}, ["m2.p0"]),
        ({"words": "100%", "meeting": 2}, ["m2.p1"]),
        ({"words": "通信 再委託"}, []),
        ({"document_id": "closed"}, []),
    ],
)
def test_filters_restrict_and_combine(catalog: Catalog, filters: dict[str, object], ids: list[str]) -> None:
    assert found(catalog, **filters) == ids


def counts(catalog: Catalog, by: MeasuresBy, **filters: object) -> list[tuple[str | None, int]]:
    told = catalog.measure_counts(EVERYONE, by, RegisterFilters.model_validate(filters))
    return [(one.value, one.total) for one in told.counts]


def test_measures_are_counted_by_what_they_are_filtered_by(catalog: Catalog) -> None:
    assert counts(catalog, MeasuresBy.MEETING) == [("3", 2), ("2", 2), ("1", 2)]
    assert counts(catalog, MeasuresBy.STRENGTH) == [("required", 3), ("requested", 3)]
    assert counts(catalog, MeasuresBy.AGENCY, meeting=2) == [("国土交通大臣", 2)]
    assert counts(catalog, MeasuresBy.TOPIC, words="監督") == [("再委託", 3), ("委託先の監督", 3)]
    assert counts(catalog, MeasuresBy.TOPIC, strength="required") == [("暗号化", 3)]
    assert counts(catalog, MeasuresBy.TOPIC, topic="ない") == []


def test_a_count_tells_the_strengths_and_a_measure_of_two_topics_is_one_in_all(catalog: Catalog) -> None:
    told = catalog.measure_counts(EVERYONE, MeasuresBy.TOPIC)
    assert told.total == 6
    assert [(one.required, one.requested, one.suggested) for one in told.counts] == [
        (0, 3, 0),
        (0, 3, 0),
        (3, 0, 0),
    ]


def test_counts_are_of_what_the_reader_may_read(catalog: Catalog) -> None:
    assert catalog.measure_counts(STAFF, MeasuresBy.MEETING).counts[0].value == "4"
    assert catalog.measure_counts(frozenset(), MeasuresBy.MEETING).counts == ()


def test_pages_follow_one_another_and_the_total_stays(catalog: Catalog) -> None:
    pages = [catalog.measures(EVERYONE, limit=4, offset=at) for at in (0, 4, 8)]
    assert [page.total for page in pages] == [6, 6, 6]
    assert [len(page.measures) for page in pages] == [4, 2, 0]


def test_decisions_are_filtered_by_matter_and_topic(catalog: Catalog) -> None:
    def ids(**filters: object) -> list[str]:
        page = catalog.decisions(EVERYONE, RegisterFilters.model_validate(filters))
        return [decision.id for decision in page.decisions]

    assert ids(matter="評価書審査", agency="国土交通省") == ["m2.g1", "m1.g1", "m3.g1"]
    assert ids(matter="監督") == []
    assert ids(topic="暗号化", meeting=1) == ["m1.g1"]


def test_an_entry_is_given_back_as_it_was_kept(catalog: Catalog) -> None:
    kept = draft("m1", 1, dt.date(2024, 1, 1)).registers
    filters = RegisterFilters(document_id="m1")
    assert catalog.measures(EVERYONE, filters).measures == kept.measures
    assert catalog.decisions(EVERYONE, filters).decisions == kept.decisions


def test_nobody_sees_entries_of_a_revision_that_is_not_published(catalog: Catalog) -> None:
    catalog.put([draft("m5", 5, None)])
    assert found(catalog, meeting=5) == []
    catalog.purge()
    catalog.publish(catalog.put([draft("m5", 5, None)]))
    assert found(catalog, meeting=5) == ["m5.p0", "m5.p1"]


def test_entries_go_with_their_document_and_are_replaced_with_it(catalog: Catalog) -> None:
    catalog.publish(catalog.put([draft("m1", 9, None)]))
    assert found(catalog, document_id="m1", meeting=1) == []
    assert found(catalog, document_id="m1", meeting=9) == ["m1.p0", "m1.p1"]
    catalog.retire("m1")
    assert found(catalog, document_id="m1") == []


def test_registers_of_other_rules_are_stale_until_they_are_set_anew(catalog: Catalog) -> None:
    assert catalog.stale_registers("r1") == []
    assert {document.id for document in catalog.stale_registers("r2")} == {"m1", "m2", "m3", "closed"}
    before = catalog.generation
    assert catalog.set_registers({"m1": Registers(rules="r2")}) > before
    assert found(catalog, document_id="m1") == []
    assert {document.id for document in catalog.stale_registers("r2")} == {"m2", "m3", "closed"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("国土交通大臣", "国土交通"),
        ("デジタル庁", "デジタル"),
        ("大臣", "大臣"),
        ("ＬＩＮＥ株式会社", "line株式会社"),
    ],
)
def test_a_ministry_and_its_minister_are_found_by_one_name(body: str, expected: str) -> None:
    assert stem(body) == expected
