"""Work relations: who worked for which employer, from a day to a day, as the personnel file (Dimona) tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.forms import Block
from batch.model.sender import Keys, is_same_employer, keys_of


@dataclass(frozen=True, slots=True)
class Relation:
    """One work relation of a worker with an employer, from a day to a day; both count, None is open."""

    niss: str
    noss: str
    lpa: str
    company: str
    since: date
    until: date | None = None

    def is_with(self, employer: Keys) -> bool:
        """Whether it is with that employer: one number is the same, and none that both know differs."""
        return is_same_employer(keys_of(self.noss, self.company, self.lpa), employer)

    def touches(self, first: date, last: date) -> bool:
        """Whether it lasts on one day at least of a period; both its ends count."""
        return self.since <= last and (self.until is None or self.until >= first)


@dataclass(frozen=True, slots=True)
class Employment:
    """A worker whom a form takes to be employed on one day at least of a period, and the block that names him."""

    block: Block
    worker: str
    first: date
    last: date
