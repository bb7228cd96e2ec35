"""What a database is, and which of its settings lose data at a power cut or spoil text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from batch.store.failures import in_our_words


@dataclass(frozen=True, slots=True)
class Danger:
    """One setting that is wrong; with ``stops`` nothing may be done before it is mended."""

    what: str
    remedy: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """What the database is, in words, and its dangers."""

    what: str
    dangers: tuple[Danger, ...] = ()


def health_of(engine: Engine) -> Health:
    """Look at a database.

    Raises:
        StoreUnreachable: it cannot be opened.
    """
    if engine.dialect.name == "sqlite":
        return Health(f"SQLite {sqlite3.sqlite_version}, rollback journal")
    with in_our_words(), engine.connect() as connection:
        version = _setting(connection, "server_version").split()[0]
        return Health(f"PostgreSQL {version}, database {engine.url.database}", tuple(_dangers(connection)))


def _dangers(connection: Connection) -> Iterator[Danger]:
    encoding = _setting(connection, "server_encoding")
    if encoding != "UTF8":
        yield Danger(
            f"its encoding is {encoding}: names of people do not fit", "make it anew with ENCODING 'UTF8'", stops=True
        )
    lost = "a power cut may lose what senders were told is kept"
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if _setting(connection, name) == "off":
            yield Danger(f"{name} is off: {lost}", f"set {name} = on in postgresql.conf, and for role and database")
    if connection.execute(text("SELECT pg_is_in_recovery()")).scalar():
        yield Danger("it is a standby and takes nothing", "name the primary, or promote this one", stops=True)


def _setting(connection: Connection, name: str) -> str:
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar())
