"""The inbox: what is seen, what is claimed, and by whom."""

from __future__ import annotations

import errno
import os
import pickle
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from boxes import Boxes, one_claim

import batch
from batch.ports import Wanted
from batch.transport.inbox import FolderInbox
from batch.transport.layout import Layout
from batch.transport.tree import Entry, LocalTree

CHECKOUT = Path(batch.__file__).parent.parent
STEM = "TWCT.123456.20260105.00001.R"
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)
RACE = """
import pickle, sys
from boxes import one_claim
from batch.transport.boxes import open_boxes

inbox, _ = open_boxes(pickle.loads(bytes.fromhex(sys.argv[1])))
inbox.unfinished()
print("ready", flush=True)
sys.stdin.readline()
for number in range(50):
    stem = f"TWCT.123456.20260105.{number:05d}.R"
    claim = one_claim(inbox, "123456", "IN", f"GO.{stem}.1", [f"FI.{stem}.1.1"])
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


def seen(inbox: FolderInbox) -> set[tuple[str, str, str]]:
    return {(one.sender, one.folder, one.name) for one in inbox.arrivals()}


# -- what is seen ------------------------------------------------------------------------------------------------


def test_an_empty_inbox_has_no_arrivals(boxes: Boxes, tmp_path: Path) -> None:
    assert boxes.inbox(tmp_path).arrivals() == []


def test_every_folder_of_the_channel_of_every_sender_is_seen(boxes: Boxes, tmp_path: Path) -> None:
    for sender in ("123456", "000001"):
        for name in ("IN", "INTEST", "INTEST-S", "OUT", "other"):
            lay(tmp_path / sender / name, f"GO.{STEM}.1")
    expected = {(sender, name) for sender in ("123456", "000001") for name in ("IN", "INTEST", "INTEST-S")}
    assert {one[:2] for one in seen(boxes.inbox(tmp_path))} == expected


def test_an_arrival_tells_size_and_time(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "FI.a", content=b"12345")
    os.utime(folder / "FI.a", (1_767_600_000, 1_767_600_000))
    (arrival,) = boxes.inbox(tmp_path).arrivals()
    assert arrival.size == 5
    assert arrival.modified == datetime.fromtimestamp(1_767_600_000, UTC)


def test_links_pipes_sockets_and_folders_are_never_seen(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(tmp_path / "elsewhere", "secret")
    lay(folder, "FI.real")
    (folder / "FI.link").symlink_to(tmp_path / "elsewhere" / "secret")
    (folder / "FI.dangling").symlink_to(tmp_path / "nowhere")
    (folder / "FI.folder").mkdir()
    os.mkfifo(folder / "FI.pipe")
    assert seen(boxes.inbox(tmp_path)) == {("123456", "IN", "FI.real")}


def test_a_sender_folder_that_is_a_link_or_begins_with_a_dot_is_not_looked_into(boxes: Boxes, tmp_path: Path) -> None:
    lay(tmp_path / ".hidden" / "IN", "FI.a")
    lay(tmp_path / "elsewhere" / "OUT", "FI.b")
    (tmp_path / "654321").symlink_to(tmp_path / ".hidden")
    (tmp_path / "file").write_bytes(b"x")
    assert seen(boxes.inbox(tmp_path)) == set()


def test_a_folder_of_the_channel_that_is_a_file_is_passed_over(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "123456" / "INTEST").write_bytes(b"x")
    lay(folder, "FI.a")
    assert seen(boxes.inbox(tmp_path)) == {("123456", "IN", "FI.a")}


class Closed(LocalTree):
    """Folders of which one may not be read; root cannot make such a one."""

    def entries(self, folder: str) -> list[Entry]:
        if folder.endswith("/000001/IN"):
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return super().entries(folder)


def test_a_folder_that_may_not_be_read_is_told_and_the_others_are_seen(tmp_path: Path, folder: Path) -> None:
    lay(tmp_path / "000001" / "IN", "FI.a")
    lay(folder, "FI.a")
    inbox = FolderInbox(Closed(), Layout(None, str(tmp_path), ("{sender}", "{folder}")))
    told = []
    assert [one.sender for one in inbox.arrivals(told.append)] == ["123456"]
    assert [one.__notes__ for one in told] == [["inbox of 000001, IN"]]
    with pytest.raises(PermissionError):
        inbox.arrivals()


def test_a_name_that_is_no_text_hides_no_other(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/FI.\xff\xfe"))).write_bytes(b"x")
    lay(folder, "FI.a")
    names = {one.name for one in boxes.inbox(tmp_path).arrivals()}
    assert names == {"FI.a", "FI.\udcff\udcfe"}


def test_many_files_in_one_folder_are_all_seen_once(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, *(f"FI.{number:05d}" for number in range(3_000)))
    names = [one.name for one in boxes.inbox(tmp_path).arrivals()]
    assert sorted(names) == [f"FI.{number:05d}" for number in range(3_000)]


def test_the_inbox_tells_whether_it_holds_a_file(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "TD.a")
    (folder / "TD.link").symlink_to("TD.a")
    inbox = boxes.inbox(tmp_path)
    assert inbox.holds("123456", "IN", "TD.a")
    for sender, place, name in (
        ("123456", "IN", "TD.b"),
        ("123456", "INTEST", "TD.a"),
        ("999999", "IN", "TD.a"),
        ("123456", "IN", "TD.link"),
    ):
        assert not inbox.holds(sender, place, name)


def test_a_claimed_file_is_not_seen_any_more(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, f"GO.{STEM}.1", f"FI.{STEM}.1.1", "FI.other")
    one_claim(boxes.inbox(tmp_path), "123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1"])
    assert seen(boxes.inbox(tmp_path)) == {("123456", "IN", "FI.other")}


# -- growing -----------------------------------------------------------------------------------------------------


def test_a_file_that_grows_shrinks_or_goes_is_growing(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "FI.still", "FI.grows", "FI.gone", "FI.touched", content=b"12345")
    inbox = boxes.inbox(tmp_path)
    arrivals = inbox.arrivals()
    (folder / "FI.grows").write_bytes(b"123456")
    (folder / "FI.gone").unlink()
    os.utime(folder / "FI.touched", (1, 1))
    assert {one.name for one in inbox.is_growing(arrivals, 0, arrivals[0].modified)} == {
        "FI.grows",
        "FI.gone",
        "FI.touched",
    }


def test_many_growing_files_of_one_folder_are_found_too(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, *(f"FI.{number}" for number in range(20)))
    inbox = boxes.inbox(tmp_path)
    arrivals = inbox.arrivals()
    lay(folder, "FI.7", content=b"more")
    assert {one.name for one in inbox.is_growing(arrivals, 0, arrivals[0].modified)} == {"FI.7"}


def test_nothing_grows_where_nothing_is(boxes: Boxes, tmp_path: Path) -> None:
    assert boxes.inbox(tmp_path).is_growing([], 60, LONG_AGO) == set()


# -- claims ------------------------------------------------------------------------------------------------------


def test_a_claim_has_the_files_and_their_bytes(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, f"GO.{STEM}.1", f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", content=b"content")
    claim = one_claim(boxes.inbox(tmp_path), "123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1", f"FS.{STEM}.1.1"])
    assert claim.files == (f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", f"GO.{STEM}.1")
    assert (claim.sender, claim.folder) == ("123456", "IN")
    with claim.open(f"FI.{STEM}.1.1") as file:
        assert file.read() == b"content"
    assert list(folder.iterdir()) == []


def test_a_claim_without_its_first_file_takes_nothing(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, f"FI.{STEM}.1.1")
    inbox = boxes.inbox(tmp_path)
    assert one_claim(inbox, "123456", "IN", f"GO.{STEM}.1", [f"FI.{STEM}.1.1"]) is None
    assert (folder / f"FI.{STEM}.1.1").exists()
    assert inbox.unfinished() == []


def test_a_claim_goes_on_when_another_file_is_gone(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a")
    assert one_claim(boxes.inbox(tmp_path), "123456", "IN", "GO.a", ["FI.a"]).files == ("GO.a",)


def test_two_claims_have_two_ids(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "GO.b")
    inbox = boxes.inbox(tmp_path)
    assert one_claim(inbox, "123456", "IN", "GO.a", []).id != one_claim(inbox, "123456", "IN", "GO.b", []).id


def test_a_finished_claim_leaves_nothing(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "FI.a")
    inbox = boxes.inbox(tmp_path)
    one_claim(inbox, "123456", "IN", "GO.a", ["FI.a"]).finish()
    assert inbox.unfinished() == []
    assert list(folder.iterdir()) == []
    assert list((tmp_path / ".claims").iterdir()) == []


def test_a_claim_given_back_lies_where_it_lay(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", content=b"go")
    lay(folder, "FI.a", content=b"data")
    inbox = boxes.inbox(tmp_path)
    one_claim(inbox, "123456", "IN", "GO.a", ["FI.a"]).give_back()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"GO.a": b"go", "FI.a": b"data"}
    assert inbox.unfinished() == []


def test_the_go_is_given_back_last(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    """Another run must not see the GO without its files: the folder's own order of changes tells."""
    lay(folder, "GO.a", "FI.a", "FS.a")
    claim = one_claim(boxes.inbox(tmp_path), "123456", "IN", "GO.a", ["FI.a", "FS.a"])
    (tmp_path / "123456" / "IN").rmdir()
    with pytest.raises(FileNotFoundError):
        claim.give_back()
    assert claim.files == ("FI.a", "FS.a", "GO.a")


