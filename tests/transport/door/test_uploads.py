"""When an upload is seen, what replaces what, and what becomes of one that was cut off."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import door
import paramiko
import pytest
from clients import asyncssh_line, environment, lftp_command, psftp_command, sftp_batch
from door import FI, FS, GO, SENDER, HandClock, Porch, close, done, need, open_door, wait_until

import batch

CONTENT = random.Random(11).randbytes(3_000_017)


def kill_in_mid_upload(porch: Porch, command: list[str]) -> None:
    """Start a client, kill it and its own children when something of the upload is there."""
    options = {"env": environment(porch), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options) as client:
        try:
            wait_until(lambda: sum(map(len, porch.partials().values())) > 200_000)
        finally:
            os.killpg(client.pid, signal.SIGKILL)
    wait_until(lambda: porch.log.of("upload cut off"))
    assert porch.arrived() == {}
    assert 0 < len(porch.partials()[FI]) < len(CONTENT)
    assert CONTENT.startswith(porch.partials()[FI])


def local(porch: Porch, content: bytes = CONTENT) -> Path:
    path = porch.home / FI
    path.write_bytes(content)
    return path


# -- seen only when closed ---------------------------------------------------------------------------------------


def test_an_upload_is_seen_only_when_its_client_has_closed_it(porch: Porch) -> None:
    with porch.client() as client:
        file = client.open(f"/IN/{FI}", "w")
        for _ in range(5):
            file.write(b"x" * 70_000)
            file.flush()
            assert porch.arrived() == {}
        assert client.stat(f"/IN/{FI}").st_size == 350_000
        assert client.listdir("/IN") == [FI]
        file.close()
        assert porch.arrived() == {FI: b"x" * 350_000}
        assert porch.partials() == {}


def test_bytes_may_come_in_any_order(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{FI}", "w") as file:
            file.seek(3)
            file.write(b"def")
            file.seek(0)
            file.write(b"abc")
        with client.open(f"/IN/{FI}") as file:
            assert file.read() == b"abcdef"


def test_an_upload_replaces_an_earlier_one_only_when_it_is_closed(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"first")
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"second")
            file.flush()
            assert porch.arrived() == {FI: b"first"}
        assert porch.arrived() == {FI: b"second"}


def test_what_has_arrived_can_be_added_to(porch: Porch) -> None:
    with porch.client() as client:
        for content in (b"one", b"two"):
            with client.open(f"/IN/{FI}", "a") as file:
                file.write(content)
        with client.open(f"/IN/{FI}", "r+") as file:
            file.seek(1)
            file.write(b"-")
        assert porch.arrived() == {FI: b"o-etwo"}


def test_an_exclusive_upload_does_not_replace(porch: Porch) -> None:
    with porch.client() as client:
        client.open(f"/IN/{FI}", "wx").close()
        with pytest.raises(OSError, match="is there"):
            client.open(f"/IN/{FI}", "wx")


def test_a_second_upload_of_a_name_takes_over_from_the_first(porch: Porch) -> None:
    with porch.client() as stuck, porch.client() as fresh:
        first = stuck.open(f"/IN/{FI}", "w")
        first.write(b"first")
        first.flush()
        with fresh.open(f"/IN/{FI}", "w") as second:
            second.write(b"second")
        with pytest.raises(OSError, match="another upload"):
            first.write(b"more")
        with pytest.raises(OSError, match="another upload"):
            close(stuck, first)
        assert porch.arrived() == {FI: b"second"}


def test_an_open_upload_can_be_cut_and_lengthened_and_read_back(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{FI}", "w+") as file:
            file.write(b"abcdef")
            file.truncate(3)
            file.seek(0)
            assert file.read() == b"abc"
        assert porch.arrived() == {FI: b"abc"}
        with pytest.raises(OSError, match="while the file is open"):
            client.truncate(f"/IN/{FI}", 1)


# -- GO fixes its set --------------------------------------------------------------------------------------------


def test_once_the_go_is_there_fi_and_fs_are_fixed(porch: Porch) -> None:
    with porch.client() as client:
        for name in (FI, FS, GO):
            client.open(f"/IN/{name}", "w").close()
        for name in (FI, FS):
            for mode in ("w", "a", "r+"):
                with pytest.raises(PermissionError):
                    client.open(f"/IN/{name}", mode)
            with pytest.raises(PermissionError):
                client.remove(f"/IN/{name}")
            with pytest.raises(PermissionError):
                client.rename(f"/IN/{name}", "/IN/other")
        client.open("/IN/new", "w").close()
        with pytest.raises(PermissionError):
            client.posix_rename("/IN/new", f"/IN/{FI}")
        other = FI.replace("00001", "00002")
        with client.open(f"/IN/{other}", "w") as file:
            file.write(b"of another set")
        client.remove(f"/IN/{other}")
        assert porch.arrived() == {FI: b"", FS: b"", GO: b"", "new": b""}


def test_a_replacement_begun_before_the_go_is_refused_when_it_is_closed_after_it(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"first")
        late = client.open(f"/IN/{FI}", "w")
        late.write(b"second")
        late.flush()
        client.open(f"/IN/{GO}", "w").close()
        with pytest.raises(PermissionError, match="files are fixed"):
            close(client, late)
        assert porch.arrived() == {FI: b"first", GO: b""}
        assert porch.partials() == {}


def test_a_file_that_its_go_waits_for_may_still_come(porch: Porch) -> None:
    with porch.client() as client:
        client.open(f"/IN/{GO}", "w").close()
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"late")
        assert porch.arrived() == {FI: b"late", GO: b""}


# -- temporary names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".part", ".filepart", ".tmp", ".x4f2.partial"])
@pytest.mark.parametrize("name", [FI, GO])
def test_a_temporary_name_is_out_of_the_pipelines_sight_until_it_is_renamed(
    porch: Porch, name: str, suffix: str
) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{name}{suffix}", "w") as file:
            file.write(b"whole")
        assert porch.arrived() == {}
        assert client.listdir("/IN") == [name + suffix]
        client.rename(f"/IN/{name}{suffix}", f"/IN/{name}")
        assert client.listdir("/IN") == [name]
        assert porch.arrived() == {name: b"whole"}


def test_a_plain_rename_never_replaces_and_a_posix_one_does(porch: Porch) -> None:
    with porch.client() as client:
        for name, content in ((FI, b"old"), (f"{FI}.part", b"new")):
            with client.open(f"/IN/{name}", "w") as file:
                file.write(content)
        with pytest.raises(OSError, match="new name is there"):
            client.rename(f"/IN/{FI}.part", f"/IN/{FI}")
        client.posix_rename(f"/IN/{FI}.part", f"/IN/{FI}")
        assert porch.arrived() == {FI: b"new"}


def test_an_upload_that_was_never_closed_cannot_be_renamed(porch: Porch) -> None:
    with porch.client() as client:
        file = client.open(f"/IN/{FI}.part", "w")
        file.write(b"half")
        file.flush()
        with pytest.raises(OSError, match="not finished"):
            client.rename(f"/IN/{FI}.part", f"/IN/{FI}")
        file.close()
        client.rename(f"/IN/{FI}.part", f"/IN/{FI}")


def test_a_file_stays_in_its_folder(porch: Porch) -> None:
    with porch.client() as client:
        client.open(f"/IN/{FI}", "w").close()
        for target in (f"/INTEST/{FI}", f"/OUT/{FI}", "/IN"):
            with pytest.raises(PermissionError):
                client.rename(f"/IN/{FI}", target)
        with pytest.raises(FileNotFoundError):
            client.rename("/IN/absent", "/IN/other")
        client.rename(f"/IN/{FI}", f"/IN/{FI}")
        assert set(porch.arrived()) == {FI}


# -- cut off, and gone on with -----------------------------------------------------------------------------------


def test_sftp_goes_on_with_an_upload_that_was_cut_off(porch: Porch) -> None:
    need("sftp")
    path, batch = local(porch), porch.home / "cut"
    batch.write_text(f"put {path} /IN/{FI}\n")
    where = ["-P", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1"]
    kill_in_mid_upload(porch, ["sftp", "-l", "6000", "-b", str(batch), *where])
    sftp_batch(porch, f"reput {path} /IN/{FI}")
    assert porch.arrived() == {FI: CONTENT}
    assert porch.partials() == {}


def test_lftp_goes_on_with_an_upload_that_was_cut_off(porch: Porch) -> None:
    path = local(porch)
    kill_in_mid_upload(porch, lftp_command(porch, "set net:limit-rate 800K", f"put -O IN {path}"))
    done(*lftp_command(porch, f"put -c -O IN {path}"), env=environment(porch))
    assert porch.arrived() == {FI: CONTENT}


def test_psftp_goes_on_with_an_upload_that_was_cut_off(porch: Porch) -> None:
    path = local(porch)
    porch.cut_off(FI, CONTENT[:1_000_000])  # psftp itself is too fast to be caught
    assert len(porch.partials()[FI]) == 999_999
    done(*psftp_command(porch, "cd IN", f"reput {path} {FI}"), env=environment(porch))
    assert porch.arrived() == {FI: CONTENT}


def test_asyncssh_goes_on_with_an_upload_that_was_cut_off(porch: Porch) -> None:
    async def talk() -> None:
        line = await asyncssh_line(porch)
        client = await line.start_sftp_client()
        file = await client.open(f"/IN/{FI}", "wb")
        await file.write(CONTENT[:1_500_000])
        line.abort()
        await line.wait_closed()
        async with await asyncssh_line(porch) as again, again.start_sftp_client() as client:
            offset = await client.getsize(f"/IN/{FI}")
            assert 0 < offset <= 1_500_000
            async with client.open(f"/IN/{FI}", "ab") as file:
                await file.write(CONTENT[offset:])

    asyncio.run(talk())
    assert porch.arrived() == {FI: CONTENT}


def test_an_upload_cut_off_after_its_last_byte_is_not_taken_for_whole(porch: Porch) -> None:
    path = local(porch, CONTENT[:200_000])
    porch.cut_off(FI, CONTENT[:200_000])
    assert porch.partials() == {FI: CONTENT[:199_999]}
    sftp_batch(porch, f"reput {path} /IN/{FI}")
    assert porch.arrived() == {FI: CONTENT[:200_000]}


def test_an_upload_cut_off_does_not_touch_what_it_was_to_replace(porch: Porch) -> None:
    with porch.client() as client, client.open(f"/IN/{FI}", "w") as file:
        file.write(b"first")
    porch.cut_off(FI, b"second")
    assert porch.arrived() == {FI: b"first"}
    with porch.client() as client:
        client.remove(f"/IN/{FI}")
        assert client.listdir("/IN") == []


def test_what_was_cut_off_waits_through_a_restart_and_old_ones_go(tmp_path: Path) -> None:
    clock = HandClock()
    with open_door(tmp_path, clock=clock, partial_hours=5) as porch:
        with porch.client() as client:
            client.open("/IN/x.part", "w").close()
        for name in (FI, f"{FS}.part"):
            porch.cut_off(name, b"half")
        folder = tmp_path / "inbox" / ".uploads" / SENDER / "IN"
        (folder / "link").symlink_to(tmp_path / "sender")
        old = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
        os.utime(folder / f"{FS}.part", (old, old))
    clock.move(hours=4)
    with open_door(tmp_path, clock=clock, partial_hours=5) as porch:
        assert porch.log.of("door open")[0]["uploads_removed"] == 1
        with porch.client() as client:
            assert client.stat(f"/IN/{FI}").st_size == 2  # one byte less for each time it was cut off
            assert sorted(client.listdir("/IN")) == [FI, "x.part"]
            assert client.stat("/IN/x.part").st_size == 0
    assert (tmp_path / "sender").is_file()


DOOR = """
import sys, time
from pathlib import Path
from door import open_door
with open_door(Path(sys.argv[1]), copy_keys=False) as porch:
    print(porch.port, flush=True)
    time.sleep(60)
