"""Counters: a number is given once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

import batch
from batch.model.names import AnswerName, Environment, sequence_of
from batch.store import counters


def named(connection: Connection, code: str, day: date, environment: Environment) -> str:
    number = counters.reserve_answer(connection, code, day, environment)
    return AnswerName(code, day, sequence_of(number), environment).fo


CHECKOUT = Path(batch.__file__).parent.parent
RESERVE = """
import sys
from batch.store import counters
from batch.store.connect import open_engine

engine = open_engine(sys.argv[1])
for turn in range(200):
    count = 1 + turn % 3
    with engine.begin() as connection:
        first = counters.reserve(connection, "ticket 3A0", count)
    print(first, count)
"""


def test_numbers_start_at_one_and_follow_each_other(connection: Connection) -> None:
    given = [counters.reserve(connection, "a", count) for count in (1, 1, 10, 1, 500, 1)]
    assert given == [1, 2, 3, 13, 14, 514]


def test_counters_do_not_know_each_other(connection: Connection) -> None:
    assert [counters.reserve(connection, name, 5) for name in ("a", "b", "a", "b")] == [1, 1, 6, 6]


def test_peeking_takes_nothing(connection: Connection) -> None:
    assert counters.peek(connection, "a") == 1
    counters.reserve(connection, "a", 3)
    assert [counters.peek(connection, "a") for _ in range(3)] == [4, 4, 4]


def test_two_processes_never_get_the_same_number(database: str, engine: Engine) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", RESERVE, database], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=100)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    spans = [tuple(map(int, line.split())) for output in outputs for line in output.splitlines()]
    assert len(spans) == 400
    numbers = [number for first, count in spans for number in range(first, first + count)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    with engine.connect() as connection:
        assert counters.peek(connection, "ticket 3A0") == len(numbers) + 1


class Broken(Exception):
    """A failure behind a reservation."""


@pytest.mark.parametrize("before", [0, 3])
def test_a_reservation_that_was_rolled_back_makes_no_double(engine: Engine, before: int) -> None:
    given = []
    for turn in range(before):
        with engine.begin() as connection:
            given.append(counters.reserve(connection, "a", 1 + turn))
    with suppress(Broken), engine.begin() as connection:
        counters.reserve(connection, "a", 7)
        raise Broken
    for _ in range(3):
        with engine.begin() as connection:
            given.append(counters.reserve(connection, "a", 2))
    assert given == sorted(set(given))


def test_an_answer_name_is_unique_per_code_day_and_environment(connection: Connection) -> None:
    first, second = date(2026, 1, 5), date(2026, 1, 6)
    asked = [("ACRF", first, "R"), ("NOTI", first, "R"), ("ACRF", second, "R"), ("ACRF", first, "S")] * 3
    names = [named(connection, code, day, environment) for code, day, environment in asked]
    assert len(set(names)) == len(names)
    assert names[0] == "FO.ACRF.999999.20260105.00001.R"
    assert names[4] == "FO.ACRF.999999.20260105.00002.R"


def test_an_answer_name_gets_letters_when_the_digits_run_out(connection: Connection) -> None:
    day = date(2026, 1, 5)
    counters.reserve(connection, f"answer ACRF {day.isoformat()} R", 99_999)
    assert named(connection, "ACRF", day, "R") == "FO.ACRF.999999.20260105.A0000.R"
