"""What was told of workers before, for one set: stored communications, and those of the set itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from batch.model import tickets
from batch.model.names import Environment
from batch.model.sender import Keys
from batch.model.situation import LIFE_AFTER
from batch.model.told import Told
from batch.model.verdict import Verdict
from batch.ports import Register


class StoredHistory(AbstractContextManager["StoredHistory"]):
    """What the forms of one set may know of workers: in the same environment, and only of employers for whom the
    sender may act today, whoever of his mandataries sent it. One slice of forms is in memory at a time.
    """

    def __init__(self, register: Register, environment: Environment, may_act_for: Callable[[Keys], bool]) -> None:
        self._register = register
        self._environment = environment
        self._may_act_for = may_act_for
        self._known: dict[str, list[Told]] = {}
        self._fresh: list[Told] = []
        self._ended: set[str] = set()
        self._meanwhile = register.told_meanwhile()

    def load(self, workers: Iterable[str]) -> None:
        """Read what was told of these workers."""
        self._meanwhile.note(self._fresh)
        self._fresh = []
        self._known = {}
        wanted = set(workers)
        for told in self._register.told_of(self._environment, wanted):
            if self._may_act_for(told.employer):
                self._known.setdefault(told.worker, []).append(told)
        for told in self._meanwhile.of(wanted):
            self._known.setdefault(told.worker, []).append(told)

    def get(self, worker: str) -> Sequence[Told]:
        """What was told of one worker and still counts."""
        found = self._known.get(worker, ())
        return [one for one in found if one.ticket not in self._ended] if self._ended else found

    def apply(self, verdict: Verdict) -> None:
        """Let later forms of the set see what an accepted one told, and took back."""
        if not verdict.accepted:
            return
        if verdict.target and verdict.header.status in LIFE_AFTER:
            self._ended.add(tickets.compact(verdict.target))
        for told in verdict.told:
            self._known.setdefault(told.worker, []).append(told)
        self._fresh.extend(verdict.told)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._meanwhile.close()
