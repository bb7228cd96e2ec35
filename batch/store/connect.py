"""Opens the database, brings it to the present layout, and refuses one of another program version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from batch.errors import SettingsWrong, StoreMismatch, StoreMissing, StoreUnreachable
from batch.store.failures import in_our_words, plain, translated
from batch.store.postgres import alone, open_postgresql

HEAD = "0017"
_KNOWN = "use sqlite:///FILE or postgresql://USER@HOST:PORT/NAME"
_STATEMENTS = 16
"""Kept prepared: each look-up of a slice has as many marks as names, and a hundred of those take ten megabytes."""
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str, patience_seconds: int = 5, password: str | None = None) -> Engine:
    """An engine for a database URL.

    SQLite keeps the rollback journal and synchronous=FULL: the WAL of the system libraries before 3.51.3
    can corrupt (SQLite release notes, March 2026). Who meets a lock waits ``patience_seconds``. An error's text never
    tells the values of a statement: they name people.

    Raises:
        SettingsWrong: the URL names another database, does not read, or its driver is not installed.
    """
    try:
        wanted = make_url(url)
    except (ArgumentError, ValueError):  # its text may hold a password
        raise SettingsWrong(f"database: {url.partition(':')[0]}:… is no URL; {_KNOWN}.") from None
    if wanted.drivername == "postgresql":
        return open_postgresql(wanted, patience_seconds, password)
    if wanted.get_backend_name() == "sqlite":
        return _open_sqlite(wanted, patience_seconds)
    raise SettingsWrong(f"database: {wanted.drivername} is not supported; {_KNOWN}.")


def _open_sqlite(url: URL, patience_seconds: int) -> Engine:
    settings = {"timeout": patience_seconds, "cached_statements": _STATEMENTS}
    engine = create_engine(url, connect_args=settings, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a read that becomes a write later can only fail."""
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def migrate(engine: Engine) -> None:
    """Bring the database to the present layout; each step in one transaction, one process at a time."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with in_our_words(), engine.connect() as connection, alone(connection, "layout"):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_made(engine: Engine) -> bool:
    """Whether there is a database with a layout, of whatever version; looking for it makes none."""
    path = _file_of(engine)
    if path is not None and not path.is_file():
        return False
    with in_our_words(), engine.connect() as connection:
        return inspect(connection).has_table("alembic_version")


def _file_of(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for one in memory or on a server."""
    named = engine.url.database
    return Path(named) if engine.dialect.name == "sqlite" and named not in (None, "", ":memory:") else None


def check_layout(engine: Engine) -> None:
    """Refuse a database that is not of the present layout.

    Raises:
        StoreUnreachable: the database cannot be opened.
        StoreMissing: there is none.
        StoreMismatch: it is of another version, or not made yet.
    """
    path = _file_of(engine)
    if path is not None and path.parent.is_dir() and not path.exists():
        raise StoreMissing(
            f'{path}: restore it from the backup (docs/operations.md); "onem-batch init" makes an empty one.'
        )
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                raise StoreMismatch('Run "onem-batch init" first.')
            refuse_another(connection)
    except DatabaseError as error:
        raise translated(error) or StoreUnreachable(plain(error.orig)) from error


_VERSION = text("SELECT version_num FROM alembic_version")


def refuse_another(connection: Connection) -> None:
    """Refuse a layout that is not this program's: on a server a newer program may change it at any time.

    Raises:
        StoreMismatch: so it is.
    """
    version = connection.execute(_VERSION).scalar()
    if version != HEAD:
        raise StoreMismatch(f"It is at {version}, the program at {HEAD}.")
