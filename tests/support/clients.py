"""Real SFTP clients as processes: each sends files into a folder, and fetches and removes an answer."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import asyncssh
from door import SENDER, Porch, done, need

Client = Callable[[Porch, Sequence[Path], str, str], str]
"""Sends files to IN in their order, then fetches an answer from OUT to a local path and removes it there."""


def environment(porch: Porch) -> dict[str, str]:
    return {**os.environ, "HOME": str(porch.home), "XDG_CONFIG_HOME": str(porch.home)}


def sftp(porch: Porch, files: Sequence[Path], answer: str, to: str, *, put: str = "put") -> str:
    lines = [f"{put} {path} /IN/{path.name}" for path in files]
    return sftp_batch(porch, *lines, "cd OUT", "ls -l", f"get {answer} {to}", f"rm {answer}", "cd ..", "ls")


def sftp_batch(porch: Porch, *lines: str) -> str:
    need("sftp")
    path = porch.home / "batch"
    path.write_text("".join(f"{line}\n" for line in lines))
    return done("sftp", "-b", path, "-P", str(porch.port), *porch.ssh_options(), f"{SENDER}@127.0.0.1")


def scp(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    need("scp")
    options = ["-p", "-P", str(porch.port), *porch.ssh_options()]
    for path in files:
        done("scp", *options, path, f"{SENDER}@127.0.0.1:/IN/{path.name}")
    done("scp", *options, f"{SENDER}@127.0.0.1:/OUT/{answer}", to)
    return sftp_batch(porch, f"rm /OUT/{answer}")  # scp cannot remove


def lftp_command(porch: Porch, *lines: str) -> list[str]:
    need("lftp", "ssh")
    program = " ".join(["ssh", "-a", "-x", *porch.ssh_options()])
    start = [
        "set net:max-retries 1",
        "set cmd:fail-exit yes",
        f'set sftp:connect-program "{program}"',
        f"open -u {SENDER},none sftp://127.0.0.1:{porch.port}",
    ]
    return ["lftp", "--norc", "-c", "; ".join((*start, *lines))]


def lftp(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    lines = [f"put -O IN {path}" for path in files]
    fetch = ["cls -l OUT", f"get OUT/{answer} -o {to}", f"rm OUT/{answer}"]
    return done(*lftp_command(porch, *lines, *fetch), env=environment(porch))


def psftp_command(porch: Porch, *lines: str) -> list[str]:
    need("psftp", "puttygen")
    key, script = porch.home / "sender.ppk", porch.home / "psftp"
    if not key.exists():
        done("puttygen", porch.key, "-O", "private", "-o", key, env=environment(porch))
    script.write_text("".join(f"{line}\n" for line in lines))
    host = porch.door.fingerprints[0].split()[1]
    where = ["-P", str(porch.port), "-i", str(key), "-hostkey", host, "-b", str(script)]
    return ["psftp", "-batch", *where, f"{SENDER}@127.0.0.1"]


def psftp(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    lines = [f"put {path} {path.name}" for path in files]
    fetch = ["cd ../OUT", "ls", f"get {answer} {to}", f"rm {answer}"]
    return done(*psftp_command(porch, "cd IN", *lines, *fetch), env=environment(porch))


def rclone(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    need("rclone")
    remote = f":sftp,host=127.0.0.1,port={porch.port},user={SENDER},known_hosts_file={porch.known_hosts}:"
    options = ["--config", "/dev/null", "--sftp-key-file", str(porch.key), "--retries", "1", "-v"]
    said = [
        done("rclone", *options, "copyto", path, f"{remote}IN/{path.name}", env=environment(porch)) for path in files
    ]
    said.append(done("rclone", *options, "moveto", f"{remote}OUT/{answer}", to, env=environment(porch)))
    return "".join(said)


def curl(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    need("curl")
    where = f"sftp://127.0.0.1:{porch.port}"
    host = porch.door.fingerprints[0].split()[1].removeprefix("SHA256:")
    login = ["--key", str(porch.key), "--pubkey", f"{porch.key}.pub", "--hostpubsha256", host, "-u", f"{SENDER}:"]
    said = [done("curl", "-sS", *login, "-T", path, f"{where}/IN/{path.name}") for path in files]
    said.append(done("curl", "-sS", *login, f"{where}/OUT/{answer}", "-o", to, "-Q", f"-rm /OUT/{answer}"))
    return "".join(said)


def asyncssh_client(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    async def talk() -> None:
        async with await asyncssh_line(porch) as line, line.start_sftp_client() as client:
            for path in files:
                await client.put(str(path), f"/IN/{path.name}", preserve=True)
            await client.get(f"/OUT/{answer}", to)
            await client.remove(f"/OUT/{answer}")

    asyncio.run(talk())
    return ""


async def asyncssh_line(porch: Porch) -> Any:
    return await asyncssh.connect(
        "127.0.0.1",
        porch.port,
        username=SENDER,
        client_keys=[str(porch.key)],
        known_hosts=str(porch.known_hosts),
        config=None,
        agent_path=None,
    )


PARAMIKO = """
import sys, paramiko
port, user, key, known, answer, to, *files = sys.argv[1:]
with paramiko.SSHClient() as ssh:
    ssh.load_host_keys(known)
    ssh.connect("127.0.0.1", int(port), user, key_filename=key, allow_agent=False, look_for_keys=False)
    with ssh.open_sftp() as sftp:
        for path in files:
            sftp.put(path, "/IN/" + path.rsplit("/", 1)[1], confirm=True)
        sftp.get("/OUT/" + answer, to)
        sftp.remove("/OUT/" + answer)
"""


def paramiko_client(porch: Porch, files: Sequence[Path], answer: str, to: str) -> str:
    words = (porch.port, SENDER, porch.key, porch.known_hosts, answer, to, *files)
    return done(sys.executable, "-c", PARAMIKO, *(str(word) for word in words))


CLIENTS: dict[str, Client] = {
    "sftp": sftp,
    "scp": scp,
    "lftp": lftp,
    "psftp": psftp,
    "rclone": rclone,
    "curl": curl,
    "asyncssh": asyncssh_client,
    "paramiko": paramiko_client,
}


def every_client() -> Iterator[str]:
    return iter(CLIENTS)
