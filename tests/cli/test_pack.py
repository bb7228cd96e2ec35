"""``pack`` makes a set that the receiver takes as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from installations import demo_set
from signed import ALICE, make_signed

from batch.cli.main import main
from batch.model.calendar import brussels_day

GOOD = demo_set("1-accepted")


@pytest.fixture
def installation(tmp_path):
    return make_signed(tmp_path / "home")


def words(tmp_path: Path, *more: str) -> list[str]:
    (tmp_path / "declarations.xml").write_text(GOOD, encoding="utf-8")
    return ["pack", *more, "--code", "TWCT", "--sender", ALICE, "--sequence", "00001", "-o", str(tmp_path / "set")]


def test_a_packed_and_signed_set_is_accepted(installation, tmp_path):
    alice = installation.world.alice
    (tmp_path / "key.pem").write_bytes(alice.key_pem)
    (tmp_path / "cert.pem").write_bytes(alice.pem + installation.world.authority.pem)
    file = str(tmp_path / "declarations.xml")
    signing = ["--key", str(tmp_path / "key.pem"), "--certificate", str(tmp_path / "cert.pem")]
    day = brussels_day(installation.now).isoformat()
    assert main([*words(tmp_path, file, file), "--environment", "R", "--date", day, *signing]) == 0
    for path in sorted((tmp_path / "set").iterdir(), key=lambda one: one.name.startswith("GO.")):
        shutil.move(path, installation.home / "inbox" / ALICE / "IN" / path.name)
    installation.run()
    (receipt,) = installation.texts("ACRF")
    assert "<ResultCode>1</ResultCode>" in receipt
    (notification,) = installation.texts("NOTI")
    assert notification.count("<HandledReference>") == 6


def test_production_is_not_packed_unsigned(tmp_path, capsys):
    assert main([*words(tmp_path, str(tmp_path / "declarations.xml")), "--environment", "R"]) == 2
    assert "must be signed" in capsys.readouterr().err
    assert not (tmp_path / "set").exists()


def test_a_name_that_would_be_refused_is_told_before_anything_is_written(tmp_path, capsys):
    given = words(tmp_path, str(tmp_path / "declarations.xml"))
    given[given.index("00001")] = "0001"
    assert main(given) == 2
    assert "ACRF-112" in capsys.readouterr().err
    assert not (tmp_path / "set").exists()


def test_nothing_is_overwritten(tmp_path):
    given = words(tmp_path, str(tmp_path / "declarations.xml"))
    assert main(given) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "set").iterdir()}
    assert main(given) == 74
    assert {path.name: path.read_bytes() for path in (tmp_path / "set").iterdir()} == before