"""


def test_a_killed_door_loses_nothing_that_was_closed_and_lets_the_rest_be_resumed(tmp_path: Path) -> None:
    with open_door(tmp_path):
        pass  # makes the keys
    ways = os.pathsep.join([str(Path(batch.__file__).parent.parent), str(Path(door.__file__).parent)])
    command = [sys.executable, "-c", DOOR, str(tmp_path)]
    environ = {**os.environ, "PYTHONPATH": ways}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            transport = paramiko.Transport(("127.0.0.1", port))
            transport.connect(username=SENDER, pkey=paramiko.Ed25519Key.from_private_key_file(str(tmp_path / "sender")))
            client = paramiko.SFTPClient.from_transport(transport)
            with client.open(f"/IN/{FI}", "w") as file:
                file.write(b"whole")
            half = client.open(f"/IN/{FS}", "w")
            half.write(b"signature")
            half.flush()
        finally:
            process.kill()
        half._closed = True
        transport.close()
    with open_door(tmp_path, copy_keys=False) as porch:
        assert porch.arrived() == {FI: b"whole"}
        assert porch.partials() == {FS: b"signatur"}
        with porch.client() as client:
            with client.open(f"/IN/{FS}", "a") as file:
                file.write(b"e")
            assert porch.arrived() == {FI: b"whole", FS: b"signature"}


def test_a_stopped_door_leaves_what_was_being_uploaded(tmp_path: Path) -> None:
    with open_door(tmp_path) as porch, porch.client() as client:
        file = client.open(f"/IN/{FI}", "w")
        file.write(b"half")
        file.flush()
        porch.door.stop()
        assert porch.log.of("door closed") == [{"event": "door closed", "still_running": 0}]
        assert porch.partials() == {FI: b"hal"}
        assert porch.arrived() == {}
        with pytest.raises((OSError, EOFError, paramiko.SSHException)):
            client.listdir("/")
