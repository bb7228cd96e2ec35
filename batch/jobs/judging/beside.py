"""Pieces of one set judged out of turn by this process and others beside it, and given back in their order.

What others write goes through files: a pipe holds less than one draft, and who waits for its reader judges nothing.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from batch.jobs.desk import Desk
from batch.jobs.elsewhere import desk_here, processes
from batch.jobs.judging.drafts import Draft, Drafting, Judging, Task, drafting_of

_AT_HAND = 2
"""Pieces that a process has got: one it judges, and the next."""
_HERE = 4
"""Drafts of this process that wait for those of others."""


@dataclass(slots=True)
class Beside:
    """Other processes that may help to judge a set."""

    pool: ProcessPoolExecutor
    places: int
    greeting: Future[None]
    """Done when the first of them is ready: until then, and when one of them died, this process judges alone."""

    @property
    def is_ready(self) -> bool:
        """Whether pieces may be handed to them."""
        return self.greeting.done() and self.greeting.exception() is None


@contextmanager
def beside_of(desk: Desk, places: int) -> Iterator[Beside | None]:
    """So many processes, which start now and leave at the end; None where there are none."""
    if desk.opener is None or places < 1:
        yield None
        return
    with processes(desk.opener, desk.settings.home, places) as pool:
        yield Beside(pool, places, pool.submit(_get_ready))


@dataclass(slots=True)
class _Dealt:
    """One piece: judged here, or elsewhere."""

    task: Task
    draft: Draft | None = None
    future: Future[None] | None = None

    @property
    def is_done(self) -> bool:
        return self.future is None or self.future.done()

    def result(self) -> Draft | None:
        """What was drafted, once; None: it must be judged in its turn."""
        if self.future is None:
            return self.draft
        if self.future.exception() is not None:
            return None  # judged in its turn it fails again, where its set is set aside, or it does not
        try:
            return Draft.read(self.task.path)
        finally:
            self.task.path.unlink()


class Dealing:
    """Deals the pieces of one set out to processes, and collects them in order."""

    def __init__(self, beside: Beside, judging: Judging, folder: Path, here: Callable[[Task], Draft]) -> None:
        self._beside = beside
        self._here = here
        self._told = folder / "judging"
        self._told.write_bytes(pickle.dumps(judging))
        self._dealt: deque[_Dealt] = deque()
        self.is_worth_it = True
        """Whether pieces are still drafted; else each is left to be judged in its turn."""

    def drafts(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Draft | None]]:
        """Every piece in its order, with its draft where there is one."""
        dealt, ended = self._dealt, False
        while True:
            ended = ended or not self._deal_out(tasks)
            if dealt and (dealt[0].is_done or ended or self._is_full):
                first = dealt.popleft()
                yield first.task, first.result()
            elif dealt or not ended:
                ended = not self._take(tasks)
            else:
                return

    def close(self) -> None:
        """Wait for the pieces that others have in hand: they write into a folder of the set."""
        wait([one.future for one in self._dealt if one.future is not None])

    @property
    def _is_full(self) -> bool:
        return sum(one.future is None for one in self._dealt) >= _HERE

    def _deal_out(self, tasks: Iterator[Task]) -> bool:
        """Keep the others busy; False when no piece is left."""
        busy = sum(not one.is_done for one in self._dealt)
        while busy < self._beside.places * _AT_HAND and self.is_worth_it and self._beside.is_ready:
            task = next(tasks, None)
            if task is None:
                return False
            try:
                self._dealt.append(_Dealt(task, future=self._beside.pool.submit(_draft, self._told, task)))
            except BrokenExecutor as error:
                self._beside.greeting = Future()
                self._beside.greeting.set_exception(error)
                self._dealt.append(_Dealt(task))
            busy += 1
        return True

    def _take(self, tasks: Iterator[Task]) -> bool:
        """Draft one here; False when no piece is left."""
        task = next(tasks, None)
        if task is None:
            return False
        self._dealt.append(_Dealt(task, self._drafted(task)))
        return True

    def _drafted(self, task: Task) -> Draft | None:
        if not (self._dealt and self.is_worth_it and self._beside.is_ready):
            return None  # its turn has come
        try:
            return self._here(task)
        except Exception:  # noqa: BLE001 - raised again when its turn has come, if it is no fault of the order
            return None


# -- in the other process ------------------------------------------------------------------------------------

_begun: tuple[bytes, Drafting, ExitStack] | None = None


def _get_ready() -> None:
    desk_here().open_law()


def _draft(told: Path, task: Task) -> None:
    global _begun  # noqa: PLW0603 - what a process has open of one set serves all its pieces
    judging = told.read_bytes()
    if _begun is None or _begun[0] != judging:
        if _begun is not None:
            _begun[2].close()
            _begun = None
        stack = ExitStack()
        drafting = drafting_of(desk_here(), pickle.loads(judging))  # noqa: S301 - our own file
        _begun = judging, stack.enter_context(drafting), stack
    _begun[1].draft(task).write(task.path)
