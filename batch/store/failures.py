"""Failures of the database in our words; the values of a statement, which name people, are never told."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from batch.errors import StoreBusy, StoreCollision, StoreUnreachable

_COLLISIONS = {"40001", "40P01", "55P03"}
"""Not serializable, deadlock, lock not available: SQLSTATE as in the manual of PostgreSQL, appendix A."""
_FULL, _READ_ONLY, _UNIQUE = "53100", "25006", "23505"


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise failures of the database as ours; what is a bug of ours goes on as it is."""
    try:
        yield
    except DBAPIError as error:
        ours = translated(error)
        if ours is None:
            raise
        raise ours from error


def translated(error: DBAPIError) -> Exception | None:
    """Busy, met another writer, disk full, read only or out of reach; None when it is none of these."""
    if not isinstance(error.orig, sqlite3.Error):
        return _of_postgresql(error)
    return _of_sqlite(str(error.orig)) if isinstance(error, OperationalError) else None


def _of_sqlite(text: str) -> Exception:
    if "locked" in text:
        return StoreBusy(text)
    if "full" in text or "readonly" in text:
        return OSError(errno.ENOSPC if "full" in text else errno.EROFS, text)
    return StoreUnreachable(text)


def _of_postgresql(error: DBAPIError) -> Exception | None:
    state, text = _state(error), plain(error.orig)
    if state in _COLLISIONS:
        return StoreCollision(text)
    if state in (_FULL, _READ_ONLY):
        return OSError(errno.ENOSPC if state == _FULL else errno.EROFS, text)
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StoreUnreachable(text)
    return None


def is_collision(error: Exception) -> bool:
    """Whether a unit of work met another one and may succeed when it is done again from its start."""
    twice = isinstance(error, IntegrityError) and _state(error) == _UNIQUE
    return twice or isinstance(error, StoreCollision)


def _state(error: DBAPIError) -> str:
    """The SQLSTATE that PostgreSQL tells; nothing for a lost connection, and for SQLite."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def plain(error: Any) -> str:
    """What a driver says, in one line and without the details: PostgreSQL puts values of rows there."""
    diagnosis = getattr(error, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or str(error).partition("\n")[0])
