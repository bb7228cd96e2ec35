"""Employers' parameters and workers' notifications, as the register keeps and finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from batch.model.correspondence import SendNotification
from batch.model.names import Environment
from batch.model.sender import Keys

if TYPE_CHECKING:
    from batch.ports import Posting, StoredForm

DeedRow = Mapping[str, Any]
"""What a form does to parameters or notifications; ``deed`` says which: parameters, notification, answer."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The latest parameters under a number of an employer."""

    id: int
    ticket: str
    sender: str
    employer: Keys
    """The numbers under which they were set."""
    electronic: bool


@dataclass(frozen=True, slots=True)
class Unpassed:
    """A worker's notification that its addressee has not got."""

    sent: SendNotification
    at: datetime
    """When it was received; the answer is made as of that moment, so that making it again gives the same bytes."""
    form: StoredForm


class Corresponding(Protocol):
    """What the register remembers of them."""

    def filed(self, environment: Environment, keys: Iterable[str]) -> list[Filed]: ...
    def unpassed_notifications(self) -> list[Unpassed]: ...
    def pass_notification(self, ticket: str, posting: Posting, moment: datetime) -> None: ...
