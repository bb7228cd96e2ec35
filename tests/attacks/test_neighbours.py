"""What one sender lays may cost him, never his neighbours."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from installations import STEM, Installation, demo_set, make_installation

GOOD = demo_set("1-accepted")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")


@pytest.mark.parametrize("name", [b"na\xefve.xml", b"FI.TWCT.234567.20260316.00001.R.\xff.1", b"\xff\xfe", b"GO.\xe9"])
def test_a_name_that_is_no_utf8_holds_up_nobody_and_is_shown(installation, name):
    (installation.home / "inbox" / "234567" / "IN" / os.fsdecode(name)).write_bytes(b"x")
    installation.lay(STEM, GOOD)
    for _ in range(2):
        outcome = installation.run()
        assert not outcome.problems
    assert len(installation.texts("NOTI")) == 1
    assert any(key[0] == "234567" for key in installation.register.seen())


def test_very_many_files_of_one_name_are_one_refusal_and_nothing_stays(installation):
    for number in range(600):
        installation.lay_file(f"FI.{STEM}.2.a{number}", "")
    installation.lay_file(f"GO.{STEM}.2", "")
    for _ in range(2):
        installation.now += timedelta(hours=1)
        assert not installation.run().problems
    assert len(installation.texts("ACRF")) == 1
    assert "<ResultCode>0</ResultCode>" in installation.texts("ACRF")[0]
    assert installation.waiting() == []


def test_of_two_triggers_the_first_decides_whatever_the_listing_says(installation):
    installation.lay_file(f"FI.{STEM}.1.1", GOOD, age=63)
    installation.lay_file(f"GO.{STEM}.1", "", age=62)
    installation.lay_file(f"GO.{STEM}.2", "", age=61)
    installation.run()
    assert "<ResultCode>1</ResultCode>" in installation.texts("ACRF")[0]
    assert installation.waiting() == []


def test_a_folder_among_the_claims_that_is_none_costs_nothing(installation):
    installation.lay(STEM, GOOD)
    installation.run()
    kept = sorted((installation.home / "archive" / "in").rglob("*"))
    (installation.home / "inbox" / ".claims" / "~123456~IN").mkdir(parents=True)
    assert not installation.run().problems
    assert sorted((installation.home / "archive" / "in").rglob("*")) == kept
