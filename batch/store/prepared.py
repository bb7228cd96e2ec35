"""The rows of a large set, written in pieces before it is settled: no lock is held for longer than a piece takes.

Nobody judges by them: no set that shares a sender or an employer goes before this one is settled (``model.line``), and
what people see is asked of answered sets only. What a set does beyond its own rows is done when it is settled.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select

from batch.model.slices import slices
from batch.ports import Judged
from batch.store.bulk import insert_all
from batch.store.tables import anomalies, forms, workers
from batch.store.transactions import Transactions, repeated

_PIECE, _WORKERS = 1_000, 5_000
"""Forms of a transaction, and workers: some hundredths of a second."""
_COURTESY = 0.02
"""Seconds between pieces: in SQLite nobody queues for the right to write, one must find a free moment."""


class SqlPrepared(Transactions):
    """That part of the register."""

    def prepare(self, judged: Iterable[Judged]) -> int:
        """Write the rows of a large set ahead; how many of its forms are accepted."""
        accepted = 0
        for piece in slices(judged, _PIECE, lambda one: len(one.workers), _WORKERS):
            with self.writing() as connection:
                accepted += write(connection, piece)
            if not self._concurrent:
                time.sleep(_COURTESY)
        return accepted

    @repeated
    def drop_prepared(self, receipt: int) -> None:
        """Take back rows of a set that was not settled; where there are none nothing is written."""
        with self.reading() as connection:
            left = are_there(connection, receipt)
        if left:
            with self.writing() as connection:
                drop(connection, receipt)


def write(connection: Connection, judged: Sequence[Judged]) -> int:
    """Write the rows of some forms; how many of these are accepted."""
    insert_all(connection, forms, [one.form for one in judged])
    insert_all(connection, anomalies, [row for one in judged for row in one.anomalies])
    insert_all(connection, workers, [row for one in judged for row in one.workers])
    return sum(bool(one.form["accepted"]) for one in judged)


def are_there(connection: Connection, receipt: int) -> bool:
    """Whether rows of a set are there."""
    return connection.execute(select(forms.c.form).where(forms.c.receipt == receipt).limit(1)).first() is not None


def drop(connection: Connection, receipt: int) -> None:
    """Take back the rows of a set that was not settled; workers are looked for one and all, as it is rare."""
    if are_there(connection, receipt):
        for table in (workers, anomalies, forms):
            connection.execute(delete(table).where(table.c.receipt == receipt))
