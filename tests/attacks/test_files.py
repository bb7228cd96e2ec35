"""Attacks with files and names: nothing outside the folders is read or written, nobody else waits."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from installations import STEM, Installation, demo_set, make_installation

GOOD = demo_set("1-accepted")
TEN_GB = 10 << 30


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return make_installation(tmp_path / "home")


def inbox(installation: Installation, folder: str = "IN") -> Path:
    return installation.home / "inbox" / "123456" / folder


def tree(installation: Installation) -> set[str]:
    """Every path below the installation but the journal of the database."""
    return {path.relative_to(installation.home).as_posix() for path in installation.home.rglob("*")}


@pytest.mark.parametrize(
    "name",
    [
        "FI.TWCT.123456.20260316.00001.R.1.1\nGO",
        "..",
        "FI...123456.20260316.00001.R.1.1",
        "FI.TWCT.123456.20260316.%2e%2e.R.1.1",
        "FI.TWCT.123456.20260316.0000\\.R.1.1",
        "-rf.TWCT.123456.20260316.00001.R.1.1",
        "fi.twct.123456.20260316.00001.r.1.1",
        "FI.TWCT.１２３４５６.20260316.00001.R.1.1",
        "FI.TWCT.123456.20260316.00001.R.1.1.filepart",
        "GO." + "A" * 240,
    ],
)
def test_strange_names_stop_nobody_and_make_no_path(installation, name):
    if name != "..":
        (inbox(installation) / name).write_bytes(b"x")
    installation.lay(STEM, GOOD)
    before = {path for path in tree(installation) if not path.startswith(("inbox/", "archive", "outbox/"))}
    outcome = installation.run()
    assert not outcome.problems
    assert any("ResultCode>1<" in text for text in installation.texts("ACRF"))
    after = {path for path in tree(installation) if not path.startswith(("inbox/", "archive", "outbox/"))}
    assert after == before


@given(st.text(alphabet=st.characters(exclude_characters="/\x00", exclude_categories=("Cs",)), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_that_a_folder_can_hold_is_survived(installation, name):
    if name in (".", "..") or len(name.encode()) > 200:
        return
    path = inbox(installation) / name
    path.write_bytes(b"x")
    outcome = installation.run()
    assert not outcome.problems
    path.unlink(missing_ok=True)


def test_links_are_never_followed(installation, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the register of the neighbour")
    (inbox(installation) / f"FI.{STEM}.1.1").symlink_to(secret)
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    installation.now += timedelta(minutes=15)
    installation.run()
    assert secret.read_text() == "the register of the neighbour"
    assert "ACRF-120" in installation.texts("ACRF")[0]
    assert not any(
        b"neighbour" in path.read_bytes()
        for path in installation.home.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def test_a_link_in_place_of_a_senders_folder_is_never_followed(installation, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / f"GO.{STEM}.1").write_bytes(b"")
    (other / f"FI.{STEM}.1.1").write_bytes(GOOD.encode())
    inbox(installation).rmdir()
    inbox(installation).symlink_to(other)
    installation.run()
    assert sorted(path.name for path in other.iterdir()) == [f"FI.{STEM}.1.1", f"GO.{STEM}.1"]
    assert not installation.answers()


def test_pipes_folders_and_sockets_with_the_name_of_a_file_are_left_alone(installation):
    os.mkfifo(inbox(installation) / f"FI.{STEM}.1.1")
    (inbox(installation) / f"GO.{STEM}.1").mkdir()
    started = time.monotonic()
    outcome = installation.run()
    assert not outcome.problems
    assert time.monotonic() - started < 10, "a pipe that nobody writes to is never opened"


def test_an_empty_file(installation):
    installation.lay(STEM, b"")
    installation.run()
    assert "ACRF-134" in installation.texts("ACRF")[0]


def test_ten_gigabytes_are_refused_without_a_copy(installation):
    path = installation.lay_file(f"FI.{STEM}.1.1", b"", age=61)
    os.truncate(path, TEN_GB)
    os.utime(path, (0, 0))
    installation.lay_file(f"GO.{STEM}.1", "")
    started = time.monotonic()
    installation.run()
    assert time.monotonic() - started < 10
    assert "ACRF-184" in installation.texts("ACRF")[0]
    assert installation.waiting() == []
    assert sum(one.stat().st_blocks for one in (installation.home / "archive").rglob("*")) < 1000


def test_a_go_before_its_file_waits_for_it(installation):
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    assert not installation.answers()
    installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    installation.run()
    assert "ResultCode>1<" in installation.texts("ACRF")[0]


def test_a_file_replaced_after_its_go_was_taken_changes_nothing(installation):
    installation.lay(STEM, GOOD)
    installation.run()
    first = installation.answers()
    installation.lay_file(f"FI.{STEM}.1.1", GOOD.replace("5000", "4000"))
    installation.run()
    assert installation.answers() == first
    installation.now += timedelta(hours=25)
    installation.run()
    (late,) = [text for text in installation.texts("ACRF") if "ResultCode>0<" in text]
    assert "ACRF-133" in late
    assert len(installation.texts("NOTI")) == 1


def test_a_file_swapped_while_it_is_taken_is_what_was_kept(installation):
    """Whatever lies there when the GO is taken is kept, judged and handed over: one content, never two."""
    installation.lay(STEM, GOOD)
    installation.run()
    kept = next((installation.home / "archive" / "in").rglob(f"FI.{STEM}.1.1")).read_bytes()
    assert kept == GOOD.encode()
    handed = installation.texts("HAND", "999998")
    assert handed
