"""What a client must not get, whatever it asks for: other folders, links, a shell, a tunnel, another sender's files."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path

import paramiko
import pytest
from clients import sftp_batch
from door import FI, FO, GO, OTHER, SENDER, Porch, need, open_door, run, wait_until
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paramiko.sftp import CMD_EXTENDED, CMD_READ, CMD_SYMLINK, int64

from batch.transport.door.paths import SIX, Place, absolute, place_of
from batch.transport.door.refusal import Refused

SECRET = b"not for you"
TRICKS = [
    "../sender",
    "/../../sender",
    "/IN/../../../sender",
    "/IN/../../sender",
    "IN/..\\..\\sender",
    "/IN/a\x00b",
    "/IN/a\nb",
    "/IN/\x1b[2J",
    "/IN/" + "x" * 256,
    "/IN/" + "é" * 128,
    "/IN/\u202egpj.exe",
    "/IN/.uploads/../../x",
]


# -- paths -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TRICKS)
def test_a_tricky_path_is_refused_by_every_verb(porch: Porch, path: str) -> None:
    with porch.client() as client:
        client.open(f"/IN/{FI}", "w").close()
        verbs: list[Callable[[], object]] = [
            lambda: client.open(path, "r"),
            lambda: client.open(path, "w"),
            lambda: client.stat(path),
            lambda: client.listdir(path),
            lambda: client.remove(path),
            lambda: client.rename(path, "/IN/x"),
            lambda: client.rename(f"/IN/{FI}", path),
            lambda: client.posix_rename(f"/IN/{FI}", path),
            lambda: client.chmod(path, 0o777),
        ]
        for verb in verbs:
            with pytest.raises(OSError, match=r"may not|only|no such"):
                verb()
        assert set(porch.arrived()) == {FI}
    assert (porch.home / "sender").is_file()


@pytest.mark.parametrize("path", ["/etc/passwd", "/inbox", f"/IN/{FI}/x", "/IN/IN/x", "/in/x", "/.uploads/x"])
def test_there_is_nothing_but_files_in_six_folders(porch: Porch, path: str) -> None:
    with porch.client() as client:
        for mode in ("r", "w"):
            with pytest.raises(FileNotFoundError):
                client.open(path, mode)


def test_a_name_that_is_not_utf8_is_refused(porch: Porch) -> None:
    with porch.client() as client:
        for raw in (b"/IN/\xff\xfe", b"/IN/..\xc0\xaf..\xc0\xafsender"):
            with pytest.raises(PermissionError, match="UTF-8"):
                client.open(raw, "w")
    assert porch.arrived() == porch.partials() == {}


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(["IN", "OUT", "..", ".", "", "a", "\\", "é", "\x00", "~", "-x"]), max_size=6))
def test_every_path_is_refused_or_names_one_file_in_one_of_six_folders(steps: list[str]) -> None:
    path = "/".join(steps)
    try:
        place = place_of(path)
    except Refused:
        return
    assert place.folder in ("", *SIX)
    assert "/" not in place.name
    assert place.name not in (".", "..")
    assert place_of(str(place)) == place == place_of(absolute(path))
    assert place != Place("", "a")


def test_names_that_are_strange_but_lawful_are_kept_as_they_are(porch: Porch) -> None:
    lawful = ["-rf", "a b", "*", "ä", "a\u0308", "$(x)", "'", "%2e%2e", "CON", "x" * 255, "trailing ", "."]
    with porch.client() as client:
        for name in lawful[:-1]:
            client.open(f"/IN/{name}", "w").close()
        assert sorted(client.listdir("/IN")) == sorted(lawful[:-1])
        with pytest.raises(OSError, match="only"):
            client.open("/IN/.", "w")


# -- links and other things an administrator may have planted ----------------------------------------------------


@pytest.fixture
def planted(porch: Porch) -> Porch:
    """Things in a sender's folders that are no plain files."""
    (porch.home / "secret").write_bytes(SECRET)
    with porch.client() as client:
        client.listdir("/IN")
        client.listdir("/OUT")
    for root, folder in (("inbox", "IN"), ("outbox", "OUT")):
        path = porch.home / root / SENDER / folder
        (path / "soft").symlink_to(porch.home / "secret")
        (path / "hard").hardlink_to(porch.home / "secret")
        (path / "up").symlink_to(porch.home)
        (path / "folder").mkdir()
        os.mkfifo(path / "fifo")
    return porch


@pytest.mark.parametrize("folder", ["IN", "OUT"])
def test_what_is_no_plain_file_is_neither_shown_nor_read_nor_written_nor_removed(planted: Porch, folder: str) -> None:
    with planted.client() as client:
        assert client.listdir(f"/{folder}") == []
        for name in ("soft", "hard", "up", "folder", "fifo"):
            for verb in (client.open, client.stat, client.lstat, client.remove):
                with pytest.raises(PermissionError):
                    verb(f"/{folder}/{name}")
            for mode in ("w", "a", "r+"):
                with pytest.raises(PermissionError):
                    client.open(f"/{folder}/{name}", mode)
            if folder == "IN":
                client.open("/IN/mine", "w").close()
                with pytest.raises(PermissionError):
                    client.posix_rename("/IN/mine", f"/IN/{name}")
    assert (planted.home / "secret").read_bytes() == SECRET


