"""The catalog: what readers see of documents that come, change and go."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalog import Catalog, Change, Draft
from corpus.catalog.codec import body_of, clause_of, filled
from corpus.errors import NotHeld, ParseFault
from corpus.models import (
    PUBLIC,
    Clause,
    ClauseKind,
    Document,
    DocumentKind,
    Filters,
    Furniture,
    FurnitureReason,
    Notice,
    ParsedDocument,
    Span,
)

EVERYONE = frozenset({PUBLIC})
STAFF = frozenset({PUBLIC, "commission"})
Put = Callable[..., Change]


def parsed(
    document_id: str, texts: Sequence[str], *, audience: str = PUBLIC, **known: object
) -> ParsedDocument:
    """A document with one section over a paragraph a text."""
    document = Document.model_validate(
        {
            "id": document_id,
            "title": document_id,
            "kind": DocumentKind.MINUTES,
            "cite": document_id,
            "audience": audience,
            "sha256": "0" * 64,
            **known,
        }
    )
    source = "".join(f"{text}\n" for text in texts)
    clauses, furniture, at = [], [], 0
    top = f"{document_id}.s1"
    for number, text in enumerate(texts, 1):
        span = Span(start=at, end=at + len(text))
        furniture.append(
            Furniture(span=Span(start=span.end, end=span.end + 1), reason=FurnitureReason.WHITESPACE)
        )
        clauses.append(
            Clause(
                id=f"{top}.p{number}",
                document_id=document_id,
                parent_id=top,
                order=number,
                kind=ClauseKind.PARAGRAPH,
                label=f"{document_id} {number}",
                path=("節", str(number)),
                text=text,
                spans=(span,),
                speaker=f"委員{number}",
                law="規則" if number == 2 else None,
                address="a6.i4" if number == 2 else None,
                audience=audience,
            )
        )
        at = span.end + 1
    section = Clause(
        id=top,
        document_id=document_id,
        kind=ClauseKind.SECTION,
        label=document_id,
        path=("節",),
        text="\n".join(texts),
        spans=tuple(clause.spans[0] for clause in clauses),
        leaf=False,
        audience=audience,
    )
    notices = (Notice(span=Span(start=0, end=1), message="未知の記号"),)
    return ParsedDocument(
        document=document,
        source=source,
        clauses=(section, *clauses),
        furniture=tuple(furniture),
        notices=notices,
    )


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "store", create=True) as opened:
        yield opened


@pytest.fixture
def show(catalog: Catalog) -> Put:
    def put_and_publish(document: ParsedDocument) -> Change:
        changes = catalog.put([Draft(parsed=document, request="r")])
        catalog.publish(changes)
        return changes[0]

    return put_and_publish


def test_a_document_comes_back_as_it_was_put(catalog: Catalog, show: Put) -> None:
    document = parsed("minutes-1", ["一つ目", "二つ目", "三つ目"])
    show(document)
    assert tuple(catalog.tree("minutes-1", EVERYONE)) == document.clauses
    assert catalog.document("minutes-1", EVERYONE) == document.document
    assert catalog.source("minutes-1", EVERYONE) == document.source
    assert catalog.furniture("minutes-1", EVERYONE) == document.furniture
    assert catalog.notices("minutes-1", EVERYONE) == document.notices


def test_what_is_not_published_is_not_there(catalog: Catalog) -> None:
    (change,) = catalog.put([Draft(parsed=parsed("minutes-1", ["一"]), request="r")])
    assert catalog.documents(EVERYONE) == []
    assert catalog.by_rows(range(change.rows.first, change.rows.end), EVERYONE) == {}
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p1", EVERYONE)
    assert catalog.same_request("r") is None
    generation = catalog.generation
    assert catalog.publish([change]) == generation + 1
    assert catalog.clause("minutes-1.s1.p1", EVERYONE).text == "一"


def test_a_new_revision_takes_the_place_of_the_old_one(catalog: Catalog, show: Put) -> None:
    before = show(parsed("minutes-1", ["旧", "旧二"]))
    after = show(parsed("minutes-1", ["新"]))
    assert after.replaces == before.rows
    assert [c.text for c in catalog.tree("minutes-1", EVERYONE)] == ["新", "新"]
    assert catalog.by_rows(range(before.rows.first, before.rows.end), EVERYONE) == {}
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p2", EVERYONE)
    revisions = catalog.revisions("minutes-1", EVERYONE)
    assert [r.status for r in revisions] == ["current", "superseded"]
    earlier = catalog.clause("minutes-1.s1.p2", EVERYONE, revision=before.revision_id)
    assert (earlier.text, earlier.superseded) == ("旧二", True)
    assert not catalog.clause("minutes-1.s1.p1", EVERYONE, revision=after.revision_id).superseded
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p2", EVERYONE, revision=99)


def test_another_reader_sees_a_change_at_once(catalog: Catalog, show: Put, tmp_path: Path) -> None:
    show(parsed("minutes-1", ["旧"]))
    with Catalog.open(tmp_path / "store") as reader:
        assert reader.holdings(EVERYONE).generation == 1
        assert reader.clause("minutes-1.s1.p1", EVERYONE).text == "旧"
        show(parsed("minutes-1", ["新"]))
        assert reader.clause("minutes-1.s1.p1", EVERYONE).text == "新"
        assert reader.holdings(EVERYONE).generation == 2


def test_readers_go_on_while_a_writer_is_in_the_middle_of_it(
    catalog: Catalog, show: Put, tmp_path: Path
) -> None:
    from corpus.catalog.opening import writing
    from corpus.catalog.tables import meta

    show(parsed("minutes-1", ["本文"]))
    with writing(catalog._engine).begin() as connection:
        connection.execute(meta.update().values(generation=99))
        with Catalog.open(tmp_path / "store") as reader:
            assert reader.generation == 1
            assert reader.clause("minutes-1.s1.p1", EVERYONE).text == "本文"


def test_threads_see_one_revision_or_the_other(catalog: Catalog, show: Put) -> None:
    show(parsed("minutes-1", ["0"] * 5))
    stop = threading.Event()

    def read() -> list[set[str]]:
        seen = []
        while not stop.is_set():
            seen.append({c.text for c in catalog.tree("minutes-1", EVERYONE) if c.leaf})
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(1, 10):
            show(parsed("minutes-1", [str(number)] * 5))
        stop.set()
    assert all(len(texts) == 1 for reader in readers for texts in reader.result())


def test_a_retired_document_is_gone_with_its_revisions(catalog: Catalog, show: Put) -> None:
    first = show(parsed("minutes-1", ["一"]))
    change = show(parsed("minutes-1", ["二"]))
    assert catalog.retire("minutes-1") == change.rows
    for read in (catalog.document, catalog.tree, catalog.source, catalog.revisions):
        with pytest.raises(NotHeld):
            read("minutes-1", EVERYONE)
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p1", EVERYONE, revision=first.revision_id)
    with pytest.raises(NotHeld):
        catalog.retire("minutes-1")


def test_what_an_audience_may_not_read_looks_like_what_is_not_there(catalog: Catalog, show: Put) -> None:
    change = show(parsed("secret-1", ["秘"], audience="commission", meeting=7))
    show(parsed("minutes-1", ["公"]))
    assert [d.id for d in catalog.documents(STAFF)] == ["minutes-1", "secret-1"]
    assert [d.id for d in catalog.documents(EVERYONE)] == ["minutes-1"]
    assert [d.id for d in catalog.holdings(EVERYONE).documents] == ["minutes-1"]
    assert catalog.by_rows(range(change.rows.first, change.rows.end), EVERYONE) == {}
    assert catalog.clauses(["secret-1.s1.p1", "minutes-1.s1.p1"], EVERYONE) == catalog.clauses(
        ["minutes-1.s1.p1"], EVERYONE
    )
    said = []
    for document_id in ("secret-1", "secret-2"):
        with pytest.raises(NotHeld) as error:
            catalog.document(document_id, EVERYONE)
        said.append(str(error.value).replace(document_id, ""))
        with pytest.raises(NotHeld) as error:
            catalog.neighbours(f"{document_id}.s1.p1", EVERYONE)
        said.append(str(error.value).replace(document_id, ""))
    assert said[:2] == said[2:]
    assert catalog.documents(frozenset()) == []


def test_a_document_moved_out_of_an_audience_takes_its_past_with_it(catalog: Catalog, show: Put) -> None:
    public = show(parsed("minutes-1", ["公"]))
    show(parsed("minutes-1", ["秘"], audience="commission"))
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p1", EVERYONE)
    with pytest.raises(NotHeld):
        catalog.clause("minutes-1.s1.p1", EVERYONE, revision=public.revision_id)
    assert len(catalog.revisions("minutes-1", STAFF)) == 2
    show(parsed("minutes-1", ["再公"]))
    assert [r.audience for r in catalog.revisions("minutes-1", EVERYONE)] == [PUBLIC, PUBLIC]


def test_rows_come_back_in_the_order_asked_for_with_containers_whole(catalog: Catalog, show: Put) -> None:
    document = parsed("minutes-1", ["一", "二", "三"])
    first = show(document).rows.first
    found = catalog.by_rows([first + 2, first, first + 999], EVERYONE)
    assert list(found) == [first + 2, first]
    assert found[first] == document.clauses[0]
    assert catalog.by_rows([first], EVERYONE)[first] is found[first]  # kept, not read again


def test_neighbours_are_the_leaves_around(catalog: Catalog, show: Put) -> None:
    show(parsed("minutes-0", ["前の文書"]))
    show(parsed("minutes-1", ["一", "二", "三", "四"]))

    def around(clause_id: str, before: int, after: int) -> list[str]:
        return [c.text for c in catalog.neighbours(clause_id, EVERYONE, before, after)]

    assert around("minutes-1.s1.p2", 1, 1) == ["一", "三"]
    assert around("minutes-1.s1.p3", 5, 0) == ["一", "二"]
    assert around("minutes-1.s1.p1", 1, 2) == ["二", "三"]
    assert around("minutes-1.s1", 1, 1) == []


def test_children_and_addresses_lead_to_clauses(catalog: Catalog, show: Put) -> None:
    show(parsed("minutes-1", ["一", "二"]))
    show(parsed("secret-1", ["一", "二"], audience="commission"))
    assert [c.text for c in catalog.children("minutes-1.s1", EVERYONE)] == ["一", "二"]
    assert catalog.children("minutes-1.s1.p1", EVERYONE) == []
    assert [c.id for c in catalog.provisions("a6.i4", (), EVERYONE)] == ["minutes-1.s1.p2"]
    assert [c.id for c in catalog.provisions("a6.i4", ["規則"], STAFF)] == [
        "minutes-1.s1.p2",
        "secret-1.s1.p2",
    ]
    assert catalog.provisions("a6.i4", ["別の法律"], STAFF) == []


def test_holdings_name_speakers_laws_and_addresses(catalog: Catalog, show: Put) -> None:
    show(parsed("minutes-1", ["一", "二"]))
    show(parsed("minutes-2", ["一"]))
    holdings = catalog.holdings(EVERYONE)
    assert {s.name: s.document_ids for s in holdings.speakers} == {
        "委員1": {"minutes-1", "minutes-2"},
        "委員2": {"minutes-1"},
    }
    assert (holdings.laws, holdings.addresses) == (("規則",), {("規則", "a6.i4")})
    assert catalog.holdings(EVERYONE) is holdings


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["b", "a", "c"]),  # newest first, undated last
        (Filters(kind=DocumentKind.PAPER), ["c"]),
        (Filters(meeting=330), ["b"]),
        (Filters(date_from=dt.date(2024, 9, 11)), ["b", "a"]),
        (Filters(date_to=dt.date(2024, 9, 11)), ["a"]),
        (Filters(agency="国土交通　大臣"), ["b"]),  # compared without white space, as the indexes do
        (Filters(document_id="c"), ["c"]),
        (Filters(speaker="委員２"), ["a"]),
        (Filters(speaker="委員9"), []),
    ],
)
def test_documents_are_filtered(catalog: Catalog, show: Put, filters: Filters, expected: list[str]) -> None:
    show(parsed("a", ["一", "二"], date=dt.date(2024, 9, 11)))
    show(parsed("b", ["一"], date=dt.date(2025, 7, 30), meeting=330, agency="国土交通大臣"))
    show(parsed("c", ["一"], kind=DocumentKind.PAPER))
    assert [d.id for d in catalog.documents(EVERYONE, filters)] == expected


def test_purging_leaves_nothing_of_what_was_never_shown(catalog: Catalog, show: Put) -> None:
    kept = show(parsed("minutes-1", ["一"]))
    (left,) = catalog.put([Draft(parsed=parsed("minutes-2", ["二"]), request="r")])
    assert catalog.pending() == [left.rows]
    catalog.purge()
    assert catalog.pending() == []
    again = show(parsed("minutes-3", ["三"]))
    assert again.rows.first >= left.rows.end > kept.rows.end  # rows are never given twice
    assert catalog.leaf_rows(PUBLIC) == {kept.rows.first + 1, again.rows.first + 1}
    assert catalog.integrity() == "ok"


def test_the_same_reading_takes_over_the_request(catalog: Catalog, show: Put) -> None:
    document = parsed("minutes-1", ["一"])
    show(document)
    assert catalog.same_request("r") == "minutes-1"
    assert catalog.same_result(Draft(parsed=document, request="r2"))
    assert catalog.same_request("r2") == "minutes-1"
    assert not catalog.same_result(Draft(parsed=parsed("minutes-1", ["二"]), request="r3"))


def test_a_batch_that_cannot_be_written_writes_nothing(catalog: Catalog) -> None:
    good, bad = parsed("minutes-1", ["一"]), parsed("minutes-2", ["二"])
    orphan = bad.model_copy(update={"clauses": bad.clauses[1:]})
    with pytest.raises(ParseFault, match=r"minutes-2\.s1\.p1"):
        catalog.put([Draft(parsed=good, request="r"), Draft(parsed=orphan, request="r")])
    assert catalog.pending() == []


def test_writing_is_noted_until_it_ends(catalog: Catalog) -> None:
    assert not catalog.unsettled
    assert catalog.embedder is None
    catalog.begin_writing("model", "r1")
    assert catalog.unsettled
    assert catalog.embedder == ("model", "r1")
    catalog.end_writing()
    assert not catalog.unsettled


_TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\n\r"), min_size=1)


@settings(max_examples=30)
@given(st.lists(_TEXT, min_size=1, max_size=5))
def test_clauses_and_their_kept_form_are_inverses(texts: list[str]) -> None:
    section, *leaves = parsed("minutes-1", texts).clauses
    read = [clause_of(body_of(leaf)) for leaf in leaves]
    assert read == leaves
    assert filled(clause_of(body_of(section)), read) == section


def test_what_is_read_steadily_is_of_one_state(catalog: Catalog, show: Put, tmp_path: Path) -> None:
    show(parsed("a", ["第一の文", "第二の文"]))
    reader = Catalog.open(tmp_path / "store")
    with reader.steady():
        before = reader.generation
        show(parsed("a", ["新しい文"]))
        show(parsed("b", ["別の文書"]))
        with reader.steady():  # within it nothing begins anew
            assert reader.generation == before
        assert [one.text for one in reader.tree("a", EVERYONE)][-1] == "第二の文"
        assert [one.id for one in reader.documents(EVERYONE)] == ["a"]
        with ThreadPoolExecutor(1) as other:  # another thread is in no session of this one
            assert other.submit(reader.documents, EVERYONE).result()[-1].id == "b"
        assert [one.id for one in reader.on(dt.date(2026, 1, 1)).documents(EVERYONE)] == ["a"]
        assert [one.id for one in reader.documents(EVERYONE)] == ["a"]
    assert reader.generation > before
    assert [one.text for one in reader.children("a.s1", EVERYONE)] == ["新しい文"]
    assert len(reader.documents(EVERYONE)) == 2
    reader.close()


def test_a_fault_within_a_steady_block_ends_it(catalog: Catalog, show: Put) -> None:
    show(parsed("a", ["第一の文"]))
    with pytest.raises(NotHeld), catalog.steady():
        catalog.document("nowhere", EVERYONE)
    show(parsed("b", ["第二の文"]))
    assert len(catalog.documents(EVERYONE)) == 2


def test_children_and_places_are_those_of_the_present_revision(catalog: Catalog, show: Put) -> None:
    show(parsed("a", ["第一の文", "第二の文"]))
    assert [one.text for one in catalog.children("a.s1", EVERYONE)] == ["第一の文", "第二の文"]
    show(parsed("a", ["一つだけ"]))
    assert [one.text for one in catalog.children("a.s1", EVERYONE)] == ["一つだけ"]
    with pytest.raises(NotHeld):
        catalog.clause("a.s1.p2", EVERYONE)
