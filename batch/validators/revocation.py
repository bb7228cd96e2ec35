"""Revocation lists: which of them count at a moment, and what they say of a serial number.

A list that does not count is a fault of ours, never of the sender: somebody did not fetch the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from batch.model.signature import RevocationListUsed
from batch.validators.certificates import HASHES, fingerprint

_KNOWN = (x509.CRLNumber, x509.AuthorityKeyIdentifier)
"""Extensions that may be critical without changing what a list means."""


@dataclass(frozen=True)  # not slotted: what is read once is kept beside it
class RevocationList:
    """One CRL; its entries and the proof of its signature are worked out once, when first asked for."""

    name: str
    """Of the file it came from, for the operator."""
    crl: x509.CertificateRevocationList
    _proved: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def revoked(self) -> dict[int, datetime]:
        """Serial number to moment of revocation (UTC)."""
        return {entry.serial_number: entry.revocation_date_utc for entry in self.crl}

    @cached_property
    def unusable(self) -> str:
        """Why it can never count, whoever made it; empty when it can."""
        try:
            critical = [each for each in self.crl.extensions if each.critical and not isinstance(each.value, _KNOWN)]
            algorithm = self.crl.signature_hash_algorithm
        except (ValueError, UnsupportedAlgorithm) as error:
            return f"it does not read: {error}"
        if critical:
            return f"it has a critical extension that is not supported: {critical[0].oid.dotted_string}"
        if algorithm is None or algorithm.name not in HASHES:
            return "it is signed with an algorithm that is not accepted"
        return "" if self.crl.next_update_utc else "it does not say when the next one comes"

    def why_not_of(self, issuer: x509.Certificate) -> str:
        """Why it never counts for certificates of ``issuer``; empty when it is the issuer's own."""
        return self.unusable or ("" if self._made_by(issuer) else "its signature is not its issuer's")

    def why_not_at(self, moment: datetime) -> str:
        """Why it no longer counts at a moment; empty when it does.

        A list made after the moment counts: it tells the dates of what was revoked before.
        """
        until = self.crl.next_update_utc
        return "" if until and moment <= until else f"it is stale since {until:%Y-%m-%d %H:%M:%S} UTC"

    def used(self) -> RevocationListUsed:
        """What is kept of it as evidence."""
        try:
            number = self.crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        except x509.ExtensionNotFound:
            number = None
        return RevocationListUsed(self.crl.issuer.rfc4514_string(), number, self.crl.last_update_utc)

    def _made_by(self, issuer: x509.Certificate) -> bool:
        mark = fingerprint(issuer)
        if mark not in self._proved:
            self._proved[mark] = _may_sign_lists(issuer) and _signature_fits(self.crl, issuer)
        return self._proved[mark]


def list_of(
    lists: Iterable[RevocationList], issuer: x509.Certificate, moment: datetime
) -> tuple[RevocationList | None, str]:
    """The newest list of ``issuer``, and why it does not count; a stale one is still handed back with its reason."""
    its = [each for each in lists if each.crl.issuer == issuer.subject]
    whys = {each.name: each.why_not_of(issuer) for each in its}
    own = [each for each in its if not whys[each.name]]
    if own:
        newest = max(own, key=lambda each: (not each.why_not_at(moment), each.crl.last_update_utc))
        why = newest.why_not_at(moment)
        return newest, f"{newest.name}: {why}" if why else ""
    return None, "; ".join(f"{name}: {why}" for name, why in whys.items()) or "there is no list of this issuer"


def _may_sign_lists(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return True


def _signature_fits(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # weak keys never came this far
    except (TypeError, ValueError, UnsupportedAlgorithm):
        return False
