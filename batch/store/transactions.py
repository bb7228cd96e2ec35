"""Units of work on a database: leaving one without success undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from batch.store.connect import translated


class Transactions:
    """Opens transactions on one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise translated(error) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads."""
        try:
            with self._engine.connect().execution_options(reads_only=True) as connection:
                yield connection
        except OperationalError as error:
            raise translated(error) from error

    @contextmanager
    def in_two_steps(self) -> Iterator[Connection]:
        """One connection without a transaction: ``preparing`` and ``changing`` open them in turn."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except OperationalError as error:
            raise translated(error) from error


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
