"""Workers on one register: each set is answered once, whoever dies, freezes or hears no bell."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from declarations import OTHER_COMPANY, OTHER_ONSS, put, together, twct
from installations import Installation, make_installation
from postgres_server import Cluster

import batch
from batch import bells
from batch.app import make_store
from batch.model.calendar import brussels_day
from batch.settings import read_settings
from batch.store import journal
from batch.store.connect import HEAD

CHECKOUT = Path(batch.__file__).parent.parent
PATIENCE = 90
SENDERS = ("123456", "234567")


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


@pytest.fixture
def heard(postgres_url: str) -> Iterator[list[int]]:
    """The bells that ring in a database."""
    bells.make(postgres_url)
    numbers: list[int] = []
    with bells.listening(postgres_url, numbers.append, print):
        yield numbers


def rung(url: str, number: int, *, is_kept: bool) -> None:
    with psycopg.connect(url) as connection:
        bells.ring(connection, number)
        if not is_kept:
            connection.rollback()


def test_a_bell_rings_when_its_transaction_is_committed(postgres_url: str, heard: list[int]) -> None:
    rung(postgres_url, 7, is_kept=False)
    rung(postgres_url, 8, is_kept=True)
    until(lambda: heard == [8])


def test_a_bell_that_rings_before_anybody_listens_is_heard(postgres_url: str) -> None:
    bells.make(postgres_url)
    bells.make(postgres_url)  # once more changes nothing
    rung(postgres_url, 9, is_kept=True)
    numbers: list[int] = []
    with bells.listening(postgres_url, numbers.append, print):
        until(lambda: numbers == [9])


def test_who_listens_hears_again_when_the_database_comes_back(
    postgres: Cluster, postgres_url: str, heard: list[int]
) -> None:
    rung(postgres_url, 1, is_kept=True)
    until(lambda: heard == [1])
    postgres.cut(postgres_url.rpartition("/")[2])
    rung(postgres_url, 2, is_kept=True)
    until(lambda: heard == [1, 2])


# -- whole workers -------------------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path, postgres_url: str) -> Iterator[Installation]:
    more = f'database = "{postgres_url}"\nengine = "procrastinate"\npickup_seconds = 1\njudges = 2\n'
    made = make_installation(tmp_path / "home", more=more)
    make_store(read_settings(made.home)).close()
    yield made
    made.register.close()


def worker(made: Installation, log: str, program: Path = CHECKOUT) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "batch", "--home", str(made.home), "serve"]
    there = {**os.environ, "PYTHONPATH": str(program)}
    with (made.home / log).open("wb") as file:
        return subprocess.Popen(command, stderr=file, stdout=file, start_new_session=True, cwd=program, env=there)


@contextmanager
def workers(made: Installation, count: int, *other: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many workers of this program, and one of each of the others."""
    programs = [CHECKOUT] * count + list(other)
    found = [worker(made, f"worker{nth}.log", program) for nth, program in enumerate(programs)]
    try:
        yield found
    finally:
        for one in found:
            os.killpg(one.pid, signal.SIGCONT)
            one.send_signal(signal.SIGTERM)
        for one in found:
            one.wait(timeout=PATIENCE)


