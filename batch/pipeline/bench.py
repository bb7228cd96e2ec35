"""What judging needs beside the file, as roles: what is stored and known, looked up once for a slice of forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from batch.model.balance import Break
from batch.model.correspondence import Channel
from batch.model.law import Law
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Keys
from batch.model.situation import Situation
from batch.model.told import Told
from batch.model.verdict import Effect


class Situations(Protocol):
    """Stored forms by ticket, loaded once for a slice of forms."""

    def load(self, tickets: Iterable[str]) -> None:
        """Read what is stored under these tickets."""

    def get(self, ticket: str) -> Situation | None:
        """One stored form; None when this sender has none under that ticket."""

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one did."""


class Employers(Protocol):
    """The directory of employers, looked up once for a slice of forms."""

    def load(self, keys: Iterable[str]) -> None:
        """Look up these comparable numbers."""

    def get(self, key: str) -> Sequence[EmployerRecord]:
        """The employers with that number, of whatever days, the newest first."""


class Personnel(Protocol):
    """The personnel file, looked up once for a slice of forms."""

    def load(self, workers: Iterable[str]) -> None:
        """Look up these workers."""

    def get(self, worker: str) -> Sequence[Relation]:
        """The work relations of one of them."""


class Bookings(Protocol):
    """What accepted forms have taken for their employers, loaded once for a slice of forms."""

    def load(self, bookings: Iterable[str]) -> None:
        """Read which of these are taken."""

    def has(self, booking: str) -> bool:
        """Whether an accepted form has taken it."""

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one took."""


class Channels(Protocol):
    """How notifications reach employers, looked up once for a slice of forms."""

    def load(self, keys: Iterable[str]) -> None:
        """Look up the latest parameters under these comparable numbers."""

    def get(self, employer: Keys) -> Channel | None:
        """The way to one employer; None when he gave no parameters."""


class History(Protocol):
    """What accepted communications told of workers, looked up once for a slice of forms."""

    def load(self, workers: Iterable[str]) -> None:
        """Read what was told of these workers."""

    def get(self, worker: str, employer: Keys) -> Sequence[Told]:
        """What was told of one worker for one employer and still counts."""

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one told, and took back."""


class Breaks(Protocol):
    """What workers have used of their leaves, looked up once for a slice of forms."""

    def load(self, workers: Iterable[str]) -> None:
        """Read the breaks of these workers."""

    def get(self, worker: str) -> Sequence[Break]:
        """Those of one worker that count, as far as the sender may see them."""

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one took, changed or took back."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging needs beside the file: the law and its folder, the day, the stored situations."""

    law: Law
    room: Path
    day: date
    situations: Situations | None = None
    may_act_for: Callable[[Keys], bool] | None = None
    employers: Employers | None = None
    bookings: Bookings | None = None
    history: History | None = None
    personnel: Personnel | None = None
    breaks: Breaks | None = None
    channels: Channels | None = None
    harmful: Callable[[str], bool] | None = None
    """Whether a virus scanner has found something in a file, by its SHA-256."""

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one did."""
        for fact in (self.situations, self.bookings, self.history, self.breaks):
            if fact is not None:
                fact.apply(effect)
