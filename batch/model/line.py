"""The line of sets that wait for a step: which may go next, and which wait for one before them.

Verdicts depend on what was kept of the same sender and of the same employers, and on nothing else; so sets that share
neither may go in any order, and on any core, with the answers that one after the other would give.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from batch.model.naming import NOBODY, Naming, codes_of, count_of, share
from batch.model.slices import in_turns

_MANY = 1_000
"""A turn with more employers is compared as a whole: a queue for each of them would fill the memory."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A set in a line."""

    receipt: int
    sender: str
    size: int
    """How much there is to do, in the unit of its line: bytes, or forms."""
    employers: Naming | None = NOBODY
    """The employers that it names; None: it may concern any."""
    is_aside: bool = False
    """It could not be finished before: it goes last and holds up nobody who was there before."""


class Line:
    """Turns in their order; whoever shares a sender or an employer with one before him waits for it."""

    def __init__(self) -> None:
        self._waiting: dict[int, Turn] = {}
        self._order: dict[int, int] = {}
        self._joined = 0
        self._queues: dict[str | int, deque[int]] = {}
        """Who waits for whom: by sender, and by employer for turns with few of them."""
        self._wide: dict[int, Naming | None] = {}
        """The employers of turns with many, and of those that may concern any."""

    def __iter__(self) -> Iterator[Turn]:
        """All turns, in turns: the first of every sender, then the second of every sender."""
        return iter(in_turns(self._waiting.values(), lambda turn: turn.sender))

    def in_order(self, turns: Iterable[Turn]) -> list[Turn]:
        """Some of them, as they joined."""
        return sorted(turns, key=lambda one: self._order[one.receipt])

    def __contains__(self, receipt: int) -> bool:
        return receipt in self._waiting

    @property
    def size(self) -> int:
        """How much there is to do in all."""
        return sum(turn.size for turn in self._waiting.values())

    def update(self, turns: Iterable[Turn]) -> None:
        """Let those who are not among them leave, and those who are new join behind, the ones set aside last."""
        present = {turn.receipt: turn for turn in turns}
        for receipt in [one for one in self._waiting if one not in present]:
            self.leave(receipt)
        new = [turn for receipt, turn in present.items() if receipt not in self._waiting]
        for turn in sorted(new, key=lambda one: one.is_aside):
            self._join(turn)

    def _join(self, turn: Turn) -> None:
        self._joined += 1
        self._waiting[turn.receipt] = turn
        self._order[turn.receipt] = self._joined
        if _is_wide(turn):
            self._wide[turn.receipt] = turn.employers
        for key in _keys(turn):
            self._queues.setdefault(key, deque()).append(turn.receipt)

    def leave(self, receipt: int) -> None:
        """It is done, or given up for now: nobody waits for it any more."""
        turn = self._waiting.pop(receipt)
        del self._order[receipt]
        self._wide.pop(receipt, None)
        for key in _keys(turn):
            queue = self._queues[key]
            queue.remove(receipt)
            if not queue:
                del self._queues[key]

    def is_next(self, turn: Turn) -> bool:
        """Whether nobody before it shares its sender or an employer."""
        if turn.employers is None:
            return turn.receipt == next(iter(self._waiting))
        if any(self._queues[key][0] != turn.receipt for key in _keys(turn)):
            return False
        mine = self._order[turn.receipt]
        for receipt, employers in self._wide.items():
            is_before = self._order[receipt] < mine
            if is_before and (employers is None or share(employers, turn.employers)):
                return False
        return not _is_wide(turn) or self._is_free(turn.employers, mine)

    def _is_free(self, employers: Naming, mine: int) -> bool:
        """Whether no turn of few employers before this one shares any of so many."""
        queues = (self._queues.get(code) for code in codes_of(employers))
        return all(self._order[queue[0]] > mine for queue in queues if queue)


def _is_wide(turn: Turn) -> bool:
    return turn.employers is None or count_of(turn.employers) > _MANY


def _keys(turn: Turn) -> Iterator[str | int]:
    """Where it queues: with its sender, and with its employers when they are few."""
    yield f"sender {turn.sender}"
    if turn.employers is not None and not _is_wide(turn):
        yield from codes_of(turn.employers)
