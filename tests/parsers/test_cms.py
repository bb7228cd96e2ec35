from __future__ import annotations

import base64
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import cms, core, parser
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st
from pki import DER, FI, Party, by_hand, by_openssl, needs, party
from signing import ACCEPTED, codes, judged, world

from batch.model.signature import DetachedSignature, SignatureFault
from batch.parsers.armour import MOST
from batch.parsers.cms import read_signature


def refused(content: bytes) -> tuple[int, int]:
    """Main and explanatory code of bytes that are refused."""
    found = read_signature(content)
    assert isinstance(found, SignatureFault), found
    assert found.code == "125"
    assert found.reason
    return found.main, found.detail


def hand(**wishes) -> bytes:
    return by_hand(world().alice, **wishes).dump()


def columns(content: bytes, width: int, end: bytes = b"\n") -> bytes:
    text = base64.b64encode(content)
    return b"".join(text[place : place + width] + end for place in range(0, len(text), width))


GOOD = by_hand(world().alice).dump()
MOST_WORK = 10
"""Calls of functions for one byte: a few where work grows with the file, thousands where it grows with its square."""


def work_of(content: bytes) -> int:
    """How many functions are called, of whatever library, until bytes are read or refused."""
    calls = 0

    def count(_frame: object, event: str, _value: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_signature(content)
    finally:
        sys.setprofile(before)
    return calls


# -- forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "armoured",
    [
        lambda der: der,
        base64.b64encode,
        lambda der: base64.b64encode(der) + b"\n",
        lambda der: b"\r\n\t " + base64.b64encode(der) + b"\r\n\r\n",
        lambda der: columns(der, 64),
        lambda der: columns(der, 76),
        lambda der: columns(der, 76, b"\r\n"),
        lambda der: columns(der, 76, b"\r"),
        lambda der: columns(der, 1),
        lambda der: b"-----BEGIN PKCS7-----\n" + columns(der, 64) + b"-----END PKCS7-----\n",
        lambda der: b"-----BEGIN CMS-----\r\n" + columns(der, 64, b"\r\n") + b"-----END CMS-----",
    ],
)
@pytest.mark.parametrize("tool", ["cms", "smime"])
def test_every_armour_is_taken_off(armoured, tool: str):
    assert codes(judged(armoured(by_openssl(world().alice, tool=tool)))) == ACCEPTED


@pytest.mark.parametrize("tool", ["cms", "smime"])
def test_pem_as_openssl_writes_it_is_read(tool: str):
    pem = by_openssl(world().alice, tool=tool, form="PEM")
    assert pem.startswith(b"-----BEGIN")

    assert codes(judged(pem)) == ACCEPTED
    assert codes(judged(pem.replace(b"\n", b"\r\n"))) == ACCEPTED


def test_what_is_read_is_what_was_written():
    found = read_signature(GOOD)

    assert isinstance(found, DetachedSignature)
    assert found.certificate == world().alice.der
    assert found.others == (world().authority.der,)
    assert (found.digests, found.digest, found.scheme.method) == (("sha256",), "sha256", "rsa")
    assert found.attributes == ("content_type", "message_digest")


def open_lengths(value: bytes) -> bytes:
    """The same value in BER, with open lengths wherever something is constructed."""
    _, constructed, _, header, content, _ = parser.parse(value)
    if not constructed:
        return value
    inside = b""
    while content:
        length = parser.peek(content)
        inside, content = inside + open_lengths(content[:length]), content[length:]
    return header[:1] + b"\x80" + inside + b"\0\0"


def test_open_lengths_are_read_everywhere_but_in_names_and_certificates():
    signed = cms.ContentInfo.load(GOOD)["content"]
    bag, name = signed["certificates"].dump(), signed["signer_infos"][0]["sid"].dump()

    ber = open_lengths(GOOD).replace(open_lengths(bag), bag).replace(open_lengths(name), name)

    assert ber.count(b"\x80") > GOOD.count(b"\x80") + 10
    assert codes(judged(ber)) == ACCEPTED


