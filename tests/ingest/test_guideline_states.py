"""A guideline as revised on two days: both are kept, the later one answers, whichever is read first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from ingest.pipeline import ingest

EVERYONE = frozenset({"public"})
TEXT = "個人情報の保護に関する法律についてのガイドライン（見本編）\n\n１ 目的\n\nこの見本は{}年に改正した。\n"


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")], ids=["in order", "the later one first"])
def test_the_later_revision_of_a_guideline_answers(tmp_path: Path, order: tuple[str, str]) -> None:
    days = {"old": "2024-04-01", "new": "2025-06-01"}
    for number, name in enumerate(order):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"{name}.txt").write_text(TEXT.format(days[name][:4]), encoding="utf-8")
        (folder / "manifest.yaml").write_text(
            f"documents:\n  - file: {name}.txt\n    id: guideline-sample\n    kind: guideline\n"
            f"    title: ガイドライン（見本編）\n    date: {days[name]}\n",
            encoding="utf-8",
        )
        report = ingest([folder], tmp_path / "data", today=dt.date(2026, 1, 1))
        assert [file.document_id for file in report.files] == ["guideline-sample"]
    with Catalog.open(tmp_path / "data") as catalog:
        assert catalog.document("guideline-sample", EVERYONE).date == dt.date(2025, 6, 1)
        assert len(catalog.revisions("guideline-sample", EVERYONE)) == 2
        text = "".join(clause.text for clause in catalog.tree("guideline-sample", EVERYONE) if clause.leaf)
        assert "2025年に改正" in text
        assert "2024年に改正" not in text
