"""Logs: no NISS ever, no name that only a library knew, and everything an operator needs."""

# ruff: noqa: TRY301 - what is raised here is what must not come out

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event

import pytest
import structlog
from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.background import BackgroundScheduler
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from batch.logs import MASK, set_up_logs, without_niss
from batch.model import tickets
from batch.model.names import AnswerName
from batch.store.connect import open_engine

NISS, NAME = "85073003328", "Vandesompele"
SPELLINGS = (
    "85073003328",
    "85.07.30-033.28",
    "85.07.30-033 28",
    "85.07.30 033.28",
    "85 07 30 033 28",
    "850730-033.28",
    "850730-03328",
    "850730 03328",
    "850730 033 28",
    "85.07.30-03328",
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    quiet = {name: logging.getLogger(name).level for name in ("apscheduler", "sqlalchemy", "alembic", "paramiko")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in quiet.items():
        logging.getLogger(name).setLevel(old)
    structlog.reset_defaults()


@pytest.fixture
def stream() -> io.StringIO:
    opened = io.StringIO()
    set_up_logs(opened)
    return opened


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def is_clean(text: str) -> bool:
    return NISS not in digits(text.replace(MASK, "|"))


# -- masking -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "the worker {} again",
        "({})",
        "<INSS>{}</INSS>",
        "'{}'",
        '"{}",',
        "inss={}",
        "a\n{}\nb",
        "{}.",
        "-{}-",
        "_{}_",
        "é {} é",
    ],
)
def test_a_niss_is_masked_in_every_usual_spelling(spelling: str, around: str) -> None:
    assert without_niss(around.format(spelling)) == around.format(MASK)


def test_two_of_them_are_both_masked() -> None:
    assert without_niss(f"{NISS} {NISS},{NISS}") == f"{MASK} {MASK},{MASK}"


def test_a_niss_in_the_repr_of_a_text_is_masked() -> None:
    """Libraries print what they were given with its line ends written out."""
    assert NISS not in without_niss(repr(f"first\n{NISS}\tlast"))


@pytest.mark.parametrize(
    "kept",
    [
        "04W-002DKAE-0H-Z",
        "3A000000010MZ",
        "FI.TWCT.123456.20260105.00001.R.1.1",
        "GO.LOIC.123456.20260105.24AZG.S.1",
        "FO.HAND.999999.20260105.A0000.R.1.1",
        "0852093431",
        "114135340",
        "2026-01-05T09:00:00.123456Z",
        "2026-01-05 09:00:00",
        "d41d8cd98f00b204e9800998ecf8427e",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "123456789012",
        "1.2.3",
    ],
)
def test_what_an_operator_needs_survives(kept: str) -> None:
    assert without_niss(f"set {kept} done") == f"set {kept} done"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    series=st.sampled_from(("04W", "3A0", "380", "270", "S80")),
    counter=st.integers(0, tickets.LARGEST_COUNTER),
    digest=st.binary(min_size=32, max_size=32),
    sender=st.integers(0, 999_999),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    number=st.integers(1, 99_999),
)
def test_every_ticket_digest_and_file_name_survives(series, counter, digest, sender, day, number) -> None:
    ticket = tickets.make(series, counter)
    name = f"FI.TWCT.{sender:06d}.{day:%Y%m%d}.{number:05d}.R.1.1"
    answer = AnswerName("DEFI", day, f"{number:05d}", "R")
    for kept in (ticket, tickets.printed(ticket), digest.hex(), name, answer.fo, answer.go, day.isoformat()):
        assert without_niss(f"{kept}, {kept} ({kept})") == f"{kept}, {kept} ({kept})"


# -- our own lines -------------------------------------------------------------------------------------------------


@dataclass
class Worker:
    """A value of ours that somebody logged by mistake."""

    inss: str


