"""Ingestion end to end over small documents: what changes, what does not, what fails alone."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.errors import (
    EmbedderMismatch,
    ManifestError,
    NotHeld,
    StoreBusy,
    StoreError,
    StoreMissing,
    UnreadableSource,
)
from corpus.index import Indexes, SearchText
from corpus.index.embedder import Embedder
from corpus.models import Document, ParsedDocument
from ingest import batch, looking, parsing, reading
from ingest.extract import Extracted
from ingest.lock import writer_lock
from ingest.pipeline import check, ingest, reindex, retire
from ingest.report import FileOutcome, Outcome, Progress, Report, Stage

PUBLIC = frozenset({"public"})
STAFF = frozenset({"public", "commission"})
Write = Callable[..., Path]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def take(folder: Path, data: Path, embedder: Embedder) -> Callable[..., Report]:
    def ingest_folder(*paths: Path, **options: object) -> Report:
        given = {"embedder": embedder, **options}
        return ingest(list(paths) or [folder], data, **given)  # type: ignore[arg-type]

    return ingest_folder


def outcomes(report: Report) -> dict[str, Outcome]:
    return {Path(file.file).name: file.outcome for file in report.files}


def failure(report: Report, name: str) -> str:
    (found,) = (file for file in report.files if Path(file.file).name == name)
    assert found.outcome is Outcome.FAILED
    return found.message


def found(data: Path, embedder: Embedder, words: str, audiences: frozenset[str]) -> list[str]:
    """The documents that a search comes upon, best first."""
    with Catalog.open(data) as catalog:
        indexes = Indexes.open(data, embedder)
        scored = indexes.search(audiences, SearchText(text=words), limit=20)
        indexes.close()
        clauses = catalog.by_rows([one.row for one in scored], audiences)
        return [clause.document_id for clause in clauses.values()]


def test_documents_are_added_then_unchanged_then_replaced(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("one", "再委託の許諾について定める。\n")
    write("two", "媒体の持出しについて定める。\n")
    first = take()
    assert outcomes(first) == {"one.txt": Outcome.ADDED, "two.txt": Outcome.ADDED}
    assert first.ok
    again = take()
    assert outcomes(again) == {"one.txt": Outcome.UNCHANGED, "two.txt": Outcome.UNCHANGED}
    assert again.generation == first.generation
    write("one", "監査の実施について定める。\n")
    changed = take()
    assert outcomes(changed) == {"one.txt": Outcome.REPLACED, "two.txt": Outcome.UNCHANGED}
    assert changed.generation == first.generation + 1
    with Catalog.open(data) as catalog:
        assert "監査の実施" in catalog.source("one", PUBLIC)
        assert len(catalog.revisions("one", PUBLIC)) == 2
    assert found(data, embedder, "監査の実施", PUBLIC)[0] == "one"
    assert check(data, embedder).ok


def test_a_changed_entry_of_the_manifest_is_a_change(
    write: Write, take: Callable[..., Report], data: Path
) -> None:
    write("one", "本文である。\n", agency="国土交通大臣")
    take()
    write("one", "本文である。\n", agency="厚生労働大臣")
    assert outcomes(take()) == {"one.txt": Outcome.REPLACED}
    with Catalog.open(data) as catalog:
        assert catalog.document("one", PUBLIC).agency == "厚生労働大臣"


def test_changed_readers_that_read_the_same_change_nothing(
    write: Write, take: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("one", "本文である。\n")
    before = take()
    monkeypatch.setattr(looking, "readers_digest", lambda: "another")
    monkeypatch.setattr(reading, "_parsed", _counted := _Counted(reading._parsed))
    after = take()
    assert (outcomes(after), after.generation) == ({"one.txt": Outcome.UNCHANGED}, before.generation)
    assert take().generation == before.generation
    assert _counted.calls == 1  # the second time the request was known


class _Counted:
    def __init__(self, function: Callable[..., object]) -> None:
        self.function, self.calls = function, 0

    def __call__(self, *args: object) -> object:
        self.calls += 1
        return self.function(*args)


def test_batches_are_shown_one_after_another(
    write: Write,
    take: Callable[..., Report],
    data: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch, "_BATCH_DOCUMENTS", 2)
    for number in range(5):
        write(f"doc-{number}", f"第{number}の本文である。\n")
    seen: list[Progress] = []
    assert take(progress=seen.append).generation == 3
    assert list(dict.fromkeys(p.done for p in seen)) == [0, 1, 2, 3, 4, 5]
    assert {p.stage for p in seen} == set(Stage)
    assert seen[-1].clauses == 5
    for number in range(5):
        write(f"doc-{number}", f"改めた第{number}の本文である。\n")
    assert take().count(Outcome.REPLACED) == 5
    assert check(data, embedder).ok


def test_what_is_wrong_with_one_file_stops_no_other(
    write: Write, take: Callable[..., Report], folder: Path, data: Path
) -> None:
    write("good", "本文である。\n")
    write("empty", "")
    write("binary", b"\x00\x01\x02")
    write("wrong", "別の内容\n", sha256="f" * 64)
    write("right", "正しい内容\n", sha256=hashlib.sha256("正しい内容\n".encode()).hexdigest())
    write("gone", "x").unlink()
    write("blank", "1\n\n- 2 -\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    report = take()
    assert not report.ok
    assert outcomes(report) == {
        "good.txt": Outcome.ADDED,
        "right.txt": Outcome.ADDED,
        "empty.txt": Outcome.FAILED,
        "binary.txt": Outcome.FAILED,
        "wrong.txt": Outcome.FAILED,
        "gone.txt": Outcome.FAILED,
        "blank.txt": outcomes(report)["blank.txt"],
        "picture.png": Outcome.SKIPPED,
    }
    assert "wrong.txt" in failure(report, "wrong.txt")
    assert "sha256" in failure(report, "wrong.txt")
    assert "not there" in failure(report, "gone.txt")
    assert "not yet read" in next(f for f in report.files if f.outcome is Outcome.SKIPPED).message
    with Catalog.open(data) as catalog:
        assert {"good", "right"} <= {d.id for d in catalog.documents(PUBLIC)}


def test_a_file_of_another_kind_fails_when_it_was_asked_for(
    folder: Path, take: Callable[..., Report]
) -> None:
    path = folder / "paper.rtf"
    path.write_bytes(b"{\\rtf1 }")
    assert "save the document as PDF or as text" in failure(take(path), "paper.rtf")


def test_a_parser_that_crashes_costs_one_file(
    write: Write, take: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(document: Document, extracted: Extracted) -> ParsedDocument:
        raise ZeroDivisionError("odd")

    def parser_for(kind: str) -> Callable[[Document, Extracted], ParsedDocument]:
        return crash if kind == "paper" else parsing.parser_for(kind)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "parser_for", parser_for)
    write("bad", "１　本文である。\n", kind="paper")
    write("good", "本文である。\n")
    report = take()
    assert outcomes(report) == {"bad.txt": Outcome.FAILED, "good.txt": Outcome.ADDED}
    assert "ZeroDivisionError: odd" in failure(report, "bad.txt")


def test_two_files_that_claim_one_document(
    write: Write, take: Callable[..., Report], folder: Path, data: Path
) -> None:
    path = write("one", "本文である。\n")
    write("copy", "本文である。\n", id="one")
    write("other", "別の本文である。\n", id="one")
    report = take()
    assert sorted(outcomes(report).values()) == [Outcome.ADDED, Outcome.FAILED, Outcome.UNCHANGED]
    said = next(f for f in report.files if f.outcome is Outcome.FAILED).message
    assert "「one」" in said
    assert "manifest.yaml" in said
    generation = report.generation
    again = take()
    assert again.generation == generation
    assert again.count(Outcome.FAILED) == 1
    assert path.exists()


def test_audiences_are_kept_apart(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("open", "再委託の許諾について定める。\n")
    write("inner", "再委託の許諾について検討した。\n", audience="commission")
    take()
    assert found(data, embedder, "再委託の許諾", PUBLIC) == ["open"]
    assert set(found(data, embedder, "再委託の許諾", STAFF)) == {"open", "inner"}
    write("open", "再委託の許諾について定める。\n", audience="commission")
    take()
    assert found(data, embedder, "再委託の許諾", PUBLIC) == []
    report = check(data, embedder)
    assert report.ok
    assert {p.audience: p.clauses for p in report.partitions} == {"commission": 2, "public": 0}


def test_the_audience_of_the_run_is_for_those_without_one(
    folder: Path, take: Callable[..., Report], data: Path
) -> None:
    (folder / "plain.txt").write_text("本文である。\n", encoding="utf-8")
    take(audience="commission")
    with Catalog.open(data) as catalog:
        assert catalog.documents(PUBLIC) == []
        assert [d.audience for d in catalog.documents(STAFF)] == ["commission"]


def test_a_retired_document_is_found_no_more(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("one", "再委託の許諾について定める。\n")
    write("two", "媒体の持出しについて定める。\n")
    take()
    retire("one", data, embedder)
    assert "one" not in found(data, embedder, "再委託の許諾", PUBLIC)
    assert check(data, embedder).ok
    with pytest.raises(NotHeld):
        retire("one", data, embedder)
    assert check(data, embedder).ok


def test_reindexing_makes_the_indexes_from_the_catalog_alone(
    write: Write,
    take: Callable[..., Report],
    data: Path,
    small_embedder: Callable[[str], Embedder],
    embedder: Embedder,
    folder: Path,
) -> None:
    write("one", "再委託の許諾について定める。\n")
    generation = take().generation
    shutil.rmtree(folder)
    shutil.rmtree(data / "index")
    report = check(data, embedder)
    assert not report.ok
    assert "senrei reindex" in report.problems[0]
    assert reindex(data, embedder) == 1
    assert check(data, embedder).ok
    other = small_embedder("2")
    assert reindex(data, other) == 1
    assert check(data, other).ok
    assert "revision 1" in check(data, embedder).problems[0]
    with Catalog.open(data) as catalog:
        assert catalog.embedder == ("pairs", "2")
        assert catalog.generation > generation


def test_lost_indexes_are_made_again_by_the_next_writer(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("one", "再委託の許諾について定める。\n")
    take()
    shutil.rmtree(data / "index")
    assert outcomes(take()) == {"one.txt": Outcome.UNCHANGED}
    assert check(data, embedder).ok


def test_another_embedding_model_is_refused(
    write: Write, take: Callable[..., Report], small_embedder: Callable[[str], Embedder]
) -> None:
    write("one", "本文である。\n")
    take()
    with pytest.raises(EmbedderMismatch, match="senrei reindex"):
        take(embedder=small_embedder("2"))


def test_check_tells_notices_furniture_and_disagreement(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("one", "本文である。\n\n二つ目の本文である。\n")
    take()
    report = check(data, embedder)
    (document,) = report.documents
    assert document.leaves >= 1
    assert document.uncovered == 0
    assert 0 <= document.furniture_share < 1
    assert report.embedder == "pairs (1)"
    indexes = Indexes.open(data, embedder)
    rows = indexes.rows("public")
    indexes.remove("public", list(rows)[:1])
    indexes.close()
    report = check(data, embedder)
    assert not report.ok
    assert report.partitions[0].lexical_missing == report.partitions[0].dense_missing == 1
    assert "senrei reindex" in report.problems[0]


def test_a_store_or_path_that_is_not_there(data: Path, embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        check(data, embedder)
    with pytest.raises(StoreMissing):
        reindex(data, embedder)
    with pytest.raises(UnreadableSource):
        ingest([tmp_path / "none"], data, embedder=embedder)
    (tmp_path / "manifest.yaml").write_text("documents: 1")
    with pytest.raises(ManifestError):
        ingest([tmp_path], data, embedder=embedder)
    assert not data.exists()


def test_a_second_writer_is_told_who_the_first_is(
    write: Write, take: Callable[..., Report], data: Path, embedder: Embedder
) -> None:
    write("one", "本文である。\n")
    take()
    program = (
        "import pathlib, sys, time\nfrom ingest.lock import writer_lock\n"
        "with writer_lock(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    )
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(data)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    for write_to in (lambda: take(), lambda: reindex(data, embedder), lambda: check(data, embedder)):
        with pytest.raises(StoreBusy, match=f"pid {process.pid}"):
            write_to()
    with Catalog.open(data) as catalog:  # readers are not kept out
        assert len(catalog.documents(PUBLIC)) == 1
    process.kill()
    process.communicate()
    assert take().ok  # the lock went with its process


def test_a_lock_that_cannot_be_taken_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"), writer_lock(tmp_path / "file" / "store"):
        pass
    with writer_lock(tmp_path / "store"):
        (tmp_path / "store" / "writer.json").write_text("no json")
        with pytest.raises(StoreBusy, match="Another process is"), writer_lock(tmp_path / "store", 0):
            pass


def test_a_report_sums_up() -> None:
    files = (
        FileOutcome(file="a", outcome=Outcome.ADDED),
        FileOutcome(file="b", outcome=Outcome.FAILED),
        FileOutcome(file="c", outcome=Outcome.ADDED),
    )
    assert Report(files=files).summary() == "2 added, 1 failed"
    assert Report().summary() == "no files found"
