"""What an ingestion leaves of its PDFs in the store, so that their pages can be shown."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.originals import FOLDER, Originals
from ingest.pipeline import ingest, retire

_WRITER = runpy.run_path(str(Path(__file__).with_name("pdf_writer.py")))
write_pdf, lines = _WRITER["pdf"], _WRITER["lines"]
EVERYBODY = frozenset({"public", "commission"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def take(folder: Path, data: Path, embedder, readers) -> Callable[..., None]:
    """``take(text, audience="public", originals=True)`` ingests a PDF that says so, and a text beside it."""

    def ingested(text: str, audience: str = "public", **more: bool) -> None:
        (folder / "paper.pdf").write_bytes(write_pdf([lines(text)]))
        (folder / "note.txt").write_text("覚書である。", "utf-8")
        manifest = "documents:\n" + "".join(
            f"  - {{file: {name}, id: {name[:4]}, kind: other, title: x, audience: {audience}}}\n"
            for name in ("paper.pdf", "note.txt")
        )
        (folder / "manifest.yaml").write_text(manifest, "utf-8")
        report = ingest([folder], data, embedder=embedder, executor=readers, **more)
        assert report.ok

    return ingested


def kept(data: Path) -> dict[str, str]:
    """The files kept: audience by sha256."""
    files = (data / FOLDER).glob("*/*") if (data / FOLDER).is_dir() else ()
    return {file.name: file.parent.name for file in files}


def current(data: Path, document_id: str = "pape") -> str:
    with Catalog.open(data) as catalog:
        return catalog.document(document_id, EVERYBODY).sha256


def test_a_pdf_is_kept_and_a_text_is_not(take, data) -> None:
    take("本文である。")
    assert kept(data) == {current(data): "public"}


def test_a_former_revision_keeps_its_file(take, data) -> None:
    take("本文である。")
    former = current(data)
    take("改めた本文である。")
    assert kept(data) == {former: "public", current(data): "public"}


def test_an_audience_has_a_folder_of_its_own(take, data) -> None:
    take("本文である。", audience="commission")
    assert kept(data) == {current(data): "commission"}


def test_an_unchanged_document_catches_up(take, data) -> None:
    take("本文である。", originals=False)
    assert kept(data) == {}
    take("本文である。")
    assert kept(data) == {current(data): "public"}


def test_switched_off_none_is_left(take, data) -> None:
    take("本文である。")
    take("本文である。", originals=False)
    assert kept(data) == {}


def test_a_file_that_no_revision_needs_is_removed_at_the_next_ingestion(take, data) -> None:
    take("本文である。")
    stray = data / FOLDER / "public" / ("0" * 64)
    stray.write_bytes(b"%PDF-")
    take("本文である。")
    assert not stray.exists()
    assert kept(data) == {current(data): "public"}


def test_a_document_taken_out_keeps_its_file_while_its_revision_is_kept(take, data, embedder) -> None:
    take("本文である。")
    sha256 = current(data)
    retire("pape", data, embedder)
    assert Originals(data).path("public", sha256) is not None
