"""Processes that work on large sets, so that this one is free for small ones and for what has just come.

They do the whole of a step and keep it, each on its own connection. A process that dies costs the sets it had a second
time; one that dies over a set alone has found its set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from typing import Any

from batch.errors import ProcessDied
from batch.jobs.desk import Desk
from batch.jobs.elsewhere import desk_here, processes
from batch.model.receipt import Receipt
from batch.ports.leases import unit_of

Work = Callable[..., Any]
"""A function of a module, of a desk, a receipt and what else it is given."""


@dataclass(frozen=True, slots=True)
class Done:
    """A set that a process has finished."""

    receipt: Receipt
    result: Callable[[], Any]
    """What it made of it; raises what ended its work."""


@dataclass(slots=True)
class _Task:
    receipt: Receipt
    work: Work
    future: Future[Any]


class Crew:
    """At most ``places`` processes; none is started before the first task."""

    def __init__(self, desk: Desk, places: int) -> None:
        self._desk = desk
        self._places = places if desk.opener is not None and places > 1 else 0
        self._pool: ProcessPoolExecutor | None = None
        self._tasks: dict[int, _Task] = {}

    @property
    def can_work(self) -> bool:
        """Whether there is anybody at all."""
        return self._places > 0

    @property
    def is_busy(self) -> bool:
        """Whether a set is in work."""
        return bool(self._tasks)

    @property
    def is_free(self) -> bool:
        """Whether one more set can be given away."""
        return len(self._tasks) < self._places

    @property
    def spare(self) -> int:
        """How many would have nothing to do if one more set were given away."""
        return max(self._places - len(self._tasks) - 1, 0)

    def __contains__(self, receipt: int) -> bool:
        return receipt in self._tasks

    def begin(self, work: Work, receipt: Receipt, *more: Any) -> bool:
        """Give a set away; False when no process can be started: then this one does the work."""
        pool = self._pool or self._started()
        if pool is None:
            return False
        try:
            future = pool.submit(_do, work, receipt, *more)
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        self._tasks[receipt.id] = _Task(receipt, work, future)
        return True

    def _started(self) -> ProcessPoolExecutor | None:
        pool = processes(self._desk.opener, self._desk.settings.home, self._places)
        try:
            pool.submit(_be_ready).result()
        except BrokenExecutor:
            self._places = 0
            return None
        self._pool = pool
        return pool

    def wait(self, seconds: float) -> None:
        """Until a set is done, at most so long."""
        wait([task.future for task in self._tasks.values()], seconds, FIRST_COMPLETED)

    def done(self, work: Work) -> Iterator[Done]:
        """What was finished of one kind of work since it was asked last, each once."""
        ended = [task for task in self._tasks.values() if task.work is work and task.future.done()]
        if any(isinstance(task.future.exception(), BrokenExecutor) for task in ended):
            yield from self._after_a_death()
            return
        for task in ended:
            del self._tasks[task.receipt.id]
            yield Done(task.receipt, task.future.result)

    def _after_a_death(self) -> Iterator[Done]:
        """Begin again what was in work, from now on one set at a time; one that was alone is given up."""
        died, self._tasks = list(self._tasks.values()), {}
        self.close()
        if len(died) == 1:
            yield Done(died[0].receipt, _died)
            return
        self._places = 1  # in the company of others nobody can tell which set it was

    def close(self) -> None:
        """Send everybody home; work that is not finished is dropped, and done again in the next pass."""
        if self._pool is None:
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in active_children() if self._tasks else ():
            process.terminate()
        self._pool.shutdown()
        self._pool = None


def _died() -> None:
    raise ProcessDied


@contextmanager
def crew_of(desk: Desk) -> Iterator[Crew]:
    """The processes of one pass, or of one service."""
    crew = Crew(desk, desk.settings.judges)
    try:
        yield crew
    finally:
        crew.close()


# -- in the other process ------------------------------------------------------------------------------------


def _be_ready() -> None:
    """Asked first, to see whether a process comes up at all."""


def _do(work: Work, receipt: Receipt, *more: Any) -> Any:
    desk = desk_here()
    with desk.leases.under(unit_of(receipt)):
        return work(desk, receipt, *more)
