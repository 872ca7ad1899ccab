"""Opening a catalog: where it lies, whether this code may read it, bringing an older one up to date.

SQLite is opened in WAL mode, so that readers never wait for the writer. A folder that cannot be written is
opened read-only; keeping records of answers then fails with StoreError while reading goes on.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc

from corpus.catalog.tables import HEAD, KNOWN
from corpus.errors import SenreiError, StoreBusy, StoreDamaged, StoreError, StoreMissing, StoreTooNew

FILE_NAME = "catalog.sqlite"
_WRITES = "senrei_writes"
_WAIT = "senrei_wait_ms"
_LIGHTLY = "senrei_lightly"
_BUSY_MS = 5_000
_INGEST = "Run `senrei ingest PATH"


def open_engine(data: Path, *, create: bool, url: str | None) -> sa.Engine:
    """An engine over the catalog of the store at ``data``, its schema checked and brought up to date.

    Raises StoreMissing, StoreTooNew, StoreDamaged, StoreBusy or StoreError.
    """
    path = data / FILE_NAME
    if url is None and not path.is_file():
        if not create:
            raise StoreMissing(f"There is no store at {data} yet. {_INGEST} --data {data}` first.")
        _make_folder(data)
    engine = _engine_of(url) if url else _sqlite_engine(path)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with guarded(str(data)):
            _bring_up_to_date(engine, data, create)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def guarded(store: str = "the store") -> Iterator[None]:
    """Turn what the database reports into the errors of the house."""
    try:
        yield
    except SenreiError:
        raise
    except exc.DatabaseError as error:
        raise _translated(str(error.orig), store) from error
    except sqlite3.Error as error:
        raise _translated(str(error), store) from error
    except exc.SQLAlchemyError as error:
        raise StoreError(f"{store}: {error}") from error


def writing(engine: sa.Engine, wait_ms: int = _BUSY_MS, *, lightly: bool = False) -> sa.Engine:
    """The same engine, its transactions taking the write lock at once.

    ``wait_ms`` is how long another writer is waited for before StoreBusy is raised. ``lightly``: the disk is not
    waited for; a power cut may take the last of such writes along, and nothing else (SQLite in WAL mode).
    """
    return engine.execution_options(**{_WRITES: True, _WAIT: wait_ms, _LIGHTLY: lightly})


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{data} cannot be made: {error.strerror}. Choose another with --data.") from error


def _engine_of(url: str) -> sa.Engine:
    """An engine over another database: every transaction sees one state, as SQLite's do."""
    try:
        address = sa.make_url(url)
        if address.get_backend_name() == "sqlite":
            return sa.create_engine(address)
        return sa.create_engine(address, isolation_level="REPEATABLE READ")
    except (exc.ArgumentError, ImportError) as error:
        raise StoreError(
            f"The catalog's database cannot be reached: {error}. Check its URL and driver."
        ) from error


def _sqlite_engine(path: Path) -> sa.Engine:
    name = quote(str(path.resolve()))
    if os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
        address = f"file:{name}?mode=rwc&uri=true"
    elif path.with_name(path.name + "-wal").exists():
        address = f"file:{name}?mode=ro&uri=true"
    else:  # nobody has it open: without a journal beside it SQLite reads such a file only as immutable
        address = f"file:{name}?mode=ro&immutable=1&uri=true"
    return sa.create_engine(f"sqlite:///{address}", pool_size=8, max_overflow=56)


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Set up every connection alike; begin transactions here, as the driver leaves schema changes out."""

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout = {_BUSY_MS}", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    def on_begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        wanted = (options.get(_WAIT, _BUSY_MS), bool(options.get(_LIGHTLY)))
        if connection.info.get(_WAIT, (_BUSY_MS, False)) != wanted:  # it may have been another's before
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wanted[0])}")
            connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if wanted[1] else 'FULL'}")
            connection.info[_WAIT] = wanted
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _bring_up_to_date(engine: sa.Engine, data: Path, create: bool) -> None:
    version = _version(engine)
    if version == HEAD:
        return
    if version is None and not create:
        raise StoreMissing(f"The store at {data} is empty. {_INGEST} --data {data}` first.")
    if version is not None and version not in KNOWN:
        raise StoreTooNew(
            f"The store at {data} was written by a newer version of Senrei (schema {version}; this one knows "
            f"{HEAD}). Install that version or a later one, or ingest into another folder with --data."
        )
    _migrate(engine)


def _version(engine: sa.Engine) -> str | None:
    """The schema's version; None for a database without one. A foreign database is damage."""
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if "alembic_version" in tables:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
        if "documents" in tables or "meta" in tables:
            raise StoreDamaged("The catalog has no schema version: it is no store of Senrei. Choose another.")
    return None


def _migrate(engine: sa.Engine) -> None:
    """Run what migrations are missing, all or none of them."""
    from alembic import command
    from alembic.config import Config

    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.execute("PRAGMA journal_mode = WAL")
    with writing(engine).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _translated(text: str, store: str) -> StoreError:
    if "locked" in text or "busy" in text:
        return StoreBusy(f"{store} is being written by another process: try again when it is done.")
    if "not a database" in text or "malformed" in text or "disk image" in text:
        return StoreDamaged(
            f"The catalog of {store} cannot be read ({text}). Put a backup in its place, or move the folder "
            "away and run `senrei ingest PATH` again."
        )
    if "readonly" in text or "read-only" in text:
        return StoreError(f"{store} cannot be written: it is read-only for this user.")
    if "full" in text:
        return StoreError(f"{store} cannot be written: the disk is full. Make room and try again.")
    return StoreError(f"{store}: {text}")
