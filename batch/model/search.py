"""What an operator or the back office looks for among requests and declarations, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from batch.model.calendar import BRUSSELS
from batch.model.dossier import STATUSES
from batch.model.names import Environment

MESSAGES = ("TWCT001", "LOIC001", "VBLV001")
OF_DECLARATIONS = ("accepted", "refused", "replaced", "cancelled", "closed")
"""What became of a declaration; ``accepted`` is one that still stands."""
WORDS = tuple(dict.fromkeys((*STATUSES, *OF_DECLARATIONS)))
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Sought:
    """All that is given must hold; ``limit`` is the most that is found, the newest first."""

    environment: Environment = "R"
    limit: int = 100
    employer: str = ""
    """One of its numbers, digits only."""
    inss: str = ""
    ticket: str = ""
    kind: str = ""
    """Type of interruption, or risk."""
    regime: int | None = None
    status: str = ""
    since: date | None = None
    until: date | None = None
    message: str = ""

    def spellings(self) -> list[str]:
        """The employer's number as forms may write it: with and without leading zeros.

        >>> Sought(employer="0852093431").spellings()
        ['852093431', '0852093431']
        """
        bare = self.employer.lstrip("0")
        return [bare.zfill(width) for width in range(len(bare), _LONGEST_NUMBER + 1)]

    def moments(self) -> tuple[str, str]:
        """The first moment that counts, and the first that does not any more, as stored; empty when open."""
        day_after = self.until + timedelta(1) if self.until and self.until < date.max else None
        return _moment(self.since), _moment(day_after)

    @property
    def wants_requests(self) -> bool:
        """Whether a request of career break can be what is sought."""
        return self.message in ("", "LOIC001") and self.status in ("", *STATUSES)

    @property
    def wants_declarations(self) -> bool:
        """Whether a form that is no request in a dossier can be what is sought."""
        return self.regime is None and self.status in ("", *OF_DECLARATIONS)


def _moment(day: date | None) -> str:
    """When a day begins in Brussels, in UTC, as moments are stored."""
    if day is None:
        return ""
    return datetime.combine(day, time(), BRUSSELS).astimezone(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class Hit:
    """One request with its latest ticket and end, or one declaration."""

    inss: str
    workers: int
    ticket: str
    kind: str
    regime: int | None
    start: str
    end: str
    introduced: str
    """The Brussels day of reception."""
    status: str
    postcode: str
    message: str
    sender: str
    employer: str
    """Its comparable numbers."""
