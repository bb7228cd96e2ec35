"""Sets judged ahead in other processes, while this one keeps those before them.

What is kept is what one process would have kept: a set is begun only when no earlier set of its sender is open, and
what was judged counts only when no set kept since then concerns the same employers. Otherwise it is judged again here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from threading import Thread

from batch.jobs.desk import Desk
from batch.jobs.judging import JudgedSet, judge_set
from batch.model.receipt import Receipt
from batch.switchboard import BY_IDENTIFICATION

_WORTH_IT = 4_000
"""Forms in several sets from which on processes are started: starting one costs as much as judging a thousand."""
Opener = Callable[[Path], Desk]


@dataclass(slots=True)
class Ahead:
    """Which sets of one pass are judged elsewhere; without a pool, none."""

    open: list[Receipt]
    """Those whose turn has not come yet, in their order."""
    places: int = 0
    pool: ProcessPoolExecutor | None = None
    begun: dict[int, tuple[Future[JudgedSet], int]] = field(default_factory=dict)
    """By receipt: what comes, and how many sets were kept when it was begun."""
    concerned: list[frozenset[str] | None] = field(default_factory=list)
    """The employers of each set that was kept."""

    def take(self, receipt: Receipt) -> JudgedSet | None:
        """What was judged ahead of a set, once; None when it must be judged here."""
        self._begin()
        self.open = [one for one in self.open if one.id != receipt.id]
        found = self.begun.pop(receipt.id, None)
        if found is None:
            return None
        future, since = found
        if future.exception() is not None:
            return None  # judged here it fails again, where its set is set aside, or it does not
        judged = future.result()
        return judged if all(_are_apart(judged.employers, one) for one in self.concerned[since:]) else None

    def kept(self, judged: JudgedSet) -> None:
        """Remember whom a kept set concerned, and begin what waited for it."""
        self.concerned.append(judged.employers)
        self._begin()

    def forget(self) -> None:
        """Unlink the rows of what was judged and not taken: they name workers."""
        for future, _ in self.begun.values():
            if future.done() and not future.cancelled() and future.exception() is None:
                future.result().spool.unlink(missing_ok=True)

    def _begin(self) -> None:
        senders: set[str] = set()
        for receipt in self.open:
            if self.pool is None or len(self.begun) >= self.places:
                return
            if BY_IDENTIFICATION[receipt.message].quality:
                return  # it may act on anybody's forms: what comes after it waits
            if receipt.sender not in senders and receipt.id not in self.begun:
                try:
                    self.begun[receipt.id] = self.pool.submit(_judge, receipt), len(self.concerned)
                except BrokenExecutor:
                    self.pool = None  # a process of the pool died: this one judges the rest
                    return
            senders.add(receipt.sender)


def _are_apart(these: frozenset[str] | None, those: frozenset[str] | None) -> bool:
    return these is not None and those is not None and these.isdisjoint(those)


@contextmanager
def ahead_of(desk: Desk, receipts: Sequence[Receipt]) -> Iterator[Ahead]:
    """Judge ahead when there are several senders' sets and enough forms in them."""
    enough = sum(receipt.forms for receipt in receipts) >= _WORTH_IT
    several = len({one.sender for one in receipts}) > 1
    if desk.opener is None or desk.settings.judges <= 1 or not (enough and several):
        yield Ahead(list(receipts))
        return
    pool = ProcessPoolExecutor(
        desk.settings.judges,
        mp_context=get_context("spawn"),  # a forked database connection would be shared
        initializer=_open,
        initargs=(desk.opener, desk.settings.home),
    )
    ahead = Ahead(list(receipts), desk.settings.judges, pool)
    try:
        yield ahead
    finally:
        pool.shutdown(cancel_futures=True)
        ahead.forget()


# -- in the other process ------------------------------------------------------------------------------------

_desk: Desk | None = None


def _open(opener: Opener, home: Path) -> None:
    global _desk  # noqa: PLW0603 - a process of the pool has one desk as long as it lives
    Thread(target=_leave_with_parent, daemon=True).start()
    _desk = opener(home)


def _leave_with_parent() -> None:
    """A killed parent leaves no process behind that still judges."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _judge(receipt: Receipt) -> JudgedSet:
    if _desk is None:
        raise RuntimeError
    return judge_set(_desk, receipt)
