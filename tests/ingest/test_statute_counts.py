"""Every article, paragraph and item of two Acts is found by its label, in kanji and in figures.

The labels are made from the law XML itself, not from what the parser made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.address import parse
from corpus.catalog import Catalog
from corpus.index.embedder import Embedder
from corpus.models import Clause
from corpus.numerals import to_kanji
from ingest import pipeline

STATUTES = Path(__file__).resolve().parents[3] / "shared" / "materials" / "statutes"
READER = frozenset({"public"})
PRIVACY = "415AC0000000057_20260624_508AC0000000046.xml"
NUMBERS = "425AC0000000027_fetched-2025-09-24.xml"
LAWS = {PRIVACY: "個人情報保護法", NUMBERS: "番号法"}

pytestmark = pytest.mark.skipif(not STATUTES.is_dir(), reason="needs the shared materials")


@pytest.fixture(scope="module")
def catalog(
    tmp_path_factory: pytest.TempPathFactory, small_embedder: Callable[[str], Embedder], readers: Executor
) -> Iterator[Catalog]:
    data = tmp_path_factory.mktemp("statutes") / "data"
    files = [STATUTES / name for name in LAWS]
    assert pipeline.ingest(files, data, embedder=small_embedder("1"), executor=readers).ok
    with Catalog.open(data) as opened:
        yield opened


def labels(file: str) -> dict[str, list[tuple[str, str]]]:
    """Of each sort the labels with 第1条の2 as ``1_2``, and the beginning of the text that must be found."""
    main = ElementTree.parse(STATUTES / file).getroot().find(".//MainProvision")
    assert main is not None
    found: dict[str, list[tuple[str, str]]] = {"Article": [], "Paragraph": [], "Item": []}
    for article in main.iter("Article"):
        of_article = f"第{article.attrib['Num']}条"
        found["Article"].append((of_article, first_sentence(article)))
        for paragraph in article.findall("Paragraph"):
            of_paragraph = f"{of_article}第{paragraph.attrib['Num']}項"
            found["Paragraph"].append((of_paragraph, first_sentence(paragraph)))
            for item in paragraph.findall("Item"):
                label = f"{of_paragraph}第{item.attrib['Num']}号"
                found["Item"].append((label, first_sentence(item)))
    return found


def first_sentence(element: ElementTree.Element) -> str:
    sentence = next(element.iter("Sentence"))
    return without_readings(sentence).strip()


def without_readings(element: ElementTree.Element) -> str:
    """The text of an element without the readings printed beside rare characters (Rt)."""
    parts = [element.text or ""]
    for inner in element:
        parts += ["" if inner.tag == "Rt" else without_readings(inner), inner.tail or ""]
    return "".join(parts)


def written(label: str, kanji: bool) -> str:
    """第27_2条第1項 as 第27条の2第1項, or as 第二十七条の二第一項."""

    def one(match: re.Match[str]) -> str:
        numbers = [to_kanji(int(n)) if kanji else n for n in match[1].split("_")]
        return f"第{numbers[0]}{match[2]}" + "".join(f"の{branch}" for branch in numbers[1:])

    return re.sub(r"第([0-9_]+)([条項号])", one, label)


def clauses_at(catalog: Catalog, law: str, label: str) -> list[Clause]:
    """What a question that names the label is led to: an only paragraph may go without its number."""
    for candidate in parse(label).candidates():
        if found := catalog.provisions(str(candidate), (law,), READER):
            return found
    return []


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        (PRIVACY, {"Article": 185, "Paragraph": 417, "Item": 249}),
        (NUMBERS, {"Article": 86, "Paragraph": 215, "Item": 78}),
    ],
)
@pytest.mark.parametrize("kanji", [True, False], ids=["kanji", "figures"])
def test_every_provision_is_addressed_by_its_label(
    catalog: Catalog, file: str, counts: dict[str, int], kanji: bool
) -> None:
    found = labels(file)
    assert {sort: len(listed) for sort, listed in found.items()} == counts
    wrong = []
    for label, beginning in (pair for listed in found.values() for pair in listed):
        clauses = clauses_at(catalog, LAWS[file], written(label, kanji))
        if len(clauses) != 1 or beginning not in clauses[0].text.replace("\n", ""):
            wrong.append((label, [clause.id for clause in clauses]))
    assert wrong == []


@pytest.mark.parametrize("file", LAWS)
def test_a_supplementary_article_is_not_the_article_of_that_number(catalog: Catalog, file: str) -> None:
    (main,) = clauses_at(catalog, LAWS[file], "第3条")
    (supplementary,) = clauses_at(catalog, LAWS[file], "附則第3条")
    assert main.id != supplementary.id
    assert "附則第3条" in supplementary.label
    assert main.text != supplementary.text


@pytest.mark.parametrize(("file", "tables"), [(PRIVACY, 2), (NUMBERS, 1)])
def test_appended_tables_are_there_row_by_row(catalog: Catalog, file: str, tables: int) -> None:
    root = ElementTree.parse(STATUTES / file).getroot()
    in_file = list(root.iter("AppdxTable"))
    assert len(in_file) == tables
    document = f"law-{file[:15].lower()}"
    tree = catalog.tree(document, READER)
    text = re.sub(r"\s", "", "".join(clause.text for clause in tree if clause.leaf))
    for number, table in enumerate(in_file, 1):
        cells = [re.sub(r"\s", "", without_readings(cell)) for cell in table.iter("TableColumn")]
        assert all(cell in text for cell in cells)
        assert any(clause.id.startswith(f"{document}.hyo{number}.r") for clause in tree)