def test_a_folder_that_is_a_link_is_not_entered(porch: Porch) -> None:
    elsewhere = porch.home / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret").write_bytes(SECRET)
    (porch.home / "inbox" / SENDER).mkdir(parents=True)
    (porch.home / "inbox" / SENDER / "IN").symlink_to(elsewhere)
    with porch.client() as client:
        for verb in (
            lambda: client.open("/IN/secret"),
            lambda: client.listdir("/IN"),
            lambda: client.open("/IN/x", "w"),
        ):
            with pytest.raises(PermissionError):
                verb()
        client.listdir("/INTEST")
    assert os.listdir(elsewhere) == ["secret"]  # noqa: PTH208 - names
    assert porch.log.of("door could not")


def test_a_link_put_in_the_way_of_an_upload_is_not_written_over(porch: Porch) -> None:
    (porch.home / "secret").write_bytes(SECRET)
    with porch.client() as client:
        file = client.open(f"/IN/{FI}", "w")
        file.write(b"mine")
        (porch.home / "inbox" / SENDER / "IN" / FI).symlink_to(porch.home / "secret")
        file.close()
    assert (porch.home / "secret").read_bytes() == SECRET
    assert (porch.home / "inbox" / SENDER / "IN" / FI).is_symlink()


def test_links_cannot_be_made(porch: Porch) -> None:
    with porch.client() as client:
        client.open(f"/IN/{FI}", "w").close()
        with pytest.raises(PermissionError):
            client.symlink("/etc/passwd", "/IN/link")
        with pytest.raises(PermissionError):
            client.readlink(f"/IN/{FI}")
        with pytest.raises(OSError, match="not offered"):
            client._request(CMD_EXTENDED, "hardlink@openssh.com", f"/IN/{FI}", "/IN/link")
        with pytest.raises(PermissionError):
            client._request(CMD_SYMLINK, f"/IN/{FI}", "/IN/link")
        assert client.listdir("/IN") == [FI]


# -- what each folder allows -------------------------------------------------------------------------------------


def test_answers_are_read_and_removed_but_never_written(porch: Porch) -> None:
    porch.lay_answer(FO, b"answer")
    with porch.client() as client:
        for mode in ("w", "a", "r+", "wx"):
            with pytest.raises(PermissionError):
                client.open(f"/OUT/{FO}", mode)
        for path in ("/OUT/new", "/OUTTEST/new", "/OUTTEST-S/new"):
            with pytest.raises(PermissionError):
                client.open(path, "w")
        with pytest.raises(PermissionError):
            client.rename(f"/OUT/{FO}", "/OUT/other")
        assert client.open(f"/OUT/{FO}").read() == b"answer"


def test_folders_are_neither_made_nor_removed(porch: Porch) -> None:
    with porch.client() as client:
        for path in ("/new", "/IN/new", "/OUT/new"):
            with pytest.raises(PermissionError):
                client.mkdir(path)
        for path in ("/IN", "/"):
            with pytest.raises(PermissionError):
                client.rmdir(path)
            with pytest.raises(PermissionError):
                client.remove(path)
        with pytest.raises(PermissionError):
            client.rename("/IN", "/OUT")


def test_another_senders_files_are_out_of_reach(porch: Porch) -> None:
    porch.lay_answer(FO, SECRET, sender=OTHER)
    with porch.client(OTHER, porch.other_key) as client:
        client.open(f"/IN/{FI}", "w").close()
    with porch.client() as client:
        assert client.listdir("/OUT") == client.listdir("/IN") == []
        for path in (f"/../{OTHER}/OUT/{FO}", f"/{OTHER}/OUT/{FO}", f"/OUT/../../{OTHER}/OUT/{FO}"):
            with pytest.raises((FileNotFoundError, PermissionError)):
                client.open(path)
    with pytest.raises(paramiko.AuthenticationException), porch.client(OTHER, porch.key):
        pass


