"""The life of a career-break request: its statuses, and the only moves between them (ours: docs/protocol.md).

A dossier is what belongs to one request: the request itself, its new end dates, the worker's part, attachments,
ONEM's progress and decision. It is called after the ticket of the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from batch.model.calendar import months_after

Status = Literal["awaiting-worker", "awaiting-attachments", "awaiting-onem", "in-progress", "closed", "cancelled"]
STATUSES: tuple[Status, ...] = get_args(Status)

Step = Literal[
    "request",
    "new-end",
    "cancellation",
    "worker-part",
    "worker-cancellation",
    "attachment",
    "contact-data",
    "progress",
    "decision",
]
STEPS: tuple[Step, ...] = get_args(Step)
"""What may move a dossier; ``request`` begins it."""
OF_THE_EMPLOYER: tuple[Step, ...] = ("request", "new-end")
"""Steps whose form is the latest of the employer's part, and the one to act on afterwards."""
OF_THE_SENDER: frozenset[Step] = frozenset({"request", "new-end", "cancellation"})
"""Steps that the sender of the request takes himself and hears of by his notification."""

FIRST: Status = "awaiting-worker"
"""The status of a dossier that a request has begun."""

_MOVES: Mapping[Status, Mapping[Step, tuple[Status, Status]]] = {
    "awaiting-worker": {
        "new-end": ("awaiting-worker", "awaiting-worker"),
        "cancellation": ("cancelled", "cancelled"),
        "worker-cancellation": ("cancelled", "cancelled"),
        "worker-part": ("awaiting-onem", "awaiting-attachments"),
        "attachment": ("awaiting-worker", "awaiting-worker"),
        "contact-data": ("awaiting-worker", "awaiting-worker"),
    },
    "awaiting-attachments": {
        "attachment": ("awaiting-onem", "awaiting-attachments"),
        "contact-data": ("awaiting-attachments", "awaiting-attachments"),
        "worker-cancellation": ("cancelled", "cancelled"),
    },
    "awaiting-onem": {
        "progress": ("in-progress", "in-progress"),
        "decision": ("closed", "closed"),
        "contact-data": ("awaiting-onem", "awaiting-onem"),
    },
    "in-progress": {"decision": ("closed", "closed"), "contact-data": ("in-progress", "in-progress")},
    "closed": {},
    "cancelled": {},
}
"""By status and step: the status after it when all mandatory documents are in, and when one is missing."""


def after(status: Status, step: Step, *, complete: bool = True) -> Status | None:
    """The status that a step leads to; None when the status does not allow it.

    >>> after("awaiting-worker", "worker-part", complete=False), after("closed", "new-end")
    ('awaiting-attachments', None)
    """
    found = _MOVES[status].get(step)
    return None if found is None else found[0 if complete else 1]


def deadline(start: date, months: int) -> date:
    """The last day on which a whole request reaches ONEM in time, date to date after its start.

    Where the month has no such day, its last one (ours: the record tells only that one counts date to date).

    >>> deadline(date(2012, 9, 1), 2), deadline(date(2027, 12, 31), 2)
    (datetime.date(2012, 11, 1), datetime.date(2028, 2, 29))
    """
    return months_after(start, months)


@dataclass(slots=True)
class Particulars:
    """What a dossier keeps of its request, beside what every form is remembered by."""

    regime: int | None = None
    """Zone 01137."""
    community: int = 0
    """The community that the worker is tied to (zone 98001); 0 for staff of the employer's own."""
    school: str = ""
    """The enterprise number of the school, comparable: without leading zeros."""


@dataclass(slots=True)
class Move:
    """What an accepted form does to a dossier."""

    step: Step
    day: date
    """The day that the change of status is of."""
    complete: bool = True
    """Whether all mandatory documents are in when it is done."""
    postcode: str = ""
    """The worker's postcode, where he tells it: it decides the competent office."""
    child: str = ""
    """The child's birth date, where the worker tells it: what a child gives is counted for each."""
    particulars: Particulars | None = None
    """Of a request only."""


@dataclass(slots=True)
class Moved:
    """What an accepted form does to a dossier, and the status in which that was judged."""

    step: Step
    complete: bool
    judged_in: Status | None
    day: date
    """The day that the change of status is of."""
    postcode: str = ""
    """The worker's postcode; empty when it is not told."""
    particulars: Particulars | None = None
    judged_with: Sequence[str] = ()
    """The codes of the documents that were attached then."""
    child: str = ""
    """The child's birth date; empty when it is not told."""


@dataclass(slots=True)
class Dossier:
    """One dossier as a rule sees it."""

    ticket: str
    """The ticket of the request, which names the dossier for good."""
    latest: str
    """The ticket of the latest form of the employer's part: the one to act on."""
    status: Status
    documents: frozenset[str] = frozenset()
    """The codes of the documents that are attached."""
