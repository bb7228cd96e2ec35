"""Keys and certificates made on the spot, as OpenSSH and openssl write them."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


@cache
def private_key(kind: str, number: int = 0):
    """``rsa2048``, ``p256``, ``ed25519`` …; another number is another key."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=int(kind[3:]))
    curves = {"p192": ec.SECP192R1, "p256": ec.SECP256R1, "p384": ec.SECP384R1, "k256": ec.SECP256K1}
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(curves[kind]())


def ssh_line(kind: str, number: int = 0, comment: str = "jan@example.be") -> bytes:
    """A public key as OpenSSH writes it."""
    key = private_key(kind, number).public_key()
    line = key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return line + f" {comment}\n".encode()


def certificate(
    kind: str, begins: datetime, days: int = 365, number: int = 0, *, authority: bool = False, encoding=PEM
) -> bytes:
    """A self-signed certificate."""
    key = private_key(kind, number)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Signer {kind} {number}")])
    build = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    build = build.serial_number(x509.random_serial_number()).not_valid_before(begins)
    build = build.not_valid_after(begins + timedelta(days=days))
    if authority:
        build = build.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return build.sign(key, None if kind == "ed25519" else hashes.SHA256()).public_bytes(encoding)


def program(name: str) -> str:
    """The path of a program; without it the test is skipped, but never in CI."""
    found = shutil.which(name)
    if found is None:
        assert "CI" not in os.environ, f"{name} is missing"
        pytest.skip(f"{name} is missing")
    return found
