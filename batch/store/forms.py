"""Judged forms in the database, and the situations they make for later ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, or_, select, update

from batch.errors import StaleSituation
from batch.model.correspondence import Notified
from batch.model.declared import Declared
from batch.model.dossier import Dossier
from batch.model.names import Environment
from batch.model.situation import LIFE_AFTER, Situation
from batch.model.slices import batches, slices
from batch.model.verdict import Decision, Essence
from batch.ports import AnomalyRow, Judged, StoredForm
from batch.store import attachments, bookings, prepared
from batch.store.correspondence_tables import notifications
from batch.store.dossier_tables import dossiers
from batch.store.tables import anomalies, forms, receipts

_SLICE, _WORKERS = 500, 5_000
_IN = 400
_REQUEST = "LOIC001"
"""What a form is for those that act on it when it began a dossier, also as an answer to a notification (LOIC002)."""
_NOTIFIED = notifications.c.status.label("notification_status"), notifications.c.regime
_ACCEPTED_AMONG = select(forms.c.identification, forms.c.employer, forms.c.header, forms.c.own_reference).where(
    forms.c.environment == bindparam("environment"),
    forms.c.sender == bindparam("sender"),
    or_(
        forms.c.header.in_(bindparam("headers", expanding=True)),
        forms.c.own_reference.in_(bindparam("references", expanding=True)),
    ),
    forms.c.accepted.is_(True),
)
"""Made once, for it is asked for every slice of a rehearsal."""


def enter(
    connection: Connection, judged: Iterable[Judged], carry_out: Callable[[Judged], None], *, written: bool = False
) -> tuple[int, list[Decision]]:
    """Write forms of a set; returns how many were accepted and the decisions they carry.

    ``carry_out`` is given every form when it is written, for what it does beyond its own record. ``written``: their
    rows are there already.

    Raises:
        StaleSituation: a form acts on a ticket that is no longer open.
    """
    accepted, decisions = 0, []
    for slice_ in slices(judged, _SLICE, lambda one: len(one.workers), _WORKERS):
        accepted += 0 if written else prepared.write(connection, slice_)
        bookings.enter(connection, slice_)
        for one in slice_:
            if one.decision is not None:
                decisions.append(one.decision)
            _act(connection, one.form)
            carry_out(one)
    return accepted, decisions


def _act(connection: Connection, form: Any) -> None:
    life = LIFE_AFTER.get(form["status"])
    if not form["accepted"] or life is None or not form["target"]:
        return
    changed = connection.execute(
        update(forms)
        .where(forms.c.ticket == form["target"], forms.c.environment == form["environment"])
        .where(forms.c.life == "open")
        .values(life=life)
    )
    if changed.rowcount != 1:
        raise StaleSituation(form["target"])


def situations(
    connection: Connection, environment: Environment, sender: str | None, wanted: Iterable[str]
) -> dict[str, Situation]:
    """Stored forms by ticket: of one sender and addressed to him only, or of all for ONEM's own applications."""
    found = {}
    for numbers in batches(sorted(set(wanted)), _IN):
        query = (
            select(forms, dossiers.c.latest, dossiers.c.status.label("dossier_status"), *_NOTIFIED)
            .outerjoin(dossiers, dossiers.c.ticket == forms.c.dossier)
            .outerjoin(notifications, notifications.c.ticket == forms.c.ticket)
            .where(forms.c.ticket.in_(numbers), forms.c.environment == environment)
        )
        if sender is not None:
            query = query.where(or_(forms.c.sender == sender, notifications.c.addressee == sender))
        rows = connection.execute(query).mappings().all()
        documents = attachments.kinds_of(connection, (row["dossier"] for row in rows if row["latest"]))
        for row in rows:
            found[row["ticket"]] = _situation(row, documents.get(row["dossier"], frozenset()))
    return found


