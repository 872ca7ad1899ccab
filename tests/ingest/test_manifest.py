"""Manifests, and which files are meant by paths and folders."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from corpus.errors import ManifestError, UnreadableSource
from corpus.models import DocumentKind
from ingest.manifest import load_manifest
from ingest.sources.files import find_files


def test_a_manifest_says_what_it_says_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text("documents:\n  - file: a.txt\n    kind: minutes\n    date: 2025-07-30\n  - file: b.txt\n")
    manifest = load_manifest(path)
    entry = manifest.entry(tmp_path / "a.txt")
    assert entry is not None
    assert entry.overrides() == {"kind": DocumentKind.MINUTES, "date": dt.date(2025, 7, 30)}
    assert manifest.entry(tmp_path / "c.txt") is None
    assert load_manifest(_written(path, "documents:\n")).documents == ()


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("documents: [", "not YAML"),
        ("- file: a.txt", "one key"),
        ("documents: 3", "one key"),
        ("documents:\n  - a.txt", "entry 1"),
        ("documents:\n  - kind: minutes", "`file`"),
        ("documents:\n  - file: a.txt\n    kind: novel", r"a\.txt: `kind`"),
        ("documents:\n  - file: a.txt\n    titel: x", "unknown key `titel`.*title"),
        ("documents:\n  - file: a.txt\n    id: 第1号", "`id`"),
        ("documents:\n  - file: ../a.txt", "beside the manifest"),
        ("documents:\n  - file: /a.txt", "beside the manifest"),
        ("documents:\n  - file: a.txt\n  - file: a.txt", "more than once"),
        ("documents:\n  - file: a.txt\n    sha256: abc", "`sha256`"),
    ],
)
def test_a_malformed_manifest_names_the_fault(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        load_manifest(_written(tmp_path / "manifest.yaml", text))


def test_a_manifest_in_another_encoding_says_so(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_bytes("documents: 資料".encode("cp932"))
    with pytest.raises(ManifestError, match="UTF-8"):
        load_manifest(path)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    _written(
        tmp_path / "manifest.yaml",
        "documents:\n  - file: a.txt\n    title: A\n  - file: sub/b.txt\n    title: B",
    )
    return tmp_path


def test_folders_are_walked_with_their_manifests(tree: Path) -> None:
    _written(
        tree / "sub" / "manifest.yaml", "documents:\n  - file: b.txt\n    title: nearer\n  - file: gone.txt"
    )
    found = find_files([tree])
    assert [(f.path.relative_to(tree).as_posix(), f.entry and f.entry.title, f.named) for f in found] == [
        ("a.txt", "A", True),
        ("sub/b.txt", "B", True),  # named by the manifest above before the nearer one is met
        ("sub/gone.txt", None, True),
        ("sub/deep/c.txt", None, False),
    ]


def test_a_file_named_alone_is_described_by_the_manifest_beside_it(tree: Path) -> None:
    (found,) = find_files([tree / "a.txt"])
    assert (found.entry and found.entry.title, found.named) == ("A", True)


def test_a_file_named_twice_is_one_file(tree: Path) -> None:
    found = find_files([tree / "sub", tree / "sub" / "b.txt", tree])
    assert [f.path.name for f in found] == ["b.txt", "c.txt", "a.txt"]


def test_a_manifest_given_is_the_only_one(tree: Path, tmp_path: Path) -> None:
    other = _written(tree / "other.yaml", "documents:\n  - file: sub/b.txt\n    title: given")
    found = {f.path.name: f.entry and f.entry.title for f in find_files([tree / "sub"], other)}
    assert found == {"b.txt": "given", "c.txt": None}


def test_what_is_no_document_is_refused(tree: Path) -> None:
    with pytest.raises(UnreadableSource, match="no file or folder"):
        find_files([tree / "none"])
    with pytest.raises(ManifestError, match="--manifest"):
        find_files([tree / "manifest.yaml"])


def test_a_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\x8e\x91\x97\xbf.txt")
    path.write_text("x")
    (found,) = find_files([tmp_path])
    found.file_name.encode("utf-8")
