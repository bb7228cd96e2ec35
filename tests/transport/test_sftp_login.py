"""Dialling a server: whom we trust, how we log in, and what the operator is told when it fails."""

from __future__ import annotations

import getpass
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from boxes import Boxes
from cutting_proxy import CuttingProxy
from installations import make_installation
from sshd import OLD, Sshd, make_key, running_sshd

from batch.errors import HostKeyUnknown, LoginRefused, SettingsWrong, SftpUnreachable
from batch.settings import Settings
from batch.transport.boxes import open_boxes
from batch.transport.dialling import Dialler, key_at
from batch.transport.hostkeys import PinnedKeys
from batch.transport.layout import Server


def arrivals(settings: Settings) -> list[object]:
    return open_boxes(settings)[0].arrivals()


@contextmanager
def complaint(kind: type[Exception], said: str) -> Iterator[None]:
    with pytest.raises(kind, match=said):
        yield


def run(home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "batch", "--home", str(home), "run"]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def logins(server: Sshd) -> int:
    return server.log.count("Failed publickey") + server.log.count("Accepted publickey")


# -- host keys ---------------------------------------------------------------------------------------------------


def test_a_changed_host_key_ends_with_77_both_fingerprints_and_no_login(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "a") as first:
        known, settings = first.fingerprint, first.settings(tmp_path / "home")
        make_installation(tmp_path / "home", more=settings)
    (tmp_path / "a" / "host").unlink()
    (tmp_path / "a" / "host.pub").unlink()
    with running_sshd(tmp_path / "a") as second:
        path = tmp_path / "home" / "onem-batch.toml"
        path.write_text(path.read_text().replace(f":{first.port}/", f":{second.port}/"))
        done = run(tmp_path / "home")
        assert done.returncode == 77
        assert known in done.stderr
        assert second.fingerprint in done.stderr
        assert logins(second) == 0
        assert "userauth" not in second.log.lower()


def test_whole_public_keys_are_pins_and_choose_the_kind_of_key(tmp_path: Path) -> None:
    make_key(tmp_path / "other")
    with running_sshd(tmp_path / "a", f"HostKey {tmp_path}/other", key="rsa") as server:
        settings = Boxes(server).settings(tmp_path)
        pins = ((tmp_path / "a" / "host.pub").read_text(),)
        assert arrivals(replace(settings, sftp_host_keys=pins)) == []


def test_two_pins_let_an_old_and_a_new_key_through(sshd: Sshd, tmp_path: Path) -> None:
    settings = Boxes(sshd).settings(tmp_path)
    other = "SHA256:" + "A" * 43
    assert arrivals(replace(settings, sftp_host_keys=(other, sshd.fingerprint))) == []
    with complaint(HostKeyUnknown, other):
        arrivals(replace(settings, sftp_host_keys=(other,)))


def test_no_pin_at_all_is_wrong_and_says_how_to_get_one(sshd: Sshd, tmp_path: Path) -> None:
    with complaint(SettingsWrong, "ssh-keyscan"):
        open_boxes(replace(Boxes(sshd).settings(tmp_path), sftp_host_keys=()))


@pytest.mark.parametrize("text", ["", "SHA256:short", "MD5:aa:bb", "ssh-ed25519 AAAA!", "ssh-dss AAAA", "*"])
def test_a_pin_that_is_none_is_wrong(text: str) -> None:
    with complaint(SettingsWrong, "sftp_host_keys"):
        PinnedKeys([text])


def test_what_ssh_keygen_and_ssh_keyscan_print_are_pins(sshd: Sshd) -> None:
    printed = f"256 {sshd.fingerprint} root@host (ED25519)"
    scanned = f"[127.0.0.1]:8022 {(sshd.room / 'host.pub').read_text()}"
    assert PinnedKeys([printed]).unwanted == []
    assert "ssh-ed25519" not in PinnedKeys([scanned]).unwanted
    assert "rsa-sha2-512" in PinnedKeys([scanned]).unwanted


# -- the login ---------------------------------------------------------------------------------------------------


