"""The letter in which ONEM tells an employer its decision on a communication of temporary unemployment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DecisionLetter:
    """What the decision letter says; no worker is named in it, and no NISS."""

    ticket: str
    """The ticket of the communication, 13 characters without dashes."""
    own_reference: str
    """The sender's own reference; may be empty."""
    noss: str
    """The employer's ONSS number as sent, or the PPL number of a local authority; may be empty or zeros."""
    company: str
    """The employer's enterprise number as sent; may be empty or zeros."""
    risk: str
    """``001`` to ``006``."""
    created: date
    """The creation date of the communication."""
    start: date | None
    end: date | None
    worker_count: int
    """The number of workers in the communication; 0 when it names none, and the letter is silent about it."""
    decided_on: date
    positive: bool
    reason: str
    """Why; may be empty."""
    office: str
    """The ONEM office that decided; may be empty."""
    local_authority: bool = False
    """Whether ``noss`` is a PPL number."""
