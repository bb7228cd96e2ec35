"""Reads an FS: bytes in, what they hold out, or the code of annex 25 that says what they are not.

Only structure is looked at; ``validators.signature`` judges. Unsigned attributes and revocation lists inside are
left unread: nobody signed them (annex 25 has codes 22 and 23 for them; accepting is ours, CAdES-T senders have them).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, parser

from batch.model.signature import INVALID, DetachedSignature, Scheme, SignatureFault
from batch.parsers.armour import MOST, unarmoured

MOST_CERTIFICATES = 32
"""The most certificates in the bag (ours: a chain needs five)."""

_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What asn1crypto raises on bytes that are not what they should be."""

_SYNTAX, _VERSION, _NO_CERTIFICATE, _LENGTH = 1, 4, 5, 9


class _Refused(Exception):
    """Reading stops here; ``fault`` says why."""

    def __init__(self, main: int, detail: int, reason: str) -> None:
        super().__init__(reason)
        self.fault = SignatureFault(INVALID, main, detail, reason)


def read_signature(content: bytes) -> DetachedSignature | SignatureFault:
    """What an FS holds, whatever bytes are handed in; never an exception."""
    try:
        return _signature(_signed_data(_whole(content)))
    except _Refused as refused:
        return refused.fault


def _whole(content: bytes) -> bytes:
    """The BER of exactly one value."""
    if len(content) > MOST:
        raise _Refused(_LENGTH, 900, f"The signature file has {len(content)} bytes; at most {MOST} are read")
    if not content.strip():
        raise _Refused(_SYNTAX, 1, "The signature file is empty")
    try:
        ber = unarmoured(content)
    except ValueError as error:
        raise _Refused(_SYNTAX, 1, f"The signature file is no signature: {error}") from error
    with _reading(900, "its end is missing", _LENGTH):
        length = parser.peek(ber)
    if length < len(ber):
        raise _Refused(_SYNTAX, 21, f"The signature is followed by {len(ber) - length} bytes that do not belong to it")
    return ber


@contextmanager
def _reading(detail: int, what: str, main: int = _SYNTAX) -> Iterator[None]:
    """One part of the structure: bytes that do not read are refused under its own code."""
    try:
        yield
    except _UNREADABLE as error:
        raise _Refused(main, detail, f"The signature file does not read: {what}") from error


def _must(true: bool, detail: int, reason: str) -> None:
    if not true:
        raise _Refused(_VERSION, detail, reason)


def _signed_data(ber: bytes) -> Any:
    with _reading(1, "no ContentInfo"):
        outer = cms.ContentInfo.load(ber)
        fields = len(outer)
    with _reading(2, "contentType"):
        _must(fields == 2 and outer["content_type"].native == "signed_data", 4001, "The file is no SignedData")
    with _reading(3, "signedData"):
        signed = outer["content"]
        len(signed)
    with _reading(4, "version"):
        version = signed["version"].native
    _must(version == "v1", 4002, f"SignedData has version {version}; it must be v1, of issuer and serial number")
    with _reading(7, "contentInfo"):
        kind = signed["encap_content_info"]["content_type"].native
    _must(kind == "data", 4003, f"The signed content is {kind}; it must be data")
    with _reading(8, "data"):
        attached = not isinstance(signed["encap_content_info"]["content"], core.Void)
    if attached:
        raise _Refused(_SYNTAX, 8, "The signed file is inside the signature; send a detached signature")
    return signed


def _few(values: Any, most: int) -> int:
    """How many values a set holds, counted no further than needed."""
    left, count = values.contents or b"", 0
    while left and count <= most:
        left = left[parser.peek(left) :]
        count += 1
    return count


def _signature(signed: Any) -> DetachedSignature:
    with _reading(5, "digestAlgorithms"):
        if _few(signed["digest_algorithms"], MOST_CERTIFICATES) > MOST_CERTIFICATES:
            raise _Refused(_SYNTAX, 5, "Too many digest algorithms")
        digests = tuple(each["algorithm"].native for each in signed["digest_algorithms"])
    signer = _signer(signed)
    with _reading(17, "digestAlgorithm"):
        digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in digests:
        raise _Refused(_SYNTAX, 6, f"The signer's digest {digest} is not among those the message names")
    with _reading(19, "signatureAlgorithm"):
        scheme = _scheme(signer["signature_algorithm"])
    with _reading(20, "signature"):
        value = signer["signature"].native
    certificate, others = _certificates(signed, signer)
    with _reading(18, "signedAttrs"):
        covered, types, kinds, message_digests, claimed_at = _attributes(signer["signed_attrs"])
    return DetachedSignature(
        digests, digest, scheme, covered, types, kinds, message_digests, claimed_at, value, certificate, others
    )


