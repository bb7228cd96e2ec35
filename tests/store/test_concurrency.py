"""Several processes write to one PostgreSQL at once: nothing is given twice, nothing is lost, nobody waits for good."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lost_commits import LostCommit
from postgres_server import Cluster
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

import batch
from batch.errors import EntryRefused, StaleSituation, StoreCollision, StoreUnreachable
from batch.model.sender import Mandate, Sender
from batch.store import journal
from batch.store.connect import open_engine
from batch.store.register import SqlRegister
from batch.store.tables import bookings
from batch.store.transactions import repeated

CHECKOUT = Path(batch.__file__).parent.parent
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
SETS = """
import sys
sys.path[:0] = ["tests/store", "tests/support"]
from itertools import count
from conftest import House
from batch.store.connect import open_engine
from batch.store.register import SqlRegister

house = House(SqlRegister(open_engine(sys.argv[1])), count(int(sys.argv[2]) * 1000))
for turn in range(12):
    house.settled(f"{sys.argv[2]}{turn:04d}", forms=3)
"""


@pytest.fixture
def other(database: str) -> Iterator[Engine]:
    """Another process's way in."""
    made = open_engine(database, patience_seconds=1)
    yield made
    made.dispose()


def test_processes_that_settle_sets_at_once_give_no_number_twice_and_keep_one_chain(
    database: str, engine: Engine, rows: Callable[[str], list[Any]]
) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", SETS, database, str(nth)], cwd=CHECKOUT, stderr=-1, text=True)
        for nth in (1, 2, 3)
    ]
    said = [process.communicate(timeout=100)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    tickets = [row[0] for row in rows("SELECT ticket FROM forms")]
    assert len(set(tickets)) == len(tickets) == 36 * 3
    names = [row[0] for row in rows("SELECT name FROM outbox")]
    assert len(set(names)) == len(names) == 36 * 2
    assert rows("SELECT next FROM counters WHERE name = 'ticket 3A0'") == [(36 * 3 + 1,)]
    assert rows("SELECT what, count(*) FROM journal GROUP BY what ORDER BY what") == [
        ("acknowledged", 36), ("answered", 36), ("kept", 36),
    ]  # fmt: skip
    with engine.connect() as connection:
        assert journal.first_broken(connection) is None


def test_entries_of_a_unit_wait_for_its_end_and_lock_nobody_out_before(house, register, engine, other) -> None:
    with register.writing() as connection:
        journal.append(connection, house.delivery().received_at, "long work")
        with SqlRegister(other).writing() as beside:
            journal.append(beside, house.delivery().received_at, "short work")
    with engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT what FROM journal ORDER BY id").scalars().all()
        assert told == ["short work", "long work"]
        assert journal.first_broken(connection) is None


def test_two_who_wait_for_each_other_are_parted_and_the_unit_is_done_again(engine: Engine, other: Engine) -> None:
    meet, done = threading.Barrier(2, timeout=20), list[str]()
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('a', 0), ('b', 0)")

    class Unit(SqlRegister):
        tries = 0

        @repeated
        def both(self, first: str, second: str) -> None:
            self.tries += 1
            add = text("UPDATE counters SET next = next + 1 WHERE name = :name")
            with self.writing() as connection:
                connection.execute(add, {"name": first})
                if self.tries == 1:
                    meet.wait()
                connection.execute(add, {"name": second})
            done.append(first)

    one, two = Unit(engine), Unit(other)
    beside = threading.Thread(target=two.both, args=("b", "a"))
    beside.start()
    one.both("a", "b")
    beside.join(timeout=30)
    assert sorted(done) == ["a", "b"]
    assert one.tries + two.tries == 3
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT next FROM counters ORDER BY name").scalars().all() == [2, 2]


def test_who_meets_a_lock_for_good_ends_as_busy_after_five_times(register, other: Engine) -> None:
    tries = []

    class Unit(SqlRegister):
        @repeated
        def work(self) -> None:
            tries.append(1)
            with self.writing() as connection:
                connection.exec_driver_sql("UPDATE counters SET next = 1 WHERE name = 'a'")

    with register.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('a', 0)")
    with register.writing() as connection:
        connection.exec_driver_sql("UPDATE counters SET next = 2 WHERE name = 'a'")
        with pytest.raises(StoreCollision) as caught:
            Unit(other).work()
    assert len(tries) == 5
    assert caught.value.exit_code == 75


def test_the_same_name_delivered_twice_at_once_is_used_up_once(house, register, other: Engine) -> None:
    """The second one waits for the first, finds the name taken, and is told so when it is done again."""
    with register.writing() as connection:
        connection.exec_driver_sql("INSERT INTO names VALUES ('123456 TWCT.123456.20260105.00001.R', 7)")
        late = threading.Timer(0.3, connection.commit)
        late.start()
        receipt = replace(house, register=SqlRegister(other)).kept("00001")
        late.join()
    assert receipt.duplicate_of == 7


def test_a_booking_that_another_set_takes_at_the_same_moment_makes_the_set_stale(
    house, register, other: Engine
) -> None:
    receipt = house.acknowledged()
    judged = replace(house.judged(receipt), bookings=("card 1",))
    with register.writing() as connection:
        connection.execute(bookings.insert().values(environment="R", booking="card 1", receipt=receipt.id, form=9))
        late = threading.Timer(0.3, connection.commit)
        late.start()
        with pytest.raises(StaleSituation):
            SqlRegister(other).settle(receipt, iter([judged]), house.posting("NOTI"), by="123456")
        late.join()
    assert [one.id for one in register.receipts("acknowledged")] == [receipt.id]


def test_a_row_that_is_there_for_good_is_our_bug_and_told_as_it_is(register) -> None:
    class Unit(SqlRegister):
        @repeated
        def work(self) -> None:
            with self.writing() as connection:
                connection.exec_driver_sql("INSERT INTO counters VALUES ('a', 0), ('a', 0)")

    with pytest.raises(IntegrityError):
        Unit(register._engine).work()


def test_two_operators_do_not_enter_the_same_mandate(register, other: Engine, house) -> None:
    moment = house.delivery().received_at
    register.directory.add_sender(Sender("123456", "Demo", "service-provider", "fr"), moment)
    mandate, told = Mandate("123456", "*", "", "*"), list[str]()

    def enter(at: SqlRegister) -> None:
        try:
            at.directory.add_mandate(mandate, moment)
        except EntryRefused as error:
            told.append(str(error))

    threads = [threading.Thread(target=enter, args=(one,)) for one in (register, SqlRegister(other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert len(register.directory.mandates()) == 1


def test_a_reading_sees_one_moment(house, register, other: Engine) -> None:
    with register.reading() as connection:
        count = text("SELECT count(*) FROM receipts")
        before = connection.execute(count).scalar()
        replace(house, register=SqlRegister(other)).kept()
        assert connection.execute(count).scalar() == before == 0


# -- failures ---------------------------------------------------------------------------------------------------------


def test_a_connection_that_an_administrator_ends_is_out_of_reach_and_the_next_unit_works(
    postgres: Cluster, house, register, database: str
) -> None:
    receipt = house.acknowledged()

    def judged() -> Iterator[Any]:
        yield house.judged(receipt)
        postgres.cut(database.rpartition("/")[2])

    with pytest.raises(StoreUnreachable):
        register.settle(receipt, judged(), house.posting("NOTI"), by="123456")
    register.settle(receipt, [house.judged(receipt)], house.posting("NOTI"), by="123456")
    assert [one.id for one in register.receipts("answered")] == [receipt.id]


@pytest.mark.parametrize(
    ("state", "raised"),
    [("53100", OSError), ("25006", OSError), ("40001", StoreCollision), ("57P03", StoreUnreachable)],
)
def test_what_the_server_refuses_is_told_in_our_words(register, state: str, raised: type[Exception]) -> None:
    fail = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}', DETAIL = 'Peeters'; END $$"
    with pytest.raises(raised) as caught, register.writing() as connection:
        connection.exec_driver_sql(fail)
    assert "Peeters" not in str(caught.value)
    if state == "53100":
        assert caught.value.errno == errno.ENOSPC  # type: ignore[attr-defined]


@pytest.fixture
def proxied(postgres: Cluster, database: str) -> Iterator[tuple[LostCommit, SqlRegister]]:
    with LostCommit(postgres.port) as proxy:
        opened = SqlRegister(open_engine(database.replace(str(postgres.port), str(proxy.port))))
        yield proxy, opened
        opened.close()


def test_a_commit_of_which_the_answer_was_lost_is_not_done_twice(
    proxied: tuple[LostCommit, SqlRegister], make_house: Callable[..., Any], rows: Callable[[str], list[Any]]
) -> None:
    """Each step asks, in its own transaction, whether it was taken already."""
    proxy, register = proxied
    house = make_house(register)
    delivery = house.delivery()

    def lost(step: Callable[[], object]) -> None:
        proxy.nth = 1
        with pytest.raises(StoreUnreachable):
            step()

    lost(lambda: register.keep(delivery, "R", "TWCT", "TWCT.123456.20260105.00001.R", "380"))
    assert register.has_delivery(delivery.delivery)
    (receipt,) = register.receipts("kept")
    reception = house.reception(receipt)
    lost(lambda: register.acknowledge(receipt, reception, "3A0", house.posting("ACRF")))
    with pytest.raises(StaleSituation):
        register.acknowledge(receipt, reception, "3A0", house.posting("ACRF"))
    (receipt,) = register.receipts("acknowledged")
    judged, noti = house.judged(receipt), house.posting("NOTI")
    lost(lambda: register.settle(receipt, [judged], noti, "123456"))
    with pytest.raises(StaleSituation):
        register.settle(receipt, [judged], noti, "123456")
    for _ in range(2):
        lost(lambda: register.hand_over(receipt.id, [house.posting("HAND", "999998")], delivery.received_at))
    assert rows("SELECT code, count(*) FROM outbox GROUP BY code ORDER BY code") == [
        ("ACRF", 1),
        ("HAND", 1),
        ("NOTI", 1),
    ]
    assert rows("SELECT name, next FROM counters WHERE name LIKE 'ticket%%' ORDER BY name") == [
        ("ticket 380", 2), ("ticket 3A0", 2),
    ]  # fmt: skip