def communication(nth: int, sender: str) -> str:
    """Two forms of the sender's own employer, for other workers each time."""
    text = together(twct(), twct())
    if sender == SENDERS[1]:
        text = put(put(text, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY)
    return text


def lay(made: Installation, first: int, count: int) -> list[str]:
    """Sets of both senders, as files of this hour."""
    day = brussels_day(datetime.now(UTC))
    stems = []
    for nth in range(first, first + count):
        sender = SENDERS[nth % 2]
        stem = f"TWCT.{sender}.{day:%Y%m%d}.{nth:05d}.R"
        made.now = datetime.now(UTC)
        made.lay(stem, communication(nth, sender), sender=sender, age=5)
        stems.append(stem)
    return stems


def answered(made: Installation) -> int:
    return sum(name.startswith("GO.NOTI.") for sender in SENDERS for name in made.answers(sender))


def each_was_done_once(made: Installation, count: int) -> None:
    with made.register.reading() as connection:
        assert journal.first_broken(connection) is None
        said = connection.exec_driver_sql("SELECT what, receipt FROM journal").all()
        given = connection.exec_driver_sql("SELECT ticket FROM forms").scalars().all()
    done = Counter(tuple(row) for row in said)
    assert {number for (what, _), number in done.items() if what in ("kept", "acknowledged", "answered")} == {1}
    assert sum(what == "answered" for what, _ in done) == count
    assert len(set(given)) == len(given) == 2 * count
    names = [name for sender in SENDERS for name in made.answers(sender) if name.startswith("FO.NOTI.")]
    assert len(set(names)) == len(names) == count


def test_several_workers_answer_every_set_once(made: Installation) -> None:
    with workers(made, 3):
        lay(made, 1, 12)
        until(lambda: answered(made) == 12)
    each_was_done_once(made, 12)


def test_a_worker_that_is_killed_leaves_its_sets_to_the_others(made: Installation) -> None:
    with workers(made, 2) as found:
        lay(made, 1, 12)
        until(lambda: answered(made) >= 1)
        os.killpg(found[0].pid, signal.SIGKILL)
        found[0].wait()
        lay(made, 13, 4)
        until(lambda: answered(made) == 16)
        found.pop(0)
    each_was_done_once(made, 16)


def test_a_worker_that_is_frozen_writes_nothing_when_it_wakes_up(made: Installation) -> None:
    with workers(made, 2) as found:
        lay(made, 1, 12)
        until(lambda: answered(made) >= 1)
        os.killpg(found[0].pid, signal.SIGSTOP)
        lay(made, 13, 4)
        until(lambda: answered(made) == 16)  # after its leases have ended
        os.killpg(found[0].pid, signal.SIGCONT)
        lay(made, 17, 2)
        until(lambda: answered(made) == 18)
    each_was_done_once(made, 18)


UNRELIABLE = """
CREATE FUNCTION unreliable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id % 3 = 0 THEN
        DELETE FROM procrastinate_jobs WHERE id = NEW.id;
    ELSIF NEW.id % 3 = 1 THEN
        UPDATE procrastinate_jobs SET scheduled_at = now() + interval '3 seconds' WHERE id = NEW.id;
    ELSIF pg_trigger_depth() = 1 THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (NEW.queue_name, NEW.task_name, NEW.args);
    END IF;
    RETURN NULL;
END $$
"""


def test_bells_that_are_lost_late_or_doubled_change_nothing(made: Installation, postgres: Cluster) -> None:
    name = read_settings(made.home).database.rpartition("/")[2]
    after = "CREATE TRIGGER z_unreliable AFTER INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION unreliable()"
    postgres.execute(UNRELIABLE, after, name=name)
    with workers(made, 2):
        lay(made, 1, 8)
        until(lambda: answered(made) == 8)
    each_was_done_once(made, 8)


# -- an update while it works --------------------------------------------------------------------------------


def another_version(folder: Path) -> Path:
    """A program of the same layout that signs its log with another word."""
    for room in ("batch", "schemas"):
        shutil.copytree(CHECKOUT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    page = folder / "batch" / "jobs" / "acknowledge.py"
    page.write_text(page.read_text().replace('Told("acknowledged"', 'Told("acknowledged anew"'))
    return folder


def test_two_versions_of_one_layout_work_side_by_side(made: Installation, tmp_path: Path) -> None:
    """The other version gets its share at the latest while the first one is frozen."""
    with workers(made, 1, another_version(tmp_path / "other")) as found:
        lay(made, 1, 8)
        until(lambda: answered(made) == 8)
        os.killpg(found[0].pid, signal.SIGSTOP)
        lay(made, 9, 4)
        until(lambda: answered(made) == 12)
        os.killpg(found[0].pid, signal.SIGCONT)
        lay(made, 13, 4)
        until(lambda: answered(made) == 16)
    each_was_done_once(made, 16)
    logs = [path.read_text() for path in sorted(made.home.glob("worker*.log"))]
    assert "acknowledged anew" in logs[1]


def test_a_worker_writes_nothing_into_a_newer_layout(made: Installation, postgres: Cluster) -> None:
    name = read_settings(made.home).database.rpartition("/")[2]
    with workers(made, 1) as found:
        lay(made, 1, 2)
        until(lambda: answered(made) == 2)
        postgres.execute("UPDATE alembic_version SET version_num = '9999'", name=name)
        lay(made, 3, 2)
        until(lambda: "StoreMismatch" in (made.home / "worker0.log").read_text())
        assert found[0].poll() is None
        assert answered(made) == 2
        postgres.execute(f"UPDATE alembic_version SET version_num = '{HEAD}'", name=name)  # noqa: S608 - ours
        until(lambda: answered(made) == 4)
    each_was_done_once(made, 4)
