"""States of a law side by side: the one in force answers, whatever the order they come in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.address import Address
from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.index import Indexes
from corpus.index.embedder import Embedder
from corpus.models import PUBLIC, Clause
from ingest import pipeline
from ingest.report import Outcome, Report

READER = frozenset({PUBLIC})
Ingest = Callable[..., Report]
TODAY = dt.date(2026, 11, 21)
CLAUSE = "law-415ac0000000057.a1"
OLD, NEW, COMING = "20250601", "20260624", "20270401"


def write(folder: Path, day: str, text: str) -> Path:
    path = folder / f"415AC0000000057_{day}_508AC0000000046.xml"
    path.write_text(
        f"<Law><LawBody><LawTitle>見本法</LawTitle><MainProvision><Article Num='1'><ArticleTitle>第一条</ArticleTitle>"
        f"<Paragraph Num='1'><ParagraphSentence><Sentence>{text}</Sentence></ParagraphSentence></Paragraph></Article>"
        "</MainProvision></LawBody></Law>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def states(folder: Path) -> dict[str, Path]:
    return {day: write(folder, day, f"{day}の規定") for day in (OLD, NEW, COMING)}


@pytest.fixture
def ingest(embedder: Embedder, readers: Executor) -> Ingest:
    """``ingest(paths, data, today=TODAY)`` takes the files in, all of them."""

    def taken_in(paths: Sequence[Path], data: Path, today: dt.date = TODAY) -> Report:
        report = pipeline.ingest(paths, data, embedder=embedder, today=today, executor=readers)
        assert report.ok, report
        return report

    return taken_in


def standing(data: Path) -> tuple[str, dict[str, str]]:
    """The text that answers, and the status of each state by its day."""
    with Catalog.open(data) as catalog:
        document = CLAUSE.partition(".")[0]
        statuses: dict[str, str] = {
            str(one.document.date): one.status for one in catalog.revisions(document, READER)
        }
        return catalog.clause(CLAUSE, READER).text, statuses


@pytest.fixture
def indexed(embedder: Embedder) -> Callable[[Path], int]:
    """``indexed(data)``: how many rows an index has, and whether catalog and indexes agree."""

    def count(data: Path) -> int:
        indexes = Indexes.open(data, embedder)
        try:
            assert pipeline.check(data, embedder).ok
            return len(indexes.rows(PUBLIC))
        finally:
            indexes.close()

    return count


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD), (OLD, NEW, COMING), (COMING, NEW, OLD)])
@pytest.mark.parametrize("together", [True, False])
def test_the_state_in_force_answers_in_any_order(
    order: Sequence[str], together: bool, states: dict[str, Path], tmp_path: Path, ingest: Ingest
) -> None:
    data = tmp_path / "data"
    paths = [states[day] for day in order]
    for batch in [paths] if together else [[path] for path in paths]:
        ingest(batch, data)
    text, statuses = standing(data)
    assert text == f"第一条　{NEW}の規定"
    assert statuses["2026-06-24"] == "current"
    assert statuses["2025-06-01"] == "superseded"
    assert statuses.get("2027-04-01", "upcoming") == "upcoming"


def test_only_the_state_in_force_is_found(
    states: dict[str, Path], tmp_path: Path, ingest: Ingest, indexed: Callable[[Path], int]
) -> None:
    data = tmp_path / "data"
    ingest(list(states.values()), data)
    assert indexed(data) == 2  # the title and the article


def test_an_earlier_state_can_be_read_and_is_marked(
    states: dict[str, Path], tmp_path: Path, ingest: Ingest
) -> None:
    data = tmp_path / "data"
    ingest(list(states.values()), data)
    with Catalog.open(data) as catalog:
        kept = {str(one.document.date): one.id for one in catalog.revisions("law-415ac0000000057", READER)}
        earlier = catalog.clause(CLAUSE, READER, revision=kept["2025-06-01"])
    assert earlier.text == f"第一条　{OLD}の規定"
    assert earlier.superseded


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2025-06-01", OLD),
        ("2026-06-23", OLD),
        ("2026-06-24", NEW),
        ("2026-11-21", NEW),
        ("2030-01-01", COMING),
    ],
)
def test_a_clause_is_read_as_it_stood_on_a_day(
    day: str, text: str, states: dict[str, Path], tmp_path: Path, ingest: Ingest
) -> None:
    data = tmp_path / "data"
    ingest(list(states.values()), data)
    with Catalog.open(data) as catalog:
        assert catalog.clause_on(CLAUSE, dt.date.fromisoformat(day), READER).text == f"第一条　{text}の規定"
        with pytest.raises(NotHeld, match="2025-06-01"):
            catalog.clause_on(CLAUSE, dt.date(2020, 1, 1), READER)


def test_a_state_whose_day_has_come_takes_over_at_the_next_ingestion(
    states: dict[str, Path], tmp_path: Path, ingest: Ingest, indexed: Callable[[Path], int]
) -> None:
    data = tmp_path / "data"
    ingest(list(states.values()), data)
    ingest([], data, today=dt.date(2027, 4, 1))
    text, statuses = standing(data)
    assert text == f"第一条　{COMING}の規定"
    assert statuses == {"2025-06-01": "superseded", "2026-06-24": "superseded", "2027-04-01": "current"}
    assert indexed(data) == 2


def test_the_same_files_again_change_nothing(states: dict[str, Path], tmp_path: Path, ingest: Ingest) -> None:
    data = tmp_path / "data"
    first = ingest(list(states.values()), data)
    again = ingest(list(states.values()), data)
    assert again.count(Outcome.UNCHANGED) == 3
    assert again.generation == first.generation
    assert len(standing(data)[1]) == 3


def test_a_corrected_file_of_the_same_day_replaces_its_state(
    folder: Path, states: dict[str, Path], tmp_path: Path, ingest: Ingest
) -> None:
    data = tmp_path / "data"
    ingest(list(states.values()), data)
    ingest([write(folder, NEW, "訂正した規定")], data)
    assert standing(data)[0] == "第一条　訂正した規定"


def test_two_files_of_one_state_are_told_apart_by_the_user(
    folder: Path, states: dict[str, Path], tmp_path: Path, embedder: Embedder, readers: Executor
) -> None:
    other = folder / "copy" / states[NEW].name
    other.parent.mkdir()
    other.write_bytes(states[NEW].read_bytes().replace("規定".encode(), "別文".encode()))
    report = pipeline.ingest(
        [states[NEW], other], tmp_path / "data", embedder=embedder, today=TODAY, executor=readers
    )
    assert [file.outcome for file in report.files] == [Outcome.ADDED, Outcome.FAILED]
    assert "2026-06-24" in report.files[1].message


def test_a_law_not_yet_in_force_answers_while_there_is_no_other(
    states: dict[str, Path], tmp_path: Path, ingest: Ingest
) -> None:
    data = tmp_path / "data"
    ingest([states[COMING]], data)
    assert standing(data)[0] == f"第一条　{COMING}の規定"


STATUTES = Path(__file__).resolve().parents[3] / "shared" / "materials" / "statutes"
COUNTS = {"415AC0000000057": (185, 417, 249), "425AC0000000027": (86, 215, 78)}


@pytest.mark.skipif(not STATUTES.is_dir(), reason="the statutes of the shared folder are not here")
def test_every_provision_of_the_real_laws_is_held_at_its_address(tmp_path: Path, ingest: Ingest) -> None:
    data = tmp_path / "data"
    ingest([STATUTES], data)
    with Catalog.open(data) as catalog:
        days = [str(one.document.date) for one in catalog.revisions("law-415ac0000000057", READER)]
        assert sorted(days) == ["2025-09-24", "2026-06-24"]
        for law_id, counts in COUNTS.items():
            document = catalog.document(f"law-{law_id.lower()}", READER)
            path = next(path for path in sorted(STATUTES.iterdir()) if path.name == document.file_name)
            addresses = list(_addresses(path))
            found = Counter(
                level for level, address, _ in addresses if _held(catalog, document.cite, address)
            )
            assert (found["Article"], found["Paragraph"], found["Item"]) == counts
            assert found.total() == len(addresses)
            for _, address, text in addresses:
                held = _held(catalog, document.cite, address)
                assert any(text in clause.text for clause in held), address


def _held(catalog: Catalog, law: str, address: Address) -> list[Clause]:
    found = [catalog.provisions(str(spelt), [law], READER) for spelt in address.candidates()]
    return [clause for clauses in found for clause in clauses]


def _addresses(path: Path) -> Iterator[tuple[str, Address, str]]:
    """Level, address and first words of every article, paragraph and item of the main provisions."""
    root = ElementTree.parse(path).getroot()
    for ruby in [*root.iter("Ruby")]:  # readings stand beside the text
        ruby[0].text = ""
    main = next(root.iter("MainProvision"))
    for article in main.iter("Article"):
        number = tuple(map(int, article.get("Num", "").split("_")))
        yield "Article", Address(article=number), article.findtext("ArticleTitle", "")
        for paragraph in article.findall("Paragraph"):
            place = Address(article=number, paragraph=(int(paragraph.get("Num", "")),))
            yield "Paragraph", place, _words(paragraph, "ParagraphSentence")
            for item in paragraph.findall("Item"):
                own = tuple(map(int, item.get("Num", "").split("_")))
                yield "Item", place.model_copy(update={"item": own}), _words(item, "ItemSentence")


def _words(element: ElementTree.Element, sentence: str) -> str:
    found = element.find(sentence)
    return "" if found is None else "".join(found.itertext()).split()[0]
