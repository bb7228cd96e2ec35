"""Dossiers of career-break requests: their status, and every step that led to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from batch.errors import StaleSituation
from batch.model.dossier import FIRST, OF_THE_SENDER, Dossier, Moved, Particulars, Status, Step, after
from batch.ports import Untold
from batch.ports.owed import Waiting
from batch.store import attachments, forms, journal
from batch.store.bulk import insert_all
from batch.store.dossier_tables import dossier_events, dossiers
from batch.store.tables import forms as forms_table

_TOGETHER = 500
"""Requests whose dossiers are written at once."""


class Moves:
    """What the accepted forms of one set do to their dossiers, in order; requests are written many at once."""

    def __init__(self, connection: Connection, moment: datetime) -> None:
        self._connection = connection
        self._moment = moment
        self._begun: list[tuple[Mapping[str, Any], Moved]] = []

    def move(self, form: Mapping[str, Any], moved: Moved) -> None:
        """Carry out what an accepted form does.

        Raises:
            StaleSituation: another set has moved the dossier since the form was judged.
        """
        if moved.step == "request":
            self._begun.append((form, moved))
            if len(self._begun) == _TOGETHER:
                self.finish()
            return
        self.finish()
        found = _found(self._connection, form["dossier"])
        if found is None or found.status != moved.judged_in or _more_is_attached(self._connection, found, moved):
            raise StaleSituation(form["target"])
        _go(self._connection, found, moved, form["ticket"], self._moment)
        if moved.step == "new-end":
            ended = update(dossiers).where(dossiers.c.ticket == found.ticket).values(end_day=form["end_day"])
            self._connection.execute(ended)

    def finish(self) -> None:
        """Write what is still to be written."""
        begun, self._begun = self._begun, []
        insert_all(self._connection, dossiers, [_dossier_row(form, moved) for form, moved in begun])
        steps = [
            _Step(form["ticket"], moved, form["ticket"], FIRST, told=True, moment=self._moment) for form, moved in begun
        ]
        _note(self._connection, steps)


def _more_is_attached(connection: Connection, dossier: Dossier, moved: Moved) -> bool:
    """Whether another set has brought a document since a form was judged of which the documents count."""
    if moved.step not in ("worker-part", "attachment"):
        return False
    there = attachments.kinds_of(connection, [dossier.ticket]).get(dossier.ticket, frozenset())
    return there != set(moved.judged_with)


def decide(connection: Connection, ticket: str, day: date, moment: datetime) -> None:
    """Close the dossier whose form was decided.

    Raises:
        StaleSituation: its status does not allow it.
    """
    form = forms.by_ticket(connection, ticket)
    found = _found(connection, form.dossier) if form is not None else None
    if found is None or after(found.status, "decision") is None:
        raise StaleSituation(ticket)
    _go(connection, found, Moved("decision", True, found.status, day), ticket, moment)


def _dossier_row(form: Mapping[str, Any], moved: Moved) -> dict[str, Any]:
    """The dossier that a request begins."""
    kept = moved.particulars or Particulars()
    return {
        "ticket": form["ticket"],
        "environment": form["environment"],
        "sender": form["sender"],
        "latest": form["ticket"],
        "inss": form["inss"],
        "introduced": moved.day.isoformat(),
        "status": FIRST,
        "since": moved.day.isoformat(),
        "postcode": "",
        "employer": form["employer"],
        "noss": form["noss"].lstrip("0"),
        "lpa": form["lpa"].lstrip("0"),
        "company": form["company"].lstrip("0"),
        "kind": form["kind"],
        "regime": kept.regime,
        "start_day": form["start_day"],
        "end_day": form["end_day"],
        "community": kept.community,
        "school": kept.school,
    }


def _go(connection: Connection, dossier: Dossier, moved: Moved, ticket: str, moment: datetime) -> None:
    status = after(dossier.status, moved.step, complete=moved.complete)
    if status is None:
        raise StaleSituation(ticket)
    changes = {"latest": ticket} if moved.step == "new-end" else {}
    if moved.postcode:
        changes["postcode"] = moved.postcode
    if moved.child:
        changes["child"] = moved.child
    if status != dossier.status:
        changes |= {"status": status, "since": moved.day.isoformat()}
    if changes:
        connection.execute(update(dossiers).where(dossiers.c.ticket == dossier.ticket).values(**changes))
    told = moved.step in OF_THE_SENDER or status == dossier.status
    _note(connection, [_Step(dossier.ticket, moved, ticket, status, told=told, moment=moment)])


@dataclass(slots=True)
class _Step:
    """One step of a dossier."""

    dossier: str
    moved: Moved
    ticket: str
    status: Status
    told: bool
    moment: datetime

    def row(self) -> dict[str, Any]:
        return {
            "dossier": self.dossier,
            "at": self.moment.isoformat(),
            "day": self.moved.day.isoformat(),
            "step": self.moved.step,
            "ticket": self.ticket,
            "status": self.status,
            "told": self.told,
        }

    def entry(self) -> journal.Entry:
        detail = {"dossier": self.dossier, "step": self.moved.step, "status": self.status}
        return journal.Entry(self.moment, "dossier moved", ticket=self.ticket, detail=detail)


def _note(connection: Connection, steps: Sequence[_Step]) -> None:
    insert_all(connection, dossier_events, [step.row() for step in steps])
    journal.append_all(connection, [step.entry() for step in steps])


def _found(connection: Connection, ticket: str) -> Dossier | None:
    """A dossier that is to be moved: nobody else moves it until the transaction ends."""
    query = select(dossiers).where(dossiers.c.ticket == ticket).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    return Dossier(row["ticket"], row["latest"], row["status"]) if row else None


def have_untold(connection: Connection) -> bool:
    """Whether a sender has not been told of a change of status."""
    query = select(dossier_events.c.id).where(dossier_events.c.told.is_(False)).limit(1)
    return connection.execute(query).first() is not None


def untold(connection: Connection) -> list[Untold]:
    """Changes of status that the sender of the request has not been told, oldest first."""
    query = (
        select(dossier_events, dossiers.c.latest, dossiers.c.sender, dossiers.c.environment)
        .join(dossiers, dossiers.c.ticket == dossier_events.c.dossier)
        .where(dossier_events.c.told.is_(False))
        .order_by(dossier_events.c.id)
    )
    found = []
    for row in connection.execute(query).mappings().all():
        form = forms.by_ticket(connection, row["latest"])
        if form is not None:
            found.append(Untold(row["id"], row["status"], date.fromisoformat(row["day"]), form))
    return found


def waiting(connection: Connection, started_by: date | None = None) -> list[Waiting]:
    """Production requests that wait for their worker, oldest start first.

    With a day: only those that start on it or before, and of which nobody was reminded.
    """
    query = (
        select(dossiers)
        .join(forms_table, forms_table.c.ticket == dossiers.c.latest)
        .where(dossiers.c.environment == "R", dossiers.c.status == FIRST)
        .order_by(forms_table.c.start_day, dossiers.c.ticket)
    )
    if started_by is not None:
        query = query.where(dossiers.c.reminded == "", forms_table.c.start_day <= started_by.isoformat())
    found = []
    for row in connection.execute(query).mappings().all():
        form = forms.by_ticket(connection, row["latest"])
        if form is not None:
            found.append(Waiting(row["ticket"], date.fromisoformat(row["since"]), form, bool(row["reminded"])))
    return found


def mark_reminded(connection: Connection, ticket: str, moment: datetime) -> bool:
    """Remember that the sender was reminded; False when he was before, or the request waits no more."""
    changed = connection.execute(
        update(dossiers)
        .where(dossiers.c.ticket == ticket, dossiers.c.reminded == "", dossiers.c.status == FIRST)
        .values(reminded=moment.isoformat())
    )
    return changed.rowcount == 1


def mark_told(connection: Connection, event: int) -> bool:
    """Remember that a change of status is posted, or that the sender wants to hear of none; False when it was."""
    untold_ = update(dossier_events).where(dossier_events.c.id == event, dossier_events.c.told.is_(False))
    return connection.execute(untold_.values(told=True)).rowcount == 1


def status_by_history(steps: Iterable[tuple[Step, Status]]) -> Status | None:
    """The status that the steps lead to; None when one of them was not allowed."""
    status: Status | None = None
    for step, reached in steps:
        if status is None:
            if step != "request":
                return None
            status = FIRST
            continue
        if reached not in (after(status, step, complete=True), after(status, step, complete=False)):
            return None
        status = reached
    return status
