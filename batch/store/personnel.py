"""The personnel file: one import at a time, looked up by worker.

Two relations of one worker with one employer may share days, and say the same: a worker may have two jobs there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping

from batch.model.personnel import Relation
from batch.store import staged
from batch.store.sender_tables import personnel


def of_workers(connection: Connection, workers: Iterable[str]) -> Iterator[Relation]:
    """All relations of these workers, whoever the employer is; in the order of workers and lines."""
    for row in staged.among(connection, personnel.c.niss, sorted(set(workers)), (personnel.c.niss, personnel.c.line)):
        yield _read(row)


def _write(relation: Relation) -> dict[str, Any]:
    return {
        "niss": relation.niss,
        "noss": relation.noss,
        "lpa": relation.lpa,
        "company": relation.company,
        "from_day": relation.since.isoformat(),
        "until_day": relation.until.isoformat() if relation.until is not None else None,
    }


def _read(row: RowMapping) -> Relation:
    return Relation(
        niss=row["niss"],
        noss=row["noss"],
        lpa=row["lpa"],
        company=row["company"],
        since=date.fromisoformat(row["from_day"]),
        until=date.fromisoformat(row["until_day"]) if row["until_day"] is not None else None,
    )


LISTING = staged.Staged("work relation", personnel, staged.aside(personnel), _write, _read)
