"""``serve --sftp``: a signed set goes in through the door, its signed answers come out of it."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from installations import demo_set
from pki import needs

from batch.cli.main import main

PATIENCE = 40.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


@dataclass
class Service:
    home: Path
    process: subprocess.Popen[str]
    port: int

    def sftp(self, folder: Path, *lines: str) -> str:
        """What OpenSSH's sftp says to a batch of lines."""
        known = ["-oStrictHostKeyChecking=no", "-oUserKnownHostsFile=/dev/null", "-oLogLevel=ERROR", "-oBatchMode=yes"]
        key = str(self.home / "keys" / "123456.ssh")
        command = ["sftp", "-q", *known, "-P", str(self.port), "-i", key, "-b", "-", "123456@127.0.0.1"]
        done = subprocess.run(
            command, input="\n".join(lines) + "\n", cwd=folder, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    needs("sftp", "openssl")
    home = tmp_path / "home"
    assert main(["--home", str(home), "init", "--demo"]) == 0
    with (home / "onem-batch.toml").open("a", encoding="utf-8") as settings:
        settings.write("pickup_seconds = 1\n")
    command = [sys.executable, "-m", "batch", "--home", str(home), "serve", "--sftp", "--port", "0"]
    with (home / "serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stderr=log, text=True, env=ENVIRONMENT)
    try:
        yield Service(home, process, _port(home / "serve.log"))
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def _port(log: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = re.search(r"open on port ([0-9]+)", log.read_text(encoding="utf-8"))
        if found:
            return int(found[1])
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_a_set_goes_in_and_its_signed_answers_come_out(service, tmp_path):
    keys = service.home / "keys"
    (tmp_path / "declarations.xml").write_text(demo_set("1-accepted"), encoding="utf-8")
    signing = ["--key", str(keys / "123456.key.pem"), "--certificate", str(keys / "123456.cert.pem")]
    name = ["--code", "TWCT", "--sender", "123456", "--sequence", "0TEST", "--environment", "R"]
    out = tmp_path / "set"
    assert main(["pack", str(tmp_path / "declarations.xml"), *name, *signing, "-o", str(out)]) == 0
    files = sorted((path.name for path in out.iterdir()), key=lambda one: one.startswith("GO."))
    service.sftp(out, "cd IN", *(f"put {file}" for file in files))

    until, answers = time.monotonic() + PATIENCE, tmp_path / "answers"
    answers.mkdir()
    receipt = ""
    while not receipt and time.monotonic() < until:
        service.sftp(answers, "cd OUT", "-get *")
        texts = {path.name: path.read_text(encoding="utf-8") for path in answers.glob("FO.*")}
        receipt = next((one for one in texts if ".ACRF." in one and "0TEST" in texts[one]), "")
    assert receipt, sorted(path.name for path in answers.iterdir())
    assert "<ResultCode>1</ResultCode>" in (answers / receipt).read_text(encoding="utf-8")
    signature = tmp_path / "signature.der"
    signature.write_bytes(base64.b64decode((answers / f"FS{receipt[2:]}").read_bytes(), validate=True))
    verify = ["openssl", "cms", "-verify", "-inform", "DER", "-binary", "-in", str(signature), "-purpose", "any"]
    authority = [
        "-CAfile",
        str(keys / "demo-authority.cert.pem"),
        "-content",
        str(answers / receipt),
        "-out",
        os.devnull,
    ]
    assert subprocess.run([*verify, *authority], capture_output=True, timeout=30, check=False).returncode == 0


def test_the_door_needs_plain_local_folders(tmp_path, capsys):
    home = tmp_path / "home"
    assert main(["--home", str(home), "init"]) == 0
    text = (home / "onem-batch.toml").read_text(encoding="utf-8")
    (home / "onem-batch.toml").write_text(
        text.replace('inbox = "inbox"', 'inbox = "data/{sender}/box/{folder}"'), encoding="utf-8"
    )
    assert main(["--home", str(home), "serve", "--sftp"]) == 78
    assert "plain local folders" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["colour = 1", "port = true", "most_connections = 0", "address = 5"])
def test_a_wrong_setting_of_the_door_is_named(tmp_path, capsys, line):
    home = tmp_path / "home"
    assert main(["--home", str(home), "init"]) == 0
    with (home / "onem-batch.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"[door]\n{line}\n")
    assert main(["--home", str(home), "serve", "--sftp"]) == 78
    assert f"door.{line.split()[0]}" in capsys.readouterr().err
