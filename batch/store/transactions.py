"""Units of work on a database: leaving one without success undoes it.

On PostgreSQL several processes write at once. Locks are taken in one order, so that nobody waits in a circle: rows of
the unit, counters, the lease (``leases``), the journal. What meets another writer all the same is done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from batch.store import journal, postgres
from batch.store.failures import in_our_words, is_collision

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_TRIES = 5
_PAUSE_SECONDS = 0.02


class Fence(Protocol):
    """Whether the work under way may still be written, asked in the transaction that writes it."""

    def check(self, connection: Connection) -> None: ...


class Transactions:
    """Opens transactions on one engine."""

    def __init__(self, engine: Engine, fence: Fence | None = None) -> None:
        self._engine = engine
        self._fence = fence
        self._concurrent = engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Give the connections back; the next transaction opens others."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes; entries of the journal wait for its end, for all writers share the journal.

        Raises:
            LeaseLost: the work has been taken over; nothing is written.
            StoreCollision: another transaction was in the way; it may be done again.
        """
        with in_our_words(), self._engine.begin() as connection:
            waiting = self._begin(connection) if self._concurrent else None
            yield connection
            if self._fence is not None:
                self._fence.check(connection)
            if waiting is not None:
                waiting.write()

    def _begin(self, connection: Connection) -> journal.Waiting:
        postgres.limit_idleness(connection)
        return journal.wait(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads, and sees one moment."""
        moment = postgres.SNAPSHOT if self._concurrent else {}
        with in_our_words(), self._engine.connect() as connection:
            yield connection.execution_options(reads_only=True, **moment)

    @contextmanager
    def in_two_steps(self) -> Iterator[Connection]:
        """One connection without a transaction: ``preparing`` and ``changing`` open them in turn."""
        with in_our_words(), self._engine.connect() as connection:
            yield connection


def repeated(unit: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Do a unit of work again, from its start, when another transaction was in its way; five times at most.

    A lost connection is not tried again here: whether the unit was committed is then unknown. Each unit asks first
    whether it is done already, so the next run may do it again whatever the answer would have been.
    """

    @wraps(unit)
    def done(*given: _Given.args, **named: _Given.kwargs) -> _Result:
        for nth in range(1, _TRIES):
            try:
                return unit(*given, **named)
            except Exception as error:
                if not is_collision(error):
                    raise
            time.sleep(nth * _PAUSE_SECONDS)
        return unit(*given, **named)

    return done


@contextmanager
def preparing(connection: Connection) -> Iterator[None]:
    """A transaction that writes to temporary tables only, and locks nobody out."""
    connection.execution_options(reads_only=True)
    with connection.begin():
        yield


@contextmanager
def changing(connection: Connection) -> Iterator[None]:
    """A transaction that writes."""
    connection.execution_options(reads_only=False)
    with connection.begin():
        yield
