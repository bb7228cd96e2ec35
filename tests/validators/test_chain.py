from __future__ import annotations

import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pki import DAY, NOW, Party, by_hand, crl, name, needs, openssl, party, usage
from signing import ACCEPTED, codes, judged, trust, world

from batch.errors import SettingsWrong
from batch.validators.signature import trust_of


def verdict(signer: Party, *, by=None, bag: list[Party] | None = None) -> tuple[str, int, int]:
    """On a signature by a registered signer."""
    return codes(judged(by_hand(signer, bag=bag).dump(), signer, by=by))


def test_a_self_signed_certificate_is_of_no_accepted_authority_even_when_registered():
    assert verdict(party("Alice", ca=False)) == ("125", 10, 1104)


def test_a_strangers_chain_with_the_same_names_is_refused():
    root = party("Root", number=41)
    authority = party("Authority", root, number=42, ca=True)
    signer = party("Alice", authority, number=43)

    assert verdict(signer) == ("125", 10, 1103)
    assert verdict(signer, bag=[signer, authority, root]) == ("125", 10, 1104)
    assert verdict(signer, by=trust(between=[world().authority])) == ("125", 10, 1103)
    assert verdict(signer, by=trust(root)) == ACCEPTED


def test_a_certificate_issued_by_a_leaf_is_refused():
    assert verdict(party("Mallory", world().alice)) == ("125", 6, 1019)


def test_an_authority_that_may_not_issue_certificates_is_refused():
    authority = party("Lists only", world().root, ca=True, allows=usage("crl_sign"), number=44)

    assert verdict(party("Alice", authority)) == ("125", 6, 1019)


def test_an_authority_below_one_that_allows_none_is_refused():
    short = party("Short", world().root, ca=True, depth=0, number=45)
    too_deep = party("Too deep", short, ca=True, number=46)

    assert verdict(party("Near", short)) == ACCEPTED
    assert verdict(party("Far", too_deep)) == ("125", 10, 1104)


def test_more_steps_than_eight_are_refused_and_eight_are_not():
    above = world().root
    found = []
    for step in range(10):
        above = party(f"Step {step}", above, ca=True, number=50 + step)
        found.append(verdict(party("Alice", above)))

    assert found[:8] == [ACCEPTED] * 8
    assert found[8:] == [("125", 10, 1104)] * 2


def test_the_constraints_on_names_of_an_authority_count():
    others = x509.NameConstraints([x509.DirectoryName(name("Others"))], None)
    authority = party("Narrow", world().root, ca=True, number=47, extra=((others, True),))

    assert verdict(party("Alice", authority)) == ("125", 10, 1104)


def test_an_unknown_critical_extension_is_refused_and_one_that_is_not_critical_is_not():
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")

    for critical, expected in ((True, ("125", 10, 1104)), (False, ACCEPTED)):
        assert verdict(party("Alice", world().authority, extra=((unknown, critical),))) == expected


def test_certificates_that_issue_each_other_end_within_a_second():
    first = party("First", number=48)
    second = party("Second", first, ca=True, number=49)
    turned = party("First", second, ca=True, number=48)
    started = time.perf_counter()

    assert verdict(party("Alice", turned), bag=[party("Alice", turned), second, turned])[0] == "125"
    signer = party("Bob", turned)
    assert verdict(signer, bag=[signer, second, turned]) == ("125", 10, 1104)
    assert time.perf_counter() - started < 1


def test_thirty_authorities_with_one_name_end_within_a_second():
    crowd = [party("Authority", world().root, ca=True, number=60 + place % 3) for place in range(30)]
    stranger = party("Authority", number=64)
    signer = party("Alice", stranger)
    started = time.perf_counter()

    assert verdict(signer, bag=[signer, *crowd]) == ("125", 10, 1103)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(("since", "until"), [(NOW - 9 * DAY, NOW - DAY), (NOW + DAY, NOW + 9 * DAY)])
def test_an_authority_outside_its_validity_is_refused(since, until):
    authority = party("Old", world().root, ca=True, since=since, until=until, number=65)

    assert verdict(party("Alice", authority)) == ("125", 11, 1207)


