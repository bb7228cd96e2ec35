"""Many rows of one table at once, past the object layer: a row costs what the database takes for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from batch.store.postgres import copy, is_postgresql

Row = Mapping[str, Any]


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write rows that all name the same columns, at least two of them; none is fine."""
    if not rows:
        return
    columns = tuple(rows[0])
    if is_postgresql(connection):
        copy(connection, _copying(table, columns, connection.dialect), map(itemgetter(*columns), rows))
    else:
        statement, values = _inserting(table, columns, connection.dialect)
        connection.exec_driver_sql(statement, [values(row) for row in rows])


@lru_cache(maxsize=64)
def _inserting(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
    """The statement, and what makes its parameters of a row."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    return compiled.string, itemgetter(*(compiled.positiontup or ()))


@lru_cache(maxsize=64)
def _copying(table: Table, columns: tuple[str, ...], dialect: Dialect) -> str:
    quoted = dialect.identifier_preparer.quote
    return f"COPY {quoted(table.name)} ({', '.join(map(quoted, columns))}) FROM STDIN"
