"""A small certificate factory: authorities, signers, revocation lists, and signatures by openssl and by hand.

Keys are made once for the whole session; certificates are cheap.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import new as new_hash
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asn1crypto import algos, cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa

NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FI = b'<?xml version="1.0" encoding="UTF-8"?>\n<TWCT001>\n  <Form/>\n</TWCT001>\n'
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


def needs(*programs: str) -> None:
    """Skip where a program is missing; fail in CI, where none may be."""
    missing = [program for program in programs if shutil.which(program) is None and not Path(program).exists()]
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"missing: {', '.join(missing)}")


@cache
def key(kind: str, number: int = 0):
    """The private key of a kind, always the same for the same number."""
    makers = {
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "rsa1024": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505 - to be refused
        "dsa": lambda: dsa.generate_private_key(2048),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "k256": lambda: ec.generate_private_key(ec.SECP256K1()),
    }
    return makers[kind]()


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def usage(*granted: str) -> x509.KeyUsage:
    every = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{one: one in granted for one in every})


SIGNS, ISSUES = usage("digital_signature", "content_commitment"), usage("key_cert_sign", "crl_sign")


@dataclass(frozen=True)
class Party:
    """A certificate with its key and the party that issued it (itself for a root)."""

    certificate: x509.Certificate
    key: object
    issuer: Party | None = field(default=None, repr=False)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

    @property
    def print(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def above(self) -> list[Party]:
        """The parties above, the nearest first."""
        return [] if self.issuer is None else [self.issuer, *self.issuer.above()]


def party(
    subject: str,
    issuer: Party | None = None,
    *,
    kind: str = "p256",
    number: int = 0,
    ca: bool | None = None,
    depth: int | None = None,
    allows: x509.KeyUsage | None = None,
    since: datetime = NOW - 365 * DAY,
    until: datetime = NOW + 365 * DAY,
    extra: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    serial: int | None = None,
    digest: hashes.HashAlgorithm | None = None,
) -> Party:
    """A certificate; without an issuer a root. ``number`` tells keys of one kind apart."""
    ca = issuer is None if ca is None else ca
    private = key(kind, number)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer.certificate.subject if issuer else name(subject))
        .public_key(private.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca, depth), critical=True)
    )
    allows = (ISSUES if ca else SIGNS) if allows is None else allows
    for extension, critical in ((allows, True), *extra):
        builder = builder.add_extension(extension, critical)
    by = issuer.key if issuer else private
    algorithm = None if isinstance(by, ed25519.Ed25519PrivateKey) else digest or hashes.SHA256()
    return Party(builder.sign(by, algorithm), private, issuer)


def crl(
    issuer: Party,
    *revoked: tuple[Party | int, datetime],
    made: datetime = NOW - DAY,
    until: datetime | None = NOW + 7 * DAY,
    number: int | None = 7,
    extra: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    by: Party | None = None,
) -> bytes:
    """A revocation list in DER; ``by`` signs it in the issuer's name."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject).last_update(made)
    builder = builder.next_update(until or NOW)
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical)
    entries = [
        x509.RevokedCertificateBuilder()
        .serial_number(who if isinstance(who, int) else who.certificate.serial_number)
        .revocation_date(day)
        .build()
        for who, day in revoked
    ]
    builder._revoked_certificates = entries  # adding one by one copies the list each time
    made = builder.sign((by or issuer).key, hashes.SHA256()).public_bytes(DER)
    return made if until else _without_end(made, (by or issuer).key)


def _without_end(der: bytes, private) -> bytes:
    """The same list without nextUpdate, signed again: the library always writes one."""
    listed = asn1_crl.CertificateList.load(der)
    listed["tbs_cert_list"]["next_update"] = None
    listed["signature"] = raw_signature(private, listed["tbs_cert_list"].dump(force=True))
    return listed.dump(force=True)


def digest_of(content: bytes):
    return lambda named: new_hash(named, content).digest()


# -- signatures ---------------------------------------------------------------------------------------------


