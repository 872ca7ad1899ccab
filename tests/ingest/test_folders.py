"""A folder taken in again: what is unchanged costs nothing, what was moved is known, what is gone is retired."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.errors import NotHeld
from corpus.index import Indexes, SearchText
from corpus.index.embedder import Embedder
from corpus.models import RegisterFilters
from ingest import looking
from ingest.extract import dispatch
from ingest.pipeline import Missing, check, ingest, restore, retire
from ingest.report import Outcome, Report

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "commission"})
Take = Callable[..., Report]
MINUTES = (
    " 日時：令和４年４月１３日（水）１４：４５～ \n場所：委員会室 \n\n○青空委員長 それでは、第905回個人情報保護委員会を開会いたします。 \n"
    " 議題１「株式会社かもめ商店への対応について」、事務局から説明をお願いいたします。 \n"
    "○事務局 同社に対し、委託先を点検するよう指導を行うこととしたいと考えております。 \n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def take(folder: Path, data: Path, embedder: Embedder) -> Take:
    def ingest_folder(*paths: Path, **options: object) -> Report:
        return ingest(list(paths) or [folder], data, **{"embedder": embedder, **options})  # type: ignore[arg-type]

    return ingest_folder


def put(folder: Path, *names: str) -> None:
    """Texts that no manifest speaks of, each of its own content, as old as files usually are."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path.stem}についての覚書である。\n", encoding="utf-8")


def outcomes(report: Report) -> dict[str, Outcome]:
    return {Path(file.file).name: file.outcome for file in report.files}


def ids(data: Path) -> set[str]:
    with Catalog.open(data) as catalog:
        return {document.id for document in catalog.documents(STAFF)}


def id_of(report: Report, name: str) -> str:
    found = next(f.document_id for f in report.files if Path(f.file).name == name)
    assert found is not None
    return found


def searched(data: Path, embedder: Embedder, words: str) -> set[str]:
    with Catalog.open(data) as catalog:
        indexes = Indexes.open(data, embedder)
        scored = indexes.search(STAFF, SearchText(text=words), limit=50)
        indexes.close()
        return {clause.document_id for clause in catalog.by_rows([s.row for s in scored], STAFF).values()}


# -- what is unchanged --------------------------------------------------------------------------------------


