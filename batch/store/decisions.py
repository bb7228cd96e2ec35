"""ONEM's decisions in the database: one counts per ticket; a different second one waits for a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from batch.model import tickets
from batch.model.verdict import Decision
from batch.ports import DecisionOutcome, OpenDecision
from batch.store import dossiers, forms, journal
from batch.store.tables import TO_ANSWER, decisions
from batch.store.tables import forms as forms_table


def note(connection: Connection, decision: Decision, by: str, moment: datetime) -> DecisionOutcome:
    """Enter a decision on a ticket that is known to be accepted."""
    ticket = tickets.compact(decision.ticket)
    known = connection.execute(select(decisions).where(decisions.c.counts_for == ticket)).mappings().one_or_none()
    row = {
        "ticket": ticket,
        "day": decision.day.isoformat(),
        "positive": decision.positive,
        "reason": decision.reason,
        "allowance": decision.allowance,
        "office": decision.office,
    }
    if known is not None and all(known[key] == value for key, value in row.items()):
        journal.append(connection, moment, "decision known already", ticket=ticket, detail={"by": by})
        return "known"
    outcome: DecisionOutcome = "noted" if known is None else "conflict"
    form = forms.by_ticket(connection, ticket)
    closes = outcome == "noted" and form is not None and bool(form.dossier)
    if closes:  # its answer is the change of status, which the dossier tells
        dossiers.decide(connection, ticket, decision.day, moment)
    state, counts_for = "answered" if closes else outcome, None if known else ticket
    connection.execute(
        insert(decisions).values(**row, noted_at=moment.isoformat(), by=by, state=state, counts_for=counts_for)
    )
    journal.append(connection, moment, f"decision {outcome}", ticket=ticket, detail={"by": by})
    return outcome


def wait(connection: Connection) -> bool:
    """Whether a decision has no answer yet."""
    return connection.execute(select(decisions.c.id).where(TO_ANSWER).limit(1)).first() is not None


def to_answer(connection: Connection) -> list[OpenDecision]:
    """Decisions that count and have no answer yet, oldest first."""
    query = select(decisions).where(TO_ANSWER).order_by(decisions.c.id)
    found = (_with_form(connection, row) for row in connection.execute(query).mappings().all())
    return [one for one in found if one is not None]


def by_number(connection: Connection, decision: int) -> OpenDecision | None:
    """One decision with its form, also when it is answered."""
    row = connection.execute(select(decisions).where(decisions.c.id == decision)).mappings().one_or_none()
    return None if row is None else _with_form(connection, row)


def _with_form(connection: Connection, row: RowMapping) -> OpenDecision | None:
    form = forms.by_ticket(connection, row["ticket"])
    if form is None:
        return None
    decision = Decision(
        ticket=row["ticket"],
        day=date.fromisoformat(row["day"]),
        positive=row["positive"],
        reason=row["reason"],
        allowance=row["allowance"],
        office=row["office"],
    )
    return OpenDecision(row["id"], decision, form)


def receipt_of(connection: Connection, decision: int) -> int | None:
    """The receipt of the form that a decision is about."""
    query = select(forms_table.c.receipt).join(decisions, decisions.c.ticket == forms_table.c.ticket)
    return connection.execute(query.where(decisions.c.id == decision)).scalar()


def mark_answered(connection: Connection, decision: int) -> bool:
    """Remember that the answer to a decision is posted, or that the sender wants none; False when it was before."""
    open_ = update(decisions).where(decisions.c.id == decision, decisions.c.state == "noted")
    return connection.execute(open_.values(state="answered")).rowcount == 1
