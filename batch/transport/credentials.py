"""Reads the public keys and certificates that senders hand in, and refuses those that prove too little.

RSA from 2048 bits as the access manual shows it; smaller keys, DSA and rare curves are refused (ours).
"""

from __future__ import annotations

import base64
import hashlib
import re
import warnings
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from batch.errors import CredentialRefused
from batch.model.credential import Certificate, SshKey

_LEAST_BITS = 2048
_MOST_BITS = 16384
"""As OpenSSH has it; a larger key costs the checker too much."""
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_LARGEST = 64 * 1024
"""No public key or certificate is near this size (ours)."""
_UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    NotImplementedError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    Warning,
)
"""What cryptography raises on damaged input; it warns of what it will soon refuse."""
_PEM = re.compile(b"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----")


def read_ssh_key(content: bytes) -> SshKey:
    """One public key as OpenSSH (``ssh-rsa AAAA… comment``) or PuTTY (RFC 4716) writes it; the comment goes.

    Raises:
        CredentialRefused: it is none, a private one, or too weak.
    """
    _refuse_private(content)
    try:
        text = content.decode("utf-8-sig").strip()
        kind, blob = _from_rfc4716(text) if text.startswith("----") else _from_openssh(text)
        line = f"{kind} {base64.b64encode(blob).decode()}"
        key = serialization.load_ssh_public_key(line.encode())
    except _UNREADABLE as error:
        raise CredentialRefused(
            "It is no public SSH key that we take: one line, ssh-rsa, ecdsa-sha2-nistp… or ssh-ed25519."
        ) from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        _refuse_weak(key)
    fingerprint = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    return SshKey(f"SHA256:{fingerprint}", line)


def _from_openssh(text: str) -> tuple[str, bytes]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1 or len(lines[0].split()) < 2:
        raise ValueError(len(lines))
    kind, body = lines[0].split()[:2]
    blob = base64.b64decode(body, validate=True)
    if _kind_of(blob) != kind:
        raise ValueError(kind)
    return kind, blob


def _from_rfc4716(text: str) -> tuple[str, bytes]:
    """Header lines hold a colon; one that ends with a backslash goes on in the next."""
    body, in_header = "", False
    for line in text.splitlines()[1:-1]:
        in_header = in_header or ":" in line
        if not in_header:
            body += line.strip()
        in_header = in_header and line.endswith("\\")
    blob = base64.b64decode(body, validate=True)
    return _kind_of(blob), blob


def _kind_of(blob: bytes) -> str:
    """The type a key blob names in its first field (RFC 4253, 6.6); certificates of SSH are no keys."""
    kind = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode("ascii")
    if not re.fullmatch("ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp[0-9]{3}", kind):
        raise ValueError(kind)
    return kind


def read_certificate(content: bytes, now: datetime) -> Certificate:
    """One certificate in PEM or DER; of several in PEM, the first: the signer's own stands before its chain.

    Raises:
        CredentialRefused: it is none, expired, an authority's, or its key is too weak.
    """
    _refuse_private(content)
    try:
        with warnings.catch_warnings(action="error"):
            found = _loaded(content)
            key, authority, certificate = found.public_key(), _is_authority(found), _told(found)
    except _UNREADABLE as error:
        raise CredentialRefused("It is no certificate in PEM or DER.") from error
    if authority:
        raise CredentialRefused("It is the certificate of an authority, not of a signer.")
    if certificate.not_after <= now:
        raise CredentialRefused(f"It expired on {certificate.not_after.date()}.")
    _refuse_weak(key)
    return certificate


def _loaded(content: bytes) -> x509.Certificate:
    start = _PEM.search(content)
    if start is None:
        return x509.load_der_x509_certificate(content)
    return x509.load_pem_x509_certificate(content[start.start() :])


def _told(found: x509.Certificate) -> Certificate:
    """What a certificate says of itself; its fields are parsed only now."""
    return Certificate(
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
        pem=found.public_bytes(serialization.Encoding.PEM).decode(),
        subject=found.subject.rfc4514_string(),
        serial=f"{found.serial_number:x}",
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _refuse_private(content: bytes) -> None:
    if len(content) > _LARGEST:
        raise CredentialRefused("It is too large for a key or a certificate.")
    if b"PRIVATE KEY-----" in content or content.startswith(b"PuTTY-User-Key-File"):
        raise CredentialRefused("It holds a private key, which nobody else may have; give the public part.")


def _refuse_weak(key: object) -> None:
    if isinstance(key, rsa.RSAPublicKey):
        if not _LEAST_BITS <= key.key_size <= _MOST_BITS:
            raise CredentialRefused(f"RSA with {key.key_size} bits; at least {_LEAST_BITS}, at most {_MOST_BITS}.")
    elif not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in _CURVES:
        raise CredentialRefused(f"Its kind of key is not taken: RSA, or a curve of {', '.join(_CURVES)}.")