def test_a_refused_login_ends_with_69_with_advice_after_one_attempt(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd") as server:
        make_key(tmp_path / "stranger")
        home = tmp_path / "home"
        settings = server.settings(home).replace(str(server.key), str(tmp_path / "stranger"))
        installation = make_installation(home, more=settings)
        installation.lay("TWCT.123456.20260316.00001.R", "no xml")
        done = run(home)
        assert done.returncode == 69
        assert "is the public key of sftp_key in the account" in done.stderr
        assert server.log.count("Connection from") == 2  # one to see that the server is up
        assert "Accepted" not in server.log


def test_a_refused_login_is_not_tried_again_by_the_same_line(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd") as server:
        make_key(tmp_path / "stranger")
        settings = replace(Boxes(server).settings(tmp_path), sftp_key=str(tmp_path / "stranger"))
        inbox, outbox = open_boxes(settings)
        for _ in range(3):
            with complaint(LoginRefused, "not locked"):
                inbox.arrivals()
            ((_, error),) = outbox.deliver_all([shipment()])
            assert isinstance(error, LoginRefused)
        assert server.log.count("Connection from") == 2


def shipment():
    from batch.ports import Shipment

    return Shipment("123456", "OUT", (), "GO.a")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_not_used(sshd: Sshd, tmp_path: Path, mode: int) -> None:
    make_key(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with complaint(SettingsWrong, "may be read by others"):
        open_boxes(replace(Boxes(sshd).settings(tmp_path), sftp_key="key"))


def test_a_key_with_a_passphrase_a_missing_one_and_no_key_are_told_apart(sshd: Sshd, tmp_path: Path) -> None:
    settings = replace(Boxes(sshd).settings(tmp_path), sftp_key="key")
    with complaint(SettingsWrong, "No such file"):
        open_boxes(settings)
    (tmp_path / "key").write_text("no key")
    (tmp_path / "key").chmod(0o600)
    with complaint(SettingsWrong, "no private key"):
        open_boxes(settings)
    (tmp_path / "key").unlink()
    subprocess.run(["ssh-keygen", "-q", "-N", "secret", "-f", str(tmp_path / "key")], check=True)
    with complaint(SettingsWrong, "passphrase"):
        open_boxes(settings)


# -- servers that cannot be used ---------------------------------------------------------------------------------


def test_an_old_server_is_named_as_that(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd", *OLD) as server, complaint(SftpUnreachable, "server is too old"):
        arrivals(Boxes(server).settings(tmp_path))


@pytest.mark.parametrize("line", ["Ciphers aes256-cbc", "MACs hmac-sha1,hmac-md5"])
def test_old_ciphers_and_checksums_alone_are_not_agreed_on(tmp_path: Path, line: str) -> None:
    with running_sshd(tmp_path / "sshd", line) as server, complaint(SftpUnreachable, "no common algorithm"):
        arrivals(Boxes(server).settings(tmp_path))


def test_small_requests_leave_at_once_and_every_byte_is_ciphered_and_signed_in_one_pass(
    sshd: Sshd, tmp_path: Path
) -> None:
    settings = Boxes(sshd).settings(tmp_path)
    server = Server(getpass.getuser(), "127.0.0.1", sshd.port)
    client = Dialler(server, key_at(sshd.key), PinnedKeys(settings.sftp_host_keys), 5).dial()
    try:
        transport = client.get_transport()
        assert transport.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert transport.remote_cipher == transport.local_cipher == "aes128-gcm@openssh.com"
    finally:
        client.close()


def test_a_server_without_the_quick_ciphers_is_as_good(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd", "Ciphers aes256-ctr") as server:
        (tmp_path / "data").mkdir()
        assert arrivals(Boxes(server).settings(tmp_path / "data")) == []


def test_a_server_that_is_down_and_a_name_that_is_not_known_are_told_apart(
    sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.transport.line.PAUSES", (0.01, 0.01))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Boxes(sshd).settings(tmp_path)
    with complaint(SftpUnreachable, "is the server running"):
        arrivals(replace(settings, inbox=settings.inbox.replace(f":{sshd.port}/", f":{port}/")))
    with complaint(SftpUnreachable, "name of the server is not known"):
        arrivals(replace(settings, inbox="sftp://batch@name.invalid/data"))


def test_a_port_where_no_ssh_server_speaks_is_unreachable(
    sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.transport.line.PAUSES", (0.01,))
    settings = replace(Boxes(sshd).settings(tmp_path), sftp_timeout_seconds=1)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        started = time.monotonic()
        with complaint(SftpUnreachable, "127.0.0.1"):
            arrivals(replace(settings, inbox=settings.inbox.replace(f":{sshd.port}/", f":{port}/")))
        assert time.monotonic() - started < 10


def test_a_server_that_allows_fewer_channels_gets_fewer(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd", "MaxSessions 2") as server:
        for sender in range(10):
            (tmp_path / f"{sender:06d}" / "IN").mkdir(parents=True)
            (tmp_path / f"{sender:06d}" / "IN" / "GO.a").write_bytes(b"")
        assert len(arrivals(Boxes(server).settings(tmp_path))) == 10


def test_a_desk_that_is_put_away_closes_its_line(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd") as server:
        arrivals(Boxes(server).settings(tmp_path))
        for _ in range(50):
            after = server.log.partition("Starting session")[2]
            if any(word in after for word in ("Close session", "reset by peer", "Connection closed")):
                return
            time.sleep(0.1)
        pytest.fail(server.log)


def test_a_local_installation_imports_no_ssh() -> None:
    probe = "import sys, batch.app, batch.transport.boxes; print('paramiko' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_line_that_broke_while_nobody_used_it_is_made_anew(sshd: Sshd, tmp_path: Path) -> None:
    with CuttingProxy(sshd.port) as proxy:
        settings = Boxes(sshd).settings(tmp_path)
        inbox, _ = open_boxes(replace(settings, inbox=settings.inbox.replace(str(sshd.port), str(proxy.port))))
        assert inbox.arrivals() == []
        proxy.cut_after, proxy.cuts = 0, 1
        assert inbox.arrivals() == []
        assert proxy.connections == 2


def test_a_line_that_rests_is_tried_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batch.transport.line.PAUSES", ())
    monkeypatch.setattr("batch.transport.line._REST", 0.2)
    with running_sshd(tmp_path / "sshd") as server, CuttingProxy(server.port) as proxy:
        proxy.cut_after, proxy.cuts = 0, 1
        settings = Boxes(server).settings(tmp_path)
        inbox, _ = open_boxes(replace(settings, inbox=settings.inbox.replace(str(server.port), str(proxy.port))))
        for _ in range(2):
            with complaint(SftpUnreachable, "127.0.0.1"):
                inbox.arrivals()
        assert proxy.connections == 1
        time.sleep(0.2)
        assert inbox.arrivals() == []
