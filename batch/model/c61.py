"""A career-break request as it is printed: the employer's part of form C61."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from batch.model.law import Title
from batch.model.loic import Request


@dataclass(frozen=True, slots=True)
class RequestCopy:
    """What the C61 says of a request, of its new end date, or of its cancellation."""

    request: Request
    """The request itself, also when a later form is printed: that one carries no more than an end date."""
    status: int
    """Of the form that is printed: 0 request, 1 new end date, 3 cancellation."""
    ticket: str
    """13 characters without dashes."""
    target: str
    """The ticket of the request that a new end date or a cancellation is about; empty for the request."""
    own_reference: str
    received_on: date
    """The day of reception in Brussels."""
    end: date | None
    """The last day as the printed form leaves it."""
    comment: str
    labels: Mapping[str, Title]
    """The published names of the zones, by XML name."""
    lists: Mapping[str, Mapping[str, Title]]
    """Names of codes by list: types of interruption, sectors."""
