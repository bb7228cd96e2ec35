"""Numbers that are given once: tickets by series, sequences of answer names by day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select, text

from batch.model.names import Environment
from batch.store.tables import counters

_RESERVE = text(
    "INSERT INTO counters (name, next) VALUES (:name, 1 + :count)"
    " ON CONFLICT (name) DO UPDATE SET next = counters.next + :count RETURNING next"
)
"""One statement, so that of two who begin a counter at the same moment the second waits for the first."""


def reserve(connection: Connection, name: str, count: int) -> int:
    """The first of ``count`` numbers that nobody had and nobody will have again.

    Numbers start at 1. A transaction that fails afterwards may leave a gap; none is given twice.
    Nobody else gets a number of this counter until the transaction ends.
    """
    after: int = connection.execute(_RESERVE, {"name": name, "count": count}).scalar_one()
    return after - count


def peek(connection: Connection, name: str) -> int:
    """The number that would be given next."""
    return connection.execute(select(counters.c.next).where(counters.c.name == name)).scalar() or 1


def ticket_counter(series: str) -> str:
    """The counter's name of a ticket series."""
    return f"ticket {series}"


def reserve_answer(connection: Connection, code: str, day: date, environment: Environment) -> int:
    """The next free number of an answer: unique per code, day and environment."""
    return reserve(connection, f"answer {code} {day.isoformat()} {environment}", 1)
