"""The general guideline as a page and as a PDF: two revisions of one document, section by section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.models import Clause, ParsedDocument
from corpus.text import squash
from ingest.extract import dispatch
from ingest.parsing import parser_for
from ingest.recognise import document_from, recognise

GUIDELINES = Path(__file__).resolve().parents[3] / "shared" / "materials" / "guidelines"
FILES = ("guideline.html", "guidelines01-2026-06-14.pdf")

pytestmark = pytest.mark.skipif(not GUIDELINES.is_dir(), reason="needs the shared materials")


@pytest.fixture(scope="module")
def states() -> list[ParsedDocument]:
    found = []
    for name in FILES:
        path = GUIDELINES / name
        extracted = dispatch.extract(path, path.read_bytes())
        document = document_from(recognise(extracted.text, name), {}, "0" * 64, name)
        found.append(parser_for(document.kind)(document, extracted))
    return found


def numbered(parsed: ParsedDocument) -> dict[str, Clause]:
    """The numbered sections by id: 3-4-4 is s3-4-4 in both."""
    section = re.compile(rf"{parsed.document.id}\.s[0-9]+(?:-[0-9]+)*")
    return {clause.id: clause for clause in parsed.clauses if section.fullmatch(clause.id)}


def words(text: str) -> str:
    """The words alone: bullets and numbers are drawn by the reader's program in one format, printed in the other."""
    return re.sub(r"[\W_0-9]+", "", squash(text))


def test_both_are_one_document(states: list[ParsedDocument]) -> None:
    page, paper = (parsed.document for parsed in states)
    assert page.id == paper.id
    assert page.cite == paper.cite
    assert page.date is not None
    assert paper.date is not None
    assert page.date < paper.date


def test_every_numbered_section_of_one_is_a_section_of_the_other(states: list[ParsedDocument]) -> None:
    page, paper = (numbered(parsed) for parsed in states)
    assert len(page) > 140
    assert set(page) == set(paper)
    other = [key for key in page if page[key].label != paper[key].label]
    # One heading of the page runs on into the next one, with the provision that explains.
    assert [key.partition(".")[2] for key in other] == ["s3-7-4-2"]


def test_the_innermost_sections_say_the_same_but_for_what_was_revised(states: list[ParsedDocument]) -> None:
    page, paper = (numbered(parsed) for parsed in states)
    innermost = [key for key in page if not any(other.startswith(f"{key}-") for other in page)]
    same = [key for key in innermost if words(page[key].text) == words(paper[key].text)]
    assert len(innermost) > 110
    assert len(same) / len(innermost) >= 0.92
    near = [key for key in innermost if abs(len(words(page[key].text)) - len(words(paper[key].text))) <= 300]
    assert near == innermost


def test_each_section_says_the_article_that_it_explains(states: list[ParsedDocument]) -> None:
    for parsed in states:
        labels = {clause.id.removeprefix(f"{parsed.document.id}."): clause.label for clause in parsed.clauses}
        assert "（法第25条関係）" in labels["s3-4-4"]


def test_the_page_and_its_tables_lose_nothing(states: list[ParsedDocument]) -> None:
    for parsed in states:
        covered = sum(
            span.end - span.start for clause in parsed.clauses if clause.leaf for span in clause.spans
        )
        covered += sum(piece.span.end - piece.span.start for piece in parsed.furniture)
        assert covered == len(parsed.source)
