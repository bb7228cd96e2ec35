"""Signed sets from the inbox to the answer: with real keys, certificates and revocation lists."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pki
import pytest
from installations import NOW, STEM, demo_set
from notices import codes_of, tickets_of
from pki import DAY, Party
from signed import SignedInstallation, make_signed, signature
from signing import world

from batch.cli.main import main
from batch.jobs.desk import Outcome
from batch.jobs.intake import take_sets
from batch.jobs.run import run_once

GOOD = demo_set("1-accepted")
SIMULATED = STEM.replace(".R", ".S")
TAMPERED = GOOD.replace("Namur", "Mamur")


@pytest.fixture
def installation(tmp_path: Path) -> SignedInstallation:
    return make_signed(tmp_path / "home")


@pytest.fixture(scope="module")
def good() -> bytes:
    """Alice's signature over GOOD."""
    return signature(world().alice, GOOD)


def told(installation: SignedInstallation, folder: str = "OUT") -> list[list[str]]:
    return [codes_of(acrf) for acrf in installation.texts("ACRF", folder=folder)]


# -- wanted in production ----------------------------------------------------------------------------------------


def test_a_signed_set_is_accepted_and_what_proved_it_is_kept(
    installation: SignedInstallation, good: bytes, capsys: pytest.CaptureFixture[str]
):
    installation.lay_signed(STEM, GOOD, good)

    assert installation.run().problems == []

    assert told(installation) == [[]]
    assert len(tickets_of(installation.texts("NOTI")[0])) == 3
    assert main(["--home", str(installation.home), "show", STEM]) == 0
    shown = capsys.readouterr().out
    assert world().alice.print in shown
    assert "RSA" in shown


def test_a_tampered_byte_gets_125_and_the_operator_reads_the_numbers_of_annex_25(
    installation: SignedInstallation, good: bytes, capsys: pytest.CaptureFixture[str]
):
    installation.lay_signed(STEM, TAMPERED, good)

    assert installation.run().problems == []

    assert told(installation) == [["125"]]
    ((code, detail),) = installation.faults(STEM)
    assert code == "125"
    assert detail.startswith(f"FS.{STEM}.1.1: 11/1205 ")
    assert main(["--home", str(installation.home), "show", STEM]) == 0
    assert "11/1205" in capsys.readouterr().out


def test_the_certificate_of_another_sender_gets_153(installation: SignedInstallation):
    installation.lay_signed(STEM, GOOD, signature(world().bob, GOOD))
    installation.run()

    assert told(installation) == [["153"]]
    assert world().bob.print in installation.faults(STEM)[0][1]


def test_a_certificate_of_an_authority_that_is_not_trusted_gets_125(installation: SignedInstallation):
    stranger = pki.party("Stranger", number=11)
    carol = pki.party("Carol", stranger, number=12)
    installation.register_certificate("123456", carol)
    installation.lay_signed(STEM, GOOD, signature(carol, GOOD))
    installation.run()

    assert told(installation) == [["125"]]


@pytest.mark.parametrize("content", [b"", b"no signature", b"\x30\x80" + b"\0" * 100])
def test_bytes_that_are_no_signature_get_125(installation: SignedInstallation, content: bytes):
    installation.lay_signed(STEM, GOOD, content)
    assert installation.run().problems == []
    assert told(installation) == [["125"]]


def test_a_huge_signature_gets_125_and_is_not_kept(installation: SignedInstallation, good: bytes):
    installation.lay_signed(STEM, GOOD, good)
    path = installation.home / "inbox/123456/IN" / f"FS.{STEM}.1.1"
    os.truncate(path, 5 << 30)
    os.utime(path, (0, 0))

    assert installation.run().problems == []

    assert told(installation) == [["125"]]
    assert "9/0" in installation.faults(STEM)[0][1]
    kept = sum(one.stat().st_size for one in (installation.home / "archive").rglob("*") if one.is_file())
    assert kept < 100_000


def test_no_byte_is_parsed_before_its_signature_is_known_to_be_good(installation: SignedInstallation, good: bytes):
    installation.lay_signed(STEM, "no xml", good)
    installation.run()
    assert told(installation) == [["125"]]


# -- waiting for it ----------------------------------------------------------------------------------------------


def test_a_set_waits_fifteen_minutes_for_its_signature_and_then_gets_122(installation: SignedInstallation):
    installation.lay_signed(STEM, GOOD, None)
    installation.run()
    installation.now += timedelta(minutes=14, seconds=59)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(seconds=1)
    installation.run()

    assert told(installation) == [["122"]]
    assert installation.waiting() == []


