"""Employers of the reference data: one import at a time, looked up by their numbers.

A row is numbered with the line it stood on, so that what is wrong between two rows can be told by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    RowMapping,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable, DropTable

from batch.model.sender import EmployerRecord
from batch.store.sender_tables import employers

Refuse = Callable[[int, str], None]
_SLICE = 5000
_IN = 400
_TWICE = "the same employer from the same day stands on an earlier line"
_NOSS, _COMPANY = 9, 10
_STAGED = Table(
    "staged_employers",
    MetaData(),
    *(Column(column.name, column.type, nullable=column.nullable) for column in employers.c),
    PrimaryKeyConstraint("line"),
    UniqueConstraint("noss", "company", "from_day"),
    prefixes=["TEMPORARY"],
)


def make_stage(connection: Connection) -> None:
    """Make the table in which an import is laid aside.

    In a transaction of its own: SQLite reads the layout for it, and who reads locks writers out.
    """
    unstage(connection)
    connection.execute(CreateTable(_STAGED))


def stage(connection: Connection, lines: Iterable[tuple[int, EmployerRecord]], refuse: Refuse) -> int:
    """Lay the rows of an import aside, in a table of this connection alone; returns how many, in flat memory.

    Long, and nobody waits for it: the database itself is not touched. Two rows of one employer (the same two
    numbers) may not share a day; ``refuse`` is told each line at fault.
    """
    source, count = iter(lines), 0
    while slice_ := list(islice(source, _SLICE)):
        rows = [_row(line, record) for line, record in slice_]
        count += len(rows)
        if not _insert(connection, rows):
            for row in rows:
                if not _insert(connection, [row]):
                    refuse(row["line"], _TWICE)
    for line in _overlapping(connection):
        refuse(line, "its days overlap those of another line for the same employer")
    return count


def take_over(connection: Connection) -> None:
    """Put the rows that were laid aside in the place of those of the earlier import."""
    clear(connection)
    connection.execute(insert(employers).from_select(list(_STAGED.c.keys()), select(_STAGED)))


def clear(connection: Connection) -> None:
    """Forget all employers."""
    connection.execute(delete(employers))


def unstage(connection: Connection) -> None:
    """Forget what was laid aside."""
    connection.execute(DropTable(_STAGED, if_exists=True))


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(insert(_STAGED), rows)
    except IntegrityError:
        return False
    return True


def _overlapping(connection: Connection) -> list[int]:
    """Lines whose first day lies within a span of an earlier row for the same employer."""
    last = func.max(func.coalesce(_STAGED.c.until_day, date.max.isoformat()))
    before = select(
        _STAGED.c.line,
        _STAGED.c.from_day,
        last.over(partition_by=(_STAGED.c.noss, _STAGED.c.company), order_by=_STAGED.c.from_day, rows=(None, -1)).label(
            "last"
        ),
    ).subquery()
    query = select(before.c.line).where(before.c.last >= before.c.from_day)
    return list(connection.execute(query.order_by(before.c.line)).scalars())


def by_keys(connection: Connection, keys: Iterable[str], day: date) -> dict[str, EmployerRecord]:
    """Employers that exist on a day, by comparable number (``N`` ONSS, ``C`` enterprise).

    Where several carry one number, the one that began last; on the same day, the one on the earlier line.
    """
    asked: dict[str, dict[str, str]] = {"N": {}, "C": {}}
    for key in keys:
        if key[:1] in asked:
            asked[key[0]][key[1:].zfill(_NOSS if key[0] == "N" else _COMPANY)] = key
    found: dict[str, EmployerRecord] = {}
    for column, wanted in ((employers.c.noss, asked["N"]), (employers.c.company, asked["C"])):
        numbers = iter(wanted)
        while slice_ := list(islice(numbers, _IN)):
            query = select(employers).where(column.in_(slice_), employers.c.from_day <= day.isoformat())
            query = query.where(or_(employers.c.until_day.is_(None), employers.c.until_day >= day.isoformat()))
            for row in connection.execute(query.order_by(employers.c.from_day, employers.c.line.desc())).mappings():
                found[wanted[row[column.name]]] = _read(row)
    return found


def every(connection: Connection) -> Iterator[EmployerRecord]:
    """All employers in the order of the import, in flat memory."""
    query = select(employers).order_by(employers.c.line).execution_options(yield_per=_SLICE)
    for row in connection.execute(query).mappings():
        yield _read(row)


def _row(line: int, record: EmployerRecord) -> dict[str, Any]:
    return {
        "line": line,
        "noss": record.noss,
        "company": record.company,
        "name": record.name,
        "curatorship": record.curatorship,
        "from_day": record.since.isoformat(),
        "until_day": record.until.isoformat() if record.until is not None else None,
    }


def _read(row: RowMapping) -> EmployerRecord:
    return EmployerRecord(
        noss=row["noss"],
        company=row["company"],
        name=row["name"],
        curatorship=row["curatorship"],
        since=date.fromisoformat(row["from_day"]),
        until=date.fromisoformat(row["until_day"]) if row["until_day"] is not None else None,
    )
