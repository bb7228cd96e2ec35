"""Listings of which each import replaces the one before: laid aside, checked, then put in its place.

A row is numbered with the line it stood on, so that what is wrong between two rows can be told by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    RowMapping,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable, DropTable

from batch.model.listing import Refuse
from batch.model.slices import batches

_SLICE = 5000
_IN = 400


@dataclass(frozen=True, slots=True)
class Staged:
    """One such listing: its table, the table where an import is laid aside, and how an entry is a row."""

    noun: str
    """What one line of it names."""
    table: Table
    aside: Table
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[RowMapping], Any]
    twice: str = ""
    """What a row is told that may not stand twice."""
    faults: Callable[[Connection], Iterable[tuple[int, str]]] = lambda _connection: ()
    """Lines that are at fault together with others, and why; asked when all are laid aside."""


def aside(table: Table, *unique: str) -> Table:
    """The table of one connection alone in which an import is laid aside; some columns may be unique together."""
    columns = (Column(column.name, column.type, nullable=column.nullable) for column in table.c)
    constraints = (UniqueConstraint(*unique),) if unique else ()
    name = f"staged_{table.name}"
    return Table(name, MetaData(), *columns, PrimaryKeyConstraint("line"), *constraints, prefixes=["TEMPORARY"])


def make_stage(connection: Connection, listing: Staged) -> None:
    """Make the table in which an import is laid aside.

    In a transaction of its own: SQLite reads the layout for it, and who reads locks writers out.
    """
    unstage(connection, listing)
    connection.execute(CreateTable(listing.aside))


def stage(connection: Connection, listing: Staged, lines: Iterable[tuple[int, Any]], refuse: Refuse) -> int:
    """Lay the rows of an import aside; returns how many, in flat memory.

    Long, and nobody waits for it: the database itself is not touched. ``refuse`` is told each line at fault.
    """
    count = 0
    for slice_ in batches(lines, _SLICE):
        rows = [{"line": line, **listing.write(entry)} for line, entry in slice_]
        count += len(rows)
        if not _insert(connection, listing.aside, rows):
            for row in rows:
                if not _insert(connection, listing.aside, [row]):
                    refuse(row["line"], listing.twice)
    for line, why in listing.faults(connection):
        refuse(line, why)
    return count


def take_over(connection: Connection, listing: Staged) -> None:
    """Put the rows that were laid aside in the place of those of the earlier import."""
    clear(connection, listing)
    names = [column.name for column in listing.aside.c]
    connection.execute(insert(listing.table).from_select(names, select(listing.aside)))


def clear(connection: Connection, listing: Staged) -> None:
    """Forget all rows."""
    connection.execute(delete(listing.table))


def unstage(connection: Connection, listing: Staged) -> None:
    """Forget what was laid aside."""
    connection.execute(DropTable(listing.aside, if_exists=True))


def every(connection: Connection, listing: Staged) -> Iterator[Any]:
    """All entries in the order of the import, in flat memory."""
    table = listing.table
    query = select(table).order_by(table.c.line).execution_options(yield_per=_SLICE)
    with connection.execute(query) as found:
        for row in found.mappings():
            yield listing.read(row)


def among(
    connection: Connection, column: ColumnElement[str], wanted: Iterable[str], order: Iterable[Any]
) -> Iterator[RowMapping]:
    """The rows of which a column holds one of the wanted values, a query for some hundreds of them."""
    for slice_ in batches(wanted, _IN):
        yield from connection.execute(select(column.table).where(column.in_(slice_)).order_by(*order)).mappings()


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(insert(table), rows)
    except IntegrityError:
        return False
    return True
