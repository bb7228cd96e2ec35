"""The line of sets in the database: who waits for a step, in which order, with how much to do."""

from __future__ import annotations

from base64 import b64decode

from sqlalchemy import Connection, and_, exists, func, select, text

from batch.model.line import Turn
from batch.model.receipt import Receipt
from batch.store.received import read_all
from batch.store.tables import parts, receipts

_IS_TD = and_(
    receipts.c.go_name == "",
    ~exists().where(parts.c.receipt == receipts.c.id, parts.c.name.not_like("TD.%")),
)
"""Whether a delivery is a TD without the set that it cancels."""


def line_of(connection: Connection, state: str) -> list[Turn]:
    """The sets in a state, in their order, each with how much there is to do; a TD stands in no line.

    Those that are kept stand in the order in which they came, with bytes to read; those that are acknowledged in the
    order of their ACRF, with forms to judge.
    """
    kept = state == "kept"
    bytes_ = select(func.coalesce(func.sum(parts.c.size), 0)).where(parts.c.receipt == receipts.c.id).scalar_subquery()
    query = (
        select(
            receipts.c.id,
            receipts.c.sender,
            bytes_ if kept else receipts.c.forms,
            text("''") if kept else receipts.c.employers,
            receipts.c.aside,
        )
        .where(receipts.c.state == state, ~_IS_TD)
        .order_by(receipts.c.turn, receipts.c.id)
    )
    return [
        Turn(number, sender, int(size), None if named is None else b64decode(named), bool(aside))
        for number, sender, size, named, aside in connection.execute(query)
    ]


def cancellations(connection: Connection) -> list[Receipt]:
    """TDs alone that are kept, oldest first."""
    query = select(receipts).where(receipts.c.state == "kept", _IS_TD).order_by(receipts.c.id)
    return read_all(connection, connection.execute(query).mappings().all())