def test_a_name_that_was_delivered_anew_is_not_written_over(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "FI.a", content=b"old")
    inbox = boxes.inbox(tmp_path)
    claim = one_claim(inbox, "123456", "IN", "GO.a", ["FI.a"])
    lay(folder, "FI.a", content=b"new")
    claim.give_back()
    assert (folder / "FI.a").read_bytes() == b"new"
    assert (folder / "GO.a").exists()
    assert [one.files for one in inbox.unfinished()] == [("FI.a",)]


def test_unfinished_claims_are_found_by_another_run_oldest_first(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a", "GO.b", "GO.c", "FI.b")
    inbox = boxes.inbox(tmp_path)
    claims = [
        one_claim(inbox, "123456", "IN", name, ["FI.b"] if name == "GO.b" else []) for name in ("GO.a", "GO.b", "GO.c")
    ]
    for age, claim in zip((30, 10, 20), claims, strict=True):
        (path,) = (tmp_path / ".claims").glob(f"{claim.id}*")
        os.utime(path, (1_767_600_000 - age, 1_767_600_000 - age))
    found = boxes.inbox(tmp_path).unfinished()
    assert [one.id for one in found] == [claims[0].id, claims[2].id, claims[1].id]
    assert found[2].files == ("FI.b", "GO.b")
    assert (found[2].sender, found[2].folder) == ("123456", "IN")


def test_there_is_nothing_unfinished_in_a_new_inbox(boxes: Boxes, tmp_path: Path) -> None:
    assert boxes.inbox(tmp_path).unfinished() == []


@pytest.mark.parametrize("sender", ["123456~", "12~34"])
def test_a_folder_with_a_tilde_in_its_name_holds_nobody_up(boxes: Boxes, tmp_path: Path, sender: str) -> None:
    lay(tmp_path / sender / "IN", "GO.a")
    inbox = boxes.inbox(tmp_path)
    claim = one_claim(inbox, sender, "IN", "GO.a", [])
    assert (claim.sender, claim.folder) == (sender, "IN")
    assert [one.sender for one in inbox.unfinished()] == [sender]


def test_a_file_among_the_claims_holds_nobody_up(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    lay(folder, "GO.a")
    inbox = boxes.inbox(tmp_path)
    one_claim(inbox, "123456", "IN", "GO.a", [])
    (tmp_path / ".claims" / ".DS_Store").write_bytes(b"x")
    assert len(inbox.unfinished()) == 1


def test_of_two_processes_that_race_each_set_goes_to_one(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    for number in range(50):
        stem = f"TWCT.123456.20260105.{number:05d}.R"
        lay(folder, f"GO.{stem}.1", f"FI.{stem}.1.1")
    settings = pickle.dumps(replace(boxes.settings(tmp_path), series={})).hex()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
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
    assert len(boxes.inbox(tmp_path).unfinished()) == 50
    assert list(folder.iterdir()) == []


# -- many claims -------------------------------------------------------------------------------------------------


def wanted(*names: str) -> list[Wanted]:
    return [Wanted("123456", "IN", f"GO.{name}", (f"FI.{name}",)) for name in names]


def lay_many(folder: Path, count: int, content: bytes = b"x") -> list[str]:
    names = [f"{number:03d}" for number in range(count)]
    for name in names:
        lay(folder, f"FI.{name}", content=content + name.encode())
        lay(folder, f"GO.{name}", content=b"")
    return names


def test_claims_come_in_the_order_asked_with_their_bytes_and_leave_nothing(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    names = lay_many(folder, 40)
    found = []
    for taken in boxes.inbox(tmp_path).claims(wanted(*names)):
        with taken.claim.open(taken.claim.files[0]) as file:
            found.append(file.read())
        with taken.claim.open(taken.claim.files[1]) as file:
            assert file.read() == b""
        taken.claim.finish()
    assert found == [b"x" + name.encode() for name in names]
    assert list(folder.iterdir()) == list((tmp_path / ".claims").iterdir()) == []


def test_a_set_that_is_gone_and_one_that_cannot_be_taken_stop_no_other(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    lay_many(folder, 3)
    (folder / "GO.000").unlink()
    too_long = Wanted("123456", "IN", "GO." + "x" * 300, ("FI.001",))
    gone, failed, taken = boxes.inbox(tmp_path).claims([*wanted("000"), too_long, *wanted("002")])
    assert (gone.claim, gone.error) == (None, None)
    assert failed.claim is None
    assert isinstance(failed.error, OSError)
    assert taken.claim is not None
    assert (folder / "FI.000").exists()
    assert (folder / "FI.001").exists()


def test_claims_made_ahead_and_never_read_are_found_unfinished_and_lose_nothing(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    names = lay_many(folder, 110)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    inbox = boxes.inbox(tmp_path)
    reader = inbox.claims(wanted(*names))
    next(reader)
    reader.close()
    left = boxes.inbox(tmp_path).unfinished()
    assert 1 <= len(left) <= 100
    assert len(list(folder.iterdir())) == 220 - 2 * len(left)
    for claim in left:
        claim.give_back()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list((tmp_path / ".claims").iterdir()) == []


def test_a_claim_that_cannot_be_forgotten_comes_once_more_with_the_error(
    boxes: Boxes, tmp_path: Path, folder: Path
) -> None:
    names = lay_many(folder, 3)
    errors = []
    for taken in boxes.inbox(tmp_path).claims(wanted(*names)):
        if taken.error is not None:
            errors.append(taken)
            continue
        (path,) = (tmp_path / ".claims").glob(f"{taken.claim.id}*")
        if taken.wanted.first == "GO.001":
            assert taken.claim.files
            (path / "a folder").mkdir()
        try:
            taken.claim.finish()
        except OSError as error:
            errors.append(error)
    assert len(errors) == 1
    assert [one.files for one in boxes.inbox(tmp_path).unfinished()] == [("a folder",)]


@pytest.mark.parametrize("size", [1, 32_767, 32_768, 32_769, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_001])
def test_files_of_every_size_are_read_whole(boxes: Boxes, tmp_path: Path, folder: Path, size: int) -> None:
    content = (bytes(range(251)) * (size // 251 + 1))[:size]
    lay(folder, "FI.a", content=content)
    lay(folder, "GO.a", content=b"go")
    claim = one_claim(boxes.inbox(tmp_path), "123456", "IN", "GO.a", ["FI.a"])
    with claim.open("FI.a") as file:
        assert file.read() == content
    with claim.open("FI.a") as file:
        pieces = []
        while piece := file.read(100_000):
            pieces.append(piece)
        assert b"".join(pieces) == content


def test_a_link_swapped_in_after_the_listing_is_never_read(boxes: Boxes, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    lay(folder, "GO.a", content=b"")
    (folder / "FI.a").symlink_to(tmp_path / "secret")
    claim = one_claim(boxes.inbox(tmp_path), "123456", "IN", "GO.a", ["FI.a"])
    with pytest.raises(OSError, match=r"."):
        claim.open("FI.a")
