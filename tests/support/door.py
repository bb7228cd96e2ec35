"""The built-in SFTP door over folders of a test, its senders and their keys, and clients that talk to it."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import paramiko
import pytest
from paramiko.sftp import CMD_CLOSE

from batch.model.door import DoorSettings
from batch.transport.door.door import Door
from batch.transport.door.folders import Folders
from batch.transport.door.host_keys import host_keys

SENDER, OTHER = "123456", "234567"
ACCOUNT = "janssens"
NOW = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
STEM = f"TWCT.{SENDER}.20260316.00001.R"
FI, FS, GO = f"FI.{STEM}.1.1", f"FS.{STEM}.1.1", f"GO.{STEM}.1"
FO = "FO.NOTI.999999.20260316.00001.R"


@dataclass
class StaticCredentials:
    """Users in a table: keys and passwords by user, each with the sender number it belongs to."""

    keys: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    passwords: dict[str, tuple[str, str]] = field(default_factory=dict)

    def keys_of(self, user: str) -> tuple[str, tuple[str, ...]] | None:
        return self.keys.get(user)

    def password_of(self, user: str) -> tuple[str, str] | None:
        return self.passwords.get(user)


@dataclass
class Lines:
    """A log that keeps its lines."""

    entries: list[dict[str, Any]] = field(default_factory=list)

    def info(self, event: str, **fields: Any) -> None:
        self.entries.append({"event": event, **fields})

    warning = info
    error = info

    def of(self, event: str) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["event"] == event]


@dataclass
class HandClock:
    """A clock moved by hand."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def move(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Porch:
    """A door that is open, with what a client needs to come in."""

    home: Path
    door: Door
    log: Lines
    clock: HandClock
    credentials: StaticCredentials

    @property
    def port(self) -> int:
        return self.door.port

    @property
    def key(self) -> Path:
        return self.home / "sender"

    @property
    def other_key(self) -> Path:
        return self.home / "other"

    @property
    def known_hosts(self) -> Path:
        path = self.home / "known_hosts"
        path.write_text("".join(f"[127.0.0.1]:{self.port} {key}\n" for key in self.door.public_keys))
        return path

    def arrived(self, folder: str = "IN", sender: str = SENDER) -> dict[str, bytes]:
        """What the pipeline sees."""
        return contents(self.home / "inbox" / sender / folder)

    def partials(self, folder: str = "IN", sender: str = SENDER) -> dict[str, bytes]:
        """What lies beside the inbox."""
        return contents(self.home / "inbox" / ".uploads" / sender / folder)

    def answers(self, folder: str = "OUT", sender: str = SENDER) -> dict[str, bytes]:
        return contents(self.home / "outbox" / sender / folder)

    def lay_answer(self, name: str, content: bytes, folder: str = "OUT", sender: str = SENDER) -> Path:
        path = self.home / "outbox" / sender / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def ssh_options(self, key: Path | None = None) -> list[str]:
        """Options for ssh, sftp and scp: this key and this host key only, nothing of the user's own."""
        return [
            *("-F", "/dev/null", "-i", str(key or self.key)),
            *("-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "StrictHostKeyChecking=yes"),
            *("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes"),
        ]

    @contextmanager
    def client(self, user: str = SENDER, key: Path | None = None) -> Iterator[paramiko.SFTPClient]:
        """A paramiko client that has logged in."""
        with paramiko.SSHClient() as ssh, self._log_in(ssh, user, key or self.key) as sftp:
            yield sftp

    def _log_in(self, ssh: paramiko.SSHClient, user: str, key: Path) -> paramiko.SFTPClient:
        ssh.load_host_keys(str(self.known_hosts))
        ssh.connect(
            "127.0.0.1",
            self.port,
            user,
            key_filename=str(key),
            allow_agent=False,
            look_for_keys=False,
            timeout=10,
        )
        return ssh.open_sftp()

    def cut_off(self, name: str, content: bytes, folder: str = "IN") -> None:
        """An upload whose line is cut before its client closes the file; waits until the door has noticed."""
        before = len(self.log.of("upload cut off"))
        with paramiko.SSHClient() as ssh:
            sftp = self._log_in(ssh, SENDER, self.key)
            file = sftp.open(f"/{folder}/{name}", "w")
            file.write(content)
            file.flush()
            file._closed = True  # else it is closed properly when it is forgotten
            ssh.get_transport().sock.close()
            wait_until(lambda: len(self.log.of("upload cut off")) > before)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.is_dir() else {}


def need(*programs: str) -> None:
    """Skip a test when a program is missing; in CI that is a failure."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing} not installed")
    if missing:
        pytest.skip(f"{missing} not installed")


def run(*command: str | Path, seconds: float = 20, **options: Any) -> subprocess.CompletedProcess[str]:
    """A client to its end; never asks, never reads the user's own settings."""
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        **{"stdin": subprocess.DEVNULL, **options},
    )


def done(*command: str | Path, seconds: float = 20, **options: Any) -> str:
    """A client that must succeed; what it said."""
    found = run(*command, seconds=seconds, **options)
    assert found.returncode == 0, f"{command[0]} {found.returncode}\n{found.stdout}\n{found.stderr}"
    return found.stdout + found.stderr


def make_key(path: Path, kind: str = "ed25519") -> str:
    """An SSH key without a passphrase; returns its public line."""
    need("ssh-keygen")
    done("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "test", "-f", path)
    return path.with_name(f"{path.name}.pub").read_text()


_KEPT = tempfile.TemporaryDirectory(prefix="door-keys-")
atexit.register(_KEPT.cleanup)


@cache
def _keys() -> Path:
    """Keys of both senders and of the door, made once for all tests; an RSA key takes its time."""
    for name in ("sender", "other"):
        make_key(Path(_KEPT.name) / name)
    host_keys(Path(_KEPT.name) / "keys")
    return Path(_KEPT.name)


@contextmanager
def open_door(
    home: Path,
    *,
    clock: HandClock | None = None,
    credentials: StaticCredentials | None = None,
    copy_keys: bool = True,
    **limits: Any,
) -> Iterator[Porch]:
    """A door on a free port over ``home/inbox`` and ``home/outbox``, for two senders with a key each."""
    if copy_keys:
        shutil.copytree(_keys(), home, dirs_exist_ok=True)
    if credentials is None:
        own = (home / "sender.pub").read_text()
        credentials = StaticCredentials(
            {SENDER: (SENDER, (own,)), ACCOUNT: (SENDER, (own,)), OTHER: (OTHER, ((home / "other.pub").read_text(),))}
        )
    clock, log = clock or HandClock(), Lines()
    settings = DoorSettings(home / "keys", **{"port": 0, "most_per_minute": 10_000, **limits})
    folders = Folders(home / "inbox", home / "outbox")
    quiet = logging.getLogger("paramiko.transport")  # the client's side
    quiet.setLevel(logging.CRITICAL)
    with Door(settings, credentials, folders, log, clock) as door:
        yield Porch(home, door, log, clock, credentials)


def close(client: paramiko.SFTPClient, file: paramiko.SFTPFile) -> None:
    """Close a file and hear what the door says to it, which paramiko's own close does not tell."""
    file.flush()
    client._request(CMD_CLOSE, file.handle)


def wait_until(is_so: Callable[[], Any], seconds: float = 10) -> None:
    """Wait for the door, which works in threads of its own."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
