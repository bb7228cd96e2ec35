"""Our own signature: of the keys that are configured, the newest whose certificate is valid signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from batch.errors import SigningKeyUnusable

if TYPE_CHECKING:
    from batch.writers.cms import Signer


@dataclass(frozen=True, slots=True)
class SigningFiles:
    """One signing key as it lies on the disk, in PEM: the key, and its certificate with those of its authorities."""

    stem: str
    key: bytes
    certificates: bytes


class Signing:
    """Signs answers; without a configured key it signs none."""

    def __init__(self, read: Callable[[], Sequence[SigningFiles]], passphrase: bytes | None = None) -> None:
        self._read = read
        self._passphrase = passphrase

    @cached_property
    def signers(self) -> list[Signer]:
        """The configured keys, newest certificate first.

        Raises:
            SettingsWrong: a key or certificate does not read, or is too weak.
        """
        files = self._read()
        if not files:
            return []
        from batch.writers.cms import signer_of

        found = [signer_of(one.key, one.certificates, self._passphrase) for one in files]
        return sorted(found, key=lambda signer: signer.certificate.not_valid_before_utc, reverse=True)

    def sign(self, sha256: str, now: datetime) -> bytes | None:
        """The content of the FS beside a file with this digest; None when answers leave unsigned.

        Raises:
            SigningKeyUnusable: keys are configured and none is valid today; the answer waits.
        """
        if not self.signers:
            return None
        from batch.writers.cms import detached

        return detached(self._valid(now), bytes.fromhex(sha256), now)

    def _valid(self, now: datetime) -> Signer:
        for signer in self.signers:
            certificate = signer.certificate
            if certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
                return signer
        raise SigningKeyUnusable
