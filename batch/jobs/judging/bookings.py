"""What accepted forms have taken for their employers: loaded a slice at a time, and added to by the set itself."""

from __future__ import annotations

from collections.abc import Iterable

from batch.model.names import Environment
from batch.model.verdict import Effect
from batch.ports import Register


class StoredBookings:
    """The bookings of one environment, by whichever sender; the judge asks only under numbers of employers for
    whom the sender may act.
    """

    def __init__(self, register: Register, environment: Environment) -> None:
        self._register = register
        self._environment = environment
        self._known: set[str] = set()
        self._of_this_set: set[str] = set()

    def load(self, bookings: Iterable[str]) -> None:
        """Read which of these are taken."""
        self._known = self._register.booked(self._environment, bookings)

    def has(self, booking: str) -> bool:
        """Whether an accepted form has taken it."""
        return booking in self._known or booking in self._of_this_set

    def apply(self, effect: Effect) -> None:
        """Let later forms of the set see what an accepted one took."""
        self._of_this_set.update(effect.bookings)

    def forget(self) -> None:
        """Forget what the set took: what is stored counts again."""
        self._of_this_set = set()
