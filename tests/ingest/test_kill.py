"""kill -9 in the middle of an ingestion: nothing half-visible, and the next run completes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.errors import StoreMissing
from corpus.index import Indexes, SearchText
from corpus.index.embedder import Embedder
from ingest.pipeline import check, ingest

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("writer_to_kill.py")
READER = frozenset({"public"})
DOCUMENTS, PARAGRAPHS = 6, 4

# The steps of a batch, in order; a ``+`` kills after the step. Batches hold three documents.
STEPS = [
    ("catalog.begin_writing", 1),
    ("catalog.put+", 1),
    ("indexes.add+", 1),
    ("indexes._flush+", 1),
    ("catalog.publish+", 1),
    ("catalog.put+", 2),
    ("indexes.remove+", 2),
    ("catalog.publish+", 2),
    ("indexes._flush+", 3),
    ("catalog.end_writing", 1),
]


def put_version(write: Callable[..., Path], version: str, documents: int) -> None:
    """Documents in which every paragraph names the version, so that a mixture would show."""
    for number in range(documents):
        text = "".join(f"{version}の第{p}段落、文書{number}の本文である。\n\n" for p in range(PARAGRAPHS))
        write(f"doc-{number}", text)


def versions_seen(data: Path) -> dict[str, str]:
    """The version of each document that a reader sees; asserts that each is whole and of one version."""
    seen: dict[str, str] = {}
    with Catalog.open(data) as catalog:
        for document in catalog.documents(READER):
            texts = [c.text for c in catalog.tree(document.id, READER) if c.leaf]
            assert "".join(texts).count("段落") == PARAGRAPHS
            marks = {"旧版" if "旧版" in text else "新版" for text in texts}
            assert len(marks) == 1
            seen[document.id] = marks.pop()
    return seen


def found_versions(data: Path, embedder: Embedder) -> set[str]:
    """The documents and versions that a search shows."""
    indexes = Indexes.open(data, embedder)
    scored = indexes.search(READER, SearchText(text="段落の本文"), limit=100)
    indexes.close()
    with Catalog.open(data) as catalog:
        clauses = catalog.by_rows([one.row for one in scored], READER).values()
        return {f"{c.document_id} {c.text[:2]}" for c in clauses}


def completes(folder: Path, data: Path, embedder: Embedder) -> None:
    """The next run brings everything to the new version, and nothing is left to repair."""
    assert ingest([folder], data, embedder=embedder).ok
    assert versions_seen(data) == {f"doc-{n}": "新版" for n in range(DOCUMENTS)}
    report = check(data, embedder)
    assert report.problems == ()
    assert found_versions(data, embedder) == {f"doc-{n} 新版" for n in range(DOCUMENTS)}
    generation = Catalog.open(data).generation
    assert ingest([folder], data, embedder=embedder).generation == generation


@pytest.mark.parametrize(("step", "number"), STEPS)
def test_a_writer_killed_at_a_step_leaves_whole_documents(
    step: str,
    number: int,
    write: Callable[..., Path],
    folder: Path,
    tmp_path: Path,
    embedder: Embedder,
) -> None:
    data = tmp_path / "store"
    put_version(write, "旧版", 4)
    ingest([folder], data, embedder=embedder)
    before = versions_seen(data)
    put_version(write, "新版", DOCUMENTS)
    killed = subprocess.run(
        [sys.executable, str(WRITER), str(folder), str(data), step, str(number)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    seen = versions_seen(data)
    assert set(before) <= set(seen)
    assert found_versions(data, embedder) <= {f"{d} {v}" for d, v in seen.items()}
    completes(folder, data, embedder)


@pytest.mark.parametrize("seed", range(3))
def test_a_writer_killed_at_any_moment_leaves_whole_documents(
    seed: int, write: Callable[..., Path], folder: Path, tmp_path: Path, embedder: Embedder
) -> None:
    data = tmp_path / "store"
    put_version(write, "新版", DOCUMENTS)
    process = subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), str(data), "never", "0"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 1.5))
    process.kill()
    process.communicate()
    with suppress(StoreMissing):  # killed before there was one
        versions_seen(data)
    completes(folder, data, embedder)
