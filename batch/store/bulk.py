"""Past the object layer, where a statement is made once and a row costs what the database takes for it.

Many rows of one table at once, and the few statements that every set needs many times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Table, insert

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


class Compiled:
    """A statement with named values, made once for each kind of database; what it returns is as the database has it."""

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._made: dict[str, tuple[str, Callable[[Row], Any]]] = {}

    def run(self, connection: Connection, **values: Any) -> CursorResult[Any]:
        """Execute it with these values."""
        text, of = self._made.get(connection.dialect.name) or self._make(connection.dialect)
        return connection.exec_driver_sql(text, of(values))

    def run_all(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Execute it once for each row."""
        if rows:
            text, of = self._made.get(connection.dialect.name) or self._make(connection.dialect)
            connection.exec_driver_sql(text, [of(row) for row in rows])

    def _make(self, dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
        compiled = self._statement.compile(dialect=dialect)
        made = compiled.string, _ordered(compiled.params, compiled.positiontup)
        self._made[dialect.name] = made
        return made


def _ordered(fixed: Row, order: Sequence[str] | None) -> Callable[[Row], Any]:
    """What makes the parameters of named values and of those that stand in the statement itself."""
    if order is None:
        return lambda row: {**fixed, **row}
    return lambda row: tuple(row[name] if name in row else fixed[name] for name in order)
