"""Rows written past the object layer are the rows that were given."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from batch.store.bulk import insert_all
from batch.store.tables import seen


def row(name: str) -> dict[str, Any]:
    return {"since": "2026-01-05", "name": name, "sender": "123456", "folder": "IN"}


def written(connection: Connection) -> list[dict[str, Any]]:
    return [dict(one) for one in connection.execute(select(seen).order_by(seen.c.name)).mappings()]


@pytest.mark.parametrize("names", [(), ("a",), ("a", "é<&'\"", "c")])
def test_every_row_is_written_whatever_the_order_of_its_columns(connection: Connection, names: tuple[str, ...]) -> None:
    insert_all(connection, seen, [row(name) for name in names])
    assert written(connection) == sorted((row(name) for name in names), key=lambda one: one["name"])


def test_a_row_that_is_there_already_is_refused_with_all_of_them(connection: Connection) -> None:
    with pytest.raises(IntegrityError), connection.begin_nested():
        insert_all(connection, seen, [row("a"), row("b"), row("a")])
    assert written(connection) == []
