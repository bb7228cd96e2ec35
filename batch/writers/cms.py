"""Writes the FS of an answer: a detached CMS signature, from the digest alone, so that a big file is never held.

Source: RFC 5652 and annex 25 (SignedData version 1, one signer named by issuer and serial number); base64 on one
line without armour, as the record allows. RSA gives the same bytes twice, and so does ECDSA, whose nonce is derived
(RFC 6979): nothing here needs chance.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InternalError, InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from batch.errors import SettingsWrong

_LEAST_RSA = 2048
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_LAST_UTC_TIME = 2049


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs our answers: a private key, its certificate, and the certificates of its authorities."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def signer_of(key: bytes, certificates: bytes, passphrase: bytes | None = None) -> Signer:
    """Read a signer from PEM: its key, and its certificate followed by those of its authorities.

    Raises:
        SettingsWrong: one does not read, the passphrase is wrong, the key is not the certificate's, or it is weak.
    """
    try:
        # That its primes are primes takes a tenth of a second to check, at every run: whether the key signs is tried.
        private = serialization.load_pem_private_key(key, passphrase, unsafe_skip_rsa_key_validation=True)
        certificate, *chain = x509.load_pem_x509_certificates(certificates)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SettingsWrong("The signing key or its certificate does not read; is the passphrase right?") from error
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or _is_weak(private):
        raise SettingsWrong("The signing key must be RSA of 2048 bits at least, or ECDSA on P-256, P-384 or P-521.")
    if private.public_key() != certificate.public_key():
        raise SettingsWrong("The signing key is not the key of its certificate.")
    signer = Signer(private, certificate, tuple(chain))
    if not _signs(signer):
        raise SettingsWrong("The signing key does not sign; is it whole?")
    return signer


def detached(signer: Signer, sha256_digest: bytes, moment: datetime) -> bytes:
    """An FS over the file with this SHA-256 digest (32 bytes), which claims to be signed at ``moment`` (aware)."""
    form = _form_of(signer, moment.replace(microsecond=0))
    signature = _sign(signer, form.covered.replace(_DIGEST, sha256_digest))
    if len(signature) == len(form.signature):
        message = form.message.replace(_DIGEST, sha256_digest).replace(form.signature, signature)
    else:  # of ECDSA each has its own length, which stands in what encloses it
        message = _message(signer, _attributes(sha256_digest, moment), signature)
    return base64.b64encode(message)


@dataclass(frozen=True, slots=True)
class _Form:
    """An FS with two blanks: writing it takes longer than signing, and of one second all are alike but for these."""

    covered: bytes
    message: bytes
    signature: bytes


_DIGEST = hashlib.sha256(b"the digest comes here").digest()


@lru_cache(maxsize=4)
def _form_of(signer: Signer, moment: datetime) -> _Form:
    attributes = _attributes(_DIGEST, moment)
    signature = hashlib.shake_256(b"the signature comes here").digest(signer.key.key_size // 8)
    return _Form(attributes.dump(), _message(signer, attributes, signature), signature)


def _attributes(sha256_digest: bytes, moment: datetime) -> cms.CMSAttributes:
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "signing_time", "values": [_time(moment)]},
            {"type": "message_digest", "values": [sha256_digest]},
        ]
    )


def _message(signer: Signer, attributes: cms.CMSAttributes, signature: bytes) -> bytes:
    sha256 = {"algorithm": "sha256"}
    certificate = _asn1(signer.certificate)
    signer_info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}},
        "digest_algorithm": sha256,
        "signed_attrs": attributes,
        "signature_algorithm": _algorithm(signer),
        "signature": signature,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate, *(_asn1(one) for one in signer.chain)],
        "signer_infos": [signer_info],
    }
    message: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
    return message


def _is_weak(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bool:
    return key.key_size < _LEAST_RSA if isinstance(key, rsa.RSAPrivateKey) else key.curve.name not in _CURVES


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _time(moment: datetime) -> cms.Time:
    """RFC 5652 11.3: UTCTime to 2049, GeneralizedTime after; whole seconds."""
    whole = moment.replace(microsecond=0)
    if moment.year <= _LAST_UTC_TIME:
        return cms.Time(name="utc_time", value=core.UTCTime(whole))
    return cms.Time(name="generalized_time", value=core.GeneralizedTime(whole))


def _algorithm(signer: Signer) -> algos.SignedDigestAlgorithm:
    name = "rsassa_pkcs1v15" if isinstance(signer.key, rsa.RSAPrivateKey) else "sha256_ecdsa"
    return algos.SignedDigestAlgorithm({"algorithm": name})


def _signs(signer: Signer) -> bool:
    """Whether what the key signs is good by its certificate."""
    public = signer.certificate.public_key()
    try:
        signature = _sign(signer, b"")
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, b"", padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, b"", ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, InternalError):
        return False
    return True


def _sign(signer: Signer, covered: bytes) -> bytes:
    if isinstance(signer.key, rsa.RSAPrivateKey):
        return signer.key.sign(covered, padding.PKCS1v15(), hashes.SHA256())
    return signer.key.sign(covered, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