def test_a_set_of_simulation_in_the_folder_of_production_gets_257_alone(installation: SignedInstallation):
    simulation = STEM.removesuffix("R") + "S"
    installation.lay_signed(simulation, GOOD, None)
    installation.now += timedelta(minutes=16)
    installation.run()
    assert told(installation) == [["257"]]


def test_a_signature_that_comes_late_is_in_time(installation: SignedInstallation, good: bytes):
    installation.lay_signed(STEM, GOOD, None)
    installation.run()
    installation.now += timedelta(minutes=14)
    installation.lay_file(f"FS.{STEM}.1.1", good)
    installation.run()

    assert told(installation) == [[]]


# -- several parts and ZIP ---------------------------------------------------------------------------------------


def lay_two(installation: SignedInstallation, first: bytes, second: bytes) -> None:
    installation.lay_file(f"FS.{STEM}.2.1", first)
    installation.lay_file(f"FS.{STEM}.2.2", second)
    installation.lay_parts(STEM, GOOD, demo_set("3-refused"))


@pytest.mark.parametrize(("swapped", "codes"), [(False, []), (True, ["125"])])
def test_each_part_has_its_own_signature(
    installation: SignedInstallation, good: bytes, swapped: bool, codes: list[str]
):
    both = [good, signature(world().alice, demo_set("3-refused"))]
    lay_two(installation, *(reversed(both) if swapped else both))
    installation.run()

    assert told(installation) == [codes]
    assert len(installation.faults(STEM)) == (2 if swapped else 0)


def test_one_bad_signature_refuses_the_whole_set(installation: SignedInstallation, good: bytes):
    lay_two(installation, good, good)
    installation.run()

    assert told(installation) == [["125"]]
    ((_, detail),) = installation.faults(STEM)
    assert detail.startswith(f"FS.{STEM}.2.2: ")
    assert installation.texts("NOTI") == []


@pytest.mark.parametrize(("over", "codes"), [("zip", []), ("content", ["125"])])
def test_a_zip_is_signed_as_it_is_sent(installation: SignedInstallation, good: bytes, over: str, codes: list[str]):
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("FI", GOOD)
        packed = file.getvalue()
    installation.lay_signed(STEM, packed, signature(world().alice, packed) if over == "zip" else good)
    installation.run()

    assert told(installation) == [codes]


# -- simulation --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fs", "codes"), [("none", []), ("good", []), ("bad", ["125"]), ("bob", ["153"])])
def test_simulation_needs_no_signature_but_checks_the_one_it_gets(
    installation: SignedInstallation, good: bytes, fs: str, codes: list[str]
):
    signatures = {"none": None, "good": good, "bad": b"no signature", "bob": signature(world().bob, GOOD)}
    installation.lay_signed(SIMULATED, GOOD, signatures[fs], folder="INTEST-S")
    assert installation.run().problems == []

    assert told(installation, "OUTTEST-S") == [codes]


@pytest.mark.parametrize(("signature_wanted", "codes"), [("off", []), ("forbidden", ["121"])])
def test_where_nobody_signs_a_signature_is_left_alone_or_refused(
    installation: SignedInstallation, signature_wanted: str, codes: list[str]
):
    (installation.home / "onem-batch.toml").write_text(f'signature = "{signature_wanted}"\n')
    installation.lay_signed(STEM, GOOD, b"no signature")
    installation.run()

    assert told(installation) == [codes]


# -- what is ours: authorities and revocation lists ----------------------------------------------------------------


def test_without_an_authority_every_signed_set_waits_and_its_sender_is_told_nothing(
    installation: SignedInstallation, good: bytes
):
    anchor = installation.home / "trust/anchors/root.der"
    aside = anchor.read_bytes()
    anchor.unlink()
    signed = SIMULATED.replace("00001", "00002")
    installation.lay_signed(STEM, GOOD, good)
    installation.lay_signed(SIMULATED, GOOD, None, folder="INTEST-S")
    installation.lay_signed(signed, GOOD, good, folder="INTEST-S")

    outcome = installation.run()

    assert outcome.exit_code == 78
    assert "No authority is trusted yet" in str(outcome.problems[0])
    assert installation.answers() == {}
    assert len(installation.waiting()) == 3
    assert told(installation, "OUTTEST-S") == [[]]
    assert len(installation.waiting(folder="INTEST-S")) == 3

    anchor.write_bytes(aside)
    assert installation.run().problems == []
    assert told(installation) == [[]]
    assert told(installation, "OUTTEST-S") == [[], []]


