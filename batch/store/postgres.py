"""PostgreSQL: how a connection is opened, and the locks that keep writers on several hosts apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from batch.errors import SettingsWrong
from batch.store.failures import plain

Lock = Literal["layout", "directory", "journal"]
_LOCKS: dict[Lock, int] = {"layout": 0x6F6E656D01, "directory": 0x6F6E656D02, "journal": 0x6F6E656D03}
"""Advisory locks of one database, by number. Who needs several takes them in this order, the journal last."""
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""A transaction that reads sees one moment, as on SQLite."""
_LIMIT = text("SET LOCAL idle_in_transaction_session_timeout = '30s'")
_LEAST_SECONDS = 2
"""The driver takes no shorter time for connecting."""


def open_postgresql(url: URL, patience_seconds: int, password: str | None) -> Engine:
    """An engine: a dead line is noticed within a minute, who meets a lock waits so long, and text is UTF-8.

    Statements have no time limit of their own: the rows of a large set may take minutes.

    Raises:
        SettingsWrong: the driver is not installed.
    """
    wanted = url.set(drivername="postgresql+psycopg")
    settings = {
        "connect_timeout": max(patience_seconds, _LEAST_SECONDS),
        "application_name": "onem-batch",
        "client_encoding": "utf8",
        "keepalives_idle": 20,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "options": f"-c lock_timeout={patience_seconds * 1000} -c TimeZone=UTC",
    }
    if password is not None:
        wanted = wanted.set(password=password)
    try:
        engine = create_engine(
            wanted, connect_args=settings, hide_parameters=True, pool_pre_ping=True, isolation_level="READ COMMITTED"
        )
    except ModuleNotFoundError as error:
        raise SettingsWrong(f'database: PostgreSQL needs "onem-batch[postgres]" ({error}).') from None
    event.listen(engine, "handle_error", _without_values)
    return engine


def _without_values(context: ExceptionContext) -> None:
    """Leave out of an error what it tells beside its first line: PostgreSQL names the values of a row there."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and getattr(context.original_exception, "diag", None) is not None:
            error.args = (plain(context.original_exception),)


def is_postgresql(connection: Connection) -> bool:
    """Whether others may write at the same time; SQLite has one writer."""
    return connection.dialect.name == "postgresql"


def hold(connection: Connection, lock: Lock) -> None:
    """Be alone with something until the transaction ends; on SQLite its one write lock does that already."""
    if is_postgresql(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCKS[lock]})


def limit_idleness(connection: Connection) -> None:
    """Let the server break the transaction off when nothing is heard of it: who is frozen must not keep locks."""
    connection.execute(_LIMIT)


@contextmanager
def alone(connection: Connection, lock: Lock) -> Iterator[None]:
    """Be alone with something over several transactions of a connection."""
    if not is_postgresql(connection):
        yield
        return
    number = {"number": _LOCKS[lock]}
    connection.execute(text("SELECT pg_advisory_lock(:number)"), number)
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()  # of what was broken off
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), number)
        connection.commit()


def copy(connection: Connection, statement: str, rows: Iterable[Any]) -> None:
    """Write rows by COPY, within the transaction of a connection.

    Raises:
        DBAPIError: as for any statement.
    """
    driver: Any = connection.connection.driver_connection
    base: Any = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as into:
            for row in rows:
                into.write_row(row)
    except base as error:
        error.args = (plain(error),)
        wrapped = DBAPIError.instance(statement, None, error, base, hide_parameters=True, dialect=connection.dialect)
        raise wrapped from error
