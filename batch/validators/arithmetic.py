"""The arithmetic of a signature: which algorithms are accepted, and whether the numbers fit the key."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from batch.model.signature import DetachedSignature, SignatureFault
from batch.validators.certificates import HASHES, invalid

_KEYS: dict[str, type] = {"rsa": rsa.RSAPublicKey, "rsa-pss": rsa.RSAPublicKey, "ecdsa": ec.EllipticCurvePublicKey}
_WORDS = {"rsa": "RSA", "rsa-pss": "RSA-PSS", "ecdsa": "ECDSA"}


def refused_algorithm(signed: DetachedSignature) -> SignatureFault | None:
    """Why the algorithms of a signature are not accepted, or do not belong together."""
    if signed.digest not in HASHES:
        return invalid(3, 3002, f"The digest {signed.digest} is not accepted; use SHA-256")
    refused = [name for name in signed.digests if name not in HASHES]
    if refused:
        return invalid(3, 3001, f"The digest {refused[0]} is not accepted, even beside another")
    scheme = signed.scheme
    named = {"rsa": (scheme.digest or signed.digest,), "rsa-pss": (scheme.digest, scheme.mask)}
    digests = named.get(scheme.method, (scheme.digest,))
    if scheme.method not in _KEYS or not all(name in HASHES for name in digests):
        words = " ".join(filter(None, (scheme.method, scheme.digest, scheme.mask)))
        return invalid(3, 3003, f"The signature algorithm {words} is not accepted")
    if any(name != signed.digest for name in digests):
        return invalid(11, 1202, f"The signature algorithm names another digest than {signed.digest}")
    return None


def wrong_arithmetic(signed: DetachedSignature, signer: x509.Certificate) -> SignatureFault | None:
    """Why the signature is not one that the signer's key made over the signed attributes."""
    key = signer.public_key()
    if not isinstance(key, _KEYS[signed.scheme.method]):
        return invalid(11, 1202, f"The signature algorithm {signed.scheme.method} does not fit the key of the signer")
    digest = HASHES[signed.digest]
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signed.signature, signed.signed, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey) and signed.scheme.method == "rsa-pss":
            pss = padding.PSS(padding.MGF1(digest), signed.scheme.salt)
            key.verify(signed.signature, signed.signed, pss, digest)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signed.signature, signed.signed, padding.PKCS1v15(), digest)
    except (InvalidSignature, ValueError, OverflowError):
        return invalid(11, 1203, "The signature was not made with the key of its certificate, or was changed")
    return None


def words_of(signed: DetachedSignature) -> str:
    """The algorithms for a person: ``RSA with SHA-256``."""
    return f"{_WORDS[signed.scheme.method]} with {signed.digest.upper().replace('SHA', 'SHA-')}"