def _signer(signed: Any) -> Any:
    """The one SignerInfo, which names its signer by issuer and serial number."""
    with _reading(11, "signerInfos"):
        count = _few(signed["signer_infos"], 1)
    _must(count == 1, 4004, f"There must be one signer, not {'none' if not count else 'several'}")
    with _reading(12, "signerInfo"):
        signer = signed["signer_infos"][0]
        len(signer)
    with _reading(13, "signerInfo.version"):
        version = signer["version"].native
    _must(version == "v1", 4004, f"SignerInfo has version {version}; it must be v1, of issuer and serial number")
    with _reading(14, "issuerAndSerialNumber"):
        if signer["sid"].name != "issuer_and_serial_number":
            raise _Refused(_SYNTAX, 14, "The signer is not named by issuer and serial number")
    return signer


def _scheme(algorithm: Any) -> Scheme:
    name = algorithm["algorithm"].native
    if name == "rsassa_pkcs1v15":
        return Scheme("rsa")
    if name == "rsassa_pss":
        return _pss(algorithm["parameters"])
    digest, _, method = name.rpartition("_")
    return Scheme(method, digest)


def _pss(parameters: Any) -> Scheme:
    mask = parameters["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or int(parameters["trailer_field"]) != 1:
        return Scheme("rsa-pss with an unknown mask or trailer")
    digest = parameters["hash_algorithm"]["algorithm"].native
    return Scheme("rsa-pss", digest, mask["parameters"]["algorithm"].native, int(parameters["salt_length"]))


def _certificates(signed: Any, signer: Any) -> tuple[bytes, tuple[bytes, ...]]:
    """The signer's certificate and the others of the bag, each once."""
    with _reading(9, "certificates"):
        bag = signed["certificates"]
        count = 0 if isinstance(bag, core.Void) else _few(bag, MOST_CERTIFICATES)
    if count > MOST_CERTIFICATES:
        raise _Refused(_LENGTH, 9, f"More than {MOST_CERTIFICATES} certificates")
    with _reading(14, "issuerAndSerialNumber"):
        issuer, serial = signer["sid"].chosen["issuer"], signer["sid"].chosen["serial_number"].native
        named = issuer.dump(), serial
    own: bytes | None = None
    others: dict[bytes, None] = {}
    for place in range(count):
        with _reading(10, f"certificate {place + 1}"):
            der, names = _certificate(bag[place])
        if own is None and names == named:
            own = der
        else:
            others[der] = None
    if own is None:
        raise _Refused(_NO_CERTIFICATE, 10, f"No certificate with the signer's issuer and serial number {serial:x}")
    others.pop(own, None)
    return own, tuple(others)


def _certificate(choice: Any) -> tuple[bytes, tuple[bytes, int]]:
    if choice.name != "certificate":
        raise _Refused(_SYNTAX, 9, f"The bag holds a {choice.name}; only X.509 certificates are read")
    inner = choice.chosen["tbs_certificate"]
    version = inner["version"].native
    _must(version in ("v1", "v2", "v3"), 4005, f"A certificate has version {version}; it must be at most v3")
    return choice.chosen.dump(), (inner["issuer"].dump(), inner["serial_number"].native)


def _attributes(
    found: Any,
) -> tuple[bytes, tuple[str, ...], tuple[str, ...], tuple[bytes, ...], datetime | None]:
    """The signed attributes: the bytes a signature covers (DER, sorted), and what those bytes say."""
    if isinstance(found, core.Void):
        return b"", (), (), (), None
    if _few(found, MOST_CERTIFICATES) > MOST_CERTIFICATES:
        raise _Refused(_SYNTAX, 18, "Too many signed attributes")
    covered = found.untag().dump(force=True)
    # what is read is what was signed: the attributes are taken from the very bytes the signature covers
    attributes = [(each["type"].native, each["values"]) for each in cms.CMSAttributes.load(covered, strict=True)]
    values = {kind: [value.native for name, them in attributes if name == kind for value in them] for kind in _KINDS}
    times = values["signing_time"]
    claimed_at = times[0] if len(times) == 1 and isinstance(times[0], datetime) and times[0].tzinfo else None
    return (
        covered,
        tuple(name for name, _ in attributes),
        tuple(values["content_type"]),
        tuple(values["message_digest"]),
        claimed_at,
    )


_KINDS = ("content_type", "message_digest", "signing_time")
