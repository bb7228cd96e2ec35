"""Senders in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from batch.errors import EntryRefused
from batch.model.sender import Sender
from batch.store import journal
from batch.store.sender_tables import senders


def find(connection: Connection, number: str) -> Sender | None:
    """A sender by number."""
    row = connection.execute(select(senders).where(senders.c.number == number)).mappings().first()
    return _read(row) if row else None


def wanted(connection: Connection, number: str) -> Sender:
    """A sender that has to be there.

    Raises:
        EntryRefused: there is none of that number.
    """
    found = find(connection, number)
    if found is None:
        raise EntryRefused(f"There is no sender {number}.")
    return found


def every(connection: Connection) -> Iterator[Sender]:
    """All senders by number."""
    for row in connection.execute(select(senders).order_by(senders.c.number)).mappings():
        yield _read(row)


def add(connection: Connection, sender: Sender, moment: datetime) -> None:
    """Enter a new sender.

    Raises:
        EntryRefused: its number is taken.
    """
    if find(connection, sender.number) is not None:
        raise EntryRefused(f"Sender {sender.number} exists already.")
    connection.execute(insert(senders).values(_row(sender)))
    journal.append(connection, moment, "sender added", detail={"sender": sender.number})


def change(connection: Connection, sender: Sender, moment: datetime) -> bool:
    """Give a sender other fields; whether that changed anything. The journal tells which fields, not what they say."""
    before, after = _row(wanted(connection, sender.number)), _row(sender)
    fields = sorted(name for name in after if after[name] != before[name])
    if not fields:
        return False
    connection.execute(update(senders).where(senders.c.number == sender.number).values(after))
    journal.append(connection, moment, "sender changed", detail={"sender": sender.number, "fields": fields})
    return True


def _row(sender: Sender) -> dict[str, Any]:
    return asdict(sender) | {"codes": " ".join(sender.codes)}


def _read(row: RowMapping) -> Sender:
    return Sender(**dict(row) | {"codes": tuple(row["codes"].split())})