def _situation(row: RowMapping, documents: frozenset[str]) -> Situation:
    dossier = Dossier(row["dossier"], row["latest"], row["dossier_status"], documents) if row["latest"] else None
    return Situation(
        ticket=row["ticket"],
        identification=_REQUEST if row["dossier"] == row["ticket"] else row["identification"],
        status=row["status"],
        accepted=row["accepted"],
        employer=tuple(row["employer"].split()),
        kind=row["kind"],
        postcode=row["postcode"],
        start=day(row["start_day"]),
        end=day(row["end_day"]),
        first_end=day(row["first_end"]),
        life=row["life"],
        created=day(row["header"].split(" ")[1]) if row["accepted"] else None,
        cause=row["cause"],
        own_reference=row["own_reference"],
        inss=row["inss"],
        dossier=dossier,
        notified=Notified(row["notification_status"], row["regime"]) if row["notification_status"] else None,
    )


def accepted_among(
    connection: Connection, environment: Environment, sender: str, wanted: Sequence[Declared]
) -> set[Declared]:
    """Which of these declarations a sender had accepted in an environment: at most some hundred are asked for."""
    asked = {
        "headers": list({one.header for one in wanted}),
        "references": list({one.own_reference for one in wanted} - {""}),
        "environment": environment,
        "sender": sender,
    }
    known = set()
    for row in connection.execute(_ACCEPTED_AMONG, asked):
        known |= {(row.identification, row.employer, row.header), (row.identification, row.employer, row.own_reference)}
    return {
        one
        for one in wanted
        if (one.identification, one.employer, one.header) in known
        or (one.own_reference and (one.identification, one.employer, one.own_reference) in known)
    }


def day(text: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def accepted_of(connection: Connection, receipt: int) -> Iterator[tuple[StoredForm, list[AnomalyRow]]]:
    """The accepted forms of a set with their anomalies, in the order of the file."""
    query = select(forms).where(forms.c.receipt == receipt, forms.c.accepted.is_(True)).order_by(forms.c.form)
    with connection.execute(query.execution_options(yield_per=_SLICE)) as rows:  # never all of them in memory
        for slice_ in batches(rows.mappings(), _SLICE):
            found = anomalies_between(connection, receipt, slice_[0]["form"], slice_[-1]["form"])
            for row in slice_:
                yield stored(row), found.get(row["form"], [])


def anomalies_between(connection: Connection, receipt: int, first: int, last: int) -> dict[int, list[AnomalyRow]]:
    """The anomalies of some forms of a set that follow each other, by form."""
    query = (
        select(anomalies)
        .where(anomalies.c.receipt == receipt, anomalies.c.form.between(first, last))
        .order_by(anomalies.c.form, anomalies.c.nth)
    )
    found: dict[int, list[AnomalyRow]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["form"], []).append(dict(row))
    return found


def by_ticket(connection: Connection, ticket: str) -> StoredForm | None:
    """One form by its ticket."""
    query = select(forms).join(receipts, receipts.c.id == forms.c.receipt)
    row = connection.execute(query.where(forms.c.ticket == ticket, IS_SETTLED)).mappings().one_or_none()
    return stored(row) if row else None


IS_SETTLED = receipts.c.state == "answered"
"""Whether the rows of a set are all there and count; of a large one they are written in pieces before."""


def stored(row: RowMapping) -> StoredForm:
    """A row as a stored form."""
    keys: Sequence[str] = row["employer"].split()
    essence = Essence(
        employer=tuple(keys),
        noss=row["noss"],
        lpa=row["lpa"],
        company=row["company"],
        inss=row["inss"],
        kind=row["kind"],
        postcode=row["postcode"],
        start=day(row["start_day"]),
        end=day(row["end_day"]),
        workers=row["workers"],
        language=row["language"],
    )
    return StoredForm(
        receipt=row["receipt"],
        form=row["form"],
        ticket=row["ticket"],
        environment=row["environment"],
        sender=row["sender"],
        identification=row["identification"],
        status=row["status"],
        own_reference=row["own_reference"],
        essence=essence,
        created=row["header"].split(" ")[1],
        law_day=date.fromisoformat(row["law_day"]),
        life=row["life"],
        dossier=row["dossier"],
        part=row["part"],
        offset=row["offset"],
        size=row["size"],
    )
