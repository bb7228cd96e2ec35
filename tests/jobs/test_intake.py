from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
import textwrap
import threading
import time
from datetime import timedelta
from typing import Any, BinaryIO

import pytest
from installations import STEM, Installation, demo_set

from batch.transport.claims import FolderClaim
from batch.transport.tree import Entry, LocalTree

GOOD = demo_set("1-accepted")


def test_a_set_is_taken_and_answered_when_its_go_is_there(installation: Installation):
    installation.lay(STEM, GOOD)

    outcome = installation.run()

    assert outcome.exit_code == 0
    assert installation.waiting() == []
    assert len(installation.texts("ACRF")) == 1
    assert installation.texts("NOTI")[0].count("<ResultCode>1</ResultCode>") == 3


def test_the_exact_bytes_and_their_digest_are_kept(installation: Installation):
    import hashlib

    installation.lay(STEM, GOOD)
    installation.run()

    (receipt,) = installation.register.receipts("answered")
    part, go = receipt.delivery.parts
    assert (go.name, go.size) == (f"GO.{STEM}.1", 0)
    assert part.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert (installation.home / "archive" / part.place).read_bytes() == GOOD.encode()


def test_files_that_are_not_of_the_channel_are_left_alone(installation: Installation):
    for name in ("notes.txt", f"FI.{STEM}.1.1.filepart", ".hidden", f"FI.{STEM}.1.1.part", "fi.lower.case"):
        installation.lay_file(name, "half")

    outcome = installation.run()

    assert outcome.counts["taken"] == 0
    assert len(installation.waiting()) == 5
    assert installation.answers() == {}


def test_a_go_without_its_file_waits_fifteen_minutes_and_then_gets_120(installation: Installation):
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    installation.now += timedelta(minutes=14, seconds=59)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(seconds=1)
    installation.run()

    (acrf,) = installation.texts("ACRF")
    assert "<ErrorID>ACRF-120</ErrorID>" in acrf
    assert f"<FileName>GO.{STEM}.1</FileName>" in acrf


def test_a_file_without_its_go_waits_a_day_and_then_gets_130(installation: Installation):
    installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    installation.run()
    installation.now += timedelta(hours=23, minutes=59)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(minutes=1)
    installation.run()

    (acrf,) = installation.texts("ACRF")
    assert "<ErrorID>ACRF-130</ErrorID>" in acrf
    assert f"<FileName>FI.{STEM}.1.1</FileName>" in acrf


@pytest.mark.parametrize("age", [-86_400, 0, 3 * 365 * 86_400])
@pytest.mark.parametrize(("prefix", "parts"), [("FI", "1.1"), ("GO", "1"), ("TD", "1")])
def test_a_client_that_keeps_old_file_times_is_not_told_at_once_that_something_is_missing(
    installation: Installation, age: int, prefix: str, parts: str
):
    installation.lay_file(f"{prefix}.{STEM}.{parts}", GOOD if prefix == "FI" else "", age=age)
    installation.run()
    installation.now += timedelta(minutes=14)
    installation.run()

    assert installation.answers() == {}
    assert installation.waiting() == [f"{prefix}.{STEM}.{parts}"]


def test_a_file_that_was_taken_away_and_came_again_waits_anew(installation: Installation):
    path = installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    installation.now += timedelta(minutes=14)
    path.unlink()
    installation.run()
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    installation.now += timedelta(minutes=14)
    installation.run()
    assert installation.answers() == {}

    installation.now += timedelta(minutes=1)
    installation.run()
    assert len(installation.texts("ACRF")) == 1


