"""Rebuilds where every request of career break stands, from the journal alone, and compares it with the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, select

from batch.model.dossier import OF_THE_EMPLOYER, Status, Step
from batch.store import journal
from batch.store.dossier_tables import dossier_events, dossiers
from batch.store.dossiers import status_by_history
from batch.store.tables import journal as journal_table

_MOVED = "dossier moved"


class Taken(NamedTuple):
    """One step of a request, as journal and table both tell it."""

    at: str
    ticket: str
    step: Step
    status: Status


@dataclass(frozen=True, slots=True)
class Statuses:
    """What came of rebuilding the statuses of all requests."""

    requests: int
    """How many requests tables and journal know."""
    older: int
    """How many of them have steps from before the journal told of steps: those are taken from the table."""
    broken: int | None
    """The first journal entry that does not follow from the one before; None when the journal is whole."""
    differences: dict[str, list[str]] = field(default_factory=dict)
    """By the ticket of the request: what the tables say otherwise than the journal."""


def rebuilt(connection: Connection) -> Statuses:
    """Compare tables and journal, request by request; all steps are held in memory at once."""
    told, kept = _told(connection), _kept(connection)
    rows = {row["ticket"]: row for row in connection.execute(select(dossiers)).mappings()}
    first = min((steps[0].at for steps in told.values()), default=None)
    differences, older = dict[str, list[str]](), 0
    for ticket in sorted(told.keys() | kept.keys() | rows.keys()):
        before = _before_the_journal(kept.get(ticket, []), told.get(ticket, []), first)
        older += bool(before)
        steps = [*before, *told.get(ticket, [])]
        found = list(_differences(steps, kept.get(ticket, []), rows.get(ticket)))
        if found:
            differences[ticket] = found
    known = len(told.keys() | kept.keys() | rows.keys())
    return Statuses(known, older, journal.first_broken(connection), differences)


def _told(connection: Connection) -> dict[str, list[Taken]]:
    """The steps of every request by the journal, in its order."""
    query = select(journal_table.c.at, journal_table.c.ticket, journal_table.c.detail)
    rows = connection.execute(query.where(journal_table.c.what == _MOVED).order_by(journal_table.c.id))
    found: dict[str, list[Taken]] = {}
    for row in rows:
        detail = json.loads(row.detail)
        found.setdefault(detail["dossier"], []).append(Taken(row.at, row.ticket, detail["step"], detail["status"]))
    return found


def _kept(connection: Connection) -> dict[str, list[Taken]]:
    """The steps of every request by the table of steps, in its order."""
    events = dossier_events.c
    query = select(events.dossier, events.at, events.ticket, events.step, events.status).order_by(events.id)
    found: dict[str, list[Taken]] = {}
    for dossier, *step in connection.execute(query):
        found.setdefault(dossier, []).append(Taken(*step))
    return found


def _before_the_journal(kept: Sequence[Taken], told: Sequence[Taken], first: str | None) -> list[Taken]:
    """Steps at the head of the table that are older than the first one the journal tells of any request.

    Requests that were entered before there were statuses got their steps when the database was brought up to date.
    """
    missing = kept[: max(0, len(kept) - len(told))]
    return [one for one in missing if first is None or one.at < first]


def _differences(steps: Sequence[Taken], kept: Sequence[Taken], row: RowMapping | None) -> Iterator[str]:
    """What the tables say of one request otherwise than its steps, in the operator's words."""
    status = status_by_history((one.step, one.status) for one in steps)
    if not steps:
        yield "the journal tells no step of it"
    elif status is None:
        yield f"the journal tells a step that is not allowed: {_in_words(steps)}"
    if list(kept) != list(steps):
        yield f"its steps are {_in_words(kept)}; by the journal {_in_words(steps)}"
    if row is None:
        yield "it is in the journal and not in the register"
        return
    if status is not None and row["status"] != status:
        yield f"it is {row['status']}; by the journal {status}"
    latest = next((one.ticket for one in reversed(steps) if one.step in OF_THE_EMPLOYER), None)
    if latest is not None and row["latest"] != latest:
        yield f"the ticket to act on is {row['latest']}; by the journal {latest}"


def _in_words(steps: Sequence[Taken]) -> str:
    return ", ".join(f"{one.step} ({one.status})" for one in steps) or "none"
