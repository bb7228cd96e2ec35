"""The chain from a signer's certificate to an anchor, at a moment.

``cryptography`` builds and proves it (any order, path length, names, unknown critical extensions, no loops);
only when it finds none do we walk ourselves, to say why. The walk never accepts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy, PolicyBuilder, Store, VerificationError

from batch.model.signature import SignatureFault
from batch.validators.certificates import (
    invalid,
    is_authority,
    issued,
    name_of,
    outside_validity,
    weak_key,
    weak_signature,
)
from batch.validators.trust import Trust

MOST_STEPS = 8
"""The most certificates between a signer and its anchor (ours)."""

Chain = tuple[x509.Certificate, ...]


def chain_of(
    signer: x509.Certificate, bag: Iterable[x509.Certificate], trust: Trust, moment: datetime
) -> Chain | SignatureFault:
    """The chain from the signer to an anchor, both included."""
    known = [*dict.fromkeys((*bag, *trust.intermediates))]
    if not trust.anchors:
        return invalid(10, 1104, "No authority is trusted: the folder of anchors is empty")
    verifier = (
        PolicyBuilder()
        .store(Store(list(trust.anchors)))
        .time(moment)
        .max_chain_depth(MOST_STEPS)
        .extension_policies(ca_policy=_AUTHORITY, ee_policy=ExtensionPolicy.permit_all())
        .build_client_verifier()
    )
    try:
        chain = tuple(verifier.verify(signer, known).chain)
    except VerificationError as error:
        return _why_none(signer, known, trust, moment) or invalid(10, 1104, f"No chain to an anchor: {error}")
    return next((fault for one in chain if (fault := weak_key(one))), None) or chain


def _may_issue(_policy: Policy, certificate: x509.Certificate, _extension: x509.ExtensionType | None) -> None:
    if not is_authority(certificate):
        raise ValueError("it may not issue certificates")


# More lenient than browsers: national authorities have roots without keyUsage, or basicConstraints not critical.
_AUTHORITY = (
    ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, _may_issue)
    .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _may_issue)
)


def _why_none(
    signer: x509.Certificate, known: list[x509.Certificate], trust: Trust, moment: datetime
) -> SignatureFault | None:
    """What breaks the way from the signer up; None when every step by itself is good."""
    below = signer
    for _ in range(MOST_STEPS + 1):
        named = [one for one in (*trust.anchors, *known) if one.subject == below.issuer]
        if not named:
            return invalid(10, 1104, f"The issuer of {name_of(below)} is not known: {below.issuer.rfc4514_string()}")
        weak = weak_signature(below)
        if weak:
            return weak
        issuer = next((one for one in named if issued(one, below)), None)
        if issuer is None:
            return invalid(10, 1103, f"The signature on {name_of(below)} was not made by {name_of(named[0])}")
        fault = _unfit(issuer, moment)
        if fault or issuer in trust.anchors:
            return fault
        if issuer == below:
            return invalid(10, 1104, f"{name_of(issuer)} issued itself and is not an accepted authority")
        below = issuer
    return invalid(10, 1104, f"There are more than {MOST_STEPS} steps to an anchor")


def _unfit(issuer: x509.Certificate, moment: datetime) -> SignatureFault | None:
    if not is_authority(issuer):
        return invalid(6, 1019, f"{name_of(issuer)} issued a certificate and is no authority")
    return weak_key(issuer) or outside_validity(issuer, moment)
