"""The directory as a batch of sets sees it: what does not change within half a second is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from batch.jobs.desk import Desk

if TYPE_CHECKING:
    from batch.model.credential import Registered
    from batch.model.personnel import Relation
    from batch.model.sender import EmployerRecord, Sender
    from batch.ports.people import Directory


def as_it_is_now(desk: Desk) -> Desk:
    """The same desk, with directory and trust as they are when they are first asked; for one batch, then let go."""
    return replace(desk, directory=DirectoryView(desk.directory), trust=desk.trust.as_it_is())


class DirectoryView:
    """Remembers who senders are and what they may; asks for anything else every time."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.sender = cache(directory.sender)
        self.mandates_of = cache(directory.mandates_of)
        self.permissions_of = cache(directory.permissions_of)
        self.certificates_in_force = cache(directory.certificates_in_force)
        self.loaded = cache(directory.loaded)

    def employers(self, keys: Iterable[str]) -> dict[str, tuple[EmployerRecord, ...]]:
        """All rows of the directory of employers by comparable number."""
        return self._directory.employers(keys)

    def relations_of(self, workers: Iterable[str]) -> Iterator[Relation]:
        """The work relations of these workers."""
        return self._directory.relations_of(workers)

    def keys_in_force(self, user: str, moment: datetime) -> tuple[str, tuple[str, ...]] | None:
        """The active sender behind a user, and its public keys."""
        return self._directory.keys_in_force(user, moment)

    def password_of(self, user: str) -> str | None:
        """The hash of an account's password."""
        return self._directory.password_of(user)

    def senders(self) -> tuple[Sender, ...]:
        """All senders by number."""
        return self._directory.senders()

    def credentials_of(self, sender: str) -> list[Registered]:
        """All keys, then all certificates a sender ever had."""
        return self._directory.credentials_of(sender)

    def expiring(self, now: datetime, days: int) -> list[Registered]:
        """Credentials that end soon."""
        return self._directory.expiring(now, days)