# -- what is no signature -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (1, 1)),
        (b" \r\n", (1, 1)),
        (FI, (1, 1)),
        (b"\xef\xbb\xbf<xml/>", (1, 1)),
        (b"MIME-Version: 1.0\nContent-Type: multipart/signed\n", (1, 1)),
        (b"-----BEGIN CERTIFICATE-----\n" + columns(GOOD, 64) + b"-----END CERTIFICATE-----\n", (1, 1)),
        (b"-----BEGIN CMS-----\n" + columns(GOOD, 64) + b"-----END PKCS7-----\n", (1, 1)),
        (b"-----BEGIN CMS-----\n" + columns(GOOD, 64), (1, 1)),
        (base64.b64encode(GOOD)[:-2], (1, 1)),
        (base64.b64encode(GOOD) + b"!", (1, 1)),
        (base64.urlsafe_b64encode(b"\x30\xff\xff\xff"), (1, 1)),
        (base64.b64encode(b"\x04\x02ab"), (1, 1)),
        (b"\x30\x00", (1, 1)),
        (b"\x30\x80", (9, 900)),
        (GOOD + b"\0", (1, 21)),
        (GOOD + GOOD, (1, 21)),
        (base64.b64encode(GOOD + b"junk"), (1, 21)),
    ],
)
def test_what_is_no_signature_is_named(content: bytes, expected: tuple[int, int]):
    assert refused(content) == expected


def test_every_truncation_is_refused():
    for length in range(len(GOOD)):
        assert refused(GOOD[:length])[0] in (1, 9), length
    for length in range(0, len(GOOD) * 4 // 3, 7):
        assert refused(base64.b64encode(GOOD)[:length])[0] in (1, 9), length


def test_more_than_64_kb_is_refused_before_it_is_read():
    for content in (GOOD + b"\0" * MOST, b"A" * 20_000_000):
        assert refused(content) == (9, 900)
        assert work_of(content) < MOST_WORK * 10


@pytest.mark.parametrize("entry", [b"\x30\x00", world().alice.der, b"\x30\x80\0\0"])
def test_a_bag_with_thousands_of_certificates_is_refused_with_little_work(entry: bytes):
    crowd = entry * (45_000 // len(entry))
    empty = by_hand(world().alice, bag=[])
    parts = [empty["content"][field].dump() for field in ("version", "digest_algorithms", "encap_content_info")]
    parts += [b"\xa0\x80", crowd, b"\0\0", empty["content"]["signer_infos"].dump()]
    fs = b"\x30\x80" + empty["content_type"].dump() + b"\xa0\x80\x30\x80" + b"".join(parts) + b"\0" * 6

    assert refused(fs) == (9, 9)
    assert work_of(fs) < MOST_WORK * len(fs)


@pytest.mark.parametrize("nested", [b"\x30\x80" * 30_000, b"\x30\x80" * 15_000 + b"\0\0" * 15_000])
def test_deep_nesting_is_refused_with_little_work(nested: bytes):
    assert refused(nested)[0] in (1, 9)
    assert work_of(nested) < MOST_WORK * len(nested)


# -- structure (annex 25) -----------------------------------------------------------------------------------


def test_something_else_than_signed_data_is_refused():
    other = cms.ContentInfo({"content_type": "data", "content": b"abc"}).dump()

    assert refused(other) == (4, 4001)


@pytest.mark.parametrize("version", ["v0", "v3", "v5"])
def test_another_version_is_refused(version: str):
    assert refused(hand(version=version)) == (4, 4002)
    assert refused(hand(signer_version=version)) == (4, 4004)


def test_a_signer_named_by_key_identifier_is_refused():
    marked = party("Marked", world().root, extra=((x509.SubjectKeyIdentifier(b"1234567890"), False),))

    assert refused(by_openssl(marked, "-keyid")) == (4, 4002)
    identifier = cms.SignerIdentifier("subject_key_identifier", b"12345678901234567890")
    assert refused(hand(signer_sid=identifier)) == (1, 14)


def test_something_else_than_data_is_refused():
    assert refused(hand(encap_content_info={"content_type": "digested_data"})) == (4, 4003)


@pytest.mark.parametrize("content", [FI, b""])
def test_an_attached_file_is_refused_even_an_empty_one(content: bytes):
    assert refused(by_openssl(world().alice, "-nodetach", content=FI)) == (1, 8)
    assert refused(hand(encap_content_info={"content_type": "data", "content": content})) == (1, 8)


def test_there_is_exactly_one_signer():
    info = by_hand(world().alice)["content"]["signer_infos"][0]
    other = by_hand(world().bob)["content"]["signer_infos"][0]

    assert refused(hand(signer_infos=[])) == (4, 4004)
    assert refused(hand(signer_infos=[info, other])) == (4, 4004)
    assert refused(hand(signer_infos=[info] * 2)) == (4, 4004)


def test_a_certificate_of_a_later_version_is_refused():
    der = world().alice.der
    later = der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03", 1)
    assert later != der

    assert refused(GOOD.replace(der, later)) == (4, 4005)


def test_the_signers_certificate_must_be_there():
    assert refused(hand(bag=[])) == (5, 10)
    assert refused(hand(certificates=None)) == (5, 10)
    assert refused(hand(bag=[world().authority, world().bob])) == (5, 10)
    assert refused(by_openssl(world().alice, "-nocerts")) == (5, 10)


def test_the_digest_of_the_signer_must_be_named_by_the_message():
    assert refused(hand(digest_algorithms=[])) == (1, 6)
    assert refused(hand(digest_algorithms=[{"algorithm": "sha512"}])) == (1, 6)


def test_something_else_than_a_certificate_in_the_bag_is_refused():
    other = cms.CertificateChoices("other", {"other_cert_format": "1.2.3.4", "other_cert": core.Null()})

    assert refused(hand(certificates=[other])) == (1, 9)


def test_lists_and_unsigned_attributes_inside_are_left_unread():
    unsigned = [{"type": "1.2.3.4", "values": []}]

    assert codes(judged(hand(signer_unsigned_attrs=unsigned))) == ACCEPTED


# -- whatever bytes -----------------------------------------------------------------------------------------


@given(st.binary(max_size=400))
def test_no_bytes_end_in_an_exception(content: bytes):
    assert isinstance(read_signature(content), SignatureFault)
    assert isinstance(read_signature(b"\x30" + content), SignatureFault)
    assert isinstance(read_signature(base64.b64encode(content)), SignatureFault)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=6), st.integers(0, 12))
