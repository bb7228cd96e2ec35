from __future__ import annotations

import time
from datetime import timedelta

import pytest
from cryptography import x509
from pki import DAY, NOW, Party, by_hand, crl, party, usage
from signing import ACCEPTED, codes, fresh_lists, judged, trust, world

from batch.errors import RevocationUnknown
from batch.model.signature import Evidence
from batch.validators.signature import trust_of


def verdict(*lists: bytes, revocation: str = "required", signer: Party | None = None, moment=NOW):
    signer = signer or world().alice
    return judged(by_hand(signer).dump(), signer, by=trust(crls=lists, revocation=revocation), moment=moment)


def test_fresh_lists_are_kept_as_evidence():
    found = verdict(*fresh_lists())

    assert isinstance(found, Evidence)
    assert [(one.issuer, one.number, one.this_update) for one in found.crls] == [
        ("CN=Authority", 7, NOW - DAY),
        ("CN=Root", 7, NOW - DAY),
    ]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (NOW - DAY, ("125", 10, 0)),
        (NOW, ("125", 10, 0)),
        (NOW + timedelta(seconds=1), ACCEPTED),
        (NOW + DAY, ACCEPTED),
    ],
)
def test_a_revocation_counts_from_its_moment(day, expected: tuple):
    root = crl(world().root)
    found = verdict(root, crl(world().authority, (world().alice, day), made=NOW + 2 * DAY))

    assert codes(found) == expected
    if isinstance(found, Evidence):
        assert "revoked after reception" in found.notes[0]


def test_a_revoked_authority_takes_its_signers_with_it():
    found = verdict(crl(world().root, (world().authority, NOW - DAY)), crl(world().authority))

    assert codes(found) == ("125", 10, 0)


def test_the_revocation_of_another_certificate_does_not_count():
    others = [(world().bob, NOW - DAY), (world().alice.certificate.serial_number + 1, NOW - DAY)]

    assert codes(verdict(crl(world().root), crl(world().authority, *others))) == ACCEPTED


def listed(*entries, **wishes) -> list[bytes]:
    return [crl(world().authority, *entries, **wishes)]


def critical(extension: x509.ExtensionType):
    return lambda *entries: listed(*entries, extra=((extension, True),))


UNUSABLE = {
    "missing": lambda *_: [],
    "stale": lambda *entries: listed(*entries, until=NOW - timedelta(seconds=1), made=NOW - 9 * DAY),
    "without end": lambda *entries: listed(*entries, until=None),
    "signed by another": lambda *entries: listed(*entries, by=world().bob),
    "of another issuer": lambda *entries: [crl(party("Other", number=70), *entries)],
    "partial": critical(x509.DeltaCRLIndicator(3)),
    "for some reasons": critical(x509.IssuingDistributionPoint(None, None, True, False, None, False, False)),
    "with an unknown critical extension": critical(
        x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_without_a_usable_list_the_set_waits_and_nobody_is_refused(case: str):
    lists = [crl(world().root), *UNUSABLE[case]()]

    with pytest.raises(RevocationUnknown, match=r"certificate [0-9a-f]{16} is not known") as caught:
        verdict(*lists)
    assert caught.value.exit_code == 78
    accepted = verdict(*lists, revocation="if-available")
    assert isinstance(accepted, Evidence)
    assert "is not known" in accepted.notes[0]
    assert "Alice" not in accepted.notes[0]
    assert codes(verdict(*lists, revocation="off")) == ACCEPTED


def test_a_stale_list_that_names_the_certificate_is_believed_where_none_is_required():
    stale = crl(world().authority, (world().alice, NOW - 10 * DAY), made=NOW - 9 * DAY, until=NOW - DAY)

    assert codes(verdict(crl(world().root), stale, revocation="if-available")) == ("125", 10, 0)
    assert codes(verdict(crl(world().root), stale, crl(world().authority), revocation="if-available")) == ACCEPTED
    with pytest.raises(RevocationUnknown, match="stale"):
        verdict(crl(world().root), stale)


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_an_unusable_list_says_is_not_believed_beside_a_good_one(case: str):
    lies = UNUSABLE[case]((world().alice, NOW - 10 * DAY))

    assert codes(verdict(crl(world().root), crl(world().authority), *lies)) == ACCEPTED
    if case != "stale":
        assert codes(verdict(*lies, revocation="if-available")) == ACCEPTED


def test_a_wrong_signature_never_waits_for_a_list():
    fs = by_hand(world().alice).dump()
    waiting = trust(revocation="required")

    assert codes(judged(fs, content=b"another", by=waiting)) == ("125", 11, 1205)
    assert codes(judged(fs, world().bob, by=waiting)) == ("153", 10, 0)


def test_off_never_looks():
    lists = [crl(world().root), crl(world().authority, (world().alice, NOW - DAY))]

    assert codes(verdict(*lists, revocation="off")) == ACCEPTED
    assert codes(verdict(*lists, revocation="if-available")) == ("125", 10, 0)


def test_a_list_made_after_reception_counts():
    lists = [crl(one, made=NOW + DAY) for one in (world().root, world().authority)]

    assert codes(verdict(*lists)) == ACCEPTED


def test_the_newest_list_decides():
    older = crl(world().authority, (world().alice, NOW - 5 * DAY), made=NOW - 3 * DAY)
    newer = crl(world().authority, made=NOW - 2 * DAY)

    assert codes(verdict(crl(world().root), older, newer)) == ACCEPTED
    assert codes(verdict(crl(world().root), newer, older)) == ACCEPTED


def test_the_list_of_an_old_key_does_not_count_for_the_new_key_of_an_authority():
    renewed = party("Authority", world().root, number=71, ca=True)
    signer = party("Carol", renewed)

    with pytest.raises(RevocationUnknown, match="signature"):
        verdict(*fresh_lists(), signer=signer)
    assert codes(verdict(*fresh_lists(), crl(renewed), signer=signer)) == ACCEPTED


def test_an_authority_that_may_not_sign_lists_signs_none_that_counts():
    authority = party("No lists", world().root, number=72, ca=True, allows=usage("key_cert_sign"))

    with pytest.raises(RevocationUnknown):
        verdict(crl(world().root), crl(authority), signer=party("Dave", authority))


def test_a_list_without_a_number_is_evidence_by_its_day():
    found = verdict(crl(world().root, number=None), crl(world().authority))

    assert isinstance(found, Evidence)
    assert found.crls[1].number is None


def test_two_hundred_thousand_entries_cost_nothing_once_read():
    many = [(2**100 + place * 7919, NOW - DAY) for place in range(200_000)]
    long = crl(world().authority, *many, (world().bob, NOW - DAY))
    by = trust_of({"r": world().root.der}, {}, {"long": long, "root": crl(world().root)}, "required")
    alice, bob = (by_hand(one).dump() for one in (world().alice, world().bob))
    assert codes(judged(alice, by=by)) == ACCEPTED  # reads the list

    started = time.perf_counter()
    for _ in range(50):
        assert codes(judged(bob, world().bob, by=by)) == ("125", 10, 0)
    assert (time.perf_counter() - started) / 50 < 0.02
