"""Our verdicts beside those of ``openssl cms -verify``: who is stricter, and why."""

from __future__ import annotations

from hashlib import sha256

import pytest
from asn1crypto import cms
from pki import DAY, FI, NOW, Party, by_hand, by_openssl, needs, openssl_accepts, party, usage
from signing import ACCEPTED, codes, judged, world


def openssl_signed(*options: str, **wishes):
    return lambda: (by_openssl(world().alice, *options, **wishes), world().alice)


def built(**wishes):
    return lambda: (by_hand(world().alice, **wishes).dump(), world().alice)


def signed_by(make):
    def case() -> tuple[bytes, Party]:
        signer = make()
        return by_hand(signer).dump(), signer

    return case


def below(**wishes):
    return signed_by(lambda: party("Signer", world().authority, **wishes))


def two_signers() -> tuple[bytes, Party]:
    infos = [by_hand(one)["content"]["signer_infos"][0] for one in (world().alice, world().bob)]
    bag = [world().alice, world().bob, world().authority]
    return by_hand(world().alice, bag=bag, signer_infos=infos).dump(), world().alice


def junk_after() -> tuple[bytes, Party]:
    return by_openssl(world().alice) + b"junk", world().alice


def damaged() -> tuple[bytes, Party]:
    fs = by_openssl(world().alice)
    return fs[:-1] + bytes([fs[-1] ^ 1]), world().alice


def other_sender() -> tuple[bytes, Party]:
    return by_openssl(world().bob), world().alice


def turned_attributes() -> tuple[bytes, Party]:
    whole = by_hand(world().alice)
    first, second = (one.dump() for one in whole["content"]["signer_infos"][0]["signed_attrs"])
    return whole.dump().replace(first + second, second + first), world().alice


def attribute(kind: str, value) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})


TWICE = [attribute("content_type", "data"), *[attribute("message_digest", sha256(FI).digest())] * 2]

BOTH_ACCEPT = {
    "plain": openssl_signed(),
    "smime": openssl_signed(tool="smime"),
    "cades": openssl_signed("-cades"),
    "sha512": openssl_signed("-md", "sha512"),
    "pss": openssl_signed("-keyopt", "rsa_padding_mode:pss"),
    "ecdsa": below(),
}

BOTH_REFUSE = {
    "text mode": openssl_signed(binary=False),
    "another file": openssl_signed(content=b"another"),
    "damaged": damaged,
    "expired": below(until=NOW - DAY, since=NOW - 9 * DAY),
    "not yet valid": below(since=NOW + DAY),
    "self-signed": signed_by(lambda: party("Alice", ca=False)),
    "issued by a leaf": signed_by(lambda: party("Mallory", world().alice)),
    "stranger's chain": signed_by(lambda: party("Alice", party("Root", number=95))),
    "no signer": built(signer_infos=[]),
    "no certificate": built(bag=[]),
    "attribute twice": built(attributes=TWICE),
}

OPENSSL_IS_LAXER = {
    "another sender": (other_sender, ("153", 10, 0), "openssl does not know whose certificate it is"),
    "sha1": (openssl_signed("-md", "sha1"), ("125", 3, 3002), "its level of security lets SHA-1 pass"),
    "md5": (openssl_signed("-md", "md5"), ("125", 3, 3002), "its level of security lets MD5 pass"),
    "rsa 1024": (below(kind="rsa1024"), ("125", 3, 3005), "its level of security lets 1024 bits pass"),
    "curve": (below(kind="k256"), ("125", 3, 3005), "it accepts every curve it knows"),
    "no attributes": (openssl_signed("-noattr"), ("125", 11, 1204), "CMS allows it, annex 25 and we do not"),
    "attached": (openssl_signed("-nodetach"), ("125", 1, 8), "it compares the copy inside"),
    "two signers": (two_signers, ("125", 4, 4004), "CMS allows several, annex 25 one"),
    "junk after": (junk_after, ("125", 1, 21), "it stops reading where the signature ends"),
    "usage": (below(allows=usage("key_encipherment")), ("125", 6, 1019), "-purpose any looks at no key usage"),
    "authority": (signed_by(lambda: world().authority), ("125", 6, 1019), "-purpose any lets authorities sign"),
}

OPENSSL_IS_STRICTER = {
    "attributes not in order": (turned_attributes, "it checks the bytes as they were sent, not as they were signed"),
}


def verdicts(case) -> tuple[tuple[str, int, int], bool]:
    needs("openssl")
    fs, registered = case()
    return codes(judged(fs, registered)), openssl_accepts(fs, world().root)


@pytest.mark.parametrize("case", BOTH_ACCEPT)
def test_both_accept(case: str):
    assert verdicts(BOTH_ACCEPT[case]) == (ACCEPTED, True)


@pytest.mark.parametrize("case", BOTH_REFUSE)
def test_both_refuse(case: str):
    ours, theirs = verdicts(BOTH_REFUSE[case])

    assert ours != ACCEPTED
    assert not theirs


@pytest.mark.parametrize("case", OPENSSL_IS_LAXER)
def test_openssl_accepts_what_we_refuse(case: str):
    make, expected, _why = OPENSSL_IS_LAXER[case]

    assert verdicts(make) == (expected, True)


@pytest.mark.parametrize("case", OPENSSL_IS_STRICTER)
def test_openssl_refuses_what_we_accept(case: str):
    make, _why = OPENSSL_IS_STRICTER[case]

    assert verdicts(make) == (ACCEPTED, False)
