"""Receipts in the database: kept, acknowledged, set aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, select, update

from batch.model import tickets
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.names import Environment
from batch.model.receipt import Delivery, Part, Receipt
from batch.store import counters, journal
from batch.store.tables import names, parts, receipts


def keep(
    connection: Connection, delivery: Delivery, environment: Environment, code: str, stem: str, series: str
) -> int:
    """Enter a delivery whose bytes are kept; its name is used up for this sender, whatever becomes of it.

    Only for this sender: nobody can use up the names of somebody else by delivering them himself.
    """
    used = f"{delivery.sender} {stem}"
    earlier = connection.execute(select(names.c.receipt).where(names.c.stem == used)).scalar()
    ticket = tickets.make(series, counters.reserve(connection, counters.ticket_counter(series), 1))
    row = {
        "delivery": delivery.delivery,
        "sender": delivery.sender,
        "folder": delivery.folder,
        "environment": environment,
        "code": code,
        "go_name": delivery.go_name,
        "stem": stem,
        "received_at": delivery.received_at.isoformat(),
        "intake_codes": " ".join(delivery.verdict_of_intake),
        "duplicate_of": earlier,
        "file_ticket": ticket,
        "state": "kept",
        "message": "",
        "release": "",
        "encoding": "",
        "prefixes": "[]",
        "codes": "",
        "forms": 0,
        "accepted": 0,
        "series": "",
        "first_counter": 0,
        "handed_over": False,
        "aside": "",
        "aside_since": "",
    }
    number = connection.execute(insert(receipts).values(row)).inserted_primary_key
    identity = int(number[0]) if number else 0
    if earlier is None:
        connection.execute(insert(names).values(stem=used, receipt=identity))
    _keep_parts(connection, identity, delivery)
    digests = {part.name: part.sha256 for part in delivery.parts}
    journal.append(
        connection,
        delivery.received_at,
        "kept",
        receipt=identity,
        ticket=ticket,
        detail={"name": delivery.subject, "sha256": digests},
    )
    return identity


def _keep_parts(connection: Connection, receipt: int, delivery: Delivery) -> None:
    rows = [
        {"receipt": receipt, "name": part.name, "size": part.size, "sha256": part.sha256, "place": part.place}
        for part in delivery.parts
    ]
    if rows:
        connection.execute(insert(parts), rows)


def acknowledge(
    connection: Connection, receipt: Receipt, frame: Frame, faults: Sequence[FileFault], series: str
) -> None:
    """Fix what the frame told, and reserve a ticket for each form."""
    first = 0
    if series and frame.count:
        first = counters.reserve(connection, counters.ticket_counter(series), frame.count)
    state = "refused" if faults else "acknowledged" if series else "tested"
    codes = " ".join(dict.fromkeys(fault.code for fault in faults))
    connection.execute(
        update(receipts)
        .where(receipts.c.id == receipt.id)
        .values(
            state=state,
            message=frame.message,
            release=frame.release,
            encoding=frame.encoding,
            prefixes=json.dumps(frame.prefixes),
            codes=codes,
            forms=frame.count,
            series=series,
            first_counter=first,
            aside="",
            aside_since="",
        )
    )
    journal.append(
        connection,
        receipt.received_at,
        state,
        receipt=receipt.id,
        ticket=receipt.file_ticket,
        detail={"codes": codes, "forms": frame.count},
    )


def set_aside(connection: Connection, receipt: int, reason: str, moment: datetime) -> None:
    """Mark a receipt that we could not finish, once per cause; it stays in its state and is tried again."""
    changed = connection.execute(
        update(receipts)
        .where(receipts.c.id == receipt, receipts.c.aside != reason)
        .values(aside=reason, aside_since=moment.isoformat())
    )
    if changed.rowcount:
        journal.append(connection, moment, "set aside", receipt=receipt, detail={"reason": reason})


def in_state(connection: Connection, state: str) -> list[Receipt]:
    """All receipts in a state, oldest first."""
    query = select(receipts).where(receipts.c.state == state).order_by(receipts.c.id)
    return [read(connection, row) for row in connection.execute(query).mappings().all()]


def _not_handed_over() -> ColumnElement[bool]:
    return and_(
        receipts.c.state == "answered",
        receipts.c.handed_over.is_(False),
        receipts.c.environment == "R",
        receipts.c.accepted > 0,
    )


def to_hand_over(connection: Connection) -> list[Receipt]:
    """Answered production receipts with accepted forms that the back office has not got."""
    query = select(receipts).where(_not_handed_over()).order_by(receipts.c.id)
    return [read(connection, row) for row in connection.execute(query).mappings().all()]


def wait(connection: Connection, kind: str) -> bool:
    """Whether a receipt is in a state, or waits for its hand-over."""
    condition = _not_handed_over() if kind == "hand-over" else receipts.c.state == kind
    return connection.execute(select(receipts.c.id).where(condition).limit(1)).first() is not None


def read(connection: Connection, row: RowMapping) -> Receipt:
    """A row as a receipt, with its parts."""
    found = connection.execute(select(parts).where(parts.c.receipt == row["id"]).order_by(parts.c.name))
    delivery = Delivery(
        delivery=row["delivery"],
        sender=row["sender"],
        folder=row["folder"],
        go_name=row["go_name"],
        parts=tuple(_part(part) for part in found.mappings()),
        received_at=datetime.fromisoformat(row["received_at"]),
        verdict_of_intake=tuple(row["intake_codes"].split()),
    )
    return Receipt(
        id=row["id"],
        delivery=delivery,
        environment=row["environment"],
        code=row["code"],
        stem=row["stem"],
        file_ticket=row["file_ticket"],
        duplicate_of=row["duplicate_of"],
        state=row["state"],
        frame=_frame(row),
        series=row["series"],
        first_counter=row["first_counter"],
    )


def _part(row: Any) -> Part:
    return Part(row["name"], row["size"], row["sha256"], row["place"])


def _frame(row: RowMapping) -> Frame:
    prefixes = tuple((prefix, uri) for prefix, uri in json.loads(row["prefixes"]))
    return Frame(row["message"], row["release"], row["encoding"], prefixes, row["forms"])
