"""Finds requests and declarations for the operator: by index, the newest first, never more than asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union

from batch.model.calendar import brussels_day
from batch.model.search import Hit, Sought
from batch.store.dossier_tables import dossiers
from batch.store.tables import forms, receipts, workers

_SHOWN = ("TWCT001", "VBLV001")


def find(connection: Connection, sought: Sought) -> list[Hit]:
    """What is sought, the newest introduction first."""
    found = []
    if sought.wants_requests:
        found += [_request(row) for row in connection.execute(requests(sought)).mappings()]
    if sought.wants_declarations:
        found += [_declaration(row) for row in connection.execute(declarations(sought)).mappings()]
    return sorted(found, key=lambda hit: hit.introduced, reverse=True)[: sought.limit]


def requests(sought: Sought) -> Select[Any]:
    """The query for requests of career break, by their dossiers."""
    narrow = bool(sought.employer or sought.inss or sought.ticket)
    newest = _without_index(dossiers.c.introduced) if narrow else dossiers.c.introduced
    query = select(dossiers).where(*_of_requests(sought))
    return query.order_by(newest.desc(), dossiers.c.ticket.desc()).limit(sought.limit)


def _without_index(column: ColumnElement[str]) -> ColumnElement[str]:
    """The same value, for which the database looks up no index: that of something rarer serves better."""
    return column + ""


def _of_requests(sought: Sought) -> Iterator[ColumnElement[bool]]:
    here = dossiers.c.environment == sought.environment
    yield here
    if sought.employer:
        bare = sought.employer.lstrip("0")
        columns = (dossiers.c.noss, dossiers.c.lpa, dossiers.c.company)
        yield dossiers.c.ticket.in_(union(*(select(dossiers.c.ticket).where(here, one == bare) for one in columns)))
    if sought.ticket:
        yield dossiers.c.ticket == select(forms.c.dossier).where(forms.c.ticket == sought.ticket).scalar_subquery()
    equal = {"inss": sought.inss, "kind": sought.kind, "regime": sought.regime, "status": sought.status}
    yield from (dossiers.c[name] == value for name, value in equal.items() if value not in ("", None))
    if sought.since:
        yield dossiers.c.introduced >= sought.since.isoformat()
    if sought.until:
        yield dossiers.c.introduced <= sought.until.isoformat()


def declarations(sought: Sought) -> Select[Any]:
    """The query for forms that have no dossier: the other messages, and refused requests."""
    query = (
        select(forms, receipts.c.received_at)
        .join(receipts, receipts.c.id == forms.c.receipt)
        .where(_without_index(receipts.c.state) == "answered", *_of_declarations(sought))
    )
    narrow = bool(sought.employer or sought.inss or sought.ticket)
    newest = forms.c.receipt + 0 if narrow else forms.c.receipt
    return query.order_by(newest.desc(), forms.c.form.desc()).limit(sought.limit)


def _of_declarations(sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield _without_index(forms.c.environment) == sought.environment
    refused_request = and_(forms.c.identification == "LOIC001", forms.c.accepted.is_(False))
    if sought.message == "LOIC001":
        yield refused_request
    elif sought.message:
        yield forms.c.identification == sought.message
    else:
        yield or_(forms.c.identification.in_(_SHOWN), refused_request)
    if sought.employer:
        columns, spellings = (forms.c.noss, forms.c.lpa, forms.c.company), sought.spellings()
        yield forms.c.ticket.in_(union(*(select(forms.c.ticket).where(one.in_(spellings)) for one in columns)))
    if sought.inss:
        same = (forms.c.receipt == workers.c.receipt) & (forms.c.form == workers.c.form)
        told = select(forms.c.ticket).join(workers, same).where(workers.c.worker == sought.inss)
        yield forms.c.ticket.in_(union(select(forms.c.ticket).where(forms.c.inss == sought.inss), told))
    if sought.ticket:
        yield forms.c.ticket == sought.ticket
    if sought.kind:
        yield forms.c.kind == sought.kind
    if sought.status:
        yield forms.c.accepted.is_(sought.status != "refused")
        if sought.status != "refused":
            yield forms.c.life == ("open" if sought.status == "accepted" else sought.status)
    yield from _received(sought)


def _received(sought: Sought) -> Iterator[ColumnElement[bool]]:
    """Days of reception as numbers of receipts, which grow with time: so the order of the forms serves for both."""
    first, end = sought.moments()
    if first:
        since = select(func.min(receipts.c.id)).where(receipts.c.received_at >= first)
        yield forms.c.receipt >= since.scalar_subquery()
        yield receipts.c.received_at >= first
    if end:
        until = select(func.max(receipts.c.id)).where(receipts.c.received_at < end)
        yield forms.c.receipt <= until.scalar_subquery()
        yield receipts.c.received_at < end


def _request(row: Any) -> Hit:
    return Hit(
        inss=row["inss"],
        workers=1,
        ticket=row["latest"],
        kind=row["kind"],
        regime=row["regime"],
        start=row["start_day"] or "",
        end=row["end_day"] or "",
        introduced=row["introduced"],
        status=row["status"],
        postcode=row["postcode"],
        message="LOIC001",
        sender=row["sender"],
        employer=row["employer"],
    )


def _declaration(row: Any) -> Hit:
    standing = "accepted" if row["life"] == "open" else row["life"]
    return Hit(
        inss=row["inss"],
        workers=row["workers"],
        ticket=row["ticket"],
        kind=row["kind"],
        regime=None,
        start=row["start_day"] or "",
        end=row["end_day"] or "",
        introduced=brussels_day(datetime.fromisoformat(row["received_at"])).isoformat(),
        status=standing if row["accepted"] else "refused",
        postcode=row["postcode"],
        message=row["identification"],
        sender=row["sender"],
        employer=row["employer"],
    )