def test_a_set_that_was_taken_waits_too_when_its_authority_is_gone(installation: SignedInstallation, good: bytes):
    installation.lay_signed(STEM, GOOD, good)
    desk = installation.desk
    take_sets(desk, Outcome(desk.logger))
    anchor = installation.home / "trust/anchors/root.der"
    anchor.rename(anchor.with_suffix(".aside"))

    assert run_once(desk).exit_code == 78
    assert installation.answers() == {}

    anchor.with_suffix(".aside").rename(anchor)
    assert run_once(desk).problems == []
    assert told(installation) == [[]]


def renew(installation: SignedInstallation, *revoked: tuple[Party, object]) -> None:
    """New lists of both authorities, made now."""
    now = installation.now
    lists = (
        pki.crl(issuer, *listed, made=now - timedelta(hours=1), until=now + 7 * DAY, number=8)
        for issuer, listed in ((world().root, ()), (world().authority, revoked))
    )
    root, authority = lists
    installation.trust("crl", root=root, authority=authority)


def test_a_stale_revocation_list_lets_sets_wait_and_a_new_one_lets_them_go(
    installation: SignedInstallation, good: bytes
):
    installation.now = NOW + 8 * DAY
    installation.lay_signed(STEM, GOOD, good)
    desk = installation.desk

    for _ in range(2):
        outcome = run_once(desk)
        assert outcome.exit_code == 78
        assert "stale" in str(outcome.problems[0])
        assert installation.answers() == {}
    assert [one.stem for one in installation.register.receipts("kept")] == [STEM]

    renew(installation)
    assert run_once(desk).problems == []
    assert told(installation) == [[]]
    assert installation.waiting() == []


def test_a_set_that_waited_is_judged_as_of_its_reception(installation: SignedInstallation):
    """Her certificate ended, and was revoked, and taken off the register while the set waited: it was good then."""
    carol = pki.party("Carol", world().authority, number=13, until=NOW + 9 * DAY)
    installation.register_certificate("123456", carol)
    installation.now = NOW + 8 * DAY
    installation.lay_signed(STEM, GOOD, signature(carol, GOOD))
    late = STEM.replace("00001", "00002")
    assert installation.run().exit_code == 78

    installation.now = NOW + 10 * DAY
    installation.register_certificate("123456", world().alice)
    renew(installation, (carol, NOW + 9 * DAY))
    installation.lay_signed(late, GOOD, signature(carol, GOOD))
    assert installation.run().problems == []

    assert told(installation) == [[], ["153"]]


def test_a_certificate_that_was_revoked_before_reception_is_refused_after_the_wait(
    installation: SignedInstallation, good: bytes
):
    installation.now = NOW + 8 * DAY
    installation.lay_signed(STEM, GOOD, good)
    assert installation.run().exit_code == 78
    installation.now += DAY
    renew(installation, (world().alice, NOW + 7 * DAY))
    installation.run()

    assert told(installation) == [["125"]]


def test_a_set_that_waits_for_a_list_does_not_hold_up_its_neighbours(installation: SignedInstallation, good: bytes):
    other = pki.party("Other authority", world().root, number=14, ca=True)
    carol = pki.party("Carol", other, number=15)
    installation.register_certificate("234567", carol)
    theirs = STEM.replace("123456", "234567")
    installation.lay_signed(theirs, GOOD, signature(carol, GOOD), sender="234567")
    installation.lay_signed(STEM, GOOD, good)

    assert installation.run().exit_code == 78

    assert told(installation) == [[]]
    assert installation.answers("234567") == {}


@pytest.mark.parametrize("revocation", ["if-available", "off"])
def test_a_stale_list_holds_nothing_up_where_none_is_required(tmp_path: Path, good: bytes, revocation: str):
    installation = make_signed(tmp_path, f'revocation = "{revocation}"\n')
    installation.now = NOW + 8 * DAY
    installation.lay_signed(STEM, GOOD, good)

    assert installation.run().problems == []
    assert told(installation) == [[]]


def test_a_trust_folder_that_does_not_read_is_our_fault(installation: SignedInstallation, good: bytes):
    installation.trust("anchors", another=b"no certificate")
    installation.lay_signed(STEM, GOOD, good)

    outcome = installation.run()

    assert outcome.exit_code == 78
    assert "another.der does not read as a certificate" in str(outcome.problems[0])
    assert installation.answers() == {}
    (installation.home / "trust/anchors/another.der").unlink()
    assert installation.run().problems == []
    assert told(installation) == [[]]
