"""The breaks that count: what stands, with its newest end; by index, in one query for a slice of forms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from plans import is_by_index, plan
from sqlalchemy import Connection, Engine, event, insert, update

from batch.model import tickets
from batch.store import breaks
from batch.store.dossier_tables import dossiers
from batch.store.register import SqlRegister
from batch.store.tables import decisions

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # as SQLite plans it

WORKER, OTHER = "84051291737", "79060395574"
FIRST, SECOND = tickets.make("04W", 1), tickets.make("04W", 2)
HERE, ELSEWHERE = "N161234563 C1245007866", "N169870667"


def enter(connection: Connection, ticket: str = FIRST, **changes: Any) -> None:
    row = {
        "ticket": ticket, "environment": "R", "sender": "123456", "latest": ticket, "inss": WORKER,
        "introduced": "2026-01-05", "status": "awaiting-worker", "since": "2026-01-05", "postcode": "",
        "employer": HERE, "kind": "6001", "regime": 2, "start_day": "2026-06-01", "end_day": "2026-07-31",
        "community": 0,
    }  # fmt: skip
    connection.execute(insert(dossiers).values(row | changes))


def found(connection: Connection, *workers: str, environment: Any = "R") -> list[str]:
    return [one.ticket for one in breaks.breaks_of(connection, environment, workers or [WORKER])]


def test_a_break_tells_what_is_counted_of_it(connection: Connection) -> None:
    enter(connection, latest=SECOND, end_day="2026-08-31", child="2020-05-01")
    (one,) = breaks.breaks_of(connection, "R", [WORKER])
    assert (one.worker, one.employer, one.sender) == (WORKER, tuple(HERE.split()), "123456")
    assert (one.ticket, one.latest, one.kind, one.regime) == (FIRST, SECOND, "6001", 2)
    assert (one.start, one.end) == (date(2026, 6, 1), date(2026, 8, 31))
    assert (one.community, one.child) == (0, "2020-05-01")


@pytest.mark.parametrize(
    "status", ["awaiting-worker", "awaiting-attachments", "awaiting-onem", "in-progress", "closed"]
)
def test_what_is_not_cancelled_counts(connection: Connection, status: str) -> None:
    enter(connection, status=status)
    assert found(connection) == [FIRST]


def test_what_is_cancelled_does_not_count(connection: Connection) -> None:
    enter(connection, status="cancelled")
    assert found(connection) == []


@pytest.mark.parametrize(("positive", "counts"), [(True, [FIRST]), (False, [])])
def test_what_onem_has_refused_does_not_count(connection: Connection, *, positive: bool, counts: list[str]) -> None:
    enter(connection, status="closed", latest=SECOND)
    decided = {"day": "2026-01-05", "positive": positive, "reason": "", "office": "", "noted_at": "", "by": ""}
    connection.execute(insert(decisions).values(ticket=SECOND, counts_for=SECOND, state="noted", **decided))
    assert found(connection) == counts


def test_a_second_decision_that_waits_for_a_person_changes_nothing(connection: Connection) -> None:
    enter(connection, status="closed")
    decided = {"day": "2026-01-05", "positive": False, "reason": "", "office": "", "noted_at": "", "by": ""}
    connection.execute(insert(decisions).values(ticket=FIRST, counts_for=None, state="conflict", **decided))
    assert found(connection) == [FIRST]


def test_another_worker_and_another_environment_are_apart(connection: Connection) -> None:
    enter(connection)
    enter(connection, SECOND, inss=OTHER)
    assert found(connection) == [FIRST]
    assert found(connection, WORKER, OTHER) == [FIRST, SECOND]
    assert found(connection, environment="S") == []
    assert found(connection, "") == []


def test_what_was_kept_without_days_is_not_counted(connection: Connection) -> None:
    enter(connection, start_day=None, end_day=None)
    assert found(connection) == []


def test_beside_a_dossier_stands_all_that_its_worker_has_taken_with_whichever_employer(connection: Connection) -> None:
    enter(connection)
    enter(connection, SECOND, employer=ELSEWHERE, sender="234567")
    enter(connection, tickets.make("04W", 3), inss=OTHER)
    enter(connection, tickets.make("04W", 4), environment="S")
    told = [(asked, one.ticket) for asked, one in breaks.breaks_beside(connection, [FIRST, SECOND])]
    assert told == [(FIRST, FIRST), (FIRST, SECOND), (SECOND, FIRST), (SECOND, SECOND)]


def test_beside_a_cancelled_dossier_stands_the_rest(connection: Connection) -> None:
    enter(connection)
    enter(connection, SECOND)
    connection.execute(update(dossiers).where(dossiers.c.ticket == FIRST).values(status="cancelled"))
    assert [(asked, one.ticket) for asked, one in breaks.breaks_beside(connection, [FIRST])] == [(FIRST, SECOND)]


@on_sqlite
def test_both_queries_go_by_an_index(engine: Engine) -> None:
    by_worker, by_dossier = plan(engine, breaks.of_workers("R", [WORKER, OTHER])), plan(engine, breaks.beside([FIRST]))
    for steps in (by_worker, by_dossier):
        assert is_by_index(steps), steps
        assert any("ix_dossiers_inss (environment=? AND inss=?)" in step for step in steps), steps


def test_five_hundred_workers_are_one_query_and_nobody_is_none(register: SqlRegister, engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    register.breaks_of("R", [f"{number:011d}" for number in range(500)])
    assert len([one for one in asked if "dossiers" in one]) == 1
    asked.clear()
    register.breaks_of("R", [""])
    assert [one for one in asked if "dossiers" in one] == []
