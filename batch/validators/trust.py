"""Whom we trust: what the operator laid down, read once and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography import x509

from batch.errors import SettingsWrong
from batch.model.signature import Revocation
from batch.validators.certificates import is_authority, read_certificate, weak_key
from batch.validators.revocation import RevocationList

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_CRL = re.compile(rb"-----BEGIN X509 CRL-----.+?-----END X509 CRL-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trust:
    """Anchors, intermediates and revocation lists; keep one, its lists remember what they worked out."""

    anchors: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...]
    crls: tuple[RevocationList, ...]
    revocation: Revocation


def trust_of(
    anchors: Mapping[str, bytes], intermediates: Mapping[str, bytes], crls: Mapping[str, bytes], revocation: Revocation
) -> Trust:
    """Read what the operator laid down: by file name, PEM (several in one file) or DER.

    Raises:
        SettingsWrong: a file does not read, or an anchor or intermediate is no authority or has a weak key.
    """
    return Trust(
        tuple(_authority(*one) for one in _each(anchors, _CERTIFICATE)),
        tuple(_authority(*one) for one in _each(intermediates, _CERTIFICATE)),
        tuple(_list(*one) for one in _each(crls, _CRL)),
        revocation,
    )


def _each(files: Mapping[str, bytes], block: re.Pattern[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every PEM block of every file, or the file itself as DER."""
    for name, content in files.items():
        if b"-----BEGIN" not in content:
            yield name, content
            continue
        found = block.findall(content)
        if not found:
            raise SettingsWrong(f"{name} holds nothing that belongs in its folder.")
        yield from ((name, pem) for pem in found)


def _authority(name: str, content: bytes) -> x509.Certificate:
    certificate = read_certificate(content)
    if certificate is None:
        raise SettingsWrong(f"{name} does not read as a certificate.")
    if not is_authority(certificate):
        raise SettingsWrong(f"{name} is not the certificate of an authority.")
    weak = weak_key(certificate)
    if weak:
        raise SettingsWrong(f"{name}: {weak.reason}.")
    return certificate


def _list(name: str, content: bytes) -> RevocationList:
    load = x509.load_pem_x509_crl if content.startswith(b"-----") else x509.load_der_x509_crl
    try:
        return RevocationList(name, load(content))
    except ValueError as error:
        raise SettingsWrong(f"{name} does not read as a revocation list.") from error