def test_an_expired_anchor_is_trusted_no_longer():
    root = party("Past", until=NOW - DAY, number=66)

    assert verdict(party("Alice", root), by=trust(root)) == ("125", 11, 1207)


def test_an_authority_with_a_weak_key_is_refused():
    authority = party("Weak", world().root, ca=True, kind="rsa1024")

    assert verdict(party("Alice", authority)) == ("125", 3, 3005)


@pytest.mark.parametrize(("digest", "expected"), [(hashes.SHA224(), 3004), (hashes.SHA384(), 0)])
def test_certificates_issued_with_a_weak_digest_are_refused(digest, expected: int):
    assert verdict(party("Alice", world().authority, digest=digest))[2] == expected
    authority = party("Other", world().root, ca=True, number=67, digest=digest)
    assert verdict(party("Alice", authority))[2] == expected


def test_a_certificate_issued_with_sha_1_is_refused():
    needs("openssl")
    signer, above = world().alice, world().authority
    request = openssl("req", "-new", "-key", "{key}", "-subj", "/CN=Old", key=signer.key_pem)
    made = openssl(
        "x509", "-req", "-sha1", "-in", "{request}", "-CA", "{ca}", "-CAkey", "{key}", "-days", "9000",
        "-outform", "DER", "-set_serial", "7",
        request=request, ca=above.pem, key=above.key_pem,
    )  # fmt: skip
    old = Party(x509.load_der_x509_certificate(made), signer.key, above)
    moment = max(NOW, old.certificate.not_valid_before_utc)

    assert codes(judged(by_hand(old).dump(), old, moment=moment)) == ("125", 3, 3004)


def test_an_authority_that_signs_with_an_unknown_algorithm_is_not_followed():
    authority = party("Edwards", world().root, ca=True, kind="ed25519")

    assert verdict(party("Alice", authority)) in {("125", 3, 3004), ("125", 10, 1102)}


def test_nothing_is_accepted_without_anchors():
    nobody = trust_of({}, {}, {}, "off")

    assert verdict(world().alice, by=nobody) == ("125", 10, 1104)


def test_a_certificate_in_the_bag_that_does_not_read_is_left_out():
    alice, bob = world().alice, world().bob
    good = by_hand(alice, bag=[alice, world().authority, bob]).dump()
    damaged = bob.der.replace(b"\x17\x0d2", b"\x17\x0dx")  # its dates
    assert good.count(bob.der) == 1
    assert damaged != bob.der

    assert codes(judged(good.replace(bob.der, damaged))) == ACCEPTED


# -- what the operator laid down ----------------------------------------------------------------------------


def test_a_file_may_hold_several_certificates_with_text_between():
    many = b"# our roots\n" + party("Another", number=68).pem + b"text\n" + world().root.pem

    by = trust_of({"all.pem": many}, {}, {}, "off")

    assert len(by.anchors) == 2
    assert verdict(world().alice, by=by) == ACCEPTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"junk",
        b"-----BEGIN CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
    ],
)
def test_a_trust_file_that_does_not_read_is_our_fault_and_named(content: bytes):
    good = {"root.der": world().root.der}

    with pytest.raises(SettingsWrong, match=r"new\.pem"):
        trust_of(good | {"new.pem": content}, {}, {}, "off")
    with pytest.raises(SettingsWrong, match=r"new\.pem"):
        trust_of(good, {"new.pem": content}, {}, "off")
    with pytest.raises(SettingsWrong, match=r"new\.crl"):
        trust_of(good, {}, {"new.crl": content}, "off")


def test_an_anchor_must_be_an_authority_with_a_strong_key():
    for wrong in (world().alice, party("Weak", kind="rsa1024")):
        with pytest.raises(SettingsWrong):
            trust_of({"a.der": wrong.der}, {}, {}, "off")
    with pytest.raises(SettingsWrong):
        trust_of({"a.pem": crl(world().root)}, {}, {}, "off")
