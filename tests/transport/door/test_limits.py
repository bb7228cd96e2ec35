"""Quota, size, connections, time and bans: what is too much is refused, and nobody else notices."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from collections import Counter
from pathlib import Path

import paramiko
import pytest
from door import (
    ACCOUNT,
    FI,
    FS,
    GO,
    OTHER,
    SENDER,
    Porch,
    StaticCredentials,
    close,
    make_key,
    need,
    open_door,
    run,
    wait_until,
)

from batch.errors import DoorClosed, SettingsWrong, StoreUnreachable
from batch.model.accounts import hash_password

PASSWORD = "Geheim12ab"  # noqa: S105 - of a test


def knock(porch: Porch, seconds: float = 10) -> str:
    """Connect, say hello, and read what the door says until it hangs up or waits."""
    with socket.create_connection(("127.0.0.1", porch.port), timeout=seconds) as line:
        line.settimeout(1)
        said = b""
        try:
            line.sendall(b"SSH-2.0-knock\r\n")
            while piece := line.recv(4096):
                said += piece
        except (TimeoutError, ConnectionError):
            pass
        return said.decode("latin-1")


# -- size and quota ----------------------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with open_door(tmp_path, most_file_bytes=100_000) as porch, porch.client() as client:
        file = client.open(f"/IN/{FI}", "w")
        file.write(b"x" * 90_000)
        with pytest.raises(OSError, match="larger than 100000 bytes"):
            file.write(b"x" * 20_000)
        with pytest.raises(OSError, match="larger than"):
            close(client, file)
        assert porch.arrived() == porch.partials() == {}
        assert len(client.listdir("/")) == 6


@pytest.mark.parametrize("offset", [10**9, 1 << 40, (1 << 63) - 2, (1 << 64) - 2])
def test_a_write_far_away_is_refused_without_filling_the_disk(tmp_path: Path, offset: int) -> None:
    with open_door(tmp_path, most_file_bytes=10**8) as porch, porch.client() as client:
        file = client.open(f"/IN/{FI}", "w")
        file.seek(offset)
        with pytest.raises(OSError, match="larger than"):
            file.write(b"x")
        with pytest.raises(OSError, match="larger than"):
            file.truncate(offset)
        assert porch.partials() == {FI: b""}


def test_a_used_up_quota_refuses_and_is_free_again_when_the_pipeline_has_taken_files(tmp_path: Path) -> None:
    with open_door(tmp_path, quota_bytes=100_000) as porch, porch.client() as client:
        with client.open(f"/INTEST/{FI}", "w") as file:
            file.write(b"x" * 80_000)
        over = client.open(f"/IN/{FI}", "w")
        with pytest.raises(OSError, match="quota"):
            over.write(b"x" * 30_000)
        with pytest.raises(OSError, match="quota"):
            close(client, over)
        assert porch.arrived() == porch.partials() == {}
        with porch.client(OTHER, porch.other_key) as other, other.open(f"/IN/{FI}", "w") as file:
            file.write(b"x" * 30_000)
        (tmp_path / "inbox" / SENDER / "INTEST" / FI).unlink()
        time.sleep(0.6)
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"x" * 30_000)
        assert porch.arrived() == {FI: b"x" * 30_000}


def test_a_quota_of_files_counts_unfinished_ones_too(tmp_path: Path) -> None:
    with open_door(tmp_path, quota_files=3) as porch, porch.client() as client:
        for name in (FI, f"{FS}.part"):
            client.open(f"/IN/{name}", "w").close()
        kept = client.open(f"/INTEST/{FI}", "w")
        with pytest.raises(OSError, match="quota"):
            client.open(f"/IN/{GO}", "w")
        client.open(f"/IN/{FS}.part", "w").close()  # the same file again is no new one
        kept.close()
        assert set(porch.arrived("INTEST")) == {FI}


def test_openssh_hears_that_its_upload_failed(tmp_path: Path) -> None:
    need("sftp")
    with open_door(tmp_path, most_file_bytes=100_000) as porch:
        (tmp_path / FI).write_bytes(b"x" * 1_000_000)
        (tmp_path / "batch").write_text(f"put {tmp_path / FI} /IN/{FI}\n")
        where = ["-P", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1"]
        found = run("sftp", "-b", tmp_path / "batch", *where)
        assert found.returncode == 1
        assert "larger than" in found.stderr or "Failure" in found.stderr
        wait_until(lambda: not porch.partials())
        assert porch.arrived() == {}


# -- connections -------------------------------------------------------------------------------------------------


def test_five_hundred_connections_at_once_meet_a_cap_and_the_door_serves_on(tmp_path: Path) -> None:
    said: Counter[str] = Counter()
    lock = threading.Lock()
    with open_door(tmp_path, most_connections=20, login_seconds=3) as porch, porch.client() as early:
        before = threading.active_count()
        most = 0

        def come(times: int) -> None:
            lines = [socket.create_connection(("127.0.0.1", porch.port), timeout=15) for _ in range(times)]
            for line in lines:
                with line:
                    line.settimeout(1)
                    try:
                        word = line.recv(4096).decode("latin-1")
                    except ConnectionError:
                        word = "reset"
                with lock:
                    said["full" if "door is full" in word else word[:18]] += 1

        guests = [threading.Thread(target=come, args=(50,)) for _ in range(10)]
        for guest in guests:
            guest.start()
        while any(guest.is_alive() for guest in guests):
            most = max(most, threading.active_count() - before - len(guests))
            assert len(early.listdir("/")) == 6
        assert sum(said.values()) == 500
        assert said["full"] >= 250
        assert said["reset"] == 0
        assert most <= 2 * 20 + 5
        wait_until(lambda: knocks_in(porch), 8)
        assert len(porch.log.of("refused")) >= said["full"]


def knocks_in(porch: Porch) -> bool:
    try:
        with porch.client() as client:
            return len(client.listdir("/")) == 6
    except (paramiko.SSHException, OSError, EOFError):
        return False


def test_openssh_is_told_that_the_door_is_full(tmp_path: Path) -> None:
    need("sftp")
    with open_door(tmp_path, most_connections=1) as porch, porch.client():
        (tmp_path / "batch").write_text("ls\n")
        where = ["-P", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1"]
        found = run("sftp", "-b", tmp_path / "batch", *where)
        assert found.returncode == 255
        assert "the door is full" in found.stderr


def test_one_sender_has_so_many_connections_and_leaves_room_for_others(tmp_path: Path) -> None:
    with open_door(tmp_path, most_per_sender=2) as porch:
        with porch.client(), porch.client(ACCOUNT):
            with pytest.raises(paramiko.ChannelException), porch.client():
                pass
            with porch.client(OTHER, porch.other_key) as other:
                assert len(other.listdir("/")) == 6
        wait_until(lambda: knocks_in(porch))


def test_too_many_connections_of_an_address_in_a_minute_are_refused_until_it_is_over(tmp_path: Path) -> None:
    with open_door(tmp_path, most_per_minute=3) as porch:
        for _ in range(3):
            assert knocks_in(porch)
        assert "too many connections from this address" in knock(porch)
        porch.clock.move(seconds=61)
        assert knocks_in(porch)


def test_who_does_not_log_in_in_time_is_cut(tmp_path: Path) -> None:
    with open_door(tmp_path, login_seconds=1) as porch:
        with socket.create_connection(("127.0.0.1", porch.port), timeout=5) as line:
            line.settimeout(5)
            began = time.monotonic()
            while line.recv(4096):
                pass
        assert time.monotonic() - began < 4
        assert knocks_in(porch)


def test_an_idle_line_is_cut_and_a_busy_one_is_not(tmp_path: Path) -> None:
    with open_door(tmp_path, idle_seconds=1) as porch, porch.client() as busy, porch.client() as idle:
        idle.listdir("/")
        until = time.monotonic() + 2.5
        while time.monotonic() < until:
            busy.listdir("/")
            time.sleep(0.1)
        assert not idle.get_channel().get_transport().is_active()
        assert [line["reason"] for line in porch.log.of("line cut") if "reason" in line] == ["idle"]


def test_a_client_that_ignores_its_window_is_cut(porch: Porch) -> None:
    def flood() -> None:
        with porch.client() as client:
            channel = client.get_channel().get_transport().open_session()
            while True:
                channel.out_window_size = 1 << 20
                channel.send(b"x" * 30_000)

    with pytest.raises((OSError, EOFError, paramiko.SSHException)):
        flood()
    assert "leave" in str(porch.log.of("line cut"))
    assert knocks_in(porch)


def test_one_connection_has_so_many_channels(porch: Porch) -> None:
    with porch.client() as client:
        transport = client.get_channel().get_transport()
        with pytest.raises(paramiko.ChannelException):
            [transport.open_session() for _ in range(30)]
        assert len(client.listdir("/")) == 6


# -- logins ------------------------------------------------------------------------------------------------------


def fail_to_log_in(porch: Porch, key: Path) -> None:
    with pytest.raises(paramiko.SSHException), porch.client(key=key):
        pass


def test_failed_logins_ban_an_address_until_the_time_is_over(tmp_path: Path) -> None:
    with open_door(tmp_path, ban_after=3, ban_minutes=15) as porch:
        for number in range(3):
            fail_to_log_in(porch, porch.other_key)
            wait_until(lambda number=number: len(porch.log.of("login failed")) == number + 1)
        assert len(porch.log.of("address banned")) == 1
        assert "too many failed logins" in knock(porch)
        assert not knocks_in(porch)
        porch.clock.move(minutes=14)
        assert not knocks_in(porch)
        porch.clock.move(minutes=2)
        assert knocks_in(porch)


def test_failed_logins_far_apart_and_port_scans_ban_nobody(tmp_path: Path) -> None:
    with open_door(tmp_path, ban_after=3, ban_minutes=15) as porch:
        for number in range(4):
            fail_to_log_in(porch, porch.other_key)
            knock(porch) if number == 0 else None
            wait_until(lambda number=number: len(porch.log.of("login failed")) == number + 1)
            porch.clock.move(minutes=10)
        assert porch.log.of("address banned") == []
        assert knocks_in(porch)


def test_a_right_key_behind_wrong_ones_is_no_failed_login(tmp_path: Path) -> None:
    need("sftp")
    with open_door(tmp_path, ban_after=1) as porch:
        (tmp_path / "batch").write_text("ls\n")
        options = porch.ssh_options(porch.other_key)
        where = ["-P", str(porch.port), *options, "-i", str(porch.key), f"{SENDER}@127.0.0.1"]
        assert run("sftp", "-b", tmp_path / "batch", *where).returncode == 0
        time.sleep(0.5)
        assert porch.log.of("login failed") == []


@pytest.mark.parametrize("user", ["654321", "", "root", "x" * 100, "../123456", "a\nb"])
def test_an_unknown_user_stays_out_and_stands_escaped_in_the_log(porch: Porch, user: str) -> None:
    with pytest.raises(paramiko.SSHException), porch.client(user):
        pass
    wait_until(lambda: porch.log.of("login failed"))
    assert "\n" not in porch.log.of("login failed")[0]["user"]
    assert porch.log.of("login") == []


@pytest.mark.parametrize(("kind", "works"), [("rsa", True), ("ecdsa", True), ("rsa-1024", False)])
def test_keys_of_every_sound_kind_log_in(tmp_path: Path, kind: str, works: bool) -> None:
    kind, _, bits = kind.partition("-")
    if bits:
        paramiko.RSAKey.generate(1024).write_private_key_file(str(tmp_path / "one"))
        public = "ssh-rsa " + paramiko.RSAKey.from_private_key_file(str(tmp_path / "one")).get_base64()
    else:
        public = make_key(tmp_path / "one", kind)
    with open_door(tmp_path, credentials=StaticCredentials({SENDER: (SENDER, ("no key", public))})) as porch:
        if works:
            with porch.client(key=tmp_path / "one") as client:
                assert len(client.listdir("/")) == 6
        else:
            fail_to_log_in(porch, tmp_path / "one")


def test_a_key_taken_away_is_out_at_the_next_login(porch: Porch) -> None:
    assert knocks_in(porch)
    porch.credentials.keys[SENDER] = (SENDER, ())
    assert not knocks_in(porch)


def test_a_register_that_cannot_be_asked_is_no_fault_of_the_client(tmp_path: Path) -> None:
    class Broken(StaticCredentials):
        def keys_of(self, user: str) -> tuple[str, tuple[str, ...]] | None:
            raise StoreUnreachable(user)

    with open_door(tmp_path, credentials=Broken(), ban_after=1) as porch:
        assert not knocks_in(porch)
        time.sleep(0.5)
        assert len(porch.log.of("login not possible")) == 1
        assert porch.log.of("login failed") == porch.log.of("address banned") == []


def log_in_by_password(porch: Porch, user: str, password: str) -> int:
    with paramiko.SSHClient() as ssh:
        ssh.load_host_keys(str(porch.known_hosts))
        ssh.connect("127.0.0.1", porch.port, user, password, allow_agent=False, look_for_keys=False)
        return len(ssh.open_sftp().listdir("/"))


def test_passwords_work_only_when_they_are_switched_on(tmp_path: Path) -> None:
    credentials = StaticCredentials(passwords={ACCOUNT: (SENDER, hash_password(PASSWORD, b"0123456789abcdef"))})
    with open_door(tmp_path, credentials=credentials) as porch, pytest.raises(paramiko.SSHException):
        log_in_by_password(porch, ACCOUNT, PASSWORD)
    with open_door(tmp_path, credentials=credentials, passwords=True, ban_after=3) as porch:
        assert log_in_by_password(porch, ACCOUNT, PASSWORD) == 6
        assert porch.log.of("login")[0]["by"] == "password"
        for user, password in ((ACCOUNT, PASSWORD.lower()), (ACCOUNT, ""), ("nobody12", PASSWORD)):
            with pytest.raises(paramiko.SSHException):
                log_in_by_password(porch, user, password)
        wait_until(lambda: porch.log.of("address banned"))
        assert PASSWORD.casefold() not in str(porch.log.entries).casefold()


# -- the door itself ---------------------------------------------------------------------------------------------


def test_host_keys_are_made_once_and_kept_to_their_owner(tmp_path: Path) -> None:
    with open_door(tmp_path) as porch:
        first = porch.door.fingerprints
    with open_door(tmp_path) as porch:
        assert porch.door.fingerprints == first
    for name in ("door_ed25519", "door_rsa"):
        assert stat.S_IMODE((tmp_path / "keys" / name).stat().st_mode) == 0o600
    os.chmod(tmp_path / "keys" / "door_rsa", 0o644)  # noqa: PTH101 - as an operator would
    with pytest.raises(SettingsWrong, match="chmod 600"), open_door_as_it_is(tmp_path):
        pass
    (tmp_path / "keys" / "door_rsa").chmod(0o600)
    (tmp_path / "keys" / "door_rsa").write_text("no key")
    with pytest.raises(SettingsWrong, match="no private key"), open_door_as_it_is(tmp_path):
        pass


def open_door_as_it_is(home: Path):
    return open_door(home, copy_keys=False)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with (
        open_door(tmp_path / "one") as porch,
        pytest.raises(DoorClosed, match="in use"),
        open_door(tmp_path / "two", port=porch.port),
    ):
        pass


def test_weak_algorithms_are_not_offered(porch: Porch) -> None:
    need("ssh")
    where = ["-p", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1"]
    for option in ("Ciphers=aes128-cbc", "Ciphers=3des-cbc", "MACs=hmac-sha1", "HostKeyAlgorithms=ssh-rsa"):
        found = run("ssh", "-o", option, *where)
        assert "no matching" in found.stderr.casefold(), found.stderr
    found = run("ssh", "-vv", "-T", *where)
    assert "kex-strict-s-v00@openssh.com" in found.stderr


def test_a_stopped_door_leaves_no_thread_and_no_listener(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with open_door(tmp_path) as porch:
        port = porch.port
        clients = [paramiko.Transport(("127.0.0.1", port)) for _ in range(5)]
        for client in clients:
            client.start_client(timeout=5)
        began = time.monotonic()
        porch.door.stop()
        assert time.monotonic() - began < 5
        porch.door.stop()
        for client in clients:
            client.close()
    wait_until(lambda: set(threading.enumerate()) <= before)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)
