"""The inbox: what is seen, what is claimed, and by whom."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import batch
from batch.transport.local import LocalInbox

CHECKOUT = Path(batch.__file__).parent.parent
STEM = "TWCT.123456.20260105.00001.R"
RACE = """
import sys
from pathlib import Path
from batch.transport.local import LocalInbox

inbox = LocalInbox(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(50):
    stem = f"TWCT.123456.20260105.{number:05d}.R"
    claim = inbox.claim("123456", "IN", f"GO.{stem}.1", [f"FI.{stem}.1.1"])
    if claim is not None:
        print(number, ",".join(claim.files), flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "123456" / "IN"
    path.mkdir(parents=True)
    return path


def lay(folder: Path, *names: str, content: bytes = b"x") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(content)


def seen(root: Path) -> set[tuple[str, str, str]]:
    return {(one.sender, one.folder, one.name) for one in LocalInbox(root).arrivals()}


# -- what is seen ------------------------------------------------------------------------------------------------


def test_an_empty_inbox_has_no_arrivals(tmp_path: Path) -> None:
    assert LocalInbox(tmp_path).arrivals() == []


def test_every_folder_of_the_channel_of_every_sender_is_seen(tmp_path: Path) -> None:
    for sender in ("123456", "000001"):
        for name in ("IN", "INTEST", "INTEST-S", "OUT", "other"):
            lay(tmp_path / sender / name, f"GO.{STEM}.1")
    expected = {(sender, name) for sender in ("123456", "000001") for name in ("IN", "INTEST", "INTEST-S")}
    assert {one[:2] for one in seen(tmp_path)} == expected


def test_an_arrival_tells_size_and_time(tmp_path: Path, folder: Path) -> None:
    lay(folder, "FI.a", content=b"12345")
    os.utime(folder / "FI.a", (1_767_600_000, 1_767_600_000))
    (arrival,) = LocalInbox(tmp_path).arrivals()
    assert arrival.size == 5
    assert arrival.modified == datetime.fromtimestamp(1_767_600_000, UTC)


def test_links_pipes_sockets_and_folders_are_never_seen(tmp_path: Path, folder: Path) -> None:
    lay(tmp_path / "elsewhere", "secret")
    lay(folder, "FI.real")
    (folder / "FI.link").symlink_to(tmp_path / "elsewhere" / "secret")
    (folder / "FI.dangling").symlink_to(tmp_path / "nowhere")
    (folder / "FI.folder").mkdir()
    os.mkfifo(folder / "FI.pipe")
    assert seen(tmp_path) == {("123456", "IN", "FI.real")}


def test_a_sender_folder_that_is_a_link_or_begins_with_a_dot_is_not_looked_into(tmp_path: Path) -> None:
    lay(tmp_path / ".hidden" / "IN", "FI.a")
    lay(tmp_path / "elsewhere" / "OUT", "FI.b")
    (tmp_path / "654321").symlink_to(tmp_path / ".hidden")
    (tmp_path / "file").write_bytes(b"x")
    assert seen(tmp_path) == set()


def test_a_folder_of_the_channel_that_is_a_file_is_passed_over(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "123456" / "INTEST").write_bytes(b"x")
    lay(folder, "FI.a")
    assert seen(tmp_path) == {("123456", "IN", "FI.a")}


def test_a_claimed_file_is_not_seen_any_more(tmp_path: Path, folder: Path) -> None:
    lay(folder, f"GO.{STEM}.1", f"FI.{STEM}.1.1", "FI.other")
    LocalInbox(tmp_path).claim("123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1"])
    assert seen(tmp_path) == {("123456", "IN", "FI.other")}


# -- growing -----------------------------------------------------------------------------------------------------


def test_a_file_that_grows_shrinks_or_goes_is_growing(tmp_path: Path, folder: Path) -> None:
    lay(folder, "FI.still", "FI.grows", "FI.gone", "FI.touched", content=b"12345")
    inbox = LocalInbox(tmp_path)
    arrivals = inbox.arrivals()
    (folder / "FI.grows").write_bytes(b"123456")
    (folder / "FI.gone").unlink()
    os.utime(folder / "FI.touched", (1, 1))
    assert {one.name for one in inbox.is_growing(arrivals, 0)} == {"FI.grows", "FI.gone", "FI.touched"}


def test_nothing_grows_where_nothing_is(tmp_path: Path) -> None:
    assert LocalInbox(tmp_path).is_growing([], 60) == set()


# -- claims ------------------------------------------------------------------------------------------------------


def test_a_claim_has_the_files_and_their_bytes(tmp_path: Path, folder: Path) -> None:
    lay(folder, f"GO.{STEM}.1", f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", content=b"content")
    claim = LocalInbox(tmp_path).claim("123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1", f"FS.{STEM}.1.1"])
    assert claim.files == (f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", f"GO.{STEM}.1")
    assert (claim.sender, claim.folder) == ("123456", "IN")
    with claim.open(f"FI.{STEM}.1.1") as file:
        assert file.read() == b"content"
    assert list(folder.iterdir()) == []


def test_a_claim_without_its_first_file_takes_nothing(tmp_path: Path, folder: Path) -> None:
    lay(folder, f"FI.{STEM}.1.1")
    inbox = LocalInbox(tmp_path)
    assert inbox.claim("123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1"]) is None
    assert (folder / f"FI.{STEM}.1.1").exists()
    assert inbox.unfinished() == []


def test_a_claim_goes_on_when_another_file_is_gone(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a")
    assert LocalInbox(tmp_path).claim("123456", "IN", "GO.a", ["FI.a"]).files == ("GO.a",)


def test_two_claims_have_two_ids(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "GO.b")
    inbox = LocalInbox(tmp_path)
    assert inbox.claim("123456", "IN", "GO.a", []).id != inbox.claim("123456", "IN", "GO.b", []).id


def test_a_finished_claim_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "FI.a")
    inbox = LocalInbox(tmp_path)
    inbox.claim("123456", "IN", "GO.a", ["FI.a"]).finish()
    assert inbox.unfinished() == []
    assert list(folder.iterdir()) == []
    assert list((tmp_path / ".claims").iterdir()) == []


def test_a_claim_given_back_lies_where_it_lay(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", content=b"go")
    lay(folder, "FI.a", content=b"data")
    inbox = LocalInbox(tmp_path)
    inbox.claim("123456", "IN", "GO.a", ["FI.a"]).give_back()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"GO.a": b"go", "FI.a": b"data"}
    assert inbox.unfinished() == []


def test_the_go_is_given_back_last(tmp_path: Path, folder: Path) -> None:
    """Another run must not see the GO without its files: the folder's own order of changes tells."""
    lay(folder, "GO.a", "FI.a", "FS.a")
    claim = LocalInbox(tmp_path).claim("123456", "IN", "GO.a", ["FI.a", "FS.a"])
    (tmp_path / "123456" / "IN").rmdir()
    with pytest.raises(FileNotFoundError):
        claim.give_back()
    assert claim.files == ("FI.a", "FS.a", "GO.a")


def test_a_name_that_was_delivered_anew_is_not_written_over(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "FI.a", content=b"old")
    inbox = LocalInbox(tmp_path)
    claim = inbox.claim("123456", "IN", "GO.a", ["FI.a"])
    lay(folder, "FI.a", content=b"new")
    claim.give_back()
    assert (folder / "FI.a").read_bytes() == b"new"
    assert (folder / "GO.a").exists()
    assert [one.files for one in inbox.unfinished()] == [("FI.a",)]


def test_unfinished_claims_are_found_by_another_run_oldest_first(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "GO.b", "GO.c", "FI.b")
    inbox = LocalInbox(tmp_path)
    claims = [
        inbox.claim("123456", "IN", name, ["FI.b"] if name == "GO.b" else []) for name in ("GO.a", "GO.b", "GO.c")
    ]
    for age, claim in zip((30, 10, 20), claims, strict=True):
        (path,) = (tmp_path / ".claims").glob(f"{claim.id}*")
        os.utime(path, (1_767_600_000 - age, 1_767_600_000 - age))
    found = LocalInbox(tmp_path).unfinished()
    assert [one.id for one in found] == [claims[0].id, claims[2].id, claims[1].id]
    assert found[2].files == ("FI.b", "GO.b")
    assert (found[2].sender, found[2].folder) == ("123456", "IN")


def test_there_is_nothing_unfinished_in_a_new_inbox(tmp_path: Path) -> None:
    assert LocalInbox(tmp_path).unfinished() == []


@pytest.mark.parametrize("sender", ["123456~", "12~34"])
def test_a_folder_with_a_tilde_in_its_name_holds_nobody_up(tmp_path: Path, sender: str) -> None:
    lay(tmp_path / sender / "IN", "GO.a")
    inbox = LocalInbox(tmp_path)
    claim = inbox.claim(sender, "IN", "GO.a", [])
    assert (claim.sender, claim.folder) == (sender, "IN")
    assert [one.sender for one in inbox.unfinished()] == [sender]


def test_a_file_among_the_claims_holds_nobody_up(tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a")
    inbox = LocalInbox(tmp_path)
    inbox.claim("123456", "IN", "GO.a", [])
    (tmp_path / ".claims" / ".DS_Store").write_bytes(b"x")
    assert len(inbox.unfinished()) == 1


def test_of_two_processes_that_race_each_set_goes_to_one(tmp_path: Path, folder: Path) -> None:
    for number in range(50):
        stem = f"TWCT.123456.20260105.{number:05d}.R"
        lay(folder, f"GO.{stem}.1", f"FI.{stem}.1.1")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        for _ in range(2)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    claimed = [line.split() for output in outputs for line in output.splitlines()]
    assert Counter(int(number) for number, _ in claimed) == Counter(range(50))
    for number, files in claimed:
        stem = f"TWCT.123456.20260105.{int(number):05d}.R"
        assert files == f"FI.{stem}.1.1,GO.{stem}.1"
    assert len(LocalInbox(tmp_path).unfinished()) == 50
    assert list(folder.iterdir()) == []
