"""Employers' parameters and workers' notifications: entered, answered and passed on, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from batch.errors import StaleSituation
from batch.model import tickets
from batch.model.correspondence import SendNotification
from batch.model.names import Environment
from batch.model.sender import is_same_employer
from batch.model.slices import batches
from batch.ports import Posting
from batch.ports.correspondence import DeedRow, Filed, Unpassed
from batch.store import answers, forms, journal
from batch.store.correspondence_tables import notifications, parameter_keys, parameters
from batch.store.transactions import Transactions, repeated

_IN = 400


class SqlCorrespondence(Transactions):
    """That part of the register; every method that writes is one transaction."""

    def filed(self, environment: Environment, keys: Iterable[str]) -> list[Filed]:
        """The latest parameters under numbers of employers."""
        with self.reading() as connection:
            return filed(connection, environment, keys)

    def unpassed_notifications(self) -> list[Unpassed]:
        """Workers' notifications that their addressees have not got."""
        with self.reading() as connection:
            return unpassed(connection)

    @repeated
    def pass_notification(self, ticket: str, posting: Posting, moment: datetime) -> None:
        """Post a worker's notification to its addressee, once."""
        with self.writing() as connection:
            if mark_passed(connection, ticket):
                answers.post(connection, posting, None, moment)


def carry_out(connection: Connection, form: Mapping[str, Any], deed: DeedRow, moment: datetime) -> None:
    """Carry out what an accepted form does to parameters or notifications.

    Raises:
        StaleSituation: another set changed what the form was judged by.
    """
    values = {key: value for key, value in deed.items() if key != "deed"}
    {"parameters": _set, "notification": _send, "answer": _answer}[deed["deed"]](connection, form, values, moment)


def _set(connection: Connection, form: Mapping[str, Any], values: dict[str, Any], moment: datetime) -> None:
    keys = values.pop("employer")
    entered = connection.execute(
        insert(parameters).values(
            ticket=form["ticket"],
            environment=form["environment"],
            sender=form["sender"],
            at=moment.isoformat(),
            employer=" ".join(keys),
            **values,
        )
    )
    number = entered.inserted_primary_key[0] if entered.inserted_primary_key else None
    environment = form["environment"]
    old = parameter_keys.c.environment == environment, parameter_keys.c.key.in_(keys)
    connection.execute(delete(parameter_keys).where(*old))
    if keys:
        rows = [{"environment": environment, "key": key, "parameters": number} for key in keys]
        connection.execute(insert(parameter_keys), rows)
    detail = {"electronic": values["electronic"]}
    journal.append(connection, moment, "parameters set", ticket=form["ticket"], detail=detail)


def _send(connection: Connection, form: Mapping[str, Any], values: dict[str, Any], moment: datetime) -> None:
    employer = tuple(form["employer"].split())
    known = sorted(filed(connection, form["environment"], employer), key=lambda one: one.id, reverse=True)
    latest = next((one for one in known if is_same_employer(one.employer, employer)), None)
    if latest is None or latest.ticket != values["parameters"]:
        raise StaleSituation(form["ticket"])
    connection.execute(
        insert(notifications).values(
            ticket=form["ticket"],
            environment=form["environment"],
            at=moment.isoformat(),
            status="pending",
            passed_on=form["environment"] != "R",
            **values,
        )
    )
    detail = {"addressee": values["addressee"]}
    journal.append(connection, moment, "notification entered", ticket=form["ticket"], detail=detail)


def _answer(connection: Connection, form: Mapping[str, Any], values: dict[str, Any], moment: datetime) -> None:
    changed = connection.execute(
        update(notifications)
        .where(notifications.c.ticket == form["target"], notifications.c.environment == form["environment"])
        .where(notifications.c.status == "pending", notifications.c.addressee == form["sender"])
        .values(answer=form["ticket"], **values)
    )
    if changed.rowcount != 1:
        raise StaleSituation(form["target"])
    detail = {"answer": form["ticket"], **values}
    journal.append(connection, moment, "notification answered", ticket=form["target"], detail=detail)


def filed(connection: Connection, environment: Environment, keys: Iterable[str]) -> list[Filed]:
    """The latest parameters under each of these numbers."""
    found = {}
    for wanted in batches(sorted(set(keys)), _IN):
        query = (
            select(parameters)
            .join(parameter_keys, parameter_keys.c.parameters == parameters.c.id)
            .where(parameter_keys.c.environment == environment, parameter_keys.c.key.in_(wanted))
        )
        for row in connection.execute(query).mappings():
            employer = tuple(row["employer"].split())
            found[row["id"]] = Filed(row["id"], row["ticket"], row["sender"], employer, row["electronic"])
    return list(found.values())


def wait(connection: Connection) -> bool:
    """Whether a notification has not been passed on."""
    query = select(notifications.c.ticket).where(notifications.c.passed_on.is_(False)).limit(1)
    return connection.execute(query).first() is not None


def unpassed(connection: Connection) -> list[Unpassed]:
    """Notifications that their addressees have not got, oldest first."""
    query = select(notifications).where(notifications.c.passed_on.is_(False))
    rows = connection.execute(query.order_by(notifications.c.at, notifications.c.ticket)).mappings().all()
    found = (_with_form(connection, row) for row in rows)
    return [one for one in found if one is not None]


def by_ticket(connection: Connection, ticket: str) -> Unpassed | None:
    """One notification, also when its addressee has got it."""
    query = select(notifications).where(notifications.c.ticket == ticket)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _with_form(connection, row)


def _with_form(connection: Connection, row: RowMapping) -> Unpassed | None:
    form = forms.by_ticket(connection, row["ticket"])
    return None if form is None else Unpassed(_sent(row), datetime.fromisoformat(row["at"]), form)


def _sent(row: RowMapping) -> SendNotification:
    return SendNotification(
        addressee=row["addressee"],
        parameters=row["parameters"],
        kind=row["kind"],
        regime=row["regime"],
        start=date.fromisoformat(row["start_day"]),
        end=date.fromisoformat(row["end_day"]),
        noted=date.fromisoformat(row["noted"]),
        comment=row["comment"],
    )


def mark_passed(connection: Connection, ticket: str) -> bool:
    """Remember that a notification is posted; False when it was before."""
    query = update(notifications).where(notifications.c.ticket == ticket, notifications.c.passed_on.is_(False))
    return connection.execute(query.values(passed_on=True)).rowcount == 1


def shown(connection: Connection, wanted: str) -> list[dict[str, Any]]:
    """The notification or the parameters under a ticket, for a person."""
    ticket = tickets.compact(wanted)
    told = connection.execute(select(notifications).where(notifications.c.ticket == ticket)).mappings().all()
    said = connection.execute(select(parameters).where(parameters.c.ticket == ticket)).mappings().all()
    return [
        *({"record": "worker's notification", **row} for row in told),
        *({"record": "parameters of an employer", **row} for row in said),
    ]
