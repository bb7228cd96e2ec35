"""What a pass asks the database does not grow with the past: no query reads a table that grows from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from installations import STEM, Installation, demo_set
from sqlalchemy import event

from batch.store.tables import METADATA

GROWS = {
    "anomalies", "attachments", "bookings", "copies", "decisions", "dossier_events", "dossiers", "file_faults",
    "forms", "journal", "names", "notifications", "outbox", "parameters", "parts", "receipts", "workers",
}  # fmt: skip
FEW = {
    index.name
    for table in METADATA.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
"""Indexes of rows that wait for something: reading one from end to end is reading what there is to do."""
_SCAN = re.compile(r"SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?")
Asked = dict[str, Any]


@contextmanager
def asked_of(installation: Installation) -> Iterator[Asked]:
    """Every statement that is executed meanwhile, with values it was executed with."""
    found: Asked = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        found[statement] = values[0] if isinstance(values, list) else values

    engine = installation.desk.register._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def long_ways(installation: Installation, asked: Asked) -> list[str]:
    """The statements that read a growing table from end to end, each with its plan."""
    found = []
    with installation.desk.register._engine.connect() as connection:
        for statement, values in asked.items():
            if statement.split(None, 1)[0].upper() not in ("SELECT", "UPDATE", "DELETE"):
                continue
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            found += [f"{step}: {statement}" for step in steps if _is_long(step, statement, values)]
    return found


def _is_long(step: str, statement: str, values: Any) -> bool:
    scan = _SCAN.match(step)
    if scan is not None:
        is_stopped = (
            "LIMIT" in statement and scan["index"] is None and "ORDER BY" in statement and "WHERE" not in statement
        )
        return scan["table"] in GROWS and scan["index"] not in FEW and not is_stopped
    return "ix_receipts_state" in step and "answered" in tuple(values)


@pytest.fixture
def busy(installation: Installation) -> Installation:
    """One that has answered sets, so that nothing is skipped because a table is empty."""
    for number in range(1, 4):
        installation.lay(STEM.replace("00001", f"{number:05d}"), demo_set("1-accepted"))
    assert installation.run().problems == []
    return installation


def test_a_pass_that_finds_nothing_asks_nothing_that_grows(busy: Installation):
    with asked_of(busy) as asked:
        assert busy.run().problems == []

    assert len(asked) > 5
    assert long_ways(busy, asked) == []


def test_taking_judging_and_answering_sets_asks_nothing_that_grows(busy: Installation):
    for number in range(4, 8):
        busy.lay(STEM.replace("00001", f"{number:05d}"), demo_set("1-accepted"))
    with asked_of(busy) as asked:
        outcome = busy.run()

    assert outcome.counts["forms accepted"] > 0
    assert len(asked) > 20
    assert long_ways(busy, asked) == []


def test_a_query_that_grows_is_noticed(busy: Installation):
    with asked_of(busy) as asked, busy.desk.register._engine.connect() as connection:
        connection.exec_driver_sql("SELECT id FROM receipts WHERE to_print = 1 AND sender = 'nobody'")
        connection.exec_driver_sql("SELECT id FROM receipts WHERE state = ?", ("answered",))

    assert len(long_ways(busy, asked)) == 2
