"""Mandates in the database. Quarters as ``YYYYQ``, the first and the last one included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, RowMapping, insert, select, update

from batch.errors import EntryRefused
from batch.model.calendar import quarter_text
from batch.model.sender import Mandate
from batch.store import journal, senders
from batch.store.credentials import moment_text
from batch.store.sender_tables import mandates

Outcome = Literal["added", "changed", "same"]


def every(connection: Connection, sender: str | None = None) -> Iterator[Mandate]:
    """All mandates, or those of one sender, in the order they were entered."""
    query = select(mandates).order_by(mandates.c.id)
    if sender is not None:
        query = query.where(mandates.c.sender == sender)
    for row in connection.execute(query).mappings():
        yield _read(row)


def add(connection: Connection, mandate: Mandate, moment: datetime) -> int:
    """Enter a mandate; returns its number.

    Raises:
        EntryRefused: there is no such sender, or the same mandate holds in one of its quarters.
    """
    return _add(connection, mandate, moment, _alike(connection, mandate))


def _add(connection: Connection, mandate: Mandate, moment: datetime, alike: list[Mandate]) -> int:
    senders.wanted(connection, mandate.sender)
    for known in alike:
        if known.since <= mandate.until and mandate.since <= known.until:
            span = f"{quarter_text(known.since)} to {quarter_text(known.until)}"
            remedy = f"end that one (mandate end {known.id} --after), or enter other quarters"
            raise EntryRefused(f"Mandate {known.id} says the same already, for {span}: {remedy}.")
    number: int = connection.execute(
        insert(mandates)
        .values(
            sender=mandate.sender,
            noss=mandate.noss,
            company=mandate.company,
            application_group=mandate.group,
            from_quarter=mandate.since,
            until_quarter=mandate.until,
            ended_at=None,
        )
        .returning(mandates.c.id)
    ).scalar_one()
    journal.append(connection, moment, "mandate added", detail={"mandate": number, "sender": mandate.sender})
    return number


def end(connection: Connection, number: int, after: int, moment: datetime, *, withdraw: bool = False) -> None:
    """Let a mandate end after a quarter; before its first one it holds for no quarter, and ``withdraw`` must say so.

    Raises:
        EntryRefused: there is none of that number, it ends earlier already, or it would hold for no quarter.
    """
    row = connection.execute(select(mandates).where(mandates.c.id == number)).mappings().first()
    if row is None:
        raise EntryRefused(f"There is no mandate {number}.")
    if row["until_quarter"] <= after:
        raise EntryRefused(f"Mandate {number} ends after {quarter_text(row['until_quarter'])} already.")
    if after < row["from_quarter"] and not withdraw:
        first = quarter_text(row["from_quarter"])
        raise EntryRefused(f"Mandate {number} begins with {first}: with --withdraw it holds for no quarter at all.")
    _set_end(connection, number, after, moment)


def enter(connection: Connection, mandate: Mandate, moment: datetime) -> Outcome:
    """Enter a mandate of a listing: new, known, or known with another end.

    Raises:
        EntryRefused: as for ``add``.
    """
    alike = _alike(connection, mandate)
    known = next((one for one in alike if one.since == mandate.since), None)
    if known is None:
        _add(connection, mandate, moment, alike)
        return "added"
    if known.until == mandate.until:
        return "same"
    later = next((one for one in alike if known.until < one.since <= mandate.until), None)
    if later is not None:
        raise EntryRefused(f"Mandate {known.id} would run into mandate {later.id}, which says the same.")
    _set_end(connection, known.id, mandate.until, moment)
    return "changed"


def _set_end(connection: Connection, number: int, until: int, moment: datetime) -> None:
    values = {"until_quarter": until, "ended_at": moment_text(moment)}
    connection.execute(update(mandates).where(mandates.c.id == number).values(values))
    journal.append(connection, moment, "mandate ends", detail={"mandate": number, "after": until})


def _alike(connection: Connection, mandate: Mandate) -> list[Mandate]:
    """Mandates of the same sender for the same employer and group that hold for some quarter."""
    query = select(mandates).where(
        mandates.c.sender == mandate.sender,
        mandates.c.noss == mandate.noss,
        mandates.c.company == mandate.company,
        mandates.c.application_group == mandate.group,
        mandates.c.from_quarter <= mandates.c.until_quarter,
    )
    return [_read(row) for row in connection.execute(query.order_by(mandates.c.id)).mappings()]


def _read(row: RowMapping) -> Mandate:
    return Mandate(
        sender=row["sender"],
        noss=row["noss"],
        company=row["company"],
        group=row["application_group"],
        since=row["from_quarter"],
        until=row["until_quarter"],
        id=row["id"],
    )
