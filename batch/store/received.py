"""Rows of the database as receipts, with their parts: many at a time, for each query costs more than what it brings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, select

from batch.model.frame import Frame
from batch.model.receipt import Delivery, Part, Receipt
from batch.model.slices import batches
from batch.store.tables import parts, receipts

_IN = 200
_NUMBERED = select(receipts).where(receipts.c.id.in_(bindparam("numbers", expanding=True)))
_PARTS = (
    select(parts)
    .where(parts.c.receipt.in_(bindparam("numbers", expanding=True)))
    .order_by(parts.c.receipt, parts.c.name)
)


def numbered(connection: Connection, numbers: Sequence[int]) -> list[Receipt]:
    """Some receipts as they are now, in the order asked."""
    rows: list[RowMapping] = []
    for batch in batches(numbers, _IN):
        rows += connection.execute(_NUMBERED, {"numbers": batch}).mappings().all()
    found = {one.id: one for one in read_all(connection, rows)}
    return [found[number] for number in numbers if number in found]


def read(connection: Connection, row: RowMapping) -> Receipt:
    """A row as a receipt, with its parts."""
    return read_all(connection, [row])[0]


def read_all(connection: Connection, rows: Sequence[RowMapping]) -> list[Receipt]:
    """Rows as receipts, with their parts."""
    found: list[Receipt] = []
    for batch in batches(rows, _IN):
        of: dict[int, list[RowMapping]] = {row["id"]: [] for row in batch}
        for part in connection.execute(_PARTS, {"numbers": list(of)}).mappings():
            of[part["receipt"]].append(part)
        found += (_receipt(row, of[row["id"]]) for row in batch)
    return found


def _receipt(row: RowMapping, its_parts: Sequence[RowMapping]) -> Receipt:
    delivery = Delivery(
        delivery=row["delivery"],
        sender=row["sender"],
        folder=row["folder"],
        go_name=row["go_name"],
        parts=tuple(_part(part, row["message"]) for part in its_parts),
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
        message=row["message"],
        forms=row["forms"],
        series=row["series"],
        first_counter=row["first_counter"],
        noti=row["noti"],
    )


def _part(row: RowMapping, message: str) -> Part:
    prefixes = tuple((prefix, uri) for prefix, uri in json.loads(row["prefixes"]))
    frame = Frame(message, row["release"], row["encoding"], prefixes, row["forms"])
    return Part(row["name"], row["size"], row["sha256"], row["place"], row["content"], frame, row["signature"])
