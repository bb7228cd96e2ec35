"""The doctor names what is or will be wrong, with a remedy; a healthy installation has no remark but good ones."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clamd import clamd
from pki import DAY, crl, party
from signed import ALICE, SignedInstallation, make_signed

from batch.cli.main import main
from batch.doctor import Remark, examine
from batch.model.scanner import ScannerSettings
from batch.transport.scanner import ClamdScanner


@pytest.fixture
def installation(tmp_path: Path) -> SignedInstallation:
    made = make_signed(tmp_path / "home", 'signing = ["keys/onem"]\n')
    made.register_certificate("999998", party("ONEM", made.world.authority, number=20))
    made.register_certificate("999997", party("Front office", made.world.authority, number=22))
    ours = party("ONEM answers", made.world.authority, number=21)
    (made.home / "archive").mkdir()
    made.trust("intermediates", authority=made.world.authority.der)
    keys = made.home / "keys"
    keys.mkdir()
    (keys / "onem.key.pem").write_bytes(ours.key_pem)
    (keys / "onem.key.pem").chmod(0o600)
    (keys / "onem.cert.pem").write_bytes(ours.pem)
    return made


def remarks(installation: SignedInstallation) -> list[Remark]:
    """All but the good ones."""
    return [one for one in examine(installation.desk, installation.now) if one.level != "good"]


def only(installation: SignedInstallation) -> Remark:
    (one,) = remarks(installation)
    assert one.remedy, "a remark without a remedy helps nobody"
    return one


def test_a_healthy_installation_is_only_good(installation):
    assert remarks(installation) == []
    assert len(examine(installation.desk, installation.now)) >= 5


def test_unchecked_production_is_a_warning(installation):
    (installation.home / "onem-batch.toml").write_text('signature = "off"\nsigning = ["keys/onem"]\n', encoding="utf-8")
    assert (only(installation).level, "not checked" in only(installation).what) == ("warning", True)


def test_no_authority_is_a_fault(installation):
    shutil.rmtree(installation.home / "trust" / "anchors")
    assert (only(installation).level, "trust/anchors" in only(installation).remedy) == ("fault", True)


def test_a_list_that_is_missing_or_stale_is_a_fault(installation):
    (installation.home / "trust" / "crl" / "root.crl").unlink()
    assert "there is none" in only(installation).what
    installation.trust("crl", root=crl(installation.world.root, until=installation.now - DAY))
    stale = remarks(installation)
    assert any("stale" in one.what and one.level == "fault" for one in stale)


def test_a_list_that_ends_within_days_is_announced(installation):
    root, now = installation.world.root, installation.now
    installation.trust("crl", root=crl(root, made=now - 28 * DAY, until=now + 11 * DAY))
    assert remarks(installation) == [], "more than a quarter of its life is left"
    installation.trust("crl", root=crl(root, made=now - 28 * DAY, until=now + 9 * DAY))
    assert (only(installation).level, "revocation list" in only(installation).what) == ("warning", True)
    installation.trust("crl", root=crl(root, made=now - DAY, until=now + DAY / 2))
    assert "in 11 hours" in only(installation).what


def test_a_file_that_is_no_certificate_is_a_fault_with_its_name(installation):
    (installation.home / "trust" / "anchors" / "note.pem").write_text("not a certificate", encoding="utf-8")
    assert any("note.pem" in one.what for one in remarks(installation))


def test_answers_that_leave_unsigned_are_a_warning(installation):
    (installation.home / "onem-batch.toml").write_text('signature = "required"\n', encoding="utf-8")
    assert "unsigned" in only(installation).what


def test_a_signing_key_that_is_not_there_is_a_fault(installation):
    (installation.home / "keys" / "onem.key.pem").unlink()
    assert any("onem.key.pem" in one.what and one.level == "fault" for one in remarks(installation))


def test_a_key_that_others_may_read_is_a_fault(installation):
    (installation.home / "keys" / "onem.key.pem").chmod(0o644)
    assert "chmod 600" in only(installation).remedy


def test_our_certificate_is_announced_thirty_days_ahead_and_a_fault_when_it_ended(installation):
    end = installation.now + 365 * DAY - timedelta(seconds=installation.now.microsecond / 1e6)
    installation.trust("crl", root=crl(installation.world.root, until=end + 900 * DAY))
    installation.now = end - 31 * DAY
    assert not any("our signature" in one.what for one in remarks(installation))
    installation.now = end - 29 * DAY
    assert any("our signature" in one.what and one.level == "warning" for one in remarks(installation))
    installation.now = end + DAY
    told = [one for one in remarks(installation) if one.level == "fault"]
    assert any("our signature" in one.what for one in told)


def test_a_senders_certificate_is_announced_unless_it_has_a_successor(installation):
    short = party("Alice soon", installation.world.authority, number=22, until=installation.now + 20 * DAY)
    installation.register_certificate(ALICE, short)
    assert f"sender {ALICE}" in only(installation).what
    assert "rotate-cert" in only(installation).remedy
    installation.register_certificate(ALICE, party("Alice next", installation.world.authority, number=23))
    assert remarks(installation) == []


def test_a_sender_without_a_certificate_is_a_warning(installation):
    from batch.model.sender import Sender

    installation.register.directory.add_sender(Sender("345678", "New", "employer", "nl"), installation.now)
    told = remarks(installation)
    assert any("345678: no certificate" in one.what and one.level == "warning" for one in told)
    assert {one.level for one in told if "345678" in one.what and "certificate" not in one.what} == {"fault"}
    assert main(["--home", str(installation.home), "sender", "enable", "345678"]) == 0


def test_a_certificate_of_a_strange_authority_is_a_warning(installation):
    stranger = party("Stranger", party("Unknown root", number=24), number=25)
    installation.register_certificate(ALICE, stranger)
    assert "leads to no authority" in only(installation).what


def test_a_folder_that_a_sender_lacks_is_a_fault_with_its_path(installation):
    (installation.home / "inbox" / ALICE / "IN").rmdir()
    assert str(installation.home / "inbox" / ALICE / "IN") in only(installation).what


def test_a_typing_error_for_the_door_stops_every_command(installation, capsys):
    with (installation.home / "onem-batch.toml").open("a", encoding="utf-8") as settings:
        settings.write("[door]\npasswrods = true\n")
    assert main(["--home", str(installation.home), "status"]) == 78
    assert "door.passwrods" in capsys.readouterr().err


def test_a_missing_folder_is_a_fault(installation):
    shutil.rmtree(installation.home / "outbox")
    assert any("outbox" in one.what and one.level == "fault" for one in remarks(installation))


def test_the_command_ends_with_78_on_a_fault_and_tells_the_same_as_json(installation, capsys):
    shutil.rmtree(installation.home / "trust" / "anchors")
    assert main(["--home", str(installation.home), "doctor"]) == 78
    assert "fault    signatures: no authority is trusted" in capsys.readouterr().out
    assert main(["--home", str(installation.home), "doctor", "--json"]) == 78
    told = json.loads(capsys.readouterr().out)
    assert any(one["level"] == "fault" and "authority" in one["what"] for one in told)


def test_status_announces_what_ends_soon(installation, capsys):
    assert main(["--home", str(installation.home), "status", "--json"]) == 0
    ends = json.loads(capsys.readouterr().out)["ends"]
    assert {one["what"] for one in ends} <= {"certificate", "key", "authority", "revocation list"}
    assert ends, "the lists of the test ended long ago"


def test_a_scanner_that_is_silent_is_a_fault_and_one_that_answers_is_good(installation):
    with clamd() as one:
        desk = replace(installation.desk, scanner=ClamdScanner(ScannerSettings(one.address)))
        assert "virus scanner" in " ".join(remark.what for remark in examine(desk, installation.now))
    (fault,) = [remark for remark in examine(desk, installation.now) if remark.what.startswith("scanner:")]
    assert fault.level == "fault"
