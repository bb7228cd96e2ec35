"""What was told of workers before, for one set: stored communications, and those of the set itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from batch.model.names import Environment
from batch.model.sender import Keys
from batch.model.told import Told
from batch.model.verdict import Effect
from batch.ports import Register, ToldMeanwhile


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
        self._meanwhile: ToldMeanwhile | None = None

    def load(self, workers: Iterable[str]) -> None:
        """Read what was told of these workers."""
        self._note()
        self._known = {}
        wanted = set(workers)
        for told in self._register.told_of(self._environment, wanted):
            if self._may_act_for(told.employer):
                self._known.setdefault(told.worker, []).append(told)
        for told in self._meanwhile.of(wanted) if self._meanwhile else ():
            self._known.setdefault(told.worker, []).append(told)

    def _note(self) -> None:
        if not self._fresh:
            return
        if self._meanwhile is None:
            self._meanwhile = self._register.told_meanwhile()
        self._meanwhile.note(self._fresh)
        self._fresh = []

    def get(self, worker: str, employer: Keys) -> Sequence[Told]:
        """What was told of one worker for one employer and still counts."""
        found = self._known.get(worker, ())
        return [one for one in found if one.is_of(employer) and one.ticket not in self._ended]

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one told, and took back."""
        if effect.target and effect.life is not None:
            self._ended.add(effect.target)
        for told in effect.told:
            self._known.setdefault(told.worker, []).append(told)
        self._fresh.extend(effect.told)

    def forget(self) -> None:
        """Forget what the set told: what is stored counts again."""
        self._known, self._fresh, self._ended = {}, [], set()
        self._close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._meanwhile is not None:
            self._meanwhile.close()
            self._meanwhile = None
