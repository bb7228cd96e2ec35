"""What an accepted communication told of one worker: the memory against which later ones are judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAYS = ("002", "005")
"""Risks whose communication tells the first day of unemployment of a month."""


@dataclass(slots=True)
class Told:
    """One worker's unemployment in one communication of risk 001, 002 or 005."""

    worker: str
    """The INSS; for risk 001 without workers ``=`` and the name of the department."""
    employer: tuple[str, ...]
    """Comparable numbers of the employer."""
    ticket: str
    """The ticket of the communication; empty while its own set is judged."""
    risk: str
    first: date
    last: date
    """The last day announced; the first one where none is."""
    regime: int
    """Zone 00761: 1 full, 2 small, 3 large; 0 for other risks."""
    white_collar: bool

    def keys(self) -> list[str]:
        """By what another communication is known to tell of the same worker for the same employer: one in common."""
        return [f"{self.worker} {number}" for number in self.employer]

    def is_of(self, employer: tuple[str, ...]) -> bool:
        """Whether it is of that employer: one number in common."""
        return not set(employer).isdisjoint(self.employer)
