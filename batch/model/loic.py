"""A career-break or time-credit request (LOIC001), as its rules read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from batch.model.forms import Block, Employer, Header, Reference

TIME_CREDIT = frozenset({"5001", "5002", "5003", "5004", "5005"})
"""Types of interruption (zone 01136) that are time credit: 5001 to 5004 official, 5005 end of career ours."""
WITH_MOTIVE = frozenset({"5001", "5002", "5003", "5004"})
INFORMAL_CARER = "6004"
FULL, ONE_FIFTH = 1, 5
"""Regimes (zone 01137)."""


@dataclass(slots=True)
class Request:
    """One LOIC001 form: request (0), new end date (1) or cancellation (3)."""

    form: Block
    header: Header
    references: list[Reference]
    reference_data: Block | None
    employer_block: Block | None
    employer: Employer
    inss: str | None
    content: Block
    """The LOIC001 element; the form itself when there is none."""
    declaration: Block | None
    contact: Block | None
    interruption: Block | None
    employer_part: Block | None
    threshold: Block | None
    agreement: Block | None
    start: date | None
    end: date | None

    @property
    def created(self) -> date | None:
        """The creation date of the form (zone 00218)."""
        return self.header.created

    @property
    def status(self) -> int | None:
        """Zone 00110: 0, 1 or 3."""
        return self.header.status

    @property
    def kind(self) -> str:
        """Type of interruption (zone 01136), without leading zeros; empty when it cannot be read."""
        number = self.interruption.number("InterruptionType") if self.interruption else None
        return str(number) if number is not None else ""

    @property
    def regime(self) -> int | None:
        """Zone 01137."""
        return self.interruption.number("InterruptionRegime") if self.interruption else None

    @property
    def is_time_credit(self) -> bool:
        """Whether the type of interruption is a time credit."""
        return self.kind in TIME_CREDIT

    @property
    def notice(self) -> date | None:
        """The day of the worker's written notice to the employer (zone 01086)."""
        return self.employer_part.day("DocumentDate") if self.employer_part else None