VALUES = {
    "text": NISS,
    "number": int(NISS),
    "negative number": -int(NISS),
    "inside a text": f"worker {NISS} refused",
    "list": ["a", [NISS]],
    "tuple": (1, NISS),
    "set": {NISS},
    "dictionary": {"a": {"b": [NISS]}},
    "key of a dictionary": {NISS: 1},
    "number in a dictionary": {"a": int(NISS)},
    "exception": ValueError(NISS),
    "path": Path("/x") / NISS,
    "bytes": NISS.encode(),
    "object": Worker(NISS),
    "type of numbers": float(NISS),
}


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("terminal", [False, True], ids=["file", "terminal"])
def test_a_niss_in_a_field_never_comes_out(kind: str, terminal: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    set_up_logs(stream)
    structlog.get_logger("batch").info("answered", value=VALUES[kind])
    assert "answered" in stream.getvalue()
    assert is_clean(stream.getvalue())


@pytest.mark.parametrize("born", ["85073003328", "05010112345", "10010112345"])
def test_a_niss_as_a_number_never_comes_out_whatever_the_year(stream: io.StringIO, born: str) -> None:
    structlog.get_logger("batch").info("answered", worker=int(born))
    assert str(int(born)) not in stream.getvalue()


def test_a_niss_in_the_event_or_its_arguments_never_comes_out(stream: io.StringIO) -> None:
    logger = structlog.get_logger("batch").bind(bound=NISS)
    logger.info(f"answered {NISS}")  # noqa: G004 - what must not come out
    logger.warning("answered %s", NISS)
    assert is_clean(stream.getvalue())
    assert stream.getvalue().count("\n") == 2


def test_a_niss_in_an_exception_never_comes_out(stream: io.StringIO) -> None:
    try:
        try:
            raise ValueError(f"first {NISS}")
        except ValueError as error:
            raise RuntimeError(f"second {NISS}") from error
    except RuntimeError:
        structlog.get_logger("batch").exception("failed", kind="RuntimeError")
    said = json.loads(stream.getvalue())
    assert "RuntimeError: second" in said["exception"]
    assert is_clean(stream.getvalue())


def test_a_niss_in_an_exception_never_comes_out_on_a_terminal() -> None:
    stream = Terminal()
    set_up_logs(stream)
    try:
        raise ValueError(NISS)
    except ValueError:
        structlog.get_logger("batch").exception("failed")
    assert "ValueError" in stream.getvalue()
    assert is_clean(stream.getvalue())


def test_a_line_is_json_with_level_and_time_when_nobody_watches(stream: io.StringIO) -> None:
    structlog.get_logger("batch").info("kept", set="TWCT.123456.20260105.00001.R", file_ticket="38000000010LZ", size=10)
    said = json.loads(stream.getvalue())
    assert said["event"] == "kept"
    assert said["level"] == "info"
    assert said["timestamp"].endswith("Z")
    assert (said["set"], said["file_ticket"], said["size"]) == ("TWCT.123456.20260105.00001.R", "38000000010LZ", 10)


def test_a_line_is_readable_on_a_terminal() -> None:
    stream = Terminal()
    set_up_logs(stream)
    structlog.get_logger("batch").info("kept", set="TWCT.123456.20260105.00001.R")
    assert not stream.getvalue().startswith("{")
    assert "set=TWCT.123456.20260105.00001.R" in stream.getvalue()


def test_setting_up_twice_writes_each_line_once(stream: io.StringIO) -> None:
    set_up_logs(stream)
    structlog.get_logger("batch").info("kept")
    assert stream.getvalue().count("kept") == 1


def test_each_line_stays_one_line(stream: io.StringIO) -> None:
    structlog.get_logger("batch").info("kept", value="a\nb\r\nc")
    assert stream.getvalue().count("\n") == 1


# -- the lines of libraries ----------------------------------------------------------------------------------------

LIBRARIES = ("sqlalchemy.engine.Engine", "sqlalchemy.pool", "apscheduler.executors.default", "alembic.runtime", "other")


def plain(logger: logging.Logger) -> None:
    logger.error("worker %s", NISS)


def formatted(logger: logging.Logger) -> None:
    logger.error(f"worker {NISS}")  # noqa: G004 - what must not come out


def by_number(logger: logging.Logger) -> None:
    logger.error("worker %d", int(NISS))


def nested(logger: logging.Logger) -> None:
    logger.error("[parameters: %r]", {"inss": NISS, "deep": [{"a": (NISS,)}]})


def mapped(logger: logging.Logger) -> None:
    logger.error("worker %(inss)s", {"inss": NISS})


def raised(logger: logging.Logger) -> None:
    try:
        raise ValueError(NISS)
    except ValueError:
        logger.exception("job failed")


def stacked(logger: logging.Logger) -> None:
    logger.error("worker %s", NISS, stack_info=True)


def extra(logger: logging.Logger) -> None:
    logger.error("worker", extra={"inss": NISS})


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("say", [plain, formatted, by_number, nested, mapped, raised, stacked, extra])
@pytest.mark.parametrize("terminal", [False, True], ids=["file", "terminal"])
def test_a_library_cannot_betray_a_niss(library: str, say: Callable[[logging.Logger], None], terminal: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    set_up_logs(stream)
    say(logging.getLogger(library))
    assert stream.getvalue()
    assert is_clean(stream.getvalue())


@pytest.mark.parametrize("library", LIBRARIES[:-1])
def test_what_a_library_says_below_a_warning_does_not_come_out(stream: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("INSERT INTO forms VALUES (%r)", NAME)
    logging.getLogger(library).debug("row %r", NAME)
    assert stream.getvalue() == ""


def test_statements_and_their_values_do_not_come_out(stream: io.StringIO) -> None:
    engine = open_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE people (name TEXT PRIMARY KEY, inss TEXT)")
        connection.exec_driver_sql("INSERT INTO people VALUES (?, ?)", (NAME, NISS))
        connection.exec_driver_sql("SELECT * FROM people").all()
    engine.dispose()
    assert stream.getvalue() == ""


def test_an_error_of_the_database_tells_neither_name_nor_niss(stream: io.StringIO) -> None:
    engine = open_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE people (name TEXT PRIMARY KEY, inss TEXT)")
        connection.exec_driver_sql("INSERT INTO people VALUES (?, ?)", (NAME, NISS))
        try:
            connection.exec_driver_sql("INSERT INTO people VALUES (?, ?)", (NAME, NISS))
        except IntegrityError:
            structlog.get_logger("batch").exception("failed")
    engine.dispose()
    assert "IntegrityError" in stream.getvalue()
    assert NAME not in stream.getvalue()
    assert is_clean(stream.getvalue())


def test_a_job_that_fails_in_the_timetable_tells_no_niss(stream: io.StringIO) -> None:
    def job() -> None:
        raise ValueError(NISS)

    failed = Event()
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_listener(lambda _event: failed.set(), EVENT_JOB_ERROR)
    scheduler.add_job(job)
    scheduler.start()
    assert failed.wait(30)
    scheduler.shutdown(wait=True)
    assert "ValueError" in stream.getvalue()
    assert is_clean(stream.getvalue())
