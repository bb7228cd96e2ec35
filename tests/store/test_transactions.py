"""Units of work that share a transaction: each all or nothing, whatever its neighbours do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from batch.errors import StoreBusy
from batch.store import counters, journal
from batch.store.connect import open_engine
from batch.store.register import SqlRegister

MOMENT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def commits(register: SqlRegister) -> list[Connection]:
    found: list[Connection] = []
    event.listen(register._engine, "commit", found.append)
    return found


def note(register: SqlRegister, name: str, *, fails: bool = False) -> int:
    with register.writing() as connection:
        number = counters.reserve(connection, name, 1)
        if fails:
            raise KeyError(name)
        return number


def test_units_share_one_commit_and_come_back_in_their_order(register: SqlRegister, commits: list[Connection]):
    assert register.together([partial(note, register, name) for name in "aab"]) == [1, 2, 1]
    assert len(commits) == 1


def test_a_unit_that_fails_is_undone_alone(register: SqlRegister, rows: Callable[[str], list[Any]]):
    first, failed, last = register.together(
        [partial(note, register, "a"), partial(note, register, "b", fails=True), partial(note, register, "c")]
    )

    assert (first, last) == (1, 1)
    assert isinstance(failed, KeyError)
    assert rows("SELECT name FROM counters WHERE name IN ('a', 'b', 'c') ORDER BY name") == [("a",), ("c",)]


def test_a_unit_that_breaks_a_constraint_is_undone_alone(register: SqlRegister):
    def twice() -> None:
        with register.writing() as connection:
            for _ in range(2):
                connection.exec_driver_sql("INSERT INTO counters VALUES ('x', 1)")

    broken, number = register.together([twice, partial(note, register, "x")])

    assert isinstance(broken, IntegrityError)
    assert number == 1


def test_each_sees_what_those_before_it_did_and_nobody_else_does(register: SqlRegister, database: str):
    other = SqlRegister(open_engine(database))

    def look() -> tuple[int, int]:
        return register.next_counter("380"), other.next_counter("380")

    results = register.together([partial(note, register, counters.ticket_counter("380")), look])

    assert results == [1, (2, 1)]
    assert other.next_counter("380") == 2
    other.close()


def test_a_seal_that_fails_is_tried_for_each_alone(register: SqlRegister, commits: list[Connection]):
    sealed: list[int] = []

    def seal() -> None:
        sealed.append(len(sealed))
        if len(sealed) in (1, 3):
            raise OSError(5, "Input/output error")

    first, second = register.together([partial(note, register, "a"), partial(note, register, "b")], seal)

    assert first == 1
    assert isinstance(second, OSError)
    assert register.together([partial(note, register, "b")]) == [1]
    assert len(commits) == 2


def test_while_another_process_holds_the_file_all_wait_for_it_once(migrated: Path, tmp_path: Path):
    database = f"sqlite:///{shutil.copy(migrated, tmp_path / 'register.sqlite')}"
    holder, waiting = SqlRegister(open_engine(database)), SqlRegister(open_engine(database, patience_seconds=0))
    with holder.writing():
        results = waiting.together([partial(note, waiting, "a"), partial(note, waiting, "b")])

    assert [type(one) for one in results] == [StoreBusy, StoreBusy]


def test_what_is_read_in_one_view_is_of_one_moment(register: SqlRegister, database: str):
    name = counters.ticket_counter("380")
    other = SqlRegister(open_engine(database, patience_seconds=0))
    with register.one_view():
        before = register.next_counter("380")
        other.together([partial(note, other, name)])  # a file is not to be had meanwhile, a server is
        assert register.next_counter("380") == before
    other.close()


def test_entries_of_a_unit_that_fails_are_in_no_journal(register: SqlRegister, rows: Callable[[str], list[Any]]):
    def entered(what: str, *, fails: bool) -> None:
        with register.writing() as connection:
            journal.append(connection, MOMENT, what)
            if fails:
                raise KeyError(what)

    units = [partial(entered, what, fails=what == "b") for what in "abc"]
    results = register.together(units)

    assert [type(one) for one in results] == [type(None), KeyError, type(None)]
    assert rows("SELECT what FROM journal ORDER BY id") == [("a",), ("c",)]
    with register.reading() as connection:
        assert journal.first_broken(connection) is None
