"""Single certificates: reading them, the strength of their keys, and what they may be used for."""

from __future__ import annotations

import warnings
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from batch.model.signature import INVALID, SignatureFault

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
"""The digests that are accepted (ours, after SOG-IS: the record says SHA-1 is deprecated)."""
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
LEAST_RSA = 2048

UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension)
"""What ``cryptography`` raises on a certificate that is not what it should be, at once or when a part is asked for."""


def invalid(main: int, detail: int, reason: str) -> SignatureFault:
    """A refusal of the signature itself (125)."""
    return SignatureFault(INVALID, main, detail, reason)


def read_certificate(content: bytes) -> x509.Certificate | None:
    """A certificate in DER or PEM of which every part reads; None when one does not."""
    load = x509.load_pem_x509_certificate if content.startswith(b"-----") else x509.load_der_x509_certificate
    try:
        with warnings.catch_warnings():
            # a serial number of zero and the like: old authorities made them, the chain decides
            warnings.simplefilter("ignore")
            certificate = load(content)
            for part in ("subject", "issuer", "extensions", "not_valid_before_utc", "not_valid_after_utc"):
                getattr(certificate, part)  # cryptography reads each part when it is asked for
    except UNREADABLE:
        return None
    return certificate


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER, in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def name_of(certificate: x509.Certificate) -> str:
    """The subject for a person."""
    return certificate.subject.rfc4514_string() or "without a name"


def weak_key(certificate: x509.Certificate) -> SignatureFault | None:
    """Why the key of a certificate is not accepted."""
    try:
        key = certificate.public_key()
    except UNREADABLE:
        return invalid(10, 1101, f"The key of {name_of(certificate)} is of an unknown type")
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size >= LEAST_RSA:
            return None
        return invalid(3, 3005, f"The RSA key of {name_of(certificate)} has {key.key_size} bits; {LEAST_RSA} at least")
    if isinstance(key, ec.EllipticCurvePublicKey):
        if key.curve.name in CURVES:
            return None
        return invalid(3, 3005, f"The curve {key.curve.name} of {name_of(certificate)} is not accepted")
    return invalid(10, 1101, f"The key of {name_of(certificate)} is neither RSA nor ECDSA")


def weak_signature(certificate: x509.Certificate) -> SignatureFault | None:
    """Why the algorithm with which a certificate was issued is not accepted."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UNREADABLE:
        return invalid(10, 1102, f"{name_of(certificate)} was issued with an unknown signature algorithm")
    if algorithm is None or algorithm.name not in HASHES:
        named = algorithm.name if algorithm else "a signature without a digest"
        return invalid(3, 3004, f"{name_of(certificate)} was issued with {named}")
    return None


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue certificates: basicConstraints says CA, keyUsage does not contradict it."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    return constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign)


def unfit_to_sign(certificate: x509.Certificate) -> SignatureFault | None:
    """Why a certificate is not one to sign files with."""
    constraints = _extension(certificate, x509.BasicConstraints)
    if constraints is not None and constraints.ca:
        return invalid(6, 1019, f"{name_of(certificate)} is the certificate of an authority; it signs no files")
    usage = _extension(certificate, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        return invalid(6, 1019, f"The key usage of {name_of(certificate)} allows no signatures")
    return None


def outside_validity(certificate: x509.Certificate, moment: datetime) -> SignatureFault | None:
    """Why a certificate does not hold at a moment."""
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if since <= moment <= until:
        return None
    when = f"it holds from {since:%Y-%m-%d %H:%M:%S} to {until:%Y-%m-%d %H:%M:%S} UTC"
    return invalid(11, 1207, f"{name_of(certificate)} was not valid at reception: {when}")


def issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the issuer's key made the signature on the certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


T = TypeVar("T", bound=x509.ExtensionType)


def _extension(certificate: x509.Certificate, kind: type[T]) -> T | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
