"""Opens the database, brings it to the present layout, and refuses one of another program version."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from batch.errors import SettingsWrong, StoreBusy, StoreMismatch, StoreMissing, StoreUnreachable

HEAD = "0015"
_STATEMENTS = 16
"""Kept prepared: each look-up of a slice has as many marks as names, and a hundred of those take ten megabytes."""
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str, patience_seconds: int = 5) -> Engine:
    """An engine for a database URL.

    SQLite keeps the rollback journal and synchronous=FULL: the WAL of the system libraries before 3.51.3
    can corrupt (SQLite release notes, March 2026). Who meets a lock waits ``patience_seconds``. An error's text never
    tells the values of a statement: they name people.

    Raises:
        SettingsWrong: the URL names another database.
    """
    if not url.startswith("sqlite"):
        raise SettingsWrong(f"database: {url.partition(':')[0]} is not supported yet; use sqlite:///FILE.")
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


def translated(error: DatabaseError) -> Exception:
    """A failure of the database in our words: busy, disk full, or out of reach."""
    text = str(error.orig)
    if "locked" in text:
        return StoreBusy(text)
    if "full" in text or "readonly" in text:
        return OSError(errno.ENOSPC if "full" in text else errno.EROFS, text)
    return StoreUnreachable(text)


def migrate(engine: Engine) -> None:
    """Bring the database to the present layout; each step in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DatabaseError as error:
        raise translated(error) from error
    if version != HEAD:
        raise StoreMismatch(f"It is at {version}, the program at {HEAD}.")
