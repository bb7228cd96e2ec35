"""What a sender proves itself with: SSH keys at the door, certificates under its signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["key", "certificate"]


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key: its fingerprint as ``ssh-keygen -l`` prints it, and its line ``TYPE BASE64`` without comment."""

    fingerprint: str
    line: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A signing certificate: SHA-256 of its DER in hexadecimal, PEM, and what it says of itself."""

    fingerprint: str
    pem: str
    subject: str
    serial: str
    """In hexadecimal."""
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Registered:
    """A key or certificate of a sender, in force from a moment until before a moment; None is open."""

    sender: str
    credential: SshKey | Certificate
    since: datetime
    until: datetime | None = None

    @property
    def kind(self) -> Kind:
        """What it is, in one word."""
        return "key" if isinstance(self.credential, SshKey) else "certificate"

    def is_in_force(self, moment: datetime) -> bool:
        """Whether it counts at a moment; the validity that a certificate claims for itself is another matter."""
        return self.since <= moment and (self.until is None or moment < self.until)

    def ends(self) -> datetime | None:
        """When it cannot be used any more: taken out of force, or a certificate over its validity."""
        if isinstance(self.credential, SshKey):
            return self.until
        return min(self.until or self.credential.not_after, self.credential.not_after)
