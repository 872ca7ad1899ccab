"""The files kept so that their pages can be shown: whole, by audience, none longer than needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.originals import Originals, digest_of_pdf

CONTENT = b"%PDF-1.7 pages"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "m.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def held(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "store")


def test_a_file_is_found_by_what_it_holds(held: Originals, file: Path) -> None:
    held.keep("public", SHA256, file)
    kept = held.path("public", SHA256)
    assert kept is not None
    assert kept.read_bytes() == CONTENT


def test_a_file_of_one_audience_is_not_another_s(held: Originals, file: Path) -> None:
    held.keep("commission", SHA256, file)
    assert held.path("public", SHA256) is None


def test_a_file_that_changed_since_it_was_read_is_not_kept(held: Originals, file: Path) -> None:
    held.keep("public", "0" * 64, file)
    assert held.path("public", "0" * 64) is None
    assert held.prune(()) == 0


@pytest.mark.parametrize("name", ["", "../../catalog.sqlite", "A" * 64, "0" * 63])
def test_nothing_but_a_digest_is_looked_for(held: Originals, file: Path, name: str) -> None:
    held.keep("public", SHA256, file)
    assert held.path("public", name) is None


def test_what_no_revision_needs_is_removed(held: Originals, file: Path) -> None:
    held.keep("public", SHA256, file)
    held.keep("commission", SHA256, file)
    assert held.prune({("commission", SHA256)}) == 1
    assert held.path("public", SHA256) is None
    assert held.path("commission", SHA256) is not None


def test_only_a_pdf_has_pages(tmp_path: Path, file: Path) -> None:
    text = tmp_path / "m.txt"
    text.write_text("議事録", "utf-8")
    assert digest_of_pdf(file) == SHA256
    assert digest_of_pdf(text) is None
    assert digest_of_pdf(tmp_path / "gone.pdf") is None