def test_a_folder_that_cannot_be_read_for_a_while_starts_no_waiting_anew(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    installation.lay_file(f"GO.{STEM}.1", "")
    installation.run()
    installation.now += timedelta(minutes=10)
    real = LocalTree.entries

    def unreadable(tree: LocalTree, path: str) -> list[Entry]:
        if path.endswith("123456/IN"):
            raise OSError(errno.EIO, "Input/output error")
        return real(tree, path)

    monkeypatch.setattr(LocalTree, "entries", unreadable)
    assert installation.run().exit_code == 74
    monkeypatch.undo()
    installation.now += timedelta(minutes=5)
    installation.run()

    (acrf,) = installation.texts("ACRF")
    assert "ACRF-120" in acrf


def test_a_file_that_still_grows_is_left_alone_and_taken_when_it_stands_still(installation: Installation):
    path = installation.lay_file(f"FI.{STEM}.1.1", GOOD[:100], age=0)
    installation.lay_file(f"GO.{STEM}.1", "", age=0)
    stop = threading.Event()

    def write() -> None:
        with path.open("a") as file:
            while not stop.is_set():
                file.write(" ")
                file.flush()
                time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        installation.run()
        assert installation.answers() == {}
        assert len(installation.waiting()) == 2
    finally:
        stop.set()
        writer.join()

    installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    installation.run()
    assert len(installation.texts("NOTI")) == 1


@pytest.mark.parametrize("again", [GOOD, GOOD.replace("DEMO-0001", "OTHER")], ids=["same", "other content"])
def test_a_name_delivered_again_gets_133_once_per_delivery_and_the_first_result_stands(
    installation: Installation, again: str
):
    installation.lay(STEM, GOOD)
    installation.run()
    first = installation.answers()

    for _ in range(2):
        installation.lay(STEM, again)
        installation.run()
        installation.run()

    after = installation.answers()
    assert {name: after[name] for name in first} == first
    refusals = [text for text in installation.texts("ACRF") if "ACRF-133" in text]
    assert len(refusals) == 2
    assert len(installation.texts("NOTI")) == 1


def test_a_name_once_refused_is_used_up_too(installation: Installation):
    installation.lay(STEM, "no xml")
    installation.run()

    installation.lay(STEM, GOOD)
    installation.run()

    assert "ACRF-102" in installation.texts("ACRF")[0]
    assert "ACRF-133" in installation.texts("ACRF")[1]
    assert installation.texts("NOTI") == []


def test_a_file_that_grows_without_end_is_never_taken_and_fills_nothing(installation: Installation):
    """It has grown between the look and the copy; what was copied is forgotten, and no byte more was read."""
    path = installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    installation.lay_file(f"GO.{STEM}.1", "")
    real = FolderClaim.open

    def endless(claim: FolderClaim, name: str) -> BinaryIO:
        return Endless() if name.startswith("FI.") else real(claim, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FolderClaim, "open", endless)
        outcome = installation.run()

    assert outcome.problems == []
    assert path.exists()
    assert Endless.given <= len(GOOD.encode()) + 1
    assert list((installation.home / "archive").rglob("*.*")) == []
    assert installation.run().counts["taken"] == 1


class Endless(io.RawIOBase):
    """A file with no end."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        Endless.given += len(buffer)
        buffer[:] = b" " * len(buffer)
        return len(buffer)


def test_a_huge_file_is_refused_quickly_and_does_not_fill_the_archive(installation: Installation):
    path = installation.lay_file(f"FI.{STEM}.1.1", GOOD)
    os.truncate(path, 10 << 30)
    os.utime(path, (0, 0))
    installation.lay_file(f"GO.{STEM}.1", "")
    started = time.monotonic()

    assert installation.run().problems == []

    assert time.monotonic() - started < 5
    (acrf,) = installation.texts("ACRF")
    assert re.findall(r"<ErrorID>(.*?)<", acrf) == ["ACRF-184"]
    assert f"<FileName>FI.{STEM}.1.1</FileName>" in acrf
    kept = sum(one.stat().st_size for one in (installation.home / "archive").rglob("*") if one.is_file())
    assert kept < 10_000
    assert installation.waiting() == []


@pytest.mark.parametrize("prefix", ["GO", "TD", "FS"])
def test_a_huge_file_beside_the_set_is_not_kept_and_holds_nothing_up(installation: Installation, prefix: str):
    installation.lay(STEM, GOOD)
    name = f"{prefix}.{STEM}.1.1" if prefix == "FS" else f"{prefix}.{STEM}.1"
    path = installation.lay_file(name, "")
    os.truncate(path, 10 << 30)
    os.utime(path, (0, 0))

    assert installation.run().problems == []

    (acrf,) = installation.texts("ACRF")
    assert re.findall(r"<ErrorID>(.*?)<", acrf) == (["ACRF-277"] if prefix == "TD" else [])
    kept = sum(one.stat().st_size for one in (installation.home / "archive").rglob("*") if one.is_file())
    assert kept < 100_000
    assert installation.waiting() == []


def test_two_processes_never_take_one_set_twice(installation: Installation):
    for number in range(20):
        installation.lay(STEM.replace("00001", f"{number + 1:05d}"), GOOD)
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from batch.app import open_desk
        from batch.jobs.desk import Outcome
        from batch.jobs.intake import take_sets
        desk = open_desk(Path(sys.argv[1]))
        sys.stdin.read(1)
        outcome = Outcome(desk.logger)
        take_sets(desk, outcome)
        print(outcome.counts["taken"])
    """)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(installation.home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    taken = [int(process.communicate("go")[0].splitlines()[-1]) for process in both]

    assert sum(taken) == 20
    assert len(installation.register.receipts("kept")) == 20
