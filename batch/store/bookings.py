"""What accepted forms took for their employers, in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from batch.errors import StaleSituation
from batch.model.names import Environment
from batch.model.slices import batches
from batch.ports import Judged
from batch.store.bulk import insert_all
from batch.store.tables import bookings

_IN = 400


def enter(connection: Connection, judged: Sequence[Judged]) -> None:
    """Write what the forms of a slice of one set took.

    Raises:
        StaleSituation: another set took one of them since this one was judged.
    """
    rows = [
        {
            "environment": one.form["environment"],
            "booking": booking,
            "receipt": one.form["receipt"],
            "form": one.form["form"],
        }
        for one in judged
        for booking in one.bookings
    ]
    if not rows:
        return
    stale = taken(connection, rows[0]["environment"], (row["booking"] for row in rows))
    if stale:
        raise StaleSituation(min(stale))
    insert_all(connection, bookings, rows)


def taken(connection: Connection, environment: Environment, wanted: Iterable[str]) -> set[str]:
    """Which of these an accepted form of an environment took."""
    found = set[str]()
    for asked in batches(sorted(set(wanted)), _IN):
        query = select(bookings.c.booking).where(bookings.c.environment == environment)
        found |= set(connection.execute(query.where(bookings.c.booking.in_(asked))).scalars())
    return found
