"""One installation under a real server: five senders with keys and certificates, and the program that serves."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crowd import NUMBERS
from sshd import make_key, running_sshd
from uploaders import Login

from batch.app import open_directory
from batch.cli.main import main
from batch.model.names import OUT_FOLDER
from batch.model.sender import EVERY, Mandate, Sender
from batch.settings import read_settings
from batch.transport.credentials import read_certificate, read_ssh_key
from batch.transport.files import write_whole
from batch.transport.folders import make_folders
from batch.transport.keys import make_authority, make_certificate

BACK_OFFICE = "999998"
SETTINGS = """
inbox = "sftp/{sender}/{folder}"
outbox = "sftp/{sender}/{folder}"
signature = "required"
signing = ["keys/onem"]
pickup_seconds = 1
handover_seconds = 2
# Every client lays the GO last: what is not there then does not come.
wait_for_files_minutes = 0
"""


@dataclass
class Stage:
    """One installation, and the logins of its senders at a server that serves its folders."""

    home: Path
    logins: dict[str, Login]

    def out(self, addressee: str, environment: str) -> Path:
        return self.home / "sftp" / addressee / OUT_FOLDER[environment]

    def answers(self) -> Iterator[Path]:
        """Every file that was laid down for anybody."""
        yield from (path for path in self.home.glob("sftp/*/OUT*/*") if path.is_file())


@contextmanager
def staged(room: Path) -> Iterator[Stage]:
    """An installation with five senders, each with a key for SFTP, a certificate and a start folder of its own."""
    home, now = room / "home", datetime.now(UTC)
    home.mkdir()
    (home / "onem-batch.toml").write_text(SETTINGS)
    assert main(["--home", str(home), "init"]) == 0
    directory, lines = open_directory(home), []
    authority = make_authority(home / "keys", "demo-authority", now)
    for part, ending in (("anchors", "cert.pem"), ("crl", "crl.pem")):
        source = home / "keys" / f"demo-authority.{ending}"
        write_whole(home / "trust" / part / source.name, [source.read_bytes()])
    make_certificate(home / "keys", "onem", authority, now)
    for number in NUMBERS:
        make_certificate(home / "keys", number, authority, now)
        (room / number).mkdir()
        make_key(room / number / "key")
        proofs = [
            read_ssh_key((room / number / "key.pub").read_bytes()),
            read_certificate((home / "keys" / f"{number}.cert.pem").read_bytes(), now),
        ]
        directory.add_sender(Sender(number, f"Sender {number}", "service-provider", "nl"), now, proofs)
        directory.add_mandate(Mandate(number, EVERY, "", EVERY, 20171), now)
        make_folders(read_settings(home), number)
        _, keys = directory.keys_in_force(number, now) or ("", ())
        lines += [f'restrict,command="internal-sftp -d {home}/sftp/{number}" {key}\n' for key in keys]
    directory.add_sender(Sender(BACK_OFFICE, "ONEM back office", "back-office", "fr"), now)
    (room / "senders").write_text("".join(lines))
    with running_sshd(room / "sshd", f"AuthorizedKeysFile {room}/senders") as sshd:
        yield Stage(home, {number: Login(sshd, room / number, room / number / "key") for number in NUMBERS})


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """The program as a process of its own; it must stop when told, and must have met no problem."""
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "batch", "--home", str(home), "serve"]
        process = subprocess.Popen(command, stderr=log, stdin=subprocess.DEVNULL)
        try:
            yield
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
            process.wait(timeout=30)
    problems = [line for line in (home / "log").read_text().splitlines() if '"level": "error"' in line]
    assert problems == []
