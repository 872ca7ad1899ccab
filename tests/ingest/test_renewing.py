"""Registers of a store that has none yet, or that other rules have read: filled without reading a file again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalog import Catalog
from corpus.catalog.opening import FILE_NAME
from corpus.catalog.tables import metadata
from corpus.index.embedder import Embedder
from ingest import pipeline
from ingest.report import Outcome

EVERYONE = frozenset({"public"})
MINUTES = (
    " 日時：令和４年４月１３日（水）１４：４５～ \n場所：委員会室 \n\n○青空委員長 それでは、第905回個人情報保護委員会を開会いたします。 \n"
    " 議題１「株式会社かもめ商店への対応について」、事務局から説明をお願いいたします。 \n"
    "○事務局 同社に対し、委託先を点検するよう指導を行うこととしたいと考えております。 \n"
)


@pytest.fixture
def data(tmp_path: Path, write: Callable[..., Path], folder: Path, embedder: Embedder) -> Path:
    """A store of one meeting."""
    write("minutes-905", MINUTES, kind="minutes", meeting=905, date="2022-04-13")
    pipeline.ingest([folder], tmp_path / "data", embedder=embedder)
    return tmp_path / "data"


def registers_held(data: Path) -> tuple[int, int]:
    with Catalog.open(data) as catalog:
        return catalog.measures(EVERYONE).total, catalog.decisions(EVERYONE).total


def execute(data: Path, *statements: str) -> None:
    with sqlite3.connect(data / FILE_NAME) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def as_before_registers(data: Path) -> None:
    """The store as version 0001 of the schema left it."""
    first = {"documents", "revisions", "originals", "clauses", "answers", "feedback", "meta"}
    later = [f"DROP TABLE {name}" for name in metadata.tables if name not in first]
    later += [
        "DROP INDEX ix_answers_created",
        *(f"ALTER TABLE answers DROP {it}" for it in ("trace", "asker")),
    ]
    execute(data, *reversed(later), "UPDATE alembic_version SET version_num = '0001'")


def test_ingestion_fills_the_registers_of_what_it_takes_in(data: Path) -> None:
    assert registers_held(data) == (1, 1)


def test_a_store_from_before_there_were_registers_opens_without_them(data: Path) -> None:
    as_before_registers(data)
    assert registers_held(data) == (0, 0)


def test_the_next_ingestion_fills_them_without_reading_a_file_again(
    data: Path, folder: Path, embedder: Embedder
) -> None:
    as_before_registers(data)
    report = pipeline.ingest([folder], data, embedder=embedder)
    assert report.count(Outcome.UNCHANGED) == 1
    assert registers_held(data) == (1, 1)


def test_reindexing_fills_them_too(data: Path, embedder: Embedder) -> None:
    as_before_registers(data)
    pipeline.reindex(data, embedder)
    assert registers_held(data) == (1, 1)


def test_registers_of_other_rules_are_told_by_the_check_and_read_anew(data: Path, embedder: Embedder) -> None:
    execute(data, "UPDATE registers SET rules = 'earlier'", "UPDATE measures SET body = 'unreadable'")
    assert any("registers" in problem for problem in pipeline.check(data, embedder).problems)
    pipeline.reindex(data, embedder)
    assert pipeline.check(data, embedder).ok
    assert registers_held(data) == (1, 1)


def test_a_reader_sees_the_renewed_registers_in_a_new_generation(data: Path, embedder: Embedder) -> None:
    as_before_registers(data)
    with Catalog.open(data) as reader:
        before = reader.generation
        assert reader.measures(EVERYONE).total == 0
        pipeline.ingest([], data, embedder=embedder)
        assert reader.measures(EVERYONE).total == 1
        assert reader.generation > before


def test_registers_follow_a_document_that_changes_and_goes(
    data: Path, write: Callable[..., Path], folder: Path, embedder: Embedder
) -> None:
    changed = MINUTES.replace("点検する", "監督する")
    write("minutes-905", changed, kind="minutes", meeting=905, date="2022-04-13")
    pipeline.ingest([folder], data, embedder=embedder)
    with Catalog.open(data) as catalog:
        [measure] = catalog.measures(EVERYONE).measures
        assert "監督する" in measure.text
    pipeline.retire("minutes-905", data, embedder)
    assert registers_held(data) == (0, 0)
