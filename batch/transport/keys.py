"""Keys of the demo: an SSH key for SFTP, an authority, and signing certificates it issues; all made on the spot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_BITS = 3072
_VALID = timedelta(days=730)
_AUTHORITY_VALID = timedelta(days=3652)
_EARLIER = timedelta(minutes=5)
"""Certificates hold a little before they are made: clocks differ."""


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that issues: its key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def make_ssh_key(folder: Path, name: str) -> None:
    """An RSA key pair for SFTP: ``<name>.ssh`` and ``<name>.ssh.pub``."""
    key = _key()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    _secret(folder / f"{name}.ssh", private)
    (folder / f"{name}.ssh.pub").write_bytes(public + f" {name}\n".encode())


def make_authority(folder: Path, name: str, now: datetime) -> Authority:
    """A root for ten years with an empty CRL: ``<name>.key.pem``, ``<name>.cert.pem`` and ``<name>.crl.pem``."""
    key = _key()
    subject = _subject(name)
    certificate = (
        _unsigned(subject, subject, key, now, _AUTHORITY_VALID)
        .add_extension(_mark(key), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(issues=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(subject)
        .last_update(now - _EARLIER)
        .next_update(now + _AUTHORITY_VALID)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(_issuer_mark(key), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_pair(folder, name, key, certificate)
    (folder / f"{name}.crl.pem").write_bytes(crl.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate)


def make_certificate(folder: Path, name: str, authority: Authority, now: datetime) -> None:
    """A signing key and the certificate the authority issues for it: ``<name>.key.pem`` and ``<name>.cert.pem``."""
    key = _key()
    issuer = authority.certificate
    certificate = (
        _unsigned(_subject(f"Demo sender {name}"), issuer.subject, key, now, _VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(issues=False), critical=True)
        .add_extension(_mark(key), critical=False)
        .add_extension(_issuer_mark(authority.key), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _write_pair(folder, name, key, certificate)


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_BITS)


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "BE"), x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime, valid: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + valid)
    )


def _mark(key: rsa.RSAPrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _issuer_mark(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*, issues: bool) -> x509.KeyUsage:
    """An authority issues certificates and lists; a sender signs files."""
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _write_pair(folder: Path, name: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _secret(folder / f"{name}.key.pem", private)
    (folder / f"{name}.cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _secret(path: Path, content: bytes) -> None:
    """A private key that only its owner can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
