"""Breaks that count, from the dossiers: neither cancelled nor refused by ONEM, each with its newest end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, exists, select

from batch.model.balance import Break
from batch.model.names import Environment
from batch.model.slices import batches
from batch.store.dossier_tables import dossiers
from batch.store.tables import decisions

_IN = 500
"""As many as forms are judged or handed over at a time: one query for each slice."""
_ASKED = dossiers.alias("asked")


def breaks_of(connection: Connection, environment: Environment, workers: Iterable[str]) -> Iterator[Break]:
    """What these workers have taken in one environment, with whichever employer."""
    for names in batches(sorted(set(workers) - {""}), _IN):
        for row in connection.execute(of_workers(environment, names)).mappings():
            yield _break(row)


def of_workers(environment: Environment, workers: Iterable[str]) -> Select[Any]:
    """The query for the breaks of some workers."""
    here = dossiers.c.environment == environment, dossiers.c.inss.in_(list(workers))
    return select(dossiers).where(*here, _counts()).order_by(dossiers.c.ticket)


def breaks_beside(connection: Connection, wanted: Iterable[str]) -> Iterator[tuple[str, Break]]:
    """All that the workers of some dossiers have taken, by the ticket of the dossier that was asked for."""
    for names in batches(sorted(set(wanted) - {""}), _IN):
        for row in connection.execute(beside(names)).mappings():
            yield row["asked_for"], _break(row)


def beside(wanted: Iterable[str]) -> Select[Any]:
    """The query for the breaks of the workers of some dossiers."""
    same = and_(dossiers.c.environment == _ASKED.c.environment, dossiers.c.inss == _ASKED.c.inss)
    return (
        select(_ASKED.c.ticket.label("asked_for"), dossiers)
        .select_from(_ASKED.join(dossiers, same))
        .where(_ASKED.c.ticket.in_(list(wanted)), _ASKED.c.inss != "", _counts())
        .order_by(_ASKED.c.ticket, dossiers.c.ticket)
    )


def _counts() -> ColumnElement[bool]:
    """Whether a dossier counts; one that ONEM has refused uses up nothing (ours, as for temporary unemployment)."""
    refused = exists().where(decisions.c.counts_for == dossiers.c.latest, ~decisions.c.positive)
    whole = and_(dossiers.c.start_day.is_not(None), dossiers.c.end_day.is_not(None))
    return and_(dossiers.c.status != "cancelled", whole, ~refused)


def _break(row: RowMapping) -> Break:
    return Break(
        worker=row["inss"],
        employer=tuple(row["employer"].split()),
        sender=row["sender"],
        ticket=row["ticket"],
        latest=row["latest"],
        kind=row["kind"],
        regime=row["regime"],
        start=date.fromisoformat(row["start_day"]),
        end=date.fromisoformat(row["end_day"]),
        community=row["community"],
        child=row["child"],
    )
