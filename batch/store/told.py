"""What accepted communications told of workers: in the database, and aside while a set is judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, bindparam, exists, select

from batch.model.names import Environment
from batch.model.slices import batches
from batch.model.told import Told
from batch.store.tables import decisions, forms, workers

_IN = 400
_TOLD = (
    workers.c.worker, forms.c.employer, forms.c.ticket, forms.c.kind,
    workers.c.first_day, workers.c.last_day, workers.c.regime, workers.c.white_collar,
)  # fmt: skip
_STANDING = (
    select(*_TOLD)
    .join(forms, (forms.c.receipt == workers.c.receipt) & (forms.c.form == workers.c.form))
    .where(
        workers.c.worker.in_(bindparam("names", expanding=True)),
        forms.c.environment == bindparam("environment"),
        forms.c.life == "open",
        ~exists().where(decisions.c.counts_for == forms.c.ticket, ~decisions.c.positive),
    )
    .order_by(workers.c.worker, workers.c.receipt, workers.c.form)
)
"""Made once: a statement that is made anew for every slice of forms is left to the collector of cycles."""


def told_of(connection: Connection, environment: Environment, wanted: Iterable[str]) -> Iterator[Told]:
    """What communications that still stand told of these workers, in one environment.

    One that was replaced or cancelled, or that ONEM refused, does not stand (ours: a refusal frees the month).
    """
    for names in batches(sorted(set(wanted)), _IN):
        found = connection.execute(_STANDING, {"names": names, "environment": environment})
        for worker, employer, ticket, risk, first, last, regime, white in found:
            days = date.fromisoformat(first), date.fromisoformat(last)
            yield Told(worker, tuple(employer.split()), ticket, risk, *days, regime, white)


class SqlToldMeanwhile:
    """What one set told so far, in a private database that SQLite spills to disk and deletes by itself."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, cached_statements=8)
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE told (worker TEXT, employer TEXT, risk TEXT, first TEXT, last TEXT, regime INT, white INT)"
        )
        self._database.execute("CREATE INDEX ix_told ON told (worker)")

    def note(self, told: Iterable[Told]) -> None:
        """Remember."""
        rows = (
            (one.worker, " ".join(one.employer), one.risk, str(one.first), str(one.last), one.regime, one.white_collar)
            for one in told
        )
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def of(self, workers: Iterable[str]) -> Iterator[Told]:
        """What was noted of these workers."""
        for names in batches(sorted(set(workers)), _IN):
            marks = ", ".join("?" * len(names))
            found = self._database.execute(f"SELECT * FROM told WHERE worker IN ({marks})", names)  # noqa: S608 - marks
            for worker, employer, risk, first, last, regime, white in found:
                days = date.fromisoformat(first), date.fromisoformat(last)
                yield Told(worker, tuple(employer.split()), "", risk, *days, regime, bool(white))

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
