"""The real OpenSSH server on loopback, started as the present user on a free port, stopped by its process id."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = "/usr/sbin/sshd"
OLD = (
    "KexAlgorithms diffie-hellman-group14-sha1",
    "Ciphers aes128-cbc,3des-cbc",
    "MACs hmac-sha1",
)
"""What a server of before 2012 offers; the present one still can."""


@dataclass
class Sshd:
    """One running server."""

    room: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def key(self) -> Path:
        """The private key that may log in."""
        return self.room / "user"

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the host key, as ssh-keygen prints it."""
        command = ["ssh-keygen", "-lf", str(self.room / "host.pub")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[1]

    @property
    def log(self) -> str:
        """What the server said until now."""
        return (self.room / "log").read_text(errors="replace")

    def settings(self, home: Path, *more: str, port: int | None = None) -> str:
        """Settings with inbox and outbox of a home folder seen through this server."""
        address = f"sftp://{getpass.getuser()}@127.0.0.1:{port or self.port}{home}"
        lines = (
            f'inbox = "{address}/inbox"',
            f'outbox = "{address}/outbox"',
            f'sftp_key = "{self.key}"',
            f'sftp_host_keys = ["{self.fingerprint}"]',
            "sftp_timeout_seconds = 5",
            *more,
        )
        return "\n".join(lines) + "\n"


def make_key(path: Path, kind: str = "ed25519") -> None:
    """A key pair without a passphrase."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path)], check=True)


@contextmanager
def running_sshd(room: Path, *lines: str, last: Sequence[str] = (), key: str = "ed25519") -> Iterator[Sshd]:
    """Start a server in a folder of its own; keys that stand there already are used.

    ``lines`` of the configuration stand before ours, ``last`` ones, as a ``Match`` block, behind them.
    """
    if not Path(PROGRAM).exists() or not shutil.which("ssh-keygen"):
        missing = "needs the OpenSSH server and ssh-keygen"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)
    room.mkdir(parents=True, exist_ok=True)
    for name, kind in (("host", key), ("user", "ed25519")):
        if not (room / name).exists():
            make_key(room / name, kind)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    port = _free_port()
    (room / "config").write_text("\n".join([*_config(room, port, *lines), *last]) + "\n")
    with (room / "log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "-D", "-e", "-f", str(room / "config")], stderr=log, stdin=-3)
    try:
        _wait_for(port, process, room)
        yield Sshd(room, port, process)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _config(room: Path, port: int, *lines: str) -> Iterator[str]:
    yield from lines  # of two lines with one word, sshd takes the first
    yield "ListenAddress 127.0.0.1"
    yield f"Port {port}"
    yield f"HostKey {room}/host"
    yield f"AuthorizedKeysFile {room}/user.pub"
    yield f"UsePAM {'no' if os.getuid() == 0 else 'yes'}"
    yield "PidFile none"
    yield "StrictModes no"
    yield "PermitRootLogin prohibit-password"
    yield "PasswordAuthentication no"
    yield "MaxStartups 200"
    yield "LogLevel VERBOSE"
    yield "Subsystem sftp internal-sftp"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes], room: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"sshd does not start: {(room / 'log').read_text()}")
