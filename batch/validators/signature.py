"""Judges a signature: is it of this file, by a certificate of this sender, good at the moment of reception.

The order is the order of usefulness. First the signature itself (algorithms, digest, arithmetic), so that a changed
file is called that, whoever signed it; then whose it is (153), so that a stranger's good signature is called that;
then the certificate, its chain and its revocation. Waiting for a revocation list comes last: what is wrong for
another reason never waits. Source: annex 25; RFC 5652; RFC 5280.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import pairwise

from cryptography import x509

from batch.errors import RevocationUnknown
from batch.model.signature import (
    NOT_REGISTERED,
    DetachedSignature,
    Evidence,
    RevocationListUsed,
    SignatureFault,
)
from batch.validators.arithmetic import refused_algorithm, words_of, wrong_arithmetic
from batch.validators.certificates import (
    fingerprint,
    invalid,
    name_of,
    outside_validity,
    read_certificate,
    unfit_to_sign,
    weak_key,
)
from batch.validators.chain import Chain, chain_of
from batch.validators.revocation import list_of
from batch.validators.trust import Trust, trust_of

__all__ = ["DigestOf", "Trust", "judge", "trust_of"]

DigestOf = Callable[[str], bytes]
"""The digest of the signed file's exact bytes, by hash name (``sha256``, ``sha384``, ``sha512``)."""


def judge(
    signed: DetachedSignature, digest_of: DigestOf, registered: Collection[str], trust: Trust, moment: datetime
) -> Evidence | SignatureFault:
    """Whether a signature is accepted, and by what.

    ``registered`` are the SHA-256 fingerprints (lower-case hexadecimal) of the sender's certificates in force;
    ``moment`` is the moment of reception (aware). The time the signer claims is kept as evidence and decides nothing.

    Raises:
        RevocationUnknown: all is good but no usable revocation list tells, and revocation is ``required``.
    """
    signer = read_certificate(signed.certificate)
    if signer is None:
        return invalid(1, 1001, "The signer's certificate does not read")
    fault = (
        refused_algorithm(signed)
        or weak_key(signer)
        or _wrong_attributes(signed)
        or _wrong_digest(signed, digest_of)
        or wrong_arithmetic(signed, signer)
        or _unregistered(signer, registered)
        or unfit_to_sign(signer)
        or outside_validity(signer, moment)
    )
    if fault:
        return fault
    bag = [one for der in signed.others if (one := read_certificate(der))]
    chain = chain_of(signer, bag, trust, moment)
    return chain if isinstance(chain, SignatureFault) else _with_revocation(signed, chain, trust, moment)


def _wrong_attributes(signed: DetachedSignature) -> SignatureFault | None:
    """Why the signed attributes are not what RFC 5652 asks: content-type and message-digest, none of any type twice."""
    if not signed.signed:
        return invalid(11, 1204, "There are no signed attributes")
    twice = [name for name in signed.attributes if signed.attributes.count(name) > 1]
    if twice:
        return invalid(11, 1204, f"A signed attribute stands there twice: {twice[0]}")
    if signed.content_types != ("data",):
        return invalid(11, 1204, "The signed attribute content-type does not say data, once")
    if len(signed.message_digests) != 1:
        return invalid(11, 1204, "The signed attribute message-digest does not hold one digest")
    return None


def _wrong_digest(signed: DetachedSignature, digest_of: DigestOf) -> SignatureFault | None:
    if signed.message_digests == (digest_of(signed.digest),):
        return None
    return invalid(11, 1205, "The signature is of other bytes; sign the very file that is sent, as binary, last of all")


def _unregistered(signer: x509.Certificate, registered: Collection[str]) -> SignatureFault | None:
    if fingerprint(signer) in registered:
        return None
    whose = f"{name_of(signer)}, fingerprint {fingerprint(signer)}"
    return SignatureFault(NOT_REGISTERED, 10, 0, f"The certificate is not registered for this sender: {whose}")


def _with_revocation(
    signed: DetachedSignature, chain: Chain, trust: Trust, moment: datetime
) -> Evidence | SignatureFault:
    """The last question, for the signer and every intermediate; an anchor is trusted until it is taken away."""
    used: list[RevocationListUsed] = []
    notes: list[str] = []
    unknown: list[str] = []
    if trust.revocation != "off":
        for certificate, issuer in pairwise(chain):
            found, why = list_of(trust.crls, issuer, moment)
            revoked = found.revoked.get(certificate.serial_number) if found else None
            if why:
                # its fingerprint, never its name: what we could not do goes to the log and the journal
                unknown.append(f"Revocation of certificate {fingerprint(certificate)[:16]} is not known: {why}")
            elif found:
                used.append(found.used())
            # a stale list may be behind the times (a hold lifted): required waits, if-available believes it
            believed = not why or trust.revocation == "if-available"
            if revoked and believed and revoked <= moment:
                return invalid(10, 0, f"{name_of(certificate)} was revoked on {revoked:%Y-%m-%d %H:%M:%S} UTC")
            if revoked and believed:
                notes.append(f"{name_of(certificate)} was revoked after reception, on {revoked:%Y-%m-%d %H:%M:%S} UTC")
    if unknown and trust.revocation == "required":
        raise RevocationUnknown("; ".join(unknown))
    return Evidence(
        certificate=fingerprint(chain[0]),
        algorithm=words_of(signed),
        claimed_at=signed.claimed_at,
        chain=tuple(fingerprint(one) for one in chain),
        crls=tuple(dict.fromkeys(used)),
        notes=(*notes, *unknown),
    )
