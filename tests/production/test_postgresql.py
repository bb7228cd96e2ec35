"""Whole installations whose register is in a real PostgreSQL: the same answers, and what an operator does and sees."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import EXAMPLES, play, tree
from installations import STEM, Installation, demo_set, make_installation
from lost_commits import LostCommit
from postgres_server import GUARDED, Cluster, running_postgres

import batch
from batch.errors import StoreUnreachable
from batch.store.journal import first_broken

CHECKOUT = Path(batch.__file__).parent.parent
NAMES = (
    "career-break-attachments",
    "career-break-lost-race",
    "career-break-request-new-end-cancel",
    "decision-positive-and-negative-with-letter",
    "duplicate-name-same-and-other-content",
    "four-parts-one-receipt",
    "notification-accepted",
    "a-workers-balance-with-two-employers",
)


def command(home: Path, *words: str, code: int = 0, **environment: str) -> str:
    """What a command of the program says, whichever way; its exit code must be the one told."""
    words = (sys.executable, "-m", "batch", "--home", str(home), *words)
    told = {**os.environ, "PYTHONPATH": str(CHECKOUT), **environment}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=told, cwd=CHECKOUT)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def made(postgres_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = make_installation(tmp_path, more=f'database = "{postgres_url}"\n')
    yield made
    made.register.close()


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_gives_the_same_bytes_as_with_a_file(name: str, postgres_url: str, tmp_path: Path) -> None:
    with_file = list(play(EXAMPLES / name, tmp_path / "file"))
    on_server = list(play(EXAMPLES / name, tmp_path / "server", postgres_url))
    assert on_server == with_file
    assert any("/FO." in path for _, outbox in on_server for path in outbox)
    assert not (tmp_path / "server" / "onem-batch.sqlite").exists()


def test_an_operator_makes_and_looks_after_an_installation(postgres: Cluster, tmp_path: Path) -> None:
    name, home = postgres.empty(), tmp_path / "home"
    home.mkdir()
    (home / "onem-batch.toml").write_text(
        f'signature = "off"\nsigning = ["keys/onem"]\ndatabase = "{postgres.url(name)}"\n'
    )
    assert "onem-batch init" in command(home, "run", code=78)
    command(home, "init", "--demo")
    command(home, "run")
    assert "answered" in command(home, "status", "--sets")
    assert json.loads(command(home, "show", "--json", "3A0-0000005-VL-Z"))[0]["record"] == "form"
    assert "84051291737" not in command(home, "search", "--masked")
    assert "equal" in command(home, "rebuild", "3A0-0000005-VL-Z")
    assert command(home, "rebuild", "--statuses")
    told = {one["what"]: one["level"] for one in json.loads(command(home, "doctor", "--json"))}
    assert any(what.startswith("database: PostgreSQL 1") for what in told)
    assert {level for what, level in told.items() if " is off: a power cut" in what} == {"warning"}

    postgres.drop(name)
    assert "does not exist" in command(home, "run", code=69)
    postgres.execute(f"CREATE DATABASE {name}")
    assert "restore it from the backup" in command(home, "init", code=78)
    command(home, "init", "--empty")
    postgres.drop(name)


def test_a_database_that_cannot_hold_every_name_is_a_fault(postgres: Cluster, tmp_path: Path) -> None:
    name = postgres.empty("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    home = tmp_path / "home"
    home.mkdir()
    (home / "onem-batch.toml").write_text(f'database = "{postgres.url(name)}"\n')
    command(home, "init")
    (fault,) = [one for one in json.loads(command(home, "doctor", "--json", code=78)) if "LATIN1" in one["what"]]
    assert fault["level"] == "fault"
    postgres.drop(name)


def test_a_password_comes_by_the_environment_or_by_its_own_file_and_is_told_nowhere(
    postgres: Cluster, postgres_url: str, tmp_path: Path
) -> None:
    postgres.execute(
        f"DROP ROLE IF EXISTS {GUARDED}", f"CREATE ROLE {GUARDED} LOGIN SUPERUSER PASSWORD 'h4rd: t@ guess'"
    )
    right, wrong = ({"ONEM_BATCH_DATABASE_PASSWORD": one} for one in ("h4rd: t@ guess", "wr0ng"))
    url = postgres.url(name_of(postgres_url), GUARDED)
    (tmp_path / "onem-batch.toml").write_text(f'database = "{url}"\n')
    assert "no password" in command(tmp_path, "export", "senders", code=69)
    refused = command(tmp_path, "export", "senders", code=69, **wrong)
    assert "wr0ng" not in refused
    command(tmp_path, "export", "senders", **right)
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:{postgres.port}:*:{GUARDED}:h4rd\\: t@ guess\n")
    passwords.chmod(0o600)
    command(tmp_path, "export", "senders", PGPASSFILE=str(passwords))


def test_without_a_server_every_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "onem-batch.toml").write_text('database = "postgresql://x@127.0.0.1:9/x"\n')
    for words in (("run",), ("status",), ("init",)):
        assert "The database cannot be reached" in command(tmp_path, *words, code=69)


def test_a_run_after_the_server_was_away_does_what_was_left(postgres: Cluster, made: Installation) -> None:
    made.lay(STEM, demo_set("1-accepted"))
    name = name_of(str(made.desk.settings.database))
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres.cut(name)
    with pytest.raises(StoreUnreachable):
        made.run()
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert made.run().problems == []
    assert [name.partition(".")[0] for name in made.answers()].count("FO") == 2


def disturbed(made: Installation) -> set[type[Exception]]:
    """The problems of a run, also of one that ended early."""
    try:
        return {type(one) for one in made.run().problems}
    except StoreUnreachable:
        return {StoreUnreachable}


@pytest.mark.parametrize("table", ["names", "outbox", "forms", "journal"])
def test_a_set_that_was_cut_off_in_the_middle_is_finished_by_the_next_run(
    postgres: Cluster, made: Installation, tmp_path: Path, table: str
) -> None:
    """The connection dies once, when a row of the table is written: this run or the next heals, nothing is twice."""
    name = name_of(str(made.desk.settings.database))
    postgres.execute(
        "CREATE SEQUENCE cuts",
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF nextval('cuts') = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER cut BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION cut()",
        name=name,
    )
    for number in ("00001", "00002", "00003"):
        made.lay(STEM.replace("00001", number), demo_set("1-accepted"))
    assert disturbed(made) <= {StoreUnreachable}
    assert made.run().problems == []
    undisturbed = make_installation(tmp_path / "undisturbed")
    for number in ("00001", "00002", "00003"):
        undisturbed.lay(STEM.replace("00001", number), demo_set("1-accepted"))
    undisturbed.run()
    assert len(made.answers()) == len(undisturbed.answers())
    with made.register.reading() as connection:
        tickets = connection.exec_driver_sql("SELECT count(*), count(DISTINCT ticket) FROM forms").one()
    assert tickets == (9, 9)


def test_the_answer_to_any_commit_of_a_run_may_be_lost(postgres: Cluster, tmp_path: Path) -> None:
    """Whichever it is: the next run does what is left, and nothing is done twice."""
    undisturbed = make_installation(tmp_path / "undisturbed")
    undisturbed.lay(STEM, demo_set("1-accepted"))
    undisturbed.run()
    expected, nth, was_lost = tree(undisturbed.home / "outbox"), 0, True
    with LostCommit(postgres.port) as proxy:
        while was_lost:
            nth, name = nth + 1, postgres.fresh()
            address = postgres.url(name).replace(str(postgres.port), str(proxy.port))
            made = make_installation(tmp_path / str(nth), more=f'database = "{address}"\n')
            made.lay(STEM, demo_set("1-accepted"))
            proxy.nth = nth
            problems = disturbed(made)
            was_lost, proxy.nth = not proxy.nth, 0
            assert problems <= ({StoreUnreachable} if was_lost else set())
            assert made.run().problems == []
            assert tree(made.home / "outbox") == expected
            with made.register.reading() as connection:
                assert first_broken(connection) is None
            made.register.close()
            postgres.drop(name)
    assert nth > 6


def test_a_dump_is_a_backup(postgres: Cluster, made: Installation, tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        pytest.fail("pg_dump is missing") if "CI" in os.environ else pytest.skip("needs pg_dump")
    made.lay(STEM, demo_set("1-accepted"))
    made.run()
    url, restored = str(made.desk.settings.database), postgres.empty()
    subprocess.run(["pg_dump", "-Fc", "-f", tmp_path / "dump", url], check=True)
    subprocess.run(["pg_restore", "-d", postgres.url(restored), tmp_path / "dump"], check=True)
    (tmp_path / "onem-batch.toml").write_text(f'signature = "off"\ndatabase = "{postgres.url(restored)}"\n')
    before = made.answers()
    command(tmp_path, "run")
    assert made.answers() == before
    assert "equal" in command(tmp_path, "rebuild", STEM)
    postgres.drop(restored)


def test_a_server_of_its_own_ends_with_its_test() -> None:
    with running_postgres() as cluster:
        assert cluster.execute("SHOW fsync") == [("off",)]
    assert cluster.process.returncode == 0
    assert not cluster.room.exists()