def test_a_file_that_looks_the_same_is_not_even_opened(
    folder: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.txt", "b.txt")
    monkeypatch.setattr(looking, "_TICK_NS", 0)  # or such fresh files would be opened
    take()
    opened: list[str] = []
    original = dispatch.read_bytes
    monkeypatch.setattr(
        dispatch, "read_bytes", lambda path, largest: (opened.append(path.name), original(path, largest))[1]
    )
    assert set(outcomes(take()).values()) == {Outcome.UNCHANGED}
    assert opened == []
    (folder / "a.txt").write_text("改めた覚書である。\n", encoding="utf-8")
    take()
    assert opened == ["a.txt"]


def test_a_file_changed_just_now_is_known_by_its_bytes_only(folder: Path, take: Take, data: Path) -> None:
    put(folder, "a.txt")
    take()
    with Catalog.open(data) as catalog:
        assert [file.stamp for file in catalog.known_files()] == [""]
    past = time.time() - 60
    os.utime(folder / "a.txt", (past, past))
    assert outcomes(take()) == {"a.txt": Outcome.UNCHANGED}


def test_a_touched_file_is_unchanged_and_the_store_too(folder: Path, take: Take) -> None:
    put(folder, "a.txt")
    generation = take().generation
    os.utime(folder / "a.txt")
    again = take()
    assert (outcomes(again), again.generation) == ({"a.txt": Outcome.UNCHANGED}, generation)


def test_a_moved_file_is_the_same_document_under_its_former_name(
    folder: Path, take: Take, data: Path
) -> None:
    put(folder, "a.txt", "b.txt")
    first = take()
    (folder / "archive").mkdir()
    (folder / "a.txt").rename(folder / "archive" / "renamed.txt")
    report = take()
    assert set(outcomes(report).values()) == {Outcome.UNCHANGED}
    assert id_of(report, "renamed.txt") == id_of(first, "a.txt")
    assert "a.txt" in next(f.message for f in report.files if f.file.endswith("renamed.txt"))
    assert report.generation == first.generation
    again = take()
    assert set(outcomes(again).values()) == {Outcome.UNCHANGED}
    with Catalog.open(data) as catalog:
        assert {Path(file.path).name for file in catalog.known_files()} == {"renamed.txt", "b.txt"}


# -- what is gone -------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_retired_and_comes_back_with_the_file(
    folder: Path, take: Take, data: Path, embedder: Embedder
) -> None:
    (folder / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    put(folder, "b.txt", "c.txt")
    first = take()
    gone = id_of(first, "minutes.txt")
    with Catalog.open(data) as catalog:
        [leaf, *_] = [clause for clause in catalog.tree(gone, PUBLIC) if clause.leaf]
        assert catalog.measures(PUBLIC).total == 1
    (folder / "minutes.txt").rename(folder.parent / "aside.txt")
    report = take()
    assert outcomes(report)["minutes.txt"] is Outcome.RETIRED
    assert report.ok
    assert gone not in ids(data) | searched(data, embedder, "株式会社かもめ商店")
    assert check(data, embedder).ok
    with Catalog.open(data) as catalog:
        kept = catalog.clause(leaf.id, PUBLIC)
        assert (kept.text, kept.retired, kept.superseded) == (leaf.text, True, True)
        assert catalog.measures(PUBLIC, RegisterFilters()).total == 0
        assert [(one.document.id, one.reason) for one in catalog.retired_documents(PUBLIC)] == [
            (gone, "gone")
        ]
        with pytest.raises(NotHeld):
            catalog.clause(leaf.id, frozenset({"commission"}))
    assert outcomes(take()) == {"b.txt": Outcome.UNCHANGED, "c.txt": Outcome.UNCHANGED}
    (folder.parent / "aside.txt").rename(folder / "minutes.txt")
    assert outcomes(take())["minutes.txt"] is Outcome.RESTORED
    assert gone in ids(data) & searched(data, embedder, "株式会社かもめ商店")
    assert check(data, embedder).ok
    with Catalog.open(data) as catalog:
        assert catalog.retired_documents(PUBLIC) == []
        assert not catalog.clause(leaf.id, PUBLIC).retired
        assert catalog.measures(PUBLIC).total == 1


def test_an_empty_folder_retires_nothing_until_somebody_insists(folder: Path, take: Take, data: Path) -> None:
    put(folder, "a.txt", "b.txt")
    take()
    held = ids(data)
    shutil.rmtree(folder)
    folder.mkdir()
    report = take()
    assert not report.ok
    [warning] = report.warnings
    assert "--retire-missing" in warning
    assert ids(data) == held
    assert take(missing=Missing.KEEP).ok
    assert ids(data) == held
    assert take(missing=Missing.INSIST).count(Outcome.RETIRED) == 2
    assert ids(data) == set()


def test_a_folder_that_lost_most_of_what_it_had_is_not_believed(folder: Path, take: Take, data: Path) -> None:
    put(folder, *(f"{number:02}.txt" for number in range(12)))
    take()
    for number in range(7):
        (folder / f"{number:02}.txt").unlink()
    assert "7 of the 12 documents" in take().warnings[0]
    assert len(ids(data)) == 12
    put(folder, "00.txt")
    assert take().count(Outcome.RETIRED) == 6


def test_a_folder_below_that_cannot_be_listed_loses_nothing(
    folder: Path, take: Take, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.txt", "b.txt", "inner/c.txt")
    take()
    original = os.scandir

    def scandir(path: str) -> object:
        if os.fspath(path).endswith("inner"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = take()
    assert outcomes(report)["inner"] is Outcome.FAILED
    assert "check who may read it" in next(f.message for f in report.files if f.outcome is Outcome.FAILED)
    assert len(ids(data)) == 3


def test_a_file_that_can_no_longer_be_read_keeps_its_document(folder: Path, take: Take, data: Path) -> None:
    put(folder, "a.txt", "b.txt")
    take()
    (folder / "a.txt").write_bytes(b"\x00\x01\x02")
    assert outcomes(take())["a.txt"] is Outcome.FAILED
    assert len(ids(data)) == 2


def test_only_documents_of_that_folder_are_concerned(
    folder: Path, tmp_path: Path, take: Take, data: Path
) -> None:
    other = tmp_path / "other"
    put(folder, "a.txt", "b.txt")
    put(other, "c.txt", "d.txt")
    take(folder, other)
    (other / "c.txt").unlink()
    (folder / "a.txt").unlink()
    assert outcomes(take(folder)) == {"b.txt": Outcome.UNCHANGED, "a.txt": Outcome.RETIRED}
    assert len(ids(data)) == 3
    take(other / "d.txt")  # a file named alone says nothing of its folder
    assert len(ids(data)) == 3


def test_a_document_with_another_file_stays(folder: Path, tmp_path: Path, take: Take, data: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    put(folder, "b.txt")
    put(other, "c.txt")
    for place in (folder, other):
        (place / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    take(folder, other)
    (folder / "minutes.txt").unlink()
    assert outcomes(take(folder)) == {"b.txt": Outcome.UNCHANGED}
    (other / "minutes.txt").unlink()
    assert outcomes(take(other)) == {"c.txt": Outcome.UNCHANGED, "minutes.txt": Outcome.RETIRED}


def test_a_file_that_became_another_document_retires_the_former(folder: Path, take: Take, data: Path) -> None:
    (folder / "latest.txt").write_text(MINUTES, encoding="utf-8")
    former = id_of(take(), "latest.txt")
    (folder / "latest.txt").write_text(MINUTES.replace("905", "906"), encoding="utf-8")
    report = take()
    assert [file.outcome for file in report.files] == [Outcome.ADDED, Outcome.RETIRED]
    assert report.files[1].document_id == former
    assert former not in ids(data)


def test_a_file_that_a_manifest_still_names_is_missed_not_retired(
    write: Callable[..., Path], take: Take, data: Path
) -> None:
    write("one", "一の本文である。\n")
    write("two", "二の本文である。\n").unlink()
    write("two", "二の本文である。\n")
    take()
    write("two", "").unlink()
    assert outcomes(take())["two.txt"] is Outcome.FAILED
    assert ids(data) == {"one", "two"}


# -- what somebody takes out --------------------------------------------------------------------------------


def test_what_somebody_took_out_only_somebody_brings_back(
    folder: Path, take: Take, data: Path, embedder: Embedder
) -> None:
    put(folder, "a.txt", "b.txt")
    out = id_of(take(), "a.txt")
    retire(out, data, embedder)
    with pytest.raises(NotHeld, match="retired already"):
        retire(out, data, embedder)
    report = take()
    assert outcomes(report)["a.txt"] is Outcome.RETIRED
    assert f"senrei restore {out}" in report.files[0].message
    (folder / "a.txt").write_text("a についての改めた覚書である。\n", encoding="utf-8")
    take()
    assert len(ids(data)) <= 2
    restore(out, data, embedder)
    with pytest.raises(NotHeld, match="No retired document"):
        restore(out, data, embedder)
    assert out in ids(data)
    assert check(data, embedder).ok


def test_naming_the_file_brings_its_document_back(
    folder: Path, take: Take, data: Path, embedder: Embedder
) -> None:
    put(folder, "a.txt", "b.txt")
    out = id_of(take(), "a.txt")
    retire(out, data, embedder)
    assert outcomes(take(folder / "a.txt")) == {"a.txt": Outcome.RESTORED}
    assert out in ids(data)
    assert check(data, embedder).ok


def test_a_new_revision_of_a_retired_document_supersedes_it(
    write: Callable[..., Path], folder: Path, take: Take, data: Path, embedder: Embedder
) -> None:
    path = write("one", "前の本文である。\n")
    write("two", "二の本文である。\n")
    take()
    retire("one", data, embedder)
    write("one", "後の本文である。\n")
    assert outcomes(take())["one.txt"] is Outcome.RETIRED  # walked
    assert outcomes(take(path)) == {"one.txt": Outcome.ADDED}  # named
    with Catalog.open(data) as catalog:
        assert [one.status for one in catalog.revisions("one", PUBLIC)] == ["current", "superseded"]
        assert catalog.retired_documents(PUBLIC) == []
    assert check(data, embedder).ok