def test_no_damage_ends_in_an_exception(place: int, new: bytes, gone: int):
    read_signature(GOOD[:place] + new + GOOD[place + gone :])


def test_every_byte_of_a_signature_may_be_anything():
    for place in range(len(GOOD)):
        for value in (0x00, 0x80, 0xFF, GOOD[place] ^ 0x20, GOOD[place] ^ 1):
            read_signature(GOOD[:place] + bytes([value]) + GOOD[place + 1 :])


# -- other people's programs --------------------------------------------------------------------------------

JARS = [f"/usr/share/java/{name}.jar" for name in ("bcpkix", "bcprov", "bcutil")]


@pytest.fixture(scope="module")
def java(tmp_path_factory) -> dict[str, bytes]:
    """Signatures by Java and BouncyCastle, made once."""
    needs("java", *JARS)
    folder = tmp_path_factory.mktemp("java")
    (folder / "fi").write_bytes(FI)
    for kind, signer in java_signers().items():
        (folder / f"{kind}.der").write_bytes(signer.der)
        key = signer.key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / f"{kind}.p8").write_bytes(key)
    program = Path(__file__).parent.parent / "support" / "Sign.java"
    done = subprocess.run(
        ["java", "-cp", ":".join(JARS), program, folder], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("SHA")}


@cache
def java_signers() -> dict[str, Party]:
    return {
        kind: party("Java", world().root, kind=kind, number=80, serial=80 + place)
        for place, kind in enumerate(("rsa", "p256", "p384"))
    }


@pytest.mark.parametrize("form", ["ber", "asn1der", "mime"])
@pytest.mark.parametrize(
    ("algorithm", "words"),
    [
        ("SHA256withRSA", "RSA with SHA-256"),
        ("SHA512withRSA", "RSA with SHA-512"),
        ("SHA256withRSAandMGF1", "RSA-PSS with SHA-256"),
        ("SHA256withECDSA", "ECDSA with SHA-256"),
        ("SHA384withECDSA", "ECDSA with SHA-384"),
    ],
)
def test_java_senders_are_read(java: dict[str, bytes], algorithm: str, words: str, form: str):
    verdict = judged(java[f"{algorithm}.{form}"], *java_signers().values())

    assert codes(verdict) == ACCEPTED
    assert verdict.algorithm == words


def test_java_senders_with_sha_1_are_refused(java: dict[str, bytes]):
    assert java["SHA256withRSA.ber"][:2] == b"\x30\x80"
    assert codes(judged(java["SHA1withRSA.ber"], *java_signers().values())) == ("125", 3, 3002)
