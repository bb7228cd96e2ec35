"""Every client that senders are known to use sends a set and fetches its answer through the door."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from clients import CLIENTS, environment, lftp_command, sftp_batch
from door import ACCOUNT, FI, FO, FS, GO, Porch, done

CONTENT = random.Random(7).randbytes(300_001)  # several packets, and no round number


def a_set(folder: Path) -> list[Path]:
    folder.mkdir()
    for name, content in ((FI, CONTENT), (FS, b"signature"), (GO, b"")):
        (folder / name).write_bytes(content)
        os.utime(folder / name, (10**9, 10**9))
    return [folder / name for name in (FI, FS, GO)]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_sends_a_set_and_fetches_and_removes_an_answer(porch: Porch, name: str) -> None:
    answer = CONTENT[::-1]
    porch.lay_answer(FO, answer)
    got = porch.home / "got"
    CLIENTS[name](porch, a_set(porch.home / "set"), FO, str(got))
    assert porch.arrived() == {FI: CONTENT, FS: b"signature", GO: b""}
    assert porch.partials() == {}
    assert got.read_bytes() == answer
    assert porch.answers() == {}
    assert [line["file"] for line in porch.log.of("upload finished")] == [f"/IN/{one}" for one in (FI, FS, GO)]
    assert porch.log.of("door failed") == porch.log.of("door could not") == []


def test_the_time_of_a_file_is_that_of_its_arrival_whatever_a_client_sets(porch: Porch) -> None:
    files = a_set(porch.home / "set")
    began = time.time() - 2
    sftp_batch(porch, *(f"put -p {path} /IN/{path.name}" for path in files), f"chmod 777 /IN/{FI}")
    for path in (porch.home / "inbox" / "123456" / "IN").iterdir():
        assert began < path.stat().st_mtime < time.time() + 2
        assert path.stat().st_mode & 0o777 == 0o640


def test_lftp_uploads_under_a_temporary_name_and_renames(porch: Porch) -> None:
    files = a_set(porch.home / "set")
    lines = ["set xfer:use-temp-file yes", *(f"put -O IN {path}" for path in files)]
    done(*lftp_command(porch, *lines), env=environment(porch))
    assert set(porch.arrived()) == {FI, FS, GO}
    assert {line["to"] for line in porch.log.of("file renamed")} == {f"/IN/{name}" for name in (FI, FS, GO)}


def test_an_account_name_opens_the_room_of_its_sender(porch: Porch) -> None:
    with porch.client(user=ACCOUNT) as client:
        client.open(f"/INTEST-S/{FI}", "w").close()
    assert set(porch.arrived("INTEST-S")) == {FI}
    assert [(line["user"], line["sender"]) for line in porch.log.of("login")] == [(ACCOUNT, "123456")]


def test_a_sender_sees_exactly_six_folders(porch: Porch) -> None:
    with porch.client() as client:
        assert sorted(client.listdir("/")) == sorted(["IN", "OUT", "INTEST", "OUTTEST", "INTEST-S", "OUTTEST-S"])
        assert client.normalize(".") == "/"
        assert client.normalize("IN/../../OUT") == "/OUT"


def test_a_long_listing_is_whole(porch: Porch) -> None:
    for number in range(450):
        porch.lay_answer(f"FO.NOTI.999999.20260316.{number:05d}.R", b"x")
    with porch.client() as client:
        assert sorted(client.listdir("/OUT")) == sorted(porch.answers())


def test_an_answer_that_is_being_written_is_not_seen(porch: Porch) -> None:
    porch.lay_answer(f".{FO}.17.tmp", b"half")
    with porch.client() as client:
        assert client.listdir("/OUT") == []
        with pytest.raises(FileNotFoundError):
            client.open(f"/OUT/.{FO}.17.tmp").close()
