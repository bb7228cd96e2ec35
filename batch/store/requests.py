"""What a sender may see of the requests of an employer (LORQ001): filtered, counted and paged by the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, Select, and_, func, or_, select, union

from batch.model.overview import ROWS, Overview, Question, Row
from batch.model.sender import Keys
from batch.store.dossier_tables import dossiers
from batch.store.tables import forms

_COLUMNS = {"N": dossiers.c.noss, "L": dossiers.c.lpa, "C": dossiers.c.company}


def overview_of(connection: Connection, question: Question, may_see: Callable[[Keys], bool]) -> Overview:
    """One page, the newest introduction first, of the same day the newest ticket first."""
    named = connection.execute(query(question, dossiers.c.employer).distinct()).scalars()
    employers = dossiers.c.employer.in_([one for one in named if may_see(tuple(one.split()))])
    total = connection.execute(query(question, func.count()).where(employers)).scalar_one()
    page = (
        query(question, dossiers)
        .where(employers)
        .order_by(dossiers.c.introduced.desc(), dossiers.c.ticket.desc())
        .limit(ROWS)
        .offset((question.wishes.page - 1) * ROWS)
    )
    rows = connection.execute(page).mappings()
    return Overview(total, question.wishes.page, tuple(_row(row, question.sender) for row in rows))


def query(question: Question, what: Any) -> Select[Any]:
    """What is asked for, before it is known which of the numbers that are named are the employer's."""
    return select(what).select_from(dossiers).where(*_conditions(question))


def _conditions(question: Question) -> Iterator[ColumnElement[bool]]:
    here = dossiers.c.environment == question.environment
    since = dossiers.c.introduced >= question.since.isoformat()
    by_number = (select(dossiers.c.ticket).where(here, since, _COLUMNS[key[0]] == key[1:]) for key in question.employer)
    yield dossiers.c.ticket.in_(union(*by_number))
    yield _seen_by(question)
    wishes = question.wishes
    if wishes.until is not None:
        yield dossiers.c.introduced <= wishes.until.isoformat()
    if wishes.ticket:
        yield dossiers.c.ticket == _dossier_of(question)
    if wishes.kinds:
        yield dossiers.c.kind.in_(wishes.kinds)
    if wishes.regimes:
        yield dossiers.c.regime.in_(wishes.regimes)
    if wishes.statuses:
        yield dossiers.c.status.in_(wishes.statuses)
    if wishes.inss:
        yield dossiers.c.inss == wishes.inss
    if wishes.community is not None:
        yield dossiers.c.community == wishes.community


def _seen_by(question: Question) -> ColumnElement[bool]:
    """Own staff: whoever introduced it; staff tied to a community, or of whom that is not known: he himself."""
    own_staff = dossiers.c.community == 0
    by_himself = dossiers.c.sender == question.sender
    if not question.own_staff:
        return and_(dossiers.c.community > 0, by_himself)
    if not question.community_staff:
        return or_(own_staff, and_(dossiers.c.community.is_(None), by_himself))
    return or_(own_staff, by_himself)


def _dossier_of(question: Question) -> ScalarSelect[str]:
    """The dossier that a ticket of this sender's belongs to: one of somebody else is as one that does not exist."""
    wanted = (
        forms.c.ticket == question.wishes.ticket,
        forms.c.environment == question.environment,
        forms.c.sender == question.sender,
    )
    return select(forms.c.dossier).where(*wanted).scalar_subquery()


def _row(row: RowMapping, sender: str) -> Row:
    return Row(
        inss=row["inss"],
        ticket=row["latest"] if row["sender"] == sender else "",
        kind=row["kind"],
        regime=row["regime"],
        start=date.fromisoformat(row["start_day"]),
        end=date.fromisoformat(row["end_day"]),
        introduced=date.fromisoformat(row["introduced"]),
        status=row["status"],
        postcode=row["postcode"],
    )
