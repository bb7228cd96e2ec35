"""The layout: one, however it was made; and a database that is not of it is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from layouts import layout
from postgres_server import Cluster
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from batch.errors import SettingsWrong, StoreMismatch, StoreMissing, StoreUnreachable
from batch.model.sender import Mandate, Sender
from batch.store import connect
from batch.store.bulk import insert_all
from batch.store.connect import HEAD, check_layout, migrate, open_engine
from batch.store.directory import SqlDirectory
from batch.store.tables import METADATA, names

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_migrated_database_and_a_created_one_are_equal(engine: Engine, empty: str) -> None:
    created = open_engine(empty)
    with created.begin() as connection:
        METADATA.create_all(connection)
        from_tables = layout(connection)
    with engine.connect() as connection:
        from_migrations = layout(connection)
    created.dispose()
    assert from_migrations == from_tables
    assert any(name.startswith("trigger ") for name in from_tables)
    assert any(name.startswith("index ") for name in from_tables)


def test_alembic_finds_no_difference_to_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    folder = Path(connect.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        before = layout(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert layout(connection) == before
    check_layout(engine)


def test_each_migration_is_all_or_nothing(tmp_path: Path) -> None:
    """A table in the way stops the first step; nothing of it stays."""
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE senders (a)")
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    with engine.connect() as connection:
        names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    engine.dispose()
    assert names <= {"senders", "alembic_version"}


def test_the_rows_of_the_first_layout_come_along(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(Path(connect.__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO senders VALUES ('123456', 'Le Hêtre', 'employer', 'fr', 0, 1)")
        for employer in ("*", "114135340"):
            row = "INSERT INTO mandates VALUES (NULL, '123456', ?, '*', 20171, 99994)"
            connection.exec_driver_sql(row, (employer,))
    migrate(engine)
    check_layout(engine)
    directory = SqlDirectory(engine)
    sender = Sender("123456", "Le Hêtre", "employer", "fr", active=False)
    assert directory.senders() == (sender,)
    assert directory.mandates() == tuple(
        Mandate("123456", number, "", "*", 20171, 99994) for number in ("*", "114135340")
    )
    with engine.connect() as connection:
        created = layout(connection)
    engine.dispose()
    fresh = open_engine("sqlite://")
    with fresh.begin() as connection:
        METADATA.create_all(connection)
        assert created == layout(connection)
    fresh.dispose()


@pytest.fixture
def empty(engine: Engine, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of the same kind, without any layout."""
    if engine.dialect.name == "sqlite":
        yield "sqlite://"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name = cluster.empty()
    yield cluster.url(name)
    cluster.drop(name)


# -- how a database is opened -------------------------------------------------------------------------------------


@on_sqlite
def test_every_connection_keeps_the_rollback_journal_and_syncs_fully(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as two:
        for connection in (one, two):
            asked = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
            assert asked == {"journal_mode": "delete", "synchronous": 2, "foreign_keys": 1}
            connection.rollback()


@on_sqlite
def test_no_write_ahead_log_lies_beside_the_database(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('x', 1)")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["onem-batch.sqlite"]


@on_sqlite
def test_a_writing_transaction_holds_the_write_lock_from_its_start(engine: Engine, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "onem-batch.sqlite", timeout=0)
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


@on_sqlite
def test_a_reading_transaction_holds_no_write_lock(engine: Engine, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "onem-batch.sqlite", timeout=0)
    with engine.connect().execution_options(reads_only=True) as connection:
        connection.exec_driver_sql("SELECT 1")
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_foreign_keys_are_in_force(connection: Connection) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        connection.exec_driver_sql("INSERT INTO file_faults VALUES (99, 1, '102', '', NULL, NULL)")


def test_an_error_of_the_database_tells_no_value(engine: Engine) -> None:
    row = {"stem": "Peeters 85073003328", "receipt": 1}
    with engine.begin() as connection:
        connection.execute(names.insert(), row)
        for write in (lambda: connection.execute(names.insert(), row), lambda: insert_all(connection, names, [row])):
            with pytest.raises(IntegrityError) as caught, connection.begin_nested():
                write()
            for error in (caught.value, caught.value.orig, caught.value.__cause__):
                assert "Peeters" not in f"{error} {error!r}"


def test_an_address_may_tell_more_and_a_password_is_never_shown() -> None:
    engine = open_engine("postgresql://x:secret@db.example/x?sslmode=require")
    _, given = engine.dialect.create_connect_args(engine.url)
    assert given["sslmode"] == "require"
    assert "secret" not in repr(engine)
    engine = open_engine("postgresql://x@db.example/x", password="p: @/")  # noqa: S106 - a made-up one
    assert engine.dialect.create_connect_args(engine.url)[1]["password"] == "p: @/"  # noqa: S105 - likewise


@pytest.mark.parametrize(
    "url",
    ["mysql://x:secret@h/x", "postgres://x:secret@h/x", "postgresql+asyncpg://x:secret@h/x", "secret", "://secret"],
)
def test_another_database_is_refused_and_its_password_is_not_told(url: str) -> None:
    with pytest.raises(SettingsWrong, match="postgresql://USER@HOST:PORT/NAME") as caught:
        open_engine(url)
    assert url == "secret" or "secret" not in str(caught.value)


# -- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0000", "0001", "9999", "", "HEAD"])
def test_an_older_or_newer_layout_is_refused(engine: Engine, version: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(StoreMismatch, match=f"program at {HEAD}"):
        check_layout(engine)


def test_a_layout_without_version_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(StoreMismatch):
        check_layout(engine)


def test_a_database_that_is_gone_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    path = tmp_path / "gone.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(StoreMissing, match="restore it from the backup"):
        check_layout(engine)
    engine.dispose()
    assert not path.exists()


def test_an_empty_database_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(StoreMismatch, match="onem-batch init"):
        check_layout(engine)
    engine.dispose()


def test_the_present_layout_passes(engine: Engine) -> None:
    check_layout(engine)


def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'no' / 'x.sqlite'}")
    with pytest.raises(StoreUnreachable):
        check_layout(engine)
    engine.dispose()


def test_a_folder_in_the_place_of_the_database_is_unreachable(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}")
    with pytest.raises(StoreUnreachable):
        check_layout(engine)
    engine.dispose()


def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_bytes(b"no database at all\n" * 100)
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with pytest.raises(StoreUnreachable):
        check_layout(engine)
    engine.dispose()
