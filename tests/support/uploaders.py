"""Four real SFTP clients, each sending whole sets in one session, file after file, the GO of a set last."""

from __future__ import annotations

import asyncio
import getpass
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh
from sshd import Sshd

Upload = tuple[Path, str]
"""A local file and the remote folder it goes to."""


@dataclass(frozen=True)
class Login:
    """What one sender needs to come in; ``room`` is a folder of its own for scripts and keys."""

    sshd: Sshd
    room: Path
    key: Path
    user: str = field(default_factory=getpass.getuser)

    @property
    def known_hosts(self) -> Path:
        path = self.sshd.room / "known_hosts"
        if not path.exists():
            kind, key, *_ = (self.sshd.room / "host.pub").read_text().split()
            path.write_text(f"[127.0.0.1]:{self.sshd.port} {kind} {key}\n")
        return path

    @property
    def ssh_options(self) -> list[str]:
        """This key and this host key only, nothing of the user's own."""
        return [
            *("-F", "/dev/null", "-i", str(self.key), "-o", f"UserKnownHostsFile={self.known_hosts}"),
            *("-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"),
            *("-o", "BatchMode=yes"),
        ]

    def run(self, *command: str | Path, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """A client to its end; it never asks."""
        return subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.room)},
        )

    def done(self, *command: str | Path) -> str:
        """A client that must succeed; what it said."""
        found = self.run(*command)
        assert found.returncode == 0, f"{command[0]} {found.returncode}\n{found.stdout}\n{found.stderr}"
        return found.stdout + found.stderr

    def ssh(self, *words: str) -> subprocess.CompletedProcess[str]:
        """OpenSSH's shell client, with options and a command."""
        return self.run("ssh", "-p", str(self.sshd.port), *self.ssh_options, f"{self.user}@127.0.0.1", *words)

    def script(self, name: str, lines: Sequence[str]) -> Path:
        path = self.room / name
        path.write_text("".join(f"{line}\n" for line in lines))
        return path

    def sftp(self, *lines: str) -> str:
        """OpenSSH's client with a batch of commands."""
        options = ["-q", "-P", str(self.sshd.port), *self.ssh_options]
        return self.done("sftp", "-b", self.script("sftp.batch", lines), *options, f"{self.user}@127.0.0.1")


def by_sftp(login: Login, uploads: Sequence[Upload]) -> None:
    """Under another name first, then renamed."""
    lines = []
    for path, folder in uploads:
        part = f"{folder}/{path.name}.part"
        lines += [f"put {path} {part}", f"rename {part} {folder}/{path.name}"]
    login.sftp(*lines)


def by_lftp(login: Login, uploads: Sequence[Upload]) -> None:
    start = [
        "set net:max-retries 1",
        "set cmd:fail-exit yes",
        f'set sftp:connect-program "{" ".join(["ssh", "-a", "-x", *login.ssh_options])}"',
        f"open -u {login.user},none sftp://127.0.0.1:{login.sshd.port}",
    ]
    lines = [*start, *(f"put -O {folder} {path}" for path, folder in uploads)]
    login.done("lftp", "--norc", "-f", login.script("lftp.script", lines))


def by_psftp(login: Login, uploads: Sequence[Upload]) -> None:
    key = login.room / "key.ppk"
    if not key.exists():
        login.done("puttygen", login.key, "-O", "private", "-o", key)
    script = login.script("psftp.script", [f"put {path} {folder}/{path.name}" for path, folder in uploads])
    where = ["-P", str(login.sshd.port), "-i", key, "-hostkey", login.sshd.fingerprint, "-b", script]
    login.done("psftp", "-batch", *where, f"{login.user}@127.0.0.1")


def by_asyncssh(login: Login, uploads: Sequence[Upload]) -> None:
    async def send() -> None:
        line = await asyncssh.connect(
            "127.0.0.1",
            login.sshd.port,
            username=login.user,
            client_keys=[str(login.key)],
            known_hosts=str(login.known_hosts),
            config=None,
            agent_path=None,
        )
        async with line, line.start_sftp_client() as client:
            for path, folder in uploads:
                await client.put(str(path), f"{folder}/{path.name}", preserve=True)

    asyncio.run(send())


UPLOADERS: dict[str, Callable[[Login, Sequence[Upload]], None]] = {
    "sftp": by_sftp,
    "lftp": by_lftp,
    "psftp": by_psftp,
    "asyncssh": by_asyncssh,
}
