"""Permissions of enterprises in the database. Days, the first and the last one included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, or_, select, update

from batch.errors import EntryRefused
from batch.model.sender import Permission, Permit
from batch.store import journal
from batch.store.mandates import Outcome
from batch.store.sender_tables import permissions


def of_company(connection: Connection, company: str, day: date) -> frozenset[Permission]:
    """What an enterprise is allowed on a day; its number as entered, ten digits."""
    query = select(permissions.c.permission).where(permissions.c.company == company)
    query = query.where(permissions.c.since <= day.isoformat(), _ends_on_or_after(day))
    return frozenset(connection.execute(query).scalars())


def every(connection: Connection) -> Iterator[Permit]:
    """All permissions in the order they were entered."""
    for row in connection.execute(select(permissions).order_by(permissions.c.id)).mappings():
        yield _read(row)


def add(connection: Connection, permit: Permit, moment: datetime) -> None:
    """Enter a permission.

    Raises:
        EntryRefused: the enterprise has it on one of these days.
    """
    query = _alike(permit).where(_ends_on_or_after(permit.since))
    if permit.until is not None:
        query = query.where(permissions.c.since <= permit.until.isoformat())
    known = connection.execute(query).mappings().first()
    if known is not None:
        raise EntryRefused(f"The enterprise has {permit.permission} from {known['since']} already.")
    values = {"since": permit.since.isoformat(), "until": _text(permit.until)}
    connection.execute(insert(permissions).values(company=permit.company, permission=permit.permission, **values))
    journal.append(connection, moment, "permission added", detail={"permission": permit.permission})


def end(connection: Connection, company: str, permission: Permission, last: date, moment: datetime) -> None:
    """Let a permission end with a day; before its first one, it holds on no day.

    Raises:
        EntryRefused: the enterprise has none that would hold longer.
    """
    query = _alike(Permit(company, permission, last)).order_by(permissions.c.id.desc())
    longer = or_(permissions.c.until.is_(None), permissions.c.until > last.isoformat())
    row = connection.execute(query.where(longer)).mappings().first()
    if row is None:
        raise EntryRefused(f"The enterprise has no {permission} after {last.isoformat()}.")
    _set_end(connection, row["id"], last, moment)


def enter(connection: Connection, permit: Permit, moment: datetime) -> Outcome:
    """Enter a permission of a listing: new, known, or known with another end.

    Raises:
        EntryRefused: as for ``add``.
    """
    query = _alike(permit).where(permissions.c.since == permit.since.isoformat())
    known = connection.execute(query).mappings().first()
    if known is None:
        add(connection, permit, moment)
        return "added"
    if known["until"] == _text(permit.until):
        return "same"
    later = _alike(permit).where(permissions.c.since > known["since"])
    if permit.until is not None:
        later = later.where(permissions.c.since <= permit.until.isoformat())
    if connection.execute(later).first() is not None:
        raise EntryRefused("With that end it runs into a later one, which says the same.")
    _set_end(connection, known["id"], permit.until, moment)
    return "changed"


def _set_end(connection: Connection, number: int, last: date | None, moment: datetime) -> None:
    connection.execute(update(permissions).where(permissions.c.id == number).values(until=_text(last)))
    journal.append(connection, moment, "permission ends", detail={"permission": number, "after": _text(last)})


def _alike(permit: Permit) -> Select[Any]:
    """The same permission of the same enterprise, where it holds on some day."""
    return select(permissions).where(
        permissions.c.company == permit.company,
        permissions.c.permission == permit.permission,
        or_(permissions.c.until.is_(None), permissions.c.until >= permissions.c.since),
    )


def _ends_on_or_after(day: date) -> Any:
    return or_(permissions.c.until.is_(None), permissions.c.until >= day.isoformat())


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _read(row: RowMapping) -> Permit:
    until = date.fromisoformat(row["until"]) if row["until"] is not None else None
    return Permit(row["company"], row["permission"], date.fromisoformat(row["since"]), until)
