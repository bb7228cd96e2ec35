"""Units of work on a database: leaving one without success undoes it.

On PostgreSQL several processes write at once. Locks are taken in one order, so that nobody waits in a circle: rows of
the unit, counters, the lease (``leases``), the journal. What meets another writer all the same is done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from threading import local
from typing import ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from batch.errors import OnemBatchError, StoreBusy
from batch.store import journal, postgres
from batch.store.connect import refuse_another
from batch.store.failures import in_our_words, is_collision

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_TRIES = 5
_PAUSE_SECONDS = 0.02


class Fence(Protocol):
    """Whether the work under way may still be written, asked in the transaction that writes it."""

    def check(self, connection: Connection) -> None: ...


class Shared(local):
    """The transaction that what this thread does on a database shares now, if it does."""

    connection: Connection | None = None


class _Over(Exception):
    """The database has given up the whole transaction (SQLite does when its disk is full)."""


class Transactions:
    """Opens transactions on one engine."""

    def __init__(self, engine: Engine, fence: Fence | None = None, shared: Shared | None = None) -> None:
        self._engine = engine
        self._fence = fence
        self._shared = shared or Shared()
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
            StoreMismatch: a newer program has changed the layout of the server's database meanwhile.

        Among units that share a transaction (``together``) it is a part of that, which can be undone by itself.
        """
        shared = self._shared.connection
        if shared is not None:
            with in_our_words(), _undone_alone(shared):
                yield shared
                if self._fence is not None:
                    self._fence.check(shared)
            return
        with self._own() as connection:
            yield connection

    @contextmanager
    def _own(self) -> Iterator[Connection]:
        with in_our_words(), self._engine.begin() as connection:
            waiting = self._begin(connection) if self._concurrent else None
            yield connection
            if self._fence is not None:
                self._fence.check(connection)
            if waiting is not None:
                waiting.write()

    def _begin(self, connection: Connection) -> journal.Waiting:
        postgres.limit_idleness(connection)
        refuse_another(connection)
        return journal.wait(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads and sees one moment, or the one that is shared and what was written in it."""
        shared = self._shared.connection
        if shared is not None:
            with in_our_words():
                yield shared
            return
        moment = postgres.SNAPSHOT if self._concurrent else {}
        with in_our_words(), self._engine.connect() as connection:
            yield connection.execution_options(reads_only=True, **moment)

    @contextmanager
    def one_view(self) -> Iterator[None]:
        """Let everything that this thread reads meanwhile be read in one transaction; nothing may be written."""
        with self.reading() as connection, self._sharing(connection):
            yield

    def together(
        self, units: Sequence[Callable[[], _Result]], seal: Callable[[], object] = lambda: None
    ) -> list[_Result | Exception]:
        """Several units of work in one transaction, in their order: what each returned, or why it failed.

        Each sees what those before it did. A unit that fails is undone by itself; the others stand. ``seal`` is called
        before the commit, for what must be on the disk by then. When the whole cannot be committed, each unit is done
        once more in a transaction of its own: a unit must bear to be repeated. While another process holds the database
        all fail alike: waiting for it once is enough.
        """
        if len(units) > 1:
            try:
                return self._at_once(units, seal)
            except StoreBusy as error:
                return [error] * len(units)
            except (OnemBatchError, OSError, DBAPIError, _Over):
                pass  # whose it was is not known: each unit is done again below, and hears of its own
        return [_result(partial(self._alone, unit, seal)) for unit in units]

    def _at_once(self, units: Sequence[Callable[[], _Result]], seal: Callable[[], object]) -> list[_Result | Exception]:
        with self._own() as connection, self._sharing(connection):
            results = [_result(unit) for unit in units]
            seal()
        return results

    def _alone(self, unit: Callable[[], _Result], seal: Callable[[], object]) -> _Result:
        with self._own() as connection, self._sharing(connection):
            result = unit()
            seal()
        return result

    @contextmanager
    def _sharing(self, connection: Connection) -> Iterator[None]:
        before, self._shared.connection = self._shared.connection, connection
        try:
            yield
        finally:
            self._shared.connection = before

    @contextmanager
    def in_two_steps(self) -> Iterator[Connection]:
        """One connection without a transaction: ``preparing`` and ``changing`` open them in turn."""
        with in_our_words(), self._engine.connect() as connection:
            yield connection


def _result(unit: Callable[[], _Result]) -> _Result | Exception:
    """A failure as a value: it belongs to its unit; one that ends the transaction belongs to all."""
    try:
        return unit()
    except _Over:
        raise
    except Exception as error:  # noqa: BLE001 - nothing is swallowed: the error is handed on in the unit's place
        return error


@contextmanager
def _undone_alone(connection: Connection) -> Iterator[None]:
    entries = journal.mark(connection)
    connection.exec_driver_sql("SAVEPOINT unit")
    try:
        yield
    except BaseException:
        try:
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT unit")
            connection.exec_driver_sql("RELEASE SAVEPOINT unit")
        except DBAPIError as error:
            raise _Over from error
        entries()
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT unit")


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
