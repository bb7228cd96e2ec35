"""The journal: nothing in it can be changed, and a change is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from layouts import without_triggers
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DatabaseError

from batch.store import journal
from batch.store.tables import journal as table

MOMENT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def written(connection: Connection) -> Connection:
    for number in range(1, 8):
        moment = MOMENT + timedelta(seconds=number)
        journal.append(connection, moment, f"step {number}", receipt=number, ticket=f"T{number}", detail={"é": number})
    return connection


def test_an_empty_journal_holds(connection: Connection) -> None:
    assert journal.first_broken(connection) is None


def test_a_journal_holds_and_begins_with_zeros(written: Connection) -> None:
    rows = written.execute(select(table).order_by(table.c.id)).mappings().all()
    assert rows[0]["before"] == journal.FIRST == "0" * 64
    assert [row["before"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert journal.first_broken(written) is None


def test_the_database_refuses_to_change_an_entry(written: Connection) -> None:
    with pytest.raises(DatabaseError, match="append-only"), written.begin_nested():
        written.execute(update(table).where(table.c.id == 3).values(what="nothing"))


def test_the_database_refuses_to_delete_an_entry(written: Connection) -> None:
    with pytest.raises(DatabaseError, match="append-only"), written.begin_nested():
        written.execute(delete(table).where(table.c.id == 3))


def test_the_database_refuses_to_empty_the_journal(written: Connection) -> None:
    with pytest.raises(DatabaseError, match="append-only"), written.begin_nested():
        written.execute(delete(table))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL has no such statement
def test_an_entry_cannot_be_written_over(written: Connection) -> None:
    row = dict(written.execute(select(table).where(table.c.id == 3)).mappings().one()) | {"what": "nothing"}
    with pytest.raises(DatabaseError, match="append-only"):
        written.execute(table.insert().prefix_with("OR REPLACE").values(row))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-01-05T09:00:04+00:00"),
        ("what", "nothing"),
        ("receipt", 99),
        ("receipt", None),
        ("ticket", "T99"),
        ("detail", "{}"),
        ("before", "1" * 64),
        ("hash", "1" * 64),
    ],
)
def test_an_entry_that_was_changed_breaks_the_chain(written: Connection, column: str, value: object) -> None:
    without_triggers(written).execute(update(table).where(table.c.id == 3).values({column: value}))
    assert journal.first_broken(written) == 3


def test_an_entry_that_was_changed_with_its_hash_breaks_the_next_one(written: Connection) -> None:
    row = dict(written.execute(select(table).where(table.c.id == 3)).mappings().one())
    row["what"] = "nothing"
    without_triggers(written).execute(
        update(table).where(table.c.id == 3).values(what="nothing", hash=journal.entry_hash(row))
    )
    assert journal.first_broken(written) == 4


@pytest.mark.parametrize(("gone", "broken"), [(1, 2), (3, 4), (6, 7)])
def test_an_entry_that_was_taken_out_breaks_the_chain(written: Connection, gone: int, broken: int) -> None:
    without_triggers(written).execute(delete(table).where(table.c.id == gone))
    assert journal.first_broken(written) == broken


def test_two_entries_that_were_swapped_break_the_chain(written: Connection) -> None:
    without_triggers(written)
    for old, new in ((3, 99), (4, 3), (99, 4)):
        written.execute(update(table).where(table.c.id == old).values(id=new))
    assert journal.first_broken(written) == 3


def test_an_entry_that_was_put_in_breaks_the_chain(written: Connection) -> None:
    row = dict(written.execute(select(table).where(table.c.id == 3)).mappings().one()) | {"id": 0}
    written.execute(table.insert().values(row))
    assert journal.first_broken(written) == 0


def test_entries_written_together_are_chained_as_if_one_by_one(connection: Connection) -> None:
    journal.append(connection, MOMENT, "first")
    journal.append_all(connection, [journal.Entry(MOMENT, f"step {nth}", ticket=f"T{nth}") for nth in range(3)])
    journal.append_all(connection, [])
    journal.append(connection, MOMENT, "last", detail={"é": 1})
    told = connection.execute(select(table.c.what).order_by(table.c.id)).scalars().all()
    assert told == ["first", "step 0", "step 1", "step 2", "last"]
    assert journal.first_broken(connection) is None
