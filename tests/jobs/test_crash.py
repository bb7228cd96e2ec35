"""A process is killed by SIGKILL at a point, and a second run finishes: compared with an undisturbed installation."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from installations import NOW, STEM, Installation, demo_set, make_installation

SETS = {"00001": "1-accepted", "00002": "2-accepted-with-remarks", "00003": "3-refused"}

CHILD = textwrap.dedent("""
    import os, signal, sys
    from datetime import datetime
    from pathlib import Path
    from batch.app import open_desk
    from batch.jobs.run import run_once
    from batch.store.register import SqlRegister
    from batch.transport import local
    from batch.transport.archive import LocalArchive

    home, point, moment = sys.argv[1:]

    def die(*_args, **_kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    def after(owner, name, when=lambda *args, **kwargs: True):
        real = getattr(owner, name)
        def then_die(*args, **kwargs):
            real(*args, **kwargs)
            if when(*args, **kwargs):
                die()
        setattr(owner, name, then_die)

    if point == "before the register knows the set":
        SqlRegister.keep = die
    if point == "after the set is kept":
        after(local.LocalClaim, "finish")
    if point == "kept but not forgotten in the claim":
        local.LocalClaim.finish = die
    if point == "after ACRF":
        after(SqlRegister, "acknowledge")
    if point == "between tickets and outbox":
        SqlRegister.settle = die
    if point == "after NOTI is posted":
        after(SqlRegister, "settle")
    if point == "between FO and GO":
        after(local, "write_whole", lambda path, _chunks: path.name.startswith("FO.NOTI"))
    if point == "sent but not marked":
        SqlRegister.mark_sent = die
    if point == "between hand-over file and row":
        SqlRegister.hand_over = die

    desk = open_desk(Path(home), lambda: datetime.fromisoformat(moment))
    sys.exit(run_once(desk).exit_code)
""")

POINTS = [
    "before the register knows the set",
    "after the set is kept",
    "kept but not forgotten in the claim",
    "after ACRF",
    "between tickets and outbox",
    "after NOTI is posted",
    "between FO and GO",
    "sent but not marked",
    "between hand-over file and row",
]


def run_child(installation: Installation, point: str) -> int:
    command = [sys.executable, "-c", CHILD, str(installation.home), point, NOW.isoformat()]
    return subprocess.run(command, check=False, capture_output=True).returncode


def lay_sets(installation: Installation) -> None:
    for number, (sequence, name) in enumerate(SETS.items()):
        installation.lay(STEM.replace("00001", sequence), demo_set(name), age=600 - number)


def tree(home: Path) -> dict[str, bytes]:
    outbox = home / "outbox"
    return {str(path.relative_to(outbox)): path.read_bytes() for path in sorted(outbox.rglob("*.*")) if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    installation = make_installation(tmp_path_factory.mktemp("undisturbed"))
    lay_sets(installation)
    assert run_child(installation, "never") == 0
    return tree(installation.home)


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_run_again_gives_the_same_tickets_the_same_bytes_and_one_answer(
    installation: Installation, undisturbed: dict[str, bytes], point: str
):
    lay_sets(installation)

    assert run_child(installation, point) == -signal.SIGKILL
    for _ in range(8):
        if run_child(installation, point) == 0:
            break
    assert run_child(installation, "never") == 0

    assert tree(installation.home) == undisturbed
    assert installation.waiting() == []
    assert [path.name for path in (installation.home / "inbox/.claims").iterdir()] == []


def test_the_undisturbed_run_answered_every_set(undisturbed: dict[str, bytes]):
    kinds = [name.split("FO.")[1].split(".")[0] for name in undisturbed if "FO." in name]

    assert sorted(kinds) == ["ACRF"] * 3 + ["HAND"] * 2 + ["NOTI"] * 3


def test_half_written_answers_are_never_seen_by_a_reader_who_waits_for_the_go(installation: Installation):
    lay_sets(installation)
    run_child(installation, "between FO and GO")

    names = set(installation.answers())
    for go in (name for name in names if name.startswith("GO.")):
        assert go.replace("GO.", "FO.", 1) in names
