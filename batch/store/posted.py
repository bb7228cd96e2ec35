"""Posted answers, and what register and journal keep of how each was made: enough to make it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from batch.model import places
from batch.model.dossier import OF_THE_EMPLOYER
from batch.model.findings import FileFault
from batch.model.receipt import Entry
from batch.ports import Kept, StoredForm, Untold
from batch.store import forms, journal, overview
from batch.store.dossier_tables import dossier_events
from batch.store.tables import file_faults, outbox
from batch.store.tables import forms as forms_table
from batch.store.tables import journal as journal_table


@dataclass(frozen=True, slots=True)
class Posted:
    """One answer as it was posted."""

    code: str
    name: str
    place: str
    size: int
    sha256: str
    receipt: int | None
    """The set it is about; None for a change of status."""
    posted_at: datetime


def answers_under(connection: Connection, wanted: str) -> list[Posted]:
    """The answer of that name; else all about the set of that name or ticket, or about the form of that ticket."""
    named = _posted(connection, (outbox.c.name == wanted) | (outbox.c.go_name == wanted))
    if named:
        return named
    ticketed = overview.forms_under(connection, wanted)
    receipts = [row["id"] for row in overview.sets_under(connection, wanted)] + [row["receipt"] for row in ticketed]
    changes = _places_of_changes(connection, [row["dossier"] for row in ticketed if row["dossier"]])
    passed = [places.of_notification(row["ticket"]) for row in ticketed]
    return _posted(connection, outbox.c.receipt.in_(receipts) | outbox.c.place.in_(changes + passed))


def is_known(connection: Connection, wanted: str) -> bool:
    """Whether a set or a form has that name or ticket."""
    return bool(overview.sets_under(connection, wanted) or overview.forms_under(connection, wanted))


def _places_of_changes(connection: Connection, wanted: Sequence[str]) -> list[str]:
    query = select(dossier_events.c.id).where(dossier_events.c.dossier.in_(list(wanted)))
    changes = [places.of_change(number) for number in connection.execute(query).scalars()]
    return changes + [places.of_reminder(ticket) for ticket in wanted]


def _posted(connection: Connection, condition: Any) -> list[Posted]:
    rows = connection.execute(select(outbox).where(condition).order_by(outbox.c.id)).mappings()
    return [
        Posted(
            code=row["code"],
            name=row["name"],
            place=row["place"],
            size=row["size"],
            sha256=row["sha256"],
            receipt=row["receipt"],
            posted_at=datetime.fromisoformat(row["posted_at"]),
        )
        for row in rows
    ]


def entries_of(connection: Connection, receipt: int) -> list[Entry]:
    """What the journal tells of a set, in order."""
    query = select(journal_table).where(journal_table.c.receipt == receipt).order_by(journal_table.c.id)
    rows = connection.execute(query).mappings().all()
    return [
        Entry(row["id"], row["what"], json.loads(row["detail"]), row["hash"] == journal.entry_hash(dict(row)))
        for row in rows
    ]


def faults_of(connection: Connection, receipt: int) -> list[FileFault]:
    """The faults of the files of a set, in the order in which they were told."""
    query = select(file_faults).where(file_faults.c.receipt == receipt).order_by(file_faults.c.nth)
    rows = connection.execute(query).mappings()
    return [FileFault(row["code"], row["detail"], row["line"], row["column"]) for row in rows]


def accepted_count(connection: Connection, receipt: int) -> int:
    """How many forms of a set are kept as accepted."""
    query = select(func.count()).where(forms_table.c.receipt == receipt, forms_table.c.accepted.is_(True))
    return int(connection.execute(query).scalar_one())


def judged_after(connection: Connection, receipt: int, form: int, most: int) -> list[Kept]:
    """So many forms of a set after one, in the order of the files."""
    query = select(forms_table).where(forms_table.c.receipt == receipt, forms_table.c.form > form)
    return _with_anomalies(connection, receipt, query.order_by(forms_table.c.form).limit(most))


def accepted_slice(connection: Connection, receipt: int, nth: int, most: int) -> list[Kept]:
    """The accepted forms of a set that stand in its ``nth`` hand-over or set of copies, from 1."""
    query = select(forms_table).where(forms_table.c.receipt == receipt, forms_table.c.accepted.is_(True))
    return _with_anomalies(connection, receipt, query.order_by(forms_table.c.form).limit(most).offset((nth - 1) * most))


def _with_anomalies(connection: Connection, receipt: int, query: Any) -> list[Kept]:
    rows = connection.execute(query).mappings().all()
    if not rows:
        return []
    found = forms.anomalies_between(connection, receipt, rows[0]["form"], rows[-1]["form"])
    return [(forms.stored(row), row["accepted"], found.get(row["form"], [])) for row in rows]


def change(connection: Connection, event: int) -> Untold | None:
    """A change of status as it was told: with the form of the employer's part that was the latest then."""
    row = connection.execute(select(dossier_events).where(dossier_events.c.id == event)).mappings().one_or_none()
    if row is None:
        return None
    form = _latest(connection, row["dossier"], dossier_events.c.id <= row["id"])
    return None if form is None else Untold(row["id"], row["status"], date.fromisoformat(row["day"]), form)


def reminded(connection: Connection, request: str, moment: datetime) -> tuple[StoredForm, date] | None:
    """What a request was reminded with at a moment: the form that was the latest then, and since when it waits."""
    steps = select(dossier_events.c.day).where(dossier_events.c.dossier == request, dossier_events.c.step == "request")
    since = connection.execute(steps).scalar()
    form = _latest(connection, request, dossier_events.c.at <= moment.isoformat())
    return None if form is None or since is None else (form, date.fromisoformat(since))


def _latest(connection: Connection, request: str, then: ColumnElement[bool]) -> StoredForm | None:
    query = (
        select(dossier_events.c.ticket)
        .where(dossier_events.c.dossier == request, dossier_events.c.step.in_(OF_THE_EMPLOYER), then)
        .order_by(dossier_events.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else forms.by_ticket(connection, found)
