"""The status of every request follows from the journal; whatever the tables say otherwise is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from layouts import without_triggers
from sqlalchemy import Connection, delete, func, insert, select, text, update

from batch.model.dossier import Moved
from batch.store import dossiers, journal, statuses
from batch.store.dossier_tables import dossier_events

DAY = date(2026, 1, 5)
FIRST, SECOND = "04W000000015P", "04W000000025Q"


@pytest.fixture
def moved(connection: Connection, house: Any) -> Connection:
    """One request that was changed and completed, and one that waits."""
    moment = house.delivery().received_at

    def move(ticket: str, step: str, judged_in: str | None, dossier: str = FIRST) -> None:
        form = {
            "ticket": ticket, "dossier": dossier, "target": dossier, "environment": "R", "sender": "123456",
            "inss": "84051291737", "employer": "N161234563", "noss": "161234563", "lpa": "", "company": "",
            "kind": "5001", "start_day": "2026-06-01", "end_day": "2026-11-30",
        }  # fmt: skip
        moves = dossiers.Moves(connection, moment)
        moves.move(form, Moved(step, True, judged_in, DAY))
        moves.finish()

    move(FIRST, "request", None)
    move("04W000000035R", "new-end", "awaiting-worker")
    move(SECOND, "request", None, SECOND)
    move("270000000015A", "worker-part", "awaiting-worker")
    return connection


def test_tables_and_journal_agree_when_nothing_was_changed(moved: Connection) -> None:
    assert statuses.rebuilt(moved) == statuses.Statuses(2, 0, None, {})


def test_an_installation_without_requests_has_none_that_differs(connection: Connection) -> None:
    assert statuses.rebuilt(connection) == statuses.Statuses(0, 0, None, {})


STEPS = "request (awaiting-worker), new-end (awaiting-worker), worker-part (awaiting-onem)"
ADDED = """INSERT INTO dossier_events SELECT 9, dossier, at, day, 'decision', ticket, 'closed', true FROM dossier_events
           WHERE step = 'worker-part'"""


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE dossiers SET status = 'closed'", "it is closed; by the journal awaiting-onem"),
        ("UPDATE dossiers SET latest = ticket", f"the ticket to act on is {FIRST}; by the journal 04W000000035R"),
        (
            "DELETE FROM dossier_events WHERE step = 'new-end'",
            f"its steps are request (awaiting-worker), worker-part (awaiting-onem); by the journal {STEPS}",
        ),
        (
            "UPDATE dossier_events SET status = 'closed' WHERE step = 'worker-part'",
            f"its steps are {STEPS.replace('awaiting-onem', 'closed')}; by the journal {STEPS}",
        ),
        (ADDED, f"its steps are {STEPS}, decision (closed); by the journal {STEPS}"),
    ],
)
def test_what_the_tables_say_otherwise_is_told(moved: Connection, statement: str, told: str) -> None:
    moved.execute(text(statement))
    assert statuses.rebuilt(moved).differences[FIRST] == [told]


@pytest.mark.parametrize("column", ["ticket", "at"])
def test_a_step_with_another_ticket_or_at_another_moment_is_another_step(moved: Connection, column: str) -> None:
    moved.execute(update(dossier_events).where(dossier_events.c.dossier == SECOND).values({column: "x"}))
    ((ticket, (told,)),) = statuses.rebuilt(moved).differences.items()
    assert ticket == SECOND
    assert told.startswith("its steps are request (awaiting-worker); by the journal request")


def test_a_request_that_only_the_journal_knows_is_told(moved: Connection) -> None:
    moved.execute(delete(dossier_events).where(dossier_events.c.dossier == SECOND))
    moved.execute(delete(dossiers.dossiers).where(dossiers.dossiers.c.ticket == SECOND))
    assert statuses.rebuilt(moved).differences == {
        SECOND: [
            "its steps are none; by the journal request (awaiting-worker)",
            "it is in the journal and not in the register",
        ]
    }


def test_a_request_that_only_the_tables_know_is_told(moved: Connection) -> None:
    (row,) = moved.execute(select(dossiers.dossiers).where(dossiers.dossiers.c.ticket == SECOND)).mappings()
    moved.execute(insert(dossiers.dossiers).values({**row, "ticket": "X"}))
    found = statuses.rebuilt(moved)
    assert (found.requests, found.differences) == (3, {"X": ["the journal tells no step of it"]})


def test_a_journal_that_tells_a_forbidden_step_is_told(moved: Connection, house: Any) -> None:
    detail = {"dossier": SECOND, "step": "decision", "status": "closed"}
    journal.append(moved, house.delivery().received_at, "dossier moved", ticket="270000000025B", detail=detail)
    told = statuses.rebuilt(moved).differences[SECOND]
    assert told[0] == "the journal tells a step that is not allowed: request (awaiting-worker), decision (closed)"


def test_a_broken_journal_is_told_beside(moved: Connection) -> None:
    without_triggers(moved)
    moved.execute(text("UPDATE journal SET at = 'x' WHERE id = 3"))
    assert statuses.rebuilt(moved).broken == 3


@pytest.mark.parametrize(("earlier", "older", "differing"), [(1, 1, []), (0, 0, [SECOND])])
def test_steps_from_before_the_journal_told_of_steps_are_taken_from_the_table(
    moved: Connection, house: Any, earlier: int, older: int, differing: list[str]
) -> None:
    """The request of the second dossier is older than the journal of steps, which tells its new end alone.

    At the moment of the journal's first step it is not: the journal should tell it.
    """
    at = (house.delivery().received_at - timedelta(seconds=earlier)).isoformat()
    moved.execute(update(dossier_events).values(id=dossier_events.c.id + 10))
    moved.execute(update(dossier_events).where(dossier_events.c.dossier == SECOND).values(step="new-end"))
    row = {"id": 1, "dossier": SECOND, "at": at, "day": "2026-01-05", "ticket": "T", "told": True}
    moved.execute(insert(dossier_events).values(**row, step="request", status="awaiting-worker"))
    without_triggers(moved)
    renamed = func.replace(journal.journal.c.detail, "request", "new-end")
    moved.execute(update(journal.journal).where(journal.journal.c.ticket == SECOND).values(detail=renamed))
    found = statuses.rebuilt(moved)
    assert (found.older, list(found.differences)) == (older, differing)
