"""The bell of many hosts: an engine tells workers at once that a set waits; nothing depends on its ringing.

Truth is the register. A bell rings in the transaction that makes a set wait, and carries its number and nothing else.
It may ring twice, late or never: the timetable of every worker finds what waits all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

_TASK, _QUEUE = "set waits", "sets"
_PAUSE = 5
"""Seconds before the engine is tried again when its database cannot be reached."""
_STALE = 60
"""Seconds without a sign of life after which a worker is dead, and what it heard is forgotten."""

Heard = Callable[[int], None]
Say = Callable[..., object]
"""Logs one line with its fields."""


def ring(connection: Any, receipt: int) -> None:
    """Ring in the transaction of a connection of psycopg: when it is undone, nothing has rung."""
    _RINGING.configure_task(_TASK, queue=_QUEUE, connection=connection).defer(receipt=receipt)


_RINGING = App(connector=SyncPsycopgConnector())
"""Never opened: every bell rings on the connection of the transaction that it belongs to."""


def make(address: str) -> None:
    """Make the engine's own tables in a database, once.

    Raises:
        ConnectorException: the database cannot be reached.
    """
    with App(connector=SyncPsycopgConnector(conninfo=address)).open() as app:
        found = app.connector.get_sync_connector().execute_query_one(query=_IS_MADE)
        if not found["made"]:
            app.schema_manager.apply_schema()


_IS_MADE = "SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS made"


@contextmanager
def listening(address: str, heard: Heard, say: Say) -> Iterator[None]:
    """Call ``heard``, in a thread of its own, whenever a bell rings that no other worker hears."""
    listener = _Listener(address, heard, say)
    listener.start()
    try:
        yield
    finally:
        listener.stop()


class _Listener(Thread):
    """Hears bells until it is stopped; a database that cannot be reached is tried again and again."""

    def __init__(self, address: str, heard: Heard, say: Say) -> None:
        super().__init__(name="bells", daemon=True)
        self._app = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=3))
        self._heard = heard
        self._say = say
        self._loop = asyncio.new_event_loop()
        self._work: asyncio.Task[None] | None = None
        self._app.task(name=_TASK, queue=_QUEUE)(self._hear)

    async def _hear(self, receipt: int) -> None:
        self._heard(receipt)

    def run(self) -> None:
        self._work = self._loop.create_task(self._listen())
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._work)
        self._loop.close()

    async def _listen(self) -> None:
        while True:
            try:
                async with self._app.open_async():
                    await self._forget_stale()
                    await self._app.run_worker_async(
                        queues=[_QUEUE], delete_jobs="always", install_signal_handlers=False
                    )
            except ConnectorException as error:
                cause = type(error.__cause__ or error).__name__
                self._say("bells cannot be heard", kind=cause, effect="the timetable finds what waits")
            await asyncio.sleep(_PAUSE)

    async def _forget_stale(self) -> None:
        """Bells that dead workers were hearing: the timetable has found what they rang for."""
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALE):
            await self._app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)

    def stop(self) -> None:
        if self._work is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._work.cancel)
        self.join(timeout=2 * _PAUSE)