def openssl(*arguments: str, stdin: bytes = b"", **files: bytes) -> bytes:
    """Run openssl; ``{word}`` in an argument is a file with those bytes. Raises CalledProcessError."""
    with TemporaryDirectory() as folder:
        paths = {}
        for word, content in files.items():
            paths[word] = Path(folder) / word
            paths[word].write_bytes(content)
        command = ["openssl", *(argument.format(**paths) for argument in arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, check=True, timeout=60).stdout


def by_openssl(
    signer: Party, *options: str, tool: str = "cms", form: str = "DER", content: bytes = FI, binary: bool = True
) -> bytes:
    """A signature by ``openssl cms -sign`` (or smime), with the signer's authorities but the root in the bag."""
    files = {"fi": content, "cert": signer.pem, "key": signer.key_pem}
    arguments = [tool, "-sign", "-in", "{fi}", "-signer", "{cert}", "-inkey", "{key}", "-outform", form]
    arguments += ["-binary"] if binary else []
    above = [one for one in signer.above() if one.issuer]
    if above:
        arguments += ["-certfile", "{chain}"]
        files["chain"] = b"".join(one.pem for one in above)
    if "-md" not in options:
        arguments += ["-md", "sha256"]
    return openssl(*arguments, *options, **files)


def openssl_accepts(fs_der: bytes, root: Party, content: bytes = FI) -> bool:
    """What ``openssl cms -verify`` says of a signature in DER at NOW."""
    arguments = "cms -verify -inform DER -binary -in {fs} -content {fi} -CAfile {root} -purpose any -out /dev/null"
    try:
        openssl(*arguments.split(), "-attime", str(int(NOW.timestamp())), fs=fs_der, fi=content, root=root.pem)
    except subprocess.CalledProcessError:
        return False
    return True


def raw_signature(private, covered: bytes, digest: str = "sha256", pss: padding.PSS | None = None) -> bytes:
    algorithm = getattr(hashes, digest.upper())()
    if isinstance(private, rsa.RSAPrivateKey):
        return private.sign(covered, pss or padding.PKCS1v15(), algorithm)
    return private.sign(covered, ec.ECDSA(algorithm))


def by_hand(
    signer: Party,
    content: bytes = FI,
    *,
    digest: str = "sha256",
    attributes: list | None = None,
    bag: list[Party] | None = None,
    signed_by: Party | None = None,
    algorithm: dict | None = None,
    pss: padding.PSS | None = None,
    **changes,
) -> cms.ContentInfo:
    """A signature built piece by piece; every piece can be made wrong.

    ``changes`` replace fields of the SignedData, with ``signer_`` before it fields of the SignerInfo.
    """
    if attributes is None:
        attributes = [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest_of(content)(digest)]},
        ]
    certificate = asn1.Certificate.load(signer.der)
    signed = cms.CMSAttributes(attributes)
    by = signed_by or signer
    method = "rsassa_pkcs1v15" if isinstance(by.key, rsa.RSAPrivateKey) else f"{digest}_ecdsa"
    info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": certificate.issuer, "serial_number": certificate.serial_number}},
        "digest_algorithm": {"algorithm": digest},
        "signed_attrs": signed,
        "signature_algorithm": algos.SignedDigestAlgorithm(algorithm or {"algorithm": method}),
        "signature": raw_signature(by.key, signed.dump(), digest, pss),
    }
    bag = [signer, *(one for one in signer.above() if one.issuer)] if bag is None else bag
    data = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": digest}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [asn1.Certificate.load(one.der) for one in bag],
        "signer_infos": [info],
    }
    info |= {one[len("signer_") :]: value for one, value in changes.items() if one in SIGNER_FIELDS}
    data |= {one: value for one, value in changes.items() if one not in SIGNER_FIELDS}
    for part in (info, data):
        for absent in [one for one, value in part.items() if value is None]:
            del part[absent]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})


SIGNER_FIELDS = {f"signer_{one[0]}" for one in cms.SignerInfo._fields}
