"""What a killed writer left in the lexical index is no hindrance to the next one."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.index.entries import Entry
from corpus.index.lexical import LexicalIndex
from corpus.models import DocumentKind


def test_files_of_a_commit_that_never_counted_are_cleared_away(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    index = LexicalIndex(whole)
    index.add(
        [Entry(row=row, document_id="one", kind=DocumentKind.OTHER, text=f"再委託{row}") for row in range(4)]
    )
    index.commit()
    shutil.copytree(whole, killed)
    index.remove([1])
    index.commit()
    # As if killed between writing which entries are deleted and saying so in meta.json.
    [left] = whole.glob("*.del")
    for name in (left.name, ".managed.json"):
        shutil.copy(whole / name, killed / name)
    index = LexicalIndex(killed)
    index.remove([1])
    index.commit()
    assert index.rows() == {0, 2, 3}
