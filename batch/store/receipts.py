"""Receipts in the database: kept, acknowledged, set aside."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    insert,
    select,
    update,
)

from batch.errors import StaleSituation
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.frame import Frame
from batch.model.names import Environment
from batch.model.receipt import Delivery, Part, Receipt, Reception
from batch.store import counters, journal, prepared
from batch.store.tables import file_faults, names, parts, receipts


def keep(
    connection: Connection, delivery: Delivery, environment: Environment, code: str, stem: str, series: str
) -> int:
    """Enter a delivery whose bytes are kept; its name is used up for this sender, whatever becomes of it.

    Only for this sender: nobody can use up the names of somebody else by delivering them himself. A TD alone
    uses up no name: it is about the set of that name.
    """
    earlier = None if delivery.is_cancellation else receipt_of(connection, delivery.sender, stem)
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
        "codes": "",
        "forms": 0,
        "accepted": 0,
        "series": "",
        "first_counter": 0,
        "handed_over": False,
        "aside": "",
        "aside_since": "",
        "to_print": False,
        "to_list": False,
    }
    number = connection.execute(insert(receipts).values(row)).inserted_primary_key
    identity = int(number[0]) if number else 0
    if earlier is None and not delivery.is_cancellation:
        connection.execute(insert(names).values(stem=f"{delivery.sender} {stem}", receipt=identity))
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


def receipt_of(connection: Connection, sender: str, stem: str) -> int | None:
    """The receipt that used up a name first; None when nobody has."""
    query = select(names.c.receipt).where(names.c.stem == f"{sender} {stem}")
    return connection.execute(query).scalar()


def by_name(connection: Connection, sender: str, stem: str) -> Receipt | None:
    """The receipt of the set that has a name, as it is now."""
    number = receipt_of(connection, sender, stem)
    return None if number is None else by_number(connection, number)


def by_number(connection: Connection, receipt: int) -> Receipt:
    """One receipt, as it is now."""
    return read(connection, connection.execute(select(receipts).where(receipts.c.id == receipt)).mappings().one())


def _keep_parts(connection: Connection, receipt: int, delivery: Delivery) -> None:
    rows = [{"receipt": receipt, **_row_of(part)} for part in delivery.parts]
    if rows:
        connection.execute(insert(parts), rows)


def _row_of(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "size": part.size,
        "sha256": part.sha256,
        "place": part.place,
        "content": part.content,
        "release": part.frame.release,
        "encoding": part.frame.encoding,
        "prefixes": json.dumps(part.frame.prefixes),
        "forms": part.frame.count,
        "signature": part.signature,
    }


def acknowledge(connection: Connection, receipt: Receipt, reception: Reception, series: str) -> None:
    """Fix what the passes over the files told; reserve tickets for the forms, a name for the NOTI, a place in the line.

    Raises:
        StaleSituation: a TD cancelled the set meanwhile.
    """
    state = "refused" if reception.faults else "acknowledged" if series else "tested"
    _close(
        connection,
        receipt,
        "cancelled" if reception.is_cancelled else state,
        reception.faults,
        signers=[json.loads(part.signature)["certificate"] for part in reception.parts if part.signature],
        message=reception.message,
        forms=reception.forms,
        series=series,
        **(_reserved(connection, receipt, reception, series) if state == "acknowledged" else {}),
    )
    for part in reception.parts:
        row = _row_of(part)
        connection.execute(update(parts).where(parts.c.receipt == receipt.id, parts.c.name == part.name).values(**row))


def _reserved(connection: Connection, receipt: Receipt, reception: Reception, series: str) -> dict[str, Any]:
    """What a set that will be judged gets beforehand, so that the order in which sets are judged changes no name."""
    named = reception.employers
    return {
        "first_counter": counters.reserve(connection, counters.ticket_counter(series), reception.forms),
        "noti": counters.reserve_answer(connection, "NOTI", brussels_day(receipt.received_at), receipt.environment),
        "turn": counters.reserve(connection, "turn", 1),
        "employers": None if named is None else b64encode(named).decode(),
    }


def _close(
    connection: Connection,
    receipt: Receipt,
    state: str,
    faults: Sequence[FileFault],
    signers: Sequence[str] = (),
    **values: Any,
) -> None:
    codes = " ".join(dict.fromkeys(fault.code for fault in faults))
    changed = connection.execute(
        update(receipts)
        .where(receipts.c.id == receipt.id, receipts.c.state == receipt.state)
        .values({"state": state, "codes": codes, "aside": "", "aside_since": "", "employers": "", **values})
    )
    if changed.rowcount != 1:
        raise StaleSituation(receipt.stem)
    connection.execute(delete(file_faults).where(file_faults.c.receipt == receipt.id))
    rows = [
        {
            "receipt": receipt.id,
            "nth": nth,
            "code": fault.code,
            "detail": fault.detail,
            "line": fault.line,
            "column": fault.column,
        }
        for nth, fault in enumerate(faults, 1)
    ]
    if rows:
        connection.execute(insert(file_faults), rows)
    journal.append(
        connection,
        receipt.received_at,
        state,
        receipt=receipt.id,
        ticket=receipt.file_ticket,
        detail={"codes": codes, "forms": values.get("forms", 0), **({"signed_by": list(signers)} if signers else {})},
    )


def cancel(connection: Connection, order: Receipt, target: Receipt, fault: FileFault) -> None:
    """Carry out a TD: the set it names is cancelled, unless it was committed meanwhile.

    Raises:
        StaleSituation: the set has gone on since it was looked at.
    """
    _close(connection, target, "cancelled", [fault])
    prepared.drop(connection, target.id)
    _close(connection, order, "executed", [])


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


def owing(connection: Connection, owed: Column[bool]) -> list[Receipt]:
    """Answered receipts for which something is still to be made."""
    query = select(receipts).where(owed).order_by(receipts.c.id)
    return [read(connection, row) for row in connection.execute(query).mappings().all()]


def wait(connection: Connection, kind: str) -> bool:
    """Whether a receipt is in a state, or waits for its hand-over, its printable copies or its overviews."""
    waiting = {
        "hand-over": _not_handed_over(),
        "printing": receipts.c.to_print,
        "overviews": receipts.c.to_list,
    }
    condition = waiting.get(kind, receipts.c.state == kind)
    return connection.execute(select(receipts.c.id).where(condition).limit(1)).first() is not None


def read(connection: Connection, row: RowMapping) -> Receipt:
    """A row as a receipt, with its parts."""
    found = connection.execute(select(parts).where(parts.c.receipt == row["id"]).order_by(parts.c.name))
    delivery = Delivery(
        delivery=row["delivery"],
        sender=row["sender"],
        folder=row["folder"],
        go_name=row["go_name"],
        parts=tuple(_part(part, row["message"]) for part in found.mappings()),
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
