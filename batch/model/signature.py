"""A signature beside a file: what an FS holds, what is wrong with it, and what proved it.

Source: annex 25 (codes of the digital signature); RFC 5652 (CMS).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

INVALID, NOT_REGISTERED = "125", "153"
"""File-level codes: the signature is not valid; its certificate is not registered for this sender."""

Revocation = Literal["required", "if-available", "off"]
REVOCATIONS: tuple[Revocation, ...] = ("required", "if-available", "off")
"""Whether revocation lists are asked: the set waits without one, it is noted, or they are never looked at."""


@dataclass(frozen=True, slots=True)
class SignatureFault:
    """Why a signature is refused; ``reason`` is plain English for the operator."""

    code: str
    main: int
    detail: int
    reason: str

    def titles(self) -> tuple[str, str]:
        """Where its two texts stand in ``Law.signature_codes``.

        >>> SignatureFault("125", 11, 1205, "").titles()
        ('main-11', 'detail-1205')
        """
        return f"main-{self.main}", f"detail-{self.detail}"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a signature was calculated, in lower-case words; what we do not know keeps its dotted number.

    ``method`` is ``rsa``, ``rsa-pss``, ``ecdsa`` or another; ``digest`` is the hash that the method itself names,
    empty when it names none; ``mask`` and ``salt`` (bytes) belong to ``rsa-pss``.
    """

    method: str
    digest: str = ""
    mask: str = ""
    salt: int = 0


@dataclass(frozen=True, slots=True)
class DetachedSignature:
    """Everything an FS holds that a judge needs; nothing in it is proved yet."""

    digests: tuple[str, ...]
    """The hash names of the whole message (``sha256``)."""
    digest: str
    """The hash name of the signer."""
    scheme: Scheme
    signed: bytes
    """The signed attributes in DER, which the signature covers; empty when there are none."""
    attributes: tuple[str, ...]
    """The types of the signed attributes, one for each time it stands there."""
    content_types: tuple[str, ...]
    message_digests: tuple[bytes, ...]
    claimed_at: datetime | None
    """The signing time the signer claims, aware; it is never used to judge."""
    signature: bytes
    certificate: bytes
    """The signer's certificate in DER."""
    others: tuple[bytes, ...]
    """The other certificates in DER, in no order that means anything."""


@dataclass(frozen=True, slots=True)
class RevocationListUsed:
    """Which revocation list answered: issuer (RFC 4514), number if it has one, and its day."""

    issuer: str
    number: int | None
    this_update: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proved a signature; certificates are SHA-256 fingerprints of their DER, in hexadecimal."""

    certificate: str
    algorithm: str
    claimed_at: datetime | None
    chain: tuple[str, ...]
    """From the signer to the anchor, both included."""
    crls: tuple[RevocationListUsed, ...]
    notes: tuple[str, ...] = ()
    """What an auditor should know: a revocation after reception, or one that could not be looked up."""
