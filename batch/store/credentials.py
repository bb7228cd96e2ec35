"""SSH keys and certificates of senders in the database. Moments; the end of a span does not belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, or_, select, update

from batch.errors import EntryRefused
from batch.model.credential import Certificate, Kind, Registered, SshKey
from batch.store import journal, senders
from batch.store.sender_tables import certificates, ssh_keys
from batch.store.sender_tables import senders as senders_table

_TABLE: dict[Kind, Table] = {"key": ssh_keys, "certificate": certificates}


def of_sender(connection: Connection, kind: Kind, number: str) -> list[Registered]:
    """All keys or certificates a sender ever had, oldest first."""
    table = _TABLE[kind]
    query = select(table).where(table.c.sender == number).order_by(table.c.id)
    return [_read(kind, row) for row in connection.execute(query).mappings()]


def in_force(connection: Connection, kind: Kind, number: str, moment: datetime) -> list[Registered]:
    """The keys or certificates of a sender that count at a moment; several while they overlap."""
    return [one for one in of_sender(connection, kind, number) if one.is_in_force(moment)]


def every_in_force(connection: Connection, moment: datetime) -> Iterator[Registered]:
    """What counts at a moment, of every active sender."""
    stamp = moment_text(moment)
    for kind, table in _TABLE.items():
        query = select(table).join(senders_table, senders_table.c.number == table.c.sender)
        query = query.where(senders_table.c.active, table.c.since <= stamp)
        query = query.where(or_(table.c.until.is_(None), table.c.until > stamp)).order_by(table.c.id)
        for row in connection.execute(query).mappings():
            yield _read(kind, row)


def replace(
    connection: Connection,
    number: str,
    credential: SshKey | Certificate,
    moment: datetime,
    overlap: timedelta | None = None,
) -> None:
    """Put a key or certificate in force from a moment on; the older ones end after the overlap, without one never.

    Raises:
        EntryRefused: there is no such sender, or it is in force already, for this one or another.
    """
    senders.wanted(connection, number)
    new = Registered(number, credential, moment)
    table = _TABLE[new.kind]
    _refuse_double(connection, table, new)
    if overlap is not None:
        _end(connection, table, number, moment, moment + overlap)
    values = asdict(credential) | {"sender": number, "since": moment_text(moment), "added_at": moment_text(moment)}
    if isinstance(credential, Certificate):
        values |= {name: moment_text(getattr(credential, name)) for name in ("not_before", "not_after")}
    connection.execute(insert(table).values(values))
    detail = {"sender": number, "fingerprint": credential.fingerprint}
    journal.append(connection, moment, f"{new.kind} added", detail=detail)


def _refuse_double(connection: Connection, table: Table, new: Registered) -> None:
    """One credential proves one sender; what has ended may come back."""
    stamp = moment_text(new.since)
    query = select(table.c.sender).where(table.c.fingerprint == new.credential.fingerprint)
    owner = connection.execute(query.where(or_(table.c.until.is_(None), table.c.until > stamp))).scalar()
    if owner is not None:
        whom = "this sender" if owner == new.sender else f"sender {owner}"
        raise EntryRefused(f"That {new.kind} is in force already, for {whom}: {new.credential.fingerprint}.")


def _end(connection: Connection, table: Table, number: str, moment: datetime, until: datetime) -> None:
    stamp = moment_text(until)
    query = select(table.c.id, table.c.fingerprint).where(table.c.sender == number)
    query = query.where(or_(table.c.until.is_(None), table.c.until > stamp))
    kind = next(name for name, one in _TABLE.items() if one is table)
    for row in connection.execute(query).all():
        connection.execute(update(table).where(table.c.id == row.id).values(until=stamp))
        detail = {"sender": number, "fingerprint": row.fingerprint, "until": stamp}
        journal.append(connection, moment, f"{kind} ends", detail=detail)


def moment_text(moment: datetime) -> str:
    """A moment as it is stored: in UTC, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat()


def _read(kind: Kind, row: RowMapping) -> Registered:
    if kind == "key":
        credential: SshKey | Certificate = SshKey(row["fingerprint"], row["line"])
    else:
        credential = Certificate(
            fingerprint=row["fingerprint"],
            pem=row["pem"],
            subject=row["subject"],
            serial=row["serial"],
            not_before=datetime.fromisoformat(row["not_before"]),
            not_after=datetime.fromisoformat(row["not_after"]),
        )
    return Registered(row["sender"], credential, _moment(row["since"]), _moment(row["until"]))


def _moment(text: Any) -> Any:
    return datetime.fromisoformat(text) if text is not None else None
