"""Attacks on the signature of a production set: each is refused with its code, and leaves no ticket behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from installations import STEM, demo_set
from pki import DAY, NOW, by_hand, crl, party
from signed import ALICE, BOB, SignedInstallation, make_signed, signature

GOOD = demo_set("1-accepted")
OTHER = demo_set("2-accepted-with-remarks")


@pytest.fixture
def installation(tmp_path: Path) -> SignedInstallation:
    return make_signed(tmp_path / "home")


def answer(installation: SignedInstallation, sender: str = ALICE) -> str:
    """The only receipt a sender got; nothing else may have come out."""
    outcome = installation.run()
    assert not outcome.problems, outcome.problems
    (receipt,) = installation.texts("ACRF", sender)
    return receipt


def refused(installation: SignedInstallation, code: str, sender: str = ALICE) -> None:
    receipt = answer(installation, sender)
    assert f"<ErrorID>ACRF-{code}</ErrorID>" in receipt
    assert receipt.count("<ErrorID>") == 1
    assert not installation.texts("NOTI", sender)
    assert not installation.texts("HAND", "999998")
    assert installation.waiting(sender) == []


def test_a_good_signature_is_accepted(installation):
    installation.lay_signed(STEM, GOOD, signature(installation.world.alice, GOOD))
    assert "<ResultCode>1</ResultCode>" in answer(installation)
    assert len(installation.texts("NOTI")) == 1


def test_no_signature(installation):
    installation.lay_signed(STEM, GOOD, None)
    installation.run()
    assert not installation.answers(), "a signature that is late is waited for"
    installation.now += timedelta(minutes=15)
    refused(installation, "122")


def test_the_signature_of_another_file(installation):
    installation.lay_signed(STEM, GOOD, signature(installation.world.alice, OTHER))
    refused(installation, "125")
    ((_, detail),) = installation.faults(STEM)
    assert "11/1205" in detail


def test_one_byte_changed_after_signing(installation):
    fs = signature(installation.world.alice, GOOD)
    installation.lay_signed(STEM, GOOD.replace("<ZIPCode>5000", "<ZIPCode>4000") + " ", fs)
    refused(installation, "125")


def test_the_certificate_of_another_sender(installation):
    installation.lay_signed(STEM, GOOD, signature(installation.world.bob, GOOD))
    refused(installation, "153")


def test_a_whole_signed_set_of_another_sender_laid_into_ones_own_folder(installation):
    installation.lay_signed(STEM, GOOD, signature(installation.world.alice, GOOD), sender=BOB)
    refused(installation, "108", BOB)


def test_a_certificate_that_nobody_registered(installation):
    stranger = party("Alice", installation.world.authority, number=9)
    installation.lay_signed(STEM, GOOD, signature(stranger, GOOD))
    refused(installation, "153")


def test_an_expired_certificate(installation):
    short = party("Alice", installation.world.authority, number=9, until=NOW + DAY)
    installation.register_certificate(ALICE, short)
    installation.now += 2 * DAY
    installation.lay_signed(STEM, GOOD, signature(short, GOOD))
    refused(installation, "125")
    assert "1207" in installation.faults(STEM)[0][1]


def test_a_revoked_certificate(installation):
    lost = installation.world.alice
    revoked = crl(
        installation.world.authority, (lost, NOW - timedelta(hours=1)), number=8, made=NOW - timedelta(hours=1)
    )
    installation.trust("crl", authority=revoked)
    installation.lay_signed(STEM, GOOD, signature(lost, GOOD))
    refused(installation, "125")
    assert "10/0" in installation.faults(STEM)[0][1]


def test_a_certificate_revoked_after_reception_was_good_when_it_counted(installation):
    lost = installation.world.alice
    revoked = crl(
        installation.world.authority, (lost, NOW + timedelta(hours=1)), number=8, made=NOW - timedelta(hours=1)
    )
    installation.trust("crl", authority=revoked)
    installation.lay_signed(STEM, GOOD, signature(lost, GOOD))
    assert "<ResultCode>1</ResultCode>" in answer(installation)


def test_a_certificate_that_signs_itself(installation):
    alone = party("Alice", kind="rsa", number=9, ca=False)
    installation.register_certificate(ALICE, alone)
    installation.lay_signed(STEM, GOOD, signature(alone, GOOD))
    refused(installation, "125")
    assert "1104" in installation.faults(STEM)[0][1]


def test_a_certificate_of_an_authority_with_the_same_name(installation):
    twin = party("Authority", party("Root", number=7), number=8, ca=True)
    false = party("Alice", twin, number=9)
    installation.register_certificate(ALICE, false)
    installation.lay_signed(STEM, GOOD, signature(false, GOOD))
    refused(installation, "125")


def test_sha_1(installation):
    installation.lay_signed(STEM, GOOD, signature(installation.world.alice, GOOD, "-md", "sha1"))
    refused(installation, "125")
    assert "3/300" in installation.faults(STEM)[0][1]


def test_a_short_rsa_key_is_not_even_registered_and_not_accepted(installation):
    weak = party("Alice", installation.world.authority, kind="rsa1024", number=9)
    with pytest.raises(Exception, match="2048"):
        installation.register_certificate(ALICE, weak)
    installation.lay_signed(STEM, GOOD, signature(weak, GOOD))
    refused(installation, "125")


def test_a_chain_in_the_wrong_order_is_a_bag_and_accepted(installation):
    middle = party("Middle", installation.world.authority, number=11, ca=True)
    deep = party("Alice", middle, number=12)
    installation.trust("crl", middle=crl(middle))
    installation.register_certificate(ALICE, deep)
    bag = [installation.world.authority, deep, middle]
    installation.lay_signed(STEM, GOOD, by_hand(deep, GOOD.encode(), bag=bag).dump())
    assert "<ResultCode>1</ResultCode>" in answer(installation)


def test_a_leaf_that_issues_a_leaf(installation):
    false = party("Alice", installation.world.bob, number=9)
    installation.register_certificate(ALICE, false)
    installation.lay_signed(STEM, GOOD, signature(false, GOOD))
    refused(installation, "125")


@pytest.mark.parametrize("junk", [b"", b"<FS/>", b"A" * 70_000, b"x" * (2 << 20), b"\x30\x80" * 400])
def test_bytes_that_are_no_signature(installation, junk):
    installation.lay_signed(STEM, GOOD, junk)
    refused(installation, "125")


def test_a_bad_signature_in_simulation_is_refused_too(installation):
    stem = STEM.replace(".R", ".S")
    installation.lay_signed(stem, GOOD, signature(installation.world.alice, OTHER), folder="INTEST-S")
    installation.run()
    (receipt,) = installation.texts("ACRF", folder="OUTTEST-S")
    assert "ACRF-125" in receipt


def test_no_list_of_revoked_certificates_is_our_problem_and_the_set_waits(installation):
    (installation.home / "trust" / "crl" / "authority.crl").unlink()
    installation.lay_signed(STEM, GOOD, signature(installation.world.alice, GOOD))
    outcome = installation.run()
    assert outcome.exit_code == 78
    assert not installation.answers()
    installation.trust("crl", authority=crl(installation.world.authority))
    installation.now += timedelta(hours=3)
    assert "<ResultCode>1</ResultCode>" in answer(installation)
    (receipt,) = installation.texts("ACRF")
    assert "08:30:00.125" in receipt or "09:30:00.125" in receipt, "judged as of the moment it was received"
