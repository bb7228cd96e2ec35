"""What jobs and the door ask of people: who may send what for whom, who may log in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from batch.model.credential import Registered
from batch.model.listing import Listing
from batch.model.personnel import Relation
from batch.model.sender import EmployerRecord, Mandate, Permission, Sender


class Directory(Protocol):
    """Who may send what for whom: what the jobs and the door ask."""

    def sender(self, number: str) -> Sender | None: ...
    def certificates_in_force(self, sender: str, moment: datetime) -> frozenset[str]: ...
    def keys_in_force(self, user: str, moment: datetime) -> tuple[str, tuple[str, ...]] | None: ...
    def password_of(self, user: str) -> str | None: ...
    def mandates_of(self, sender: str) -> tuple[Mandate, ...]: ...
    def permissions_of(self, company: str, day: date) -> frozenset[Permission]: ...
    def employers(self, keys: Iterable[str]) -> dict[str, tuple[EmployerRecord, ...]]: ...
    def relations_of(self, workers: Iterable[str]) -> Iterator[Relation]: ...
    def loaded(self, what: Listing) -> date | None: ...
    def senders(self) -> tuple[Sender, ...]: ...
    def credentials_of(self, sender: str) -> list[Registered]: ...
    def expiring(self, now: datetime, days: int) -> list[Registered]: ...


class Credentials(Protocol):
    """Who may log in at the built-in SFTP door; asked from several threads at once.

    A user is a sender number, or the name of an account that belongs to one.
    """

    def keys_of(self, user: str) -> tuple[str, tuple[str, ...]] | None:
        """The sender number of a user and its public keys in force now, in OpenSSH form; None: no such user."""

    def password_of(self, user: str) -> tuple[str, str] | None:
        """The sender number of a user and its stored password (``model.accounts``); None: it has none."""
