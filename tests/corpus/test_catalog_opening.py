"""Opening stores that are missing, foreign, damaged, too new, read-only or busy."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.catalog import Catalog
from corpus.catalog.opening import FILE_NAME, guarded, open_engine
from corpus.catalog.tables import HEAD, KNOWN, metadata
from corpus.errors import NotHeld, StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreTooNew

EVERYONE = frozenset({"public"})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    Catalog.open(tmp_path, create=True).close()
    return tmp_path


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="senrei ingest PATH"):
        Catalog.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_empty_database_is_a_missing_store_until_it_is_made(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(StoreMissing, match="empty"):
        Catalog.open(tmp_path)
    with Catalog.open(tmp_path, create=True) as catalog:
        assert catalog.generation == 0


def test_opening_again_changes_nothing(store: Path) -> None:
    with Catalog.open(store, create=True) as catalog:
        assert catalog.generation == 0


def test_a_newer_store_says_what_to_install(store: Path) -> None:
    with sqlite3.connect(store / FILE_NAME) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNew, match=r"9999.*Install"):
        Catalog.open(store)


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreDamaged, match="backup"):
        Catalog.open(tmp_path)


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("CREATE TABLE documents (id TEXT)")
    connection.close()
    with pytest.raises(StoreDamaged, match="no store of Senrei"):
        Catalog.open(tmp_path, create=True)


def test_migrations_make_the_tables_that_the_code_names(store: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(store, create=False, url=None)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_versions_known_are_those_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import corpus.catalog.opening

    config = Config()
    config.set_main_option(
        "script_location", str(Path(corpus.catalog.opening.__file__).parent / "migrations")
    )
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == KNOWN
    assert steps[0] == HEAD


def test_opening_a_store_imports_no_alembic(store: Path) -> None:
    program = (
        "import sys, pathlib; from corpus.catalog import Catalog; "
        f"Catalog.open(pathlib.Path({str(store)!r})).holdings(frozenset()); "
        "sys.exit('alembic' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_a_folder_that_cannot_be_written_is_read_all_the_same(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_args: False)
    with Catalog.open(store) as catalog:
        assert catalog.documents(EVERYONE) == []
        with pytest.raises(StoreError, match="read-only"):
            catalog.add_answer("r1", "問", "{}", EVERYONE)


def test_a_folder_being_written_by_another_user_is_read_through_its_journal(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Catalog.open(store) as owner:
        owner.add_answer("r1", "問", "{}", EVERYONE)
        monkeypatch.setattr(os, "access", lambda *_args: False)
        with Catalog.open(store) as reader:
            assert reader.record("r1", EVERYONE).question == "問"


def test_a_folder_that_cannot_be_made_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        Catalog.open(tmp_path / "file" / "store", create=True)


def test_another_database_may_be_named_by_url(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    with pytest.raises(StoreMissing):
        Catalog.open(tmp_path / "store", url=url)
    with Catalog.open(tmp_path / "store", create=True, url=url) as catalog:
        assert catalog.generation == 0
    assert not (tmp_path / "store" / FILE_NAME).exists()


@pytest.mark.parametrize("url", ["no url", "nosuch://host/base"])
def test_a_url_that_leads_nowhere_says_so(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match="URL"):
        Catalog.open(tmp_path, url=url)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("database is locked", StoreBusy),
        ("database disk image is malformed", StoreDamaged),
        ("attempt to write a readonly database", StoreError),
        ("database or disk is full", StoreError),
        ("something else", StoreError),
    ],
)
def test_what_the_database_says_becomes_an_error_of_the_house(said: str, expected: type[StoreError]) -> None:
    with pytest.raises(expected), guarded():
        raise sa.exc.OperationalError("SELECT", {}, sqlite3.OperationalError(said))
    with pytest.raises(expected), guarded():
        raise sqlite3.OperationalError(said)


def test_errors_of_the_house_pass_unchanged() -> None:
    with pytest.raises(NotHeld), guarded():
        raise NotHeld("x")
    with pytest.raises(StoreError), guarded():
        raise sa.exc.ArgumentError("x")


def test_records_are_kept_for_those_who_could_read_them(store: Path) -> None:
    staff = EVERYONE | {"commission"}
    with Catalog.open(store) as catalog:
        catalog.add_answer("r1", "問", '{"status": "answered"}', staff)
        assert catalog.record("r1", staff).answer == '{"status": "answered"}'
        with pytest.raises(NotHeld):
            catalog.record("r1", EVERYONE)
        with pytest.raises(NotHeld):
            catalog.record("r2", staff)
        catalog.add_feedback("r1", 1, "役に立った")
        assert [(f.rating, f.comment) for f in catalog.feedback("r1")] == [(1, "役に立った")]
        assert catalog.feedback("r1")[0].created_at.tzinfo is not None
        with pytest.raises(NotHeld):
            catalog.add_feedback("r2", 1)


def test_a_full_disk_is_an_error_of_the_store(store: Path) -> None:
    with Catalog.open(store) as catalog:
        with catalog._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            connection.rollback()
        with pytest.raises(StoreError, match="disk is full"):
            catalog.add_answer("r1", "問" * 100_000, "{}", EVERYONE)
        assert catalog.documents(EVERYONE) == []
