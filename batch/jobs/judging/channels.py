"""How workers' notifications reach their employers: by the latest parameters, looked up a slice at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from batch.jobs.desk import Desk
from batch.model.calendar import quarter_of
from batch.model.correspondence import Channel
from batch.model.names import Environment
from batch.model.receipt import Receipt
from batch.model.sender import Keys, Mandate, Sender, group_of, is_same_employer, may_act_for
from batch.ports.correspondence import Filed
from batch.switchboard.correspondence import NOTIFICATION

_GROUP = group_of("LOIC") or ""


def channels_of(desk: Desk, receipt: Receipt, day: date) -> StoredChannels | None:
    """The ways to employers; for a set of workers' notifications only."""
    if receipt.message != NOTIFICATION.identification:
        return None
    return StoredChannels(desk, receipt.environment, day)


class StoredChannels:
    """The ways to the employers of a slice, on one day, in one environment."""

    def __init__(self, desk: Desk, environment: Environment, day: date) -> None:
        self._register = desk.register
        self._environment = environment
        self._quarter = quarter_of(day)
        self._filed: list[Filed] = []
        self._sender = cache(desk.directory.sender)
        self._mandates = cache(desk.directory.mandates_of)

    def load(self, keys: Iterable[str]) -> None:
        """Look up the latest parameters under these comparable numbers."""
        found = self._register.filed(self._environment, keys)
        self._filed = sorted(found, key=lambda one: one.id, reverse=True)

    def get(self, employer: Keys) -> Channel | None:
        """The way to one employer; None when he gave no parameters."""
        latest = next((one for one in self._filed if is_same_employer(one.employer, employer)), None)
        if latest is None:
            return None
        sender: Sender | None = self._sender(latest.sender)
        mandates: tuple[Mandate, ...] = self._mandates(latest.sender)
        return Channel(
            parameters=latest.ticket,
            sender=latest.sender,
            electronic=latest.electronic,
            is_active=sender is not None and sender.active,
            has_mandate=sender is not None and may_act_for(sender, mandates, employer, _GROUP, self._quarter),
        )
