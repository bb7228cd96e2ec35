"""The directory of employers: one import at a time, looked up by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from batch.model.sender import DIGITS, EmployerRecord
from batch.store import staged
from batch.store.sender_tables import employers

_TWICE = "the same employer from the same day stands on an earlier line"
_OVERLAP = "its days overlap those of another line for the same employer"
_NUMBERS = {"N": employers.c.noss, "L": employers.c.lpa, "C": employers.c.company}
"""The column of each kind of comparable number."""
_ASIDE = staged.aside(employers, "noss", "lpa", "company", "from_day")


def by_keys(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[EmployerRecord, ...]]:
    """All rows by comparable number (``N`` ONSS, ``L`` PPL, ``C`` enterprise), of whatever days.

    Of several that carry one number, the one that began last comes first; of the same day, the one on the earlier line.
    """
    asked: dict[str, dict[str, str]] = {kind: {} for kind in _NUMBERS}
    for key in keys:
        asked[key[0]][key[1:].zfill(DIGITS[key[0]])] = key
    found: dict[str, list[EmployerRecord]] = {}
    order = (employers.c.from_day.desc(), employers.c.line)
    for kind, wanted in asked.items():
        column = _NUMBERS[kind]
        for row in staged.among(connection, column, wanted, order):
            found.setdefault(wanted[row[column.name]], []).append(_read(row))
    return {key: tuple(records) for key, records in found.items()}


def _overlapping(connection: Connection) -> Iterator[tuple[int, str]]:
    """Lines whose first day lies within a span of an earlier row for the same employer, the same numbers."""
    numbers = (_ASIDE.c.noss, _ASIDE.c.lpa, _ASIDE.c.company)
    last = func.max(func.coalesce(_ASIDE.c.until_day, date.max.isoformat()))
    before = select(
        _ASIDE.c.line,
        _ASIDE.c.from_day,
        last.over(partition_by=numbers, order_by=_ASIDE.c.from_day, rows=(None, -1)).label("last"),
    ).subquery()
    query = select(before.c.line).where(before.c.last >= before.c.from_day)
    for line in connection.execute(query.order_by(before.c.line)).scalars():
        yield line, _OVERLAP


def _write(record: EmployerRecord) -> dict[str, Any]:
    return {
        "noss": record.noss,
        "lpa": record.lpa,
        "company": record.company,
        "name": record.name,
        "curatorship": record.curatorship,
        "seat_abroad": record.seat_abroad,
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
        lpa=row["lpa"],
        seat_abroad=row["seat_abroad"],
    )


LISTING = staged.Staged("employer", employers, _ASIDE, _write, _read, _TWICE, _overlapping)
