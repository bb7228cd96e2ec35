"""Renews the leases of this process while it works, so that nobody takes over what it is at.

A thread of its own, that sleeps nearly all the time: a large answer on a slow line keeps the others busy for long.
When the process is frozen this thread is frozen too, and its leases end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from batch.errors import OnemBatchError
from batch.jobs.desk import Desk, describe
from batch.ports.leases import LEASE


@contextmanager
def renewed(desk: Desk) -> Iterator[None]:
    """Keep what is taken meanwhile; where nobody else can be there is nothing to do."""
    if not desk.leases.holder:
        yield
        return
    over = Event()
    keeper = Thread(target=_renew, args=(desk, over), name="leases", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew(desk: Desk, over: Event) -> None:
    while not over.wait(LEASE.total_seconds() / 3):
        try:
            desk.leases.renew(desk.clock())
        except OnemBatchError as error:  # told, and tried again; what was lost is found by the fence
            desk.logger.error("leases not renewed", kind=type(error).__name__, detail=describe(error))  # noqa: TRY400 - one line, as every log
