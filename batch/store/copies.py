"""What is owed beside the answers: confirmation mails, and copies for the e-Box of an enterprise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection, insert, literal, select, update

from batch.ports.owed import Copy, Owed, OwedCopy
from batch.store import forms, journal
from batch.store.owed_tables import copies
from batch.store.tables import forms as forms_table

_KINDS: tuple[Copy, ...] = get_args(Copy)


def owe(connection: Connection, receipt: int, kinds: Collection[Owed], moment: datetime) -> None:
    """Note what is owed for every accepted form of a set."""
    for kind in (one for one in _KINDS if one in kinds):
        accepted = select(
            forms_table.c.receipt, forms_table.c.ticket, literal(kind), literal("owed"), literal(moment.isoformat())
        ).where(forms_table.c.receipt == receipt, forms_table.c.accepted.is_(True))
        connection.execute(
            insert(copies).from_select(
                ["receipt", "ticket", "kind", "state", "since"], accepted.order_by(forms_table.c.form)
            )
        )


def are_owed(connection: Connection) -> bool:
    """Whether anything is owed."""
    return connection.execute(select(copies.c.id).where(copies.c.state == "owed").limit(1)).first() is not None


def owed(connection: Connection, kind: Copy) -> list[OwedCopy]:
    """What is owed of one kind, oldest first."""
    query = select(copies.c.id, copies.c.ticket).where(copies.c.state == "owed", copies.c.kind == kind)
    found = []
    for row in connection.execute(query.order_by(copies.c.id)).all():
        form = forms.by_ticket(connection, row.ticket)
        if form is not None:
            found.append(OwedCopy(row.id, form))
    return found


def close(connection: Connection, copy: int, state: str, why: str, moment: datetime) -> None:
    """Remember that something was sent, or why it never will be; once."""
    query = select(copies.c.receipt, copies.c.ticket, copies.c.kind).where(copies.c.id == copy)
    row = connection.execute(query).one()
    values = {"state": state, "why": why, "done_at": moment.isoformat()}
    if not connection.execute(
        update(copies).where(copies.c.id == copy, copies.c.state == "owed").values(**values)
    ).rowcount:
        return
    detail = {"state": state, **({"why": why} if why else {})}
    journal.append(connection, moment, f"{row.kind} {state}", receipt=row.receipt, ticket=row.ticket, detail=detail)