# -- no shell, no tunnel -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["ssh", "-T"], "shell request failed"),
        (["ssh", "-tt"], "request failed"),
        (["ssh", "-A", "-X", "-T"], "shell request failed"),
        (["ssh", "-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:9"], "remote port forwarding failed"),
        (["ssh", "-W", "127.0.0.1:9"], "administratively prohibited"),
        (["ssh", "-s", "netconf"], "subsystem request failed"),
    ],
)
def test_there_is_no_shell_and_no_tunnel(porch: Porch, command: list[str], said: str) -> None:
    need("ssh")
    program, *options = command
    trailing = [options.pop()] if options[0] == "-s" else []
    where = ["-p", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1"]
    found = run(program, *options, *where, *trailing)
    assert found.returncode == 255
    assert said in found.stderr
    assert "for trying out" in found.stderr
    assert porch.log.of("refused")


def test_there_are_no_commands_and_the_old_scp_is_refused(porch: Porch) -> None:
    need("ssh", "scp")
    found = run("ssh", "-p", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1", "touch", porch.home / "made")
    assert (found.returncode, "exec request failed" in found.stderr) == (255, True)
    path = porch.home / FI
    path.write_bytes(b"x")
    found = run("scp", "-O", "-P", str(porch.port), *porch.ssh_options(), path, f"{SENDER}@127.0.0.1:/IN/{FI}")
    assert (found.returncode, "SFTP only" in found.stderr) == (1, True)
    assert not (porch.home / "made").exists()
    assert porch.arrived() == {}


def test_a_local_tunnel_leads_nowhere(porch: Porch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as target, paramiko.SSHClient() as ssh:
        ssh.load_host_keys(str(porch.known_hosts))
        ssh.connect("127.0.0.1", porch.port, SENDER, key_filename=str(porch.key), allow_agent=False)
        with pytest.raises(paramiko.ChannelException):
            ssh.get_transport().open_channel("direct-tcpip", target.getsockname(), ("127.0.0.1", 1))
        target.settimeout(0.2)
        with pytest.raises(TimeoutError):
            target.accept()


# -- garbage -----------------------------------------------------------------------------------------------------


def raw(porch: Porch, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", porch.port), timeout=5) as line:
        line.sendall(content)
        line.settimeout(1)
        try:
            while line.recv(4096):
                pass
        except (TimeoutError, ConnectionError):
            pass


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x00" * 5000,
        b"SSH-2.0-x\r\n" + b"\xff" * 2000,
        b"SSH-2.0-x\r\n" + struct.pack(">IB", 0xFFFFFFF0, 4) + b"x" * 3000,
        b"SSH-1.0-x\r\n",
        b"no end " * 3000,
    ],
)
def test_garbage_ends_its_own_connection_only(porch: Porch, content: bytes) -> None:
    raw(porch, content)
    with porch.client() as client:
        assert len(client.listdir("/")) == 6
    assert porch.log.of("door failed") == []


@pytest.mark.parametrize(
    "content", [b"SSH-2.0-x\r\n" + struct.pack(">IB", 0x7FFFFFFC, 4), b"a greeting that does not end"]
)
def test_a_stranger_cannot_make_the_door_keep_what_he_sends(porch: Porch, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", porch.port), timeout=5) as line:
        line.sendall(content)
        taken = 0
        with contextlib.suppress(ConnectionError):
            while taken < 50 << 20:
                line.sendall(b"x" * 10_000)
                taken += 10_000
    assert taken < 10 << 20  # what the buffers of the system hold


def test_a_session_that_speaks_no_sftp_is_ended(porch: Porch) -> None:
    for content in (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", struct.pack(">IB", 300 << 10, 6) + b"x" * 100):
        with porch.client() as client:
            channel = client.get_channel()
            channel.sendall(content)
            wait_until(lambda channel=channel: channel.closed or channel.eof_received)
    assert len(porch.log.of("no SFTP")) == 3


def test_counts_and_lengths_of_a_client_are_not_believed(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{FI}", "w") as file:
            file.write(b"x" * 1000)
        file = client.open(f"/IN/{FI}")
        _, answer = client._request(CMD_READ, file.handle, int64(0), 0xFFFFFFFF)
        assert len(answer.get_string()) == 1000
        for offset in (1 << 63, (1 << 64) - 1):
            with pytest.raises(EOFError):
                client._request(CMD_READ, file.handle, int64(offset), 10)
        with pytest.raises(OSError, match="no such"):
            client._request(CMD_READ, b"unknown", int64(0), 10)
        with pytest.raises(OSError, match="not offered"):
            client._request(CMD_EXTENDED, "check-file", file.handle, "md5", int64(0), int64(1 << 60), 0)
        with pytest.raises(OSError, match="not offered"):
            client._request(77, "x")
        with pytest.raises(OSError, match="too many files"):
            [client.open(f"/IN/{FI}") for _ in range(100)]
    assert porch.log.of("door failed") == []


def test_log_lines_hold_names_escaped_and_never_contents(porch: Porch) -> None:
    with porch.client() as client:
        with client.open(f"/IN/{GO}", "w") as file:
            file.write(SECRET)
        with pytest.raises(OSError, match="printed"):
            client.open("/IN/a\nlogin=forged", "w")
    text = str(porch.log.entries)
    assert "not for you" not in text
    assert porch.log.of("refused")[-1]["asked"] == "/IN/a\\nlogin=forged"


def test_a_fault_of_ours_is_answered_logged_and_ends_nothing(tmp_path: Path) -> None:
    with open_door(tmp_path) as porch, porch.client() as client:
        client.listdir("/IN")
        folder = tmp_path / "inbox" / SENDER / "IN"
        folder.rmdir()
        folder.write_bytes(b"a file where a folder should be")
        with pytest.raises(PermissionError):
            client.listdir("/IN")
        folder.unlink()
        assert client.listdir("/IN") == []
        assert porch.log.of("door could not")


def test_sftp_of_openssh_hears_why(porch: Porch) -> None:
    text = sftp_batch(porch, "-mkdir /IN/new", "-symlink a b", "-put /etc/hostname /OUT/x")
    assert "denied" in text.casefold()
