"""The run lock: one run at a time, and a dead one holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import batch
from batch.errors import AnotherRun
from batch.transport.lock import run_lock

CHECKOUT = Path(batch.__file__).parent.parent
HOLD = """
import sys
from pathlib import Path
from batch.transport.lock import run_lock

with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_lock_can_be_taken_again_and_again(tmp_path: Path) -> None:
    for _ in range(3):
        with run_lock(tmp_path):
            pass


def test_a_second_holder_in_the_same_process_is_another_run(tmp_path: Path) -> None:
    with run_lock(tmp_path):
        with pytest.raises(AnotherRun), run_lock(tmp_path):
            pass
        with pytest.raises(AnotherRun), run_lock(tmp_path):
            pass
    with run_lock(tmp_path):
        pass


def test_a_failure_inside_gives_the_lock_back(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path):
        1 / 0  # noqa: B018
    with run_lock(tmp_path):
        pass


def test_two_installations_do_not_know_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with run_lock(tmp_path / "a"), run_lock(tmp_path / "b"):
        pass


def test_a_process_that_holds_the_lock_is_another_run(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    with pytest.raises(AnotherRun, match="try again later"), run_lock(tmp_path):
        pass


def test_a_process_that_was_killed_gives_the_lock_back(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.kill()
    holder.wait()
    started = time.monotonic()
    with run_lock(tmp_path):
        assert time.monotonic() - started < 1


def test_a_process_that_ended_well_gives_the_lock_back(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.stdin.close()
    assert holder.wait(timeout=20) == 0
    with run_lock(tmp_path):
        pass
