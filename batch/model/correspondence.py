"""What passes between an employer and his workers before a career-break request (ours: docs/protocol.md).

The employer says whether workers may send him notifications (LOIC003), a worker sends one (LOWK001), the employer
accepts, refuses or postpones it (LOIC002). A worker's notification is called after the ticket of its form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from batch.model.sender import Keys

NotificationStatus = Literal["pending", "accepted", "refused", "postponed"]
NOTIFICATION_STATUSES: tuple[NotificationStatus, ...] = get_args(NotificationStatus)

ACCEPT, REFUSE, POSTPONE = 1, 2, 3
"""What an employer may answer (zone 98221)."""
_ANSWERS: dict[int, NotificationStatus] = {ACCEPT: "accepted", REFUSE: "refused", POSTPONE: "postponed"}


def answered(answer: int | None) -> NotificationStatus | None:
    """The status that an answer leads to; None when it is none.

    >>> answered(3), answered(None)
    ('postponed', None)
    """
    return None if answer is None else _ANSWERS.get(answer)


@dataclass(frozen=True, slots=True)
class Channel:
    """How a worker's notification reaches an employer: by his latest parameters in the same environment."""

    parameters: str
    """The ticket of those parameters."""
    sender: str
    """Who sent them: the addressee."""
    electronic: bool
    """Whether the employer takes electronic notifications."""
    is_active: bool
    """Whether the addressee is a sender still."""
    has_mandate: bool
    """Whether the addressee may act for the employer today."""


@dataclass(slots=True)
class Notified:
    """A worker's notification as a rule sees it when an answer or a request points at its ticket."""

    status: NotificationStatus
    regime: int


@dataclass(frozen=True, slots=True)
class SetParameters:
    """What accepted parameters (LOIC003) say, under those numbers of the employer for which the sender may act."""

    employer: Keys
    contact: str
    first_name: str
    phone: str
    mobile: str
    email: str
    sector: str
    electronic: bool
    language: int


@dataclass(frozen=True, slots=True)
class SendNotification:
    """What an accepted notification (LOWK001) tells, to whom, and by which parameters that was judged."""

    addressee: str
    parameters: str
    kind: str
    """Type of interruption, without leading zeros."""
    regime: int
    start: date
    end: date
    noted: date
    """The day of the notification, as the worker says it."""
    comment: str


@dataclass(frozen=True, slots=True)
class AnswerNotification:
    """What an accepted answer (LOIC002) makes of the notification it names."""

    status: NotificationStatus
    proposed: date | None
    """The start that the employer proposes when he postpones."""


Deed = SetParameters | SendNotification | AnswerNotification
"""What an accepted form does to parameters or notifications."""
