"""What an operator asks of the register: how many, how old, what became of one name or ticket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from batch.model import tickets
from batch.store import correspondence
from batch.store.forms import IS_SETTLED
from batch.store.owed_tables import copies
from batch.store.tables import anomalies, decisions, file_faults, forms, journal, outbox, parts, receipts

Row = dict[str, Any]


def states(connection: Connection) -> dict[str, int]:
    """How many receipts stand in each state."""
    query = select(receipts.c.state, func.count()).group_by(receipts.c.state)
    return dict(connection.execute(query).all())


def form_counts(connection: Connection) -> dict[str, int]:
    """How many forms were accepted and refused."""
    query = select(func.sum(receipts.c.accepted), func.sum(receipts.c.forms)).where(receipts.c.state == "answered")
    accepted, judged = (number or 0 for number in connection.execute(query).one())
    return {"accepted": accepted, "refused": judged - accepted}


def set_aside(connection: Connection) -> list[Row]:
    """Sets of ours to mend: name, since when, why."""
    query = (
        select(receipts.c.id, receipts.c.stem, receipts.c.aside, receipts.c.aside_since)
        .where(receipts.c.aside != "")
        .order_by(receipts.c.id)
    )
    return _rows(connection.execute(query).mappings().all())


def conflicts(connection: Connection) -> list[Row]:
    """Second decisions that differ from the first, for a person to settle."""
    query = select(decisions).where(decisions.c.state == "conflict").order_by(decisions.c.id)
    return _rows(connection.execute(query).mappings().all())


def unsent(connection: Connection) -> list[Row]:
    """Answers that have not left, with the day they may."""
    query = (
        select(outbox.c.name, outbox.c.addressee, outbox.c.release_on)
        .where(outbox.c.sent_at.is_(None))
        .order_by(outbox.c.id)
    )
    return _rows(connection.execute(query).mappings().all())


def undelivered(connection: Connection) -> list[Row]:
    """Mails and e-Box copies that are still owed, and those that could not be delivered for good."""
    query = (
        select(copies.c.kind, copies.c.ticket, copies.c.state, copies.c.why, copies.c.since)
        .where(copies.c.state != "sent")
        .order_by(copies.c.id)
    )
    return [dict(row) | {"ticket": tickets.printed(row["ticket"])} for row in connection.execute(query).mappings()]


def last_entry(connection: Connection) -> Row | None:
    """The newest journal entry."""
    query = select(journal.c.at, journal.c.what).order_by(journal.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def every_set(connection: Connection) -> list[Row]:
    """Every set: its name, what became of it, its tickets, where its answers are."""
    found = []
    for row in connection.execute(select(receipts).order_by(receipts.c.id)).mappings().all():
        sent = connection.execute(
            select(outbox.c.addressee, outbox.c.folder, outbox.c.name)
            .where(outbox.c.receipt == row["id"])
            .order_by(outbox.c.id)
        )
        noted = select(anomalies.c.nth).where(anomalies.c.receipt == row["id"]).limit(1)
        has_remarks = connection.execute(noted).first() is not None
        found.append(
            {
                "name": row["stem"] if row["go_name"] else _named(connection, row),
                "verdict": _verdict(row, has_remarks=has_remarks),
                "accepted": row["accepted"],
                "forms": row["forms"],
                "tickets": _tickets(row),
                "answers": [f"{one.addressee}/{one.folder}/{one.name}" for one in sent],
            }
        )
    return found


def _named(connection: Connection, row: RowMapping) -> str:
    """A delivery without a GO by its name; a TD alone says so, for its set has a line of its own."""
    first = connection.execute(select(parts.c.name).where(parts.c.receipt == row["id"]).order_by(parts.c.name)).scalar()
    return f"TD.{row['stem']}" if str(first).startswith("TD.") else str(row["stem"])


def _verdict(row: RowMapping, *, has_remarks: bool) -> str:
    if row["state"] == "refused":
        return "file refused: " + " ".join(f"ACRF-{code}" for code in row["codes"].split())
    if row["state"] != "answered":
        return str(row["state"])
    if row["accepted"] == row["forms"]:
        return "accepted, with remarks" if has_remarks else "accepted"
    return "partly refused" if row["accepted"] else "refused"


def _tickets(row: RowMapping) -> str:
    if not row["series"]:
        return ""
    first = tickets.printed(tickets.make(row["series"], row["first_counter"]))
    if row["forms"] == 1:
        return first
    last = tickets.printed(tickets.make(row["series"], row["first_counter"] + row["forms"] - 1))
    return f"{first} to {last}"


def show(connection: Connection, wanted: str) -> list[Row]:
    """Everything known under a file name, a stem or a ticket: one record per set, form or answer."""
    found = [_set(connection, row) for row in sets_under(connection, wanted)]
    found += [_form(connection, row) for row in forms_under(connection, wanted)]
    found += correspondence.shown(connection, wanted)
    found += _answers(connection, wanted)
    return found


def sets_under(connection: Connection, wanted: str) -> Sequence[RowMapping]:
    """Sets by the name of one of their files, their stem or the ticket of the file."""
    fields = wanted.split(".")
    stem = ".".join(fields[1:6]) if len(fields) >= 6 else wanted
    by_name = (receipts.c.stem == stem) | (receipts.c.stem == wanted)
    by_ticket = receipts.c.file_ticket == tickets.compact(wanted)
    return connection.execute(select(receipts).where(by_name | by_ticket).order_by(receipts.c.id)).mappings().all()


def forms_under(connection: Connection, wanted: str) -> Sequence[RowMapping]:
    """The form that has a ticket, if there is one."""
    query = select(forms).join(receipts, receipts.c.id == forms.c.receipt)
    return connection.execute(query.where(forms.c.ticket == tickets.compact(wanted), IS_SETTLED)).mappings().all()


def _answers(connection: Connection, wanted: str) -> list[Row]:
    named = (outbox.c.name == wanted) | (outbox.c.go_name == wanted)
    rows = connection.execute(select(outbox).where(named)).mappings().all()
    return [{"record": "answer", **dict(row)} for row in rows]


def _set(connection: Connection, row: RowMapping) -> Row:
    wanted = (parts.c.name, parts.c.size, parts.c.sha256, parts.c.forms, parts.c.signature)
    kept = connection.execute(select(*wanted).where(parts.c.receipt == row["id"]).order_by(parts.c.name))
    named = (file_faults.c.code, file_faults.c.detail, file_faults.c.line, file_faults.c.column)
    faults = connection.execute(select(*named).where(file_faults.c.receipt == row["id"]).order_by(file_faults.c.nth))
    sent = connection.execute(
        select(outbox.c.name, outbox.c.release_on, outbox.c.sent_at).where(outbox.c.receipt == row["id"])
    )
    hidden = ("series", "first_counter", "intake_codes")
    return {
        "record": "set",
        **{key: value for key, value in row.items() if key not in hidden},
        "faults": [{**fault, "code": f"ACRF-{fault['code']}"} for fault in faults.mappings()],
        "files": [_file(one) for one in kept.mappings()],
        "answers": _rows(sent.mappings().all()),
        "history": _history(connection, receipt=row["id"]),
    }


def _file(row: RowMapping) -> Row:
    """One kept file; what proved its signature as fields of their own."""
    proof = json.loads(row["signature"]) if row["signature"] else {}
    return {
        **{key: value for key, value in row.items() if key != "signature" and value != 0},
        **({"signed_by": proof["certificate"], "algorithm": proof["algorithm"]} if proof else {}),
    }


def _form(connection: Connection, row: RowMapping) -> Row:
    found = connection.execute(
        select(anomalies)
        .where(anomalies.c.receipt == row["receipt"], anomalies.c.form == row["form"])
        .order_by(anomalies.c.nth)
    )
    taken = connection.execute(select(decisions).where(decisions.c.ticket == row["ticket"]))
    stem = connection.execute(select(receipts.c.stem).where(receipts.c.id == row["receipt"])).scalar()
    return {
        "record": "form",
        "set": stem,
        **dict(row),
        "anomalies": _rows(found.mappings().all()),
        "decisions": _rows(taken.mappings().all()),
        "history": _history(connection, ticket=row["ticket"]),
    }


def _history(connection: Connection, *, receipt: int | None = None, ticket: str = "") -> list[Row]:
    query = select(journal.c.at, journal.c.what, journal.c.detail).order_by(journal.c.id)
    query = query.where(journal.c.receipt == receipt) if receipt else query.where(journal.c.ticket == ticket)
    return _rows(connection.execute(query).mappings().all())


def _rows(rows: Sequence[RowMapping]) -> list[Row]:
    return [dict(row) for row in rows]
