"""Receipts in the database: kept, acknowledged, set aside."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, bindparam, delete, insert, select, update

from batch.errors import StaleSituation
from batch.model import tickets
from batch.model.calendar import brussels_day
from batch.model.findings import FileFault
from batch.model.names import Environment
from batch.model.receipt import Delivery, Part, Receipt, Reception
from batch.store import counters, journal, prepared
from batch.store.bulk import Compiled, insert_all
from batch.store.received import read, read_all
from batch.store.tables import NOT_HANDED_OVER, file_faults, names, parts, receipts

_ENTER = Compiled(
    insert(receipts)
    .values(
        {one.name: bindparam(one.name) for one in receipts.columns if one.name != "id" and one.server_default is None}
    )
    .returning(receipts.c.id)
)
_NAMED = Compiled(select(names.c.receipt).where(names.c.stem == bindparam("name")))
_TELL = Compiled(
    update(parts)
    .where(parts.c.receipt == bindparam("of"), parts.c.name == bindparam("called"))
    .values({one.name: bindparam(one.name) for one in parts.columns if one.name not in ("receipt", "name")})
)
_FORGET_FAULTS = Compiled(delete(file_faults).where(file_faults.c.receipt == bindparam("of")))


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
    }
    identity: int = _ENTER.run(connection, **row).scalar_one()
    if earlier is None and not delivery.is_cancellation:
        insert_all(connection, names, [{"stem": f"{delivery.sender} {stem}", "receipt": identity}])
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
    found: int | None = _NAMED.run(connection, name=f"{sender} {stem}").scalar()
    return found


def by_name(connection: Connection, sender: str, stem: str) -> Receipt | None:
    """The receipt of the set that has a name, as it is now."""
    number = receipt_of(connection, sender, stem)
    return None if number is None else by_number(connection, number)


def by_number(connection: Connection, receipt: int) -> Receipt:
    """One receipt, as it is now."""
    return read(connection, connection.execute(select(receipts).where(receipts.c.id == receipt)).mappings().one())


def _keep_parts(connection: Connection, receipt: int, delivery: Delivery) -> None:
    rows = [{"receipt": receipt, **_row_of(part)} for part in delivery.parts]
    insert_all(connection, parts, rows)


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
    told = (part for part in reception.parts if part not in receipt.delivery.parts)
    rows = [{"of": receipt.id, "called": part.name, **_row_of(part)} for part in told]
    _TELL.run_all(connection, rows)


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
    _FORGET_FAULTS.run(connection, of=receipt.id)
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
    insert_all(connection, file_faults, rows)
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
    return read_all(connection, connection.execute(query).mappings().all())


def to_hand_over(connection: Connection) -> list[Receipt]:
    """Answered production receipts with accepted forms that the back office has not got."""
    query = select(receipts).where(NOT_HANDED_OVER).order_by(receipts.c.id)
    return read_all(connection, connection.execute(query).mappings().all())


def owing(connection: Connection, owed: Column[bool]) -> list[Receipt]:
    """Answered receipts for which something is still to be made."""
    query = select(receipts).where(owed.is_(True)).order_by(receipts.c.id)
    return read_all(connection, connection.execute(query).mappings().all())


def wait(connection: Connection, kind: str) -> bool:
    """Whether a receipt is in a state, or waits for its hand-over, its printable copies or its overviews."""
    waiting = {
        "hand-over": NOT_HANDED_OVER,
        "printing": receipts.c.to_print.is_(True),
        "overviews": receipts.c.to_list.is_(True),
    }
    condition = waiting.get(kind, receipts.c.state == kind)
    return connection.execute(select(receipts.c.id).where(condition).limit(1)).first() is not None
