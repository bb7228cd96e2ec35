"""Breaks that count, from the dossiers: neither cancelled nor refused by ONEM, each with its newest end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select

from batch.model.balance import Break
from batch.model.names import Environment
from batch.model.slices import batches
from batch.store.dossier_tables import dossiers
from batch.store.tables import decisions

_IN = 500
"""As many as forms are judged or handed over at a time: one query for each slice."""
_ASKED = dossiers.alias("asked")
_TOLD = (
    dossiers.c.inss, dossiers.c.employer, dossiers.c.sender, dossiers.c.ticket, dossiers.c.latest, dossiers.c.kind,
    dossiers.c.regime, dossiers.c.start_day, dossiers.c.end_day, dossiers.c.community, dossiers.c.child,
)  # fmt: skip
"""What a break is made of, in its order."""


def breaks_of(connection: Connection, environment: Environment, workers: Iterable[str]) -> Iterator[Break]:
    """What these workers have taken in one environment, with whichever employer."""
    for names in batches(sorted(set(workers) - {""}), _IN):
        for row in connection.execute(of_workers(environment, names)):
            yield _break(row)


def of_workers(environment: Environment, workers: Iterable[str]) -> Select[Any]:
    """The query for the breaks of some workers."""
    here = dossiers.c.environment == environment, dossiers.c.inss.in_(list(workers))
    return select(*_TOLD).where(*here, _counts()).order_by(dossiers.c.ticket)


def breaks_beside(connection: Connection, wanted: Iterable[str]) -> Iterator[tuple[str, Break]]:
    """All that the workers of some dossiers have taken, by the ticket of the dossier that was asked for."""
    for names in batches(sorted(set(wanted) - {""}), _IN):
        for asked_for, *row in connection.execute(beside(names)):
            yield asked_for, _break(row)


def beside(wanted: Iterable[str]) -> Select[Any]:
    """The query for the breaks of the workers of some dossiers."""
    same = and_(dossiers.c.environment == _ASKED.c.environment, dossiers.c.inss == _ASKED.c.inss)
    return (
        select(_ASKED.c.ticket.label("asked_for"), *_TOLD)
        .select_from(_ASKED.join(dossiers, same))
        .where(_ASKED.c.ticket.in_(list(wanted)), _ASKED.c.inss != "", _counts())
        .order_by(_ASKED.c.ticket, dossiers.c.ticket)
    )


def _counts() -> ColumnElement[bool]:
    """Whether a dossier counts; one that ONEM has refused uses up nothing (ours, as for temporary unemployment)."""
    refused = exists().where(decisions.c.counts_for == dossiers.c.latest, ~decisions.c.positive)
    whole = and_(dossiers.c.start_day.is_not(None), dossiers.c.end_day.is_not(None))
    return and_(dossiers.c.status != "cancelled", whole, ~refused)


def _break(row: Sequence[Any]) -> Break:
    worker, employer, sender, ticket, latest, kind, regime, start, end, community, child = row
    days = date.fromisoformat(start), date.fromisoformat(end)
    return Break(worker, tuple(employer.split()), sender, ticket, latest, kind, regime, *days, community, child)
