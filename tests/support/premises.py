"""A whole machine's worth of the production page: its users, its folders, its program, for the length of one test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from handbook import adapted, text_after
from sshd import make_key

REPOSITORY = Path(__file__).parents[2]
SENDERS = ("123456", "234567")
_READ_SEARCH = 2
"""The bit of CAP_DAC_READ_SEARCH (capabilities(7))."""


@dataclass(frozen=True)
class Premises:
    """Where everything stands; the names of users and groups are those of the page with a mark of this test."""

    room: Path
    mark: str
    python: str
    library: Path

    @property
    def program(self) -> str:
        return f"{self.mark}-batch"

    @property
    def senders(self) -> str:
        return f"{self.mark}-senders"

    @property
    def home(self) -> Path:
        return self.room / "home"

    @property
    def boxes(self) -> Path:
        return self.room / "sftp"

    def login(self, number: str) -> str:
        return f"{self.mark}-{number}"

    @property
    def command(self) -> str:
        """The installed program; sshd wants the first word to be root's, and so is ``env``."""
        return f"/usr/bin/env PYTHONPATH={self.library} PYTHONDONTWRITEBYTECODE=1 {self.python} -m batch"

    def text(self, words: str) -> str:
        """A text of the page, with our names and places."""
        return adapted(
            text_after(words),
            {
                "/opt/onem-batch/bin/onem-batch": self.command,
                "/srv/onem-batch": str(self.home),
                "/srv/sftp": str(self.boxes),
                "onem-batch": self.program,
                "onem-senders": self.senders,
                "sender-": f"{self.mark}-",
            },
        )

    def shell(self, script: str, *arguments: str) -> None:
        """Run commands of the page as root."""
        done = subprocess.run(
            ["sh", "-euc", script, "sh", *arguments], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def batch(self, *words: object, reads_all: bool = False) -> subprocess.CompletedProcess[str]:
        """The program as its own user, with the mask and, where asked, the capability of its unit."""
        become = [f"--reuid={self.program}", f"--regid={self.program}", "--init-groups"]
        if reads_all:
            become += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        mask = next(line for line in self.text("onem-batch.service`").splitlines() if line.startswith("UMask="))
        start = ["setpriv", *become, "sh", "-c", f'umask {mask.removeprefix("UMask=")}; exec "$@"', "sh"]
        command = [*start, *self.command.split(), "--home", self.home, *words]
        return subprocess.run(map(str, command), capture_output=True, text=True, check=False, timeout=60, cwd="/")


def can_give_capability() -> bool:
    """Whether root here holds CAP_DAC_READ_SEARCH; in a container it often does not."""
    status = Path("/proc/self/status").read_text()
    bounding = next(line for line in status.splitlines() if line.startswith("CapBnd:"))
    return bool(int(bounding.split()[1], 16) >> _READ_SEARCH & 1)


@contextmanager
def premises() -> Iterator[Premises]:
    """Do what the page says, as root; undo it again."""
    if os.getuid() != 0:
        pytest.skip("making users and a chroot needs root")
    room = Path(tempfile.mkdtemp(prefix="onem-", dir="/srv"))
    room.chmod(0o755)
    made = Premises(room, f"ob{os.getpid()}", *_python_and_library(room))
    try:
        made.shell(made.text("Users and folders:"))
        works = made.batch("--version")
        assert works.returncode == 0, works.stderr
        yield made
    finally:
        users = (*map(made.login, SENDERS), made.program)
        # userdel leaves a group that has another member: those of the senders have the program.
        for command in (*(("userdel", one) for one in users), *(("groupdel", one) for one in (*users, made.senders))):
            subprocess.run(command, check=False, capture_output=True)
        shutil.rmtree(made.room)


def _python_and_library(room: Path) -> tuple[str, Path]:
    """A Python and a place of the program that anybody may read; those of the tests may lie in root's own folder."""
    if _anybody_can(sys.executable, REPOSITORY, "import batch.app"):
        return sys.executable, REPOSITORY
    python = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    if not _anybody_can(python, room, ""):
        room.rmdir()
        pytest.skip(f"other users can start neither {sys.executable} nor {python}")
    _install(room / "lib")
    return python, room / "lib"


def _anybody_can(python: str, library: Path, code: str) -> bool:
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    start = [*nobody, "/usr/bin/env", f"PYTHONPATH={library}", python, "-c", code]
    return subprocess.run(start, check=False, cwd="/", capture_output=True, timeout=60).returncode == 0


def _install(place: Path) -> None:
    """The program and what it needs, readable for all, as in ``/opt``; most of what only tests need stays away."""
    packages = Path(sysconfig.get_paths()["platlib"])
    only_tests = (
        *("mypy*", "*mypyc*", "pip*", "ruff*", "typst*", "pygments*", "hypothesis*", "setuptools*", "*.pth"),
        *("stdnum*", "grimp*", "xmlschema*", "asyncssh*", "_pytest*", "rich*", "pkg_resources*"),
        *("elementpath*", "ast_serialize*", "librt*", "importlinter*", "hatchling*", "tests", "testing"),
    )
    shutil.copytree(packages, place, ignore=shutil.ignore_patterns(*only_tests), symlinks=True)
    for name in ("batch", "schemas"):
        shutil.rmtree(place / name, ignore_errors=True)
        shutil.copytree(REPOSITORY / name, place / name)
    subprocess.run(["chmod", "-R", "go=u-w", place], check=True)


def enter(made: Premises, numbers: Sequence[str] = SENDERS) -> None:
    """The installation of the page, unsigned, with senders whose keys lie in ``room/keys``."""
    (made.home / "onem-batch.toml").write_text(
        made.text("In `/srv/onem-batch/onem-batch.toml`:") + 'signature = "off"\n'
    )
    assert made.batch("init").returncode == 0
    (made.room / "keys").mkdir()
    script = made.text("`/usr/local/sbin/onem-batch-account`")
    for number in numbers:
        made.shell(script, number)
        key = made.room / "keys" / number
        make_key(key)
        words = ("--name", "Payroll office", "--quality", "service-provider", "--key", f"{key}.pub")
        done = made.batch("sender", "add", number, *words)
        assert done.returncode == 0, done.stderr
