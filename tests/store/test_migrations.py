"""An installation of an earlier layout goes on where it stood: nothing is lost, nothing is answered twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from installations import STEM, Installation, alone, demo_set, make_installation
from layouts import layout
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select, text

from batch.app import make_store, register_of
from batch.errors import StoreMismatch
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets
from batch.settings import read_settings
from batch.store import connect, journal
from batch.store.connect import migrate, open_engine
from batch.store.directory import SqlDirectory
from batch.store.tables import METADATA

REVISIONS = ["0001", "0002", "0003", "0006"]


def at_revision(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(connect.__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def rows_of(connection: Connection, name: str) -> list[dict[str, object]]:
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def aged(path: Path, revision: str) -> None:
    """Put a database back into an earlier layout, with the rows that the program of then would have written."""
    new, old = open_engine(f"sqlite:///{path}"), open_engine(f"sqlite:///{path}.old")
    at_revision(old, revision)
    with new.connect() as source, old.begin() as target:
        frames = {
            row["receipt"]: {name: row[name] for name in ("release", "encoding", "prefixes")}
            for row in rows_of(source, "parts")
            if str(row["name"]).startswith("FI.") and row["release"]
        }
        for name in sorted(inspect(target).get_table_names(), key=("senders", "receipts").__contains__, reverse=True):
            if name == "alembic_version" or not inspect(source).has_table(name):
                continue
            table = Table(name, MetaData(), autoload_with=target, resolve_fks=False)
            unread = {"release": "", "encoding": "", "prefixes": "[]"}
            for row in rows_of(source, name):
                was = row
                if name == "receipts":
                    was = row | frames.get(row["id"], unread)
                elif name == "mandates":
                    was = row | {"employer": row["noss"]}
                target.execute(table.insert().values({column.name: was[column.name] for column in table.columns}))
        # The names of notifications were not reserved, and there was no line.
        target.execute(text("DELETE FROM counters WHERE name = 'turn'"))
        reserved = "(SELECT COUNT(*) FROM receipts WHERE state = 'acknowledged')"
        target.execute(text(f"UPDATE counters SET next = next - {reserved} WHERE name LIKE 'answer NOTI%'"))  # noqa: S608
    new.dispose()
    old.dispose()
    Path(f"{path}.old").replace(path)


def outbox(home: Path) -> dict[str, bytes]:
    root = home / "outbox"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def half_way(home: Path) -> Installation:
    """Sets in every state: answered with forms, refused, acknowledged, kept; and a file that waits."""
    made = make_installation(home)
    made.lay(STEM, demo_set("1-accepted"))
    made.lay(STEM.replace("00001", "00002"), "no xml")
    made.lay(STEM.replace("00001", "00006"), demo_set("3-refused"))
    made.run()
    made.lay(STEM.replace("00001", "00003"), demo_set("2-accepted-with-remarks"))
    desk, outcome = made.desk, Outcome(made.desk.logger)
    take_sets(desk, outcome)
    acknowledge_sets(desk, outcome, alone(desk))
    made.lay(STEM.replace("00001", "00004"), demo_set("3-refused"))
    take_sets(desk, outcome)
    assert outcome.problems == []
    assert {state: len(made.register.receipts(state)) for state in ("answered", "refused", "acknowledged", "kept")} == {
        "answered": 2, "refused": 1, "acknowledged": 1, "kept": 1,
    }  # fmt: skip
    return made


def finished(made: Installation) -> dict[str, bytes]:
    """What lies in the outbox when everything is done, with a duplicate and a change of what was accepted."""
    first = made.register.receipts("answered")[0]
    form, _ = next(made.register.accepted_forms(first.id))
    made.lay(STEM, demo_set("1-accepted"))
    made.lay(STEM.replace("00001", "00005"), demo_set("5-modification", first=form.ticket))
    assert made.run().problems == []
    return outbox(made.home)


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_installation_of_an_earlier_layout_goes_on_as_if_nothing_had_been(tmp_path: Path, revision: str) -> None:
    expected = finished(half_way(tmp_path / "undisturbed"))
    old = half_way(tmp_path / "old")
    settings = read_settings(old.home)
    before = {state: [one.stem for one in old.register.receipts(state)] for state in ("answered", "kept", "refused")}
    aged(old.home / "onem-batch.sqlite", revision)
    with pytest.raises(StoreMismatch, match=f"It is at {revision}"):
        register_of(settings)

    made = Installation(old.home, make_store(settings))

    assert {state: [one.stem for one in made.register.receipts(state)] for state in before} == before
    assert finished(made) == expected
    with made.register.reading() as connection:
        assert journal.first_broken(connection) is None


@pytest.mark.parametrize("revision", REVISIONS)
def test_no_row_is_lost_and_the_layout_is_that_of_a_fresh_database(tmp_path: Path, revision: str) -> None:
    half_way(tmp_path)
    path = tmp_path / "onem-batch.sqlite"
    aged(path, revision)
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        before = {name: rows_of(connection, name) for name in names}
    assert all(before[name] for name in ("receipts", "parts", "forms", "anomalies", "names", "outbox", "journal"))

    migrate(engine)

    fresh = open_engine("sqlite://")
    with engine.connect() as connection, fresh.begin() as other:
        METADATA.create_all(other)
        assert layout(connection) == layout(other)
        after = {name: rows_of(connection, name) for name in names}
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    fresh.dispose()
    for name, rows in before.items():
        for row, now in zip(rows, after[name], strict=True):
            stayed = row.keys() & now.keys() - ({"next"} if name == "counters" else set())  # names are reserved
            assert {key: row[key] for key in stayed} == {key: now[key] for key in stayed}
    assert {row["part"] for row in after["forms"]} == {1}
    assert all(row["content"] == row["place"] for row in after["parts"])
    told = {row["name"]: row["forms"] for row in after["parts"] if row["name"].startswith("FI.")}
    assert told[f"FI.{STEM}.1.1"] == 3


def test_employers_of_an_earlier_layout_keep_their_rows_and_get_no_ppl_number(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    at_revision(engine, "0006")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO employers VALUES (2, '161234563', '1245007866', 'Atelier', 1, '2010-01-01', '2019-12-31'),"
            " (3, '', '1377700106', 'Tandem', 0, '2011-01-01', NULL)"
        )
        before = rows_of(connection, "employers")
    migrate(engine)
    with engine.connect() as connection:
        assert rows_of(connection, "employers") == [{**row, "lpa": "", "seat_abroad": False} for row in before]
        assert rows_of(connection, "personnel") == []
    found = SqlDirectory(engine).employers(["N161234563", "C1377700106"])
    assert [(one.name, one.curatorship) for (one,) in found.values()] == [("Atelier", True), ("Tandem", False)]
    engine.dispose()


def test_a_request_of_an_earlier_layout_gets_its_dossier(tmp_path: Path) -> None:
    made = make_installation(tmp_path)
    made.lay(STEM.replace("TWCT", "LOIC"), demo_set("7-requests"))
    made.run()
    (first, second) = (form.ticket for form, _ in made.register.accepted_forms(1))
    made.lay(STEM.replace("TWCT", "LOIC").replace("00001", "00002"), demo_set("8-new-end-date", first_request=first))
    made.lay(
        STEM.replace("TWCT", "LOIC").replace("00001", "00003"), demo_set("9-request-cancelled", second_request=second)
    )
    made.run()
    with made.register.reading() as connection:
        expected = {name: rows_of(connection, name) for name in ("dossiers", "dossier_events")}
        expected["forms"] = [row["dossier"] for row in rows_of(connection, "forms")]
    for row in expected["dossiers"]:
        row |= {"regime": None, "community": None}  # no form of an earlier layout tells them
    path = tmp_path / "onem-batch.sqlite"
    aged(path, "0008")

    made = Installation(tmp_path, make_store(read_settings(tmp_path)))

    with made.register.reading() as connection:
        found = {name: rows_of(connection, name) for name in ("dossiers", "dossier_events")}
        found["forms"] = [row["dossier"] for row in rows_of(connection, "forms")]
    assert found == expected
    assert [row["status"] for row in found["dossiers"]] == ["awaiting-worker", "cancelled"]


@pytest.mark.parametrize(("state", "told"), [("noted", ["closed"]), ("answered", [])])
def test_a_decided_request_of_an_earlier_layout_is_closed_and_told_once(
    tmp_path: Path, state: str, told: list[str]
) -> None:
    made = make_installation(tmp_path)
    made.lay(STEM.replace("TWCT", "LOIC"), demo_set("7-requests"))
    made.run()
    ticket = next(made.register.accepted_forms(1))[0].ticket
    path = tmp_path / "onem-batch.sqlite"
    aged(path, "0008")
    engine = open_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            'INSERT INTO decisions (ticket, day, positive, reason, office, noted_at, "by", state, counts_for)'
            " VALUES (?, '2026-03-15', 1, '', '', '2026-03-16T08:30:00+00:00', 'x', ?, ?)",
            (ticket, state, ticket),
        )
        connection.exec_driver_sql("UPDATE forms SET life = 'closed' WHERE ticket = ?", (ticket,))
    engine.dispose()

    made = Installation(tmp_path, make_store(read_settings(tmp_path)))
    made.run()

    said = [text.partition("<Status>")[2].partition("<")[0] for text in made.texts("LONO")]
    assert said == told
    assert made.register.situations("R", None, [ticket])[ticket].dossier.status == "closed"


def test_a_migration_that_is_broken_off_leaves_the_earlier_layout_whole(tmp_path: Path) -> None:
    half_way(tmp_path)
    path = tmp_path / "onem-batch.sqlite"
    aged(path, "0002")
    engine = open_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (a)")
    with engine.connect() as connection:
        before = layout(connection), rows_of(connection, "parts"), rows_of(connection, "receipts")
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    with engine.connect() as connection:
        assert (layout(connection), rows_of(connection, "parts"), rows_of(connection, "receipts")) == before
    engine.dispose()
