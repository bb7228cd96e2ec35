"""Leases: one process at a time works on a unit, and who lost it writes nothing of it any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

import batch
from batch.errors import LeaseLost
from batch.ports.leases import LEASE
from batch.store.connect import open_engine
from batch.store.lease_tables import leases
from batch.store.leases import EveryLease, SqlLeases
from batch.store.register import SqlRegister
from batch.store.tables import METADATA

CHECKOUT = Path(batch.__file__).parent.parent
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATER = NOW + LEASE
UNIT = "set 12"


class Process:
    """What one process has: its leases, and a register behind its fence."""

    def __init__(self, url: str, holder: str) -> None:
        self.engine = open_engine(url)
        self.leases = SqlLeases(self.engine, holder)
        self.register = SqlRegister(self.engine, self.leases)


@pytest.fixture
def two(database: str) -> Iterator[tuple[Process, Process]]:
    made = Process(database, "a"), Process(database, "b")
    yield made
    for one in made:
        one.engine.dispose()


def held(engine: Engine) -> dict[str, tuple[str, str]]:
    with engine.connect() as connection:
        return {row.unit: (row.holder, row.until) for row in connection.execute(select(leases))}


def test_a_unit_is_somebodys_until_he_gives_it_back(two: tuple[Process, Process]) -> None:
    one, other = two
    assert one.leases.take(UNIT, NOW)
    assert not other.leases.take(UNIT, NOW)
    assert not one.leases.take(UNIT, NOW), "two threads of one process are two workers"
    assert other.leases.take("set 13", NOW)
    one.leases.give_back(UNIT)
    assert other.leases.take(UNIT, NOW)
    assert {unit: holder for unit, (holder, _) in held(one.engine).items()} == {UNIT: "b", "set 13": "b"}


@pytest.mark.parametrize(("after", "granted"), [(LEASE - timedelta(microseconds=1), False), (LEASE, True)])
def test_a_unit_of_which_nothing_is_heard_is_taken_over(
    two: tuple[Process, Process], after: timedelta, granted: bool
) -> None:
    one, other = two
    assert one.leases.take(UNIT, NOW)
    assert other.leases.take(UNIT, NOW + after) is granted


def test_who_renews_keeps_what_he_has_and_nothing_else(two: tuple[Process, Process]) -> None:
    one, other = two
    for unit in (UNIT, "set 13"):
        assert one.leases.take(unit, NOW)
    assert other.leases.take("set 14", NOW)
    one.leases.renew(LATER)
    assert [other.leases.take(unit, LATER) for unit in (UNIT, "set 13")] == [False, False]
    assert one.leases.take("set 14", LATER)


def test_what_another_has_taken_over_is_not_given_back_by_who_lost_it(two: tuple[Process, Process]) -> None:
    one, other = two
    assert one.leases.take(UNIT, NOW)
    assert other.leases.take(UNIT, LATER)
    one.leases.give_back(UNIT)
    one.leases.renew(LATER + LEASE)
    assert held(one.engine)[UNIT][0] == "b"


def test_a_moment_sorts_as_time_does_whatever_its_zone_and_fraction(two: tuple[Process, Process]) -> None:
    one, other = two
    zone = datetime.fromisoformat("2026-01-05T10:00:00.000001+01:00")
    assert one.leases.take(UNIT, zone)
    assert not other.leases.take(UNIT, LATER)
    assert other.leases.take(UNIT, LATER + timedelta(microseconds=1))


# -- the fence ----------------------------------------------------------------------------------------------------


def test_who_lost_a_unit_writes_nothing_of_it(
    two: tuple[Process, Process], make_house: Callable[..., Any], engine: Engine
) -> None:
    one, other = two
    house = make_house(one.register)
    receipt = house.acknowledged()
    before = everything(engine)
    with one.leases.hold(UNIT, NOW) as granted:
        assert granted
        assert other.leases.take(UNIT, LATER)  # it was frozen so long, and another host went on
        with pytest.raises(LeaseLost, match=UNIT) as caught:
            one.register.settle(receipt, [house.judged(receipt)], house.posting("NOTI"), by="123456")
    assert caught.value.exit_code == 75
    assert everything(engine) == before
    assert held(one.engine)[UNIT][0] == "b"


def everything(engine: Engine) -> dict[str, list[Any]]:
    """Every row but those of the leases."""
    with engine.connect() as connection:
        tables = [table for table in METADATA.sorted_tables if table is not leases]
        return {table.name: [tuple(row) for row in connection.execute(select(table))] for table in tables}


def test_a_lease_that_has_ended_and_that_nobody_took_is_still_good(two: tuple[Process, Process], make_house) -> None:
    one, _ = two
    house = make_house(one.register)
    with one.leases.hold(UNIT, NOW - timedelta(days=1)) as granted:
        assert granted
        assert house.settled().id == 1
    assert held(one.engine) == {}


def test_who_does_not_get_a_unit_is_told_and_takes_nothing_from_its_holder(two: tuple[Process, Process]) -> None:
    one, other = two
    with one.leases.hold(UNIT, NOW) as first:
        with other.leases.hold(UNIT, NOW) as second:
            assert (first, second) == (True, False)
        assert held(one.engine)[UNIT][0] == "a"
    assert held(one.engine) == {}


def test_only_what_a_thread_works_on_stops_what_it_writes(two: tuple[Process, Process], make_house) -> None:
    one, other = two
    house = make_house(one.register)
    problems: list[BaseException] = []

    def beside() -> None:
        try:
            house.kept("00002")
        except BaseException as error:  # noqa: BLE001 - it is told below
            problems.append(error)

    assert one.leases.take(UNIT, NOW)
    assert other.leases.take(UNIT, LATER)
    house.kept("00001")
    with one.leases.under(UNIT):
        with pytest.raises(LeaseLost):
            house.kept("00003")
        thread = threading.Thread(target=beside)
        thread.start()
        thread.join()
    assert problems == []
    assert [one.stem[-7:-2] for one in one.register.receipts("kept")] == ["00001", "00002"]


FROZEN = """
import sys
from datetime import UTC, datetime
from batch.errors import LeaseLost
from batch.store.connect import open_engine
from batch.store.leases import SqlLeases
from batch.store.register import SqlRegister

engine = open_engine(sys.argv[1])
leases = SqlLeases(engine, "frozen")
register = SqlRegister(engine, leases)
now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
try:
    with leases.hold("set 12", now) as held, register.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('x', 1)")
        print("working", flush=True)
        sys.stdin.readline()
except LeaseLost:
    print("lost", flush=True)
"""


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_process_that_was_frozen_in_the_middle_of_a_unit_writes_nothing_when_it_wakes_up(
    database: str, two: tuple[Process, Process], rows: Callable[[str], list[Any]]
) -> None:
    _, other = two
    frozen = subprocess.Popen([sys.executable, "-c", FROZEN, database], stdin=-1, stdout=-1, text=True, cwd=CHECKOUT)
    assert frozen.stdout is not None
    assert frozen.stdout.readline() == "working\n"
    os.kill(frozen.pid, signal.SIGSTOP)
    assert other.leases.take(UNIT, LATER)
    os.kill(frozen.pid, signal.SIGCONT)
    said, _ = frozen.communicate("\n", timeout=30)
    assert said == "lost\n"
    assert rows("SELECT * FROM counters") == []
    assert held(other.engine)[UNIT][0] == "b"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nobody_takes_over_a_unit_while_its_holder_commits(two: tuple[Process, Process]) -> None:
    one, _ = two
    impatient = Process(str(one.engine.url.set(drivername="postgresql")), "c")
    impatient.leases = SqlLeases(open_engine(str(one.engine.url.set(drivername="postgresql")), patience_seconds=1), "c")
    assert one.leases.take(UNIT, NOW)
    with one.leases.under(UNIT), one.engine.begin() as connection:
        one.leases.check(connection)
        before = time.monotonic()
        assert not impatient.leases.take(UNIT, LATER)
        assert time.monotonic() - before >= 1
    assert impatient.leases.take(UNIT, LATER)
    impatient.leases.close()
    impatient.engine.dispose()


def test_a_register_that_is_a_file_grants_everything(register: SqlRegister) -> None:
    assert isinstance(register.leases, EveryLease)
    with register.leases.hold(UNIT, NOW) as granted, register.leases.hold(UNIT, NOW) as again:
        assert granted
        assert again
    assert register.leases.take(UNIT, NOW)
    register.leases.renew(NOW)
    register.leases.give_back(UNIT)
