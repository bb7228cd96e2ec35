"""Processes beside the one that keeps a set: whatever becomes of them it is judged, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from declarations import OTHER_COMPANY, OTHER_ONSS, put, together, twct, vblv
from dying import dying, failing
from installations import make_installation
from leavings import everything

from batch.jobs import ahead, judging
from batch.jobs.beside import Beside, beside_of
from batch.jobs.desk import Desk
from batch.jobs.run import run_once
from batch.pipeline import judge
from batch.store.register import SqlRegister

HERS = "123456"


def communication(nth: int) -> str:
    text = twct(FormCreationDate="2026-03-15", TempUnemploymentStartingDate="2026-03-25", ReferenceNbr=f"OWN{nth}")
    return put(put(text, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY) if nth % 2 else text


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Few forms are enough; pieces are small, and none is judged before the other process is ready."""
    monkeypatch.setattr(ahead, "WORTH_IT", 30)
    monkeypatch.setattr(judging, "WORTH_IT", 30)
    monkeypatch.setattr(judge, "SLICE", 5)
    ready: list[bool] = []
    real = ahead.beside_of

    def waited_for(*told: Any) -> Beside:
        found = real(*told)
        wait([found.greeting])
        ready.append(found.is_ready)
        return found

    monkeypatch.setattr(ahead, "beside_of", waited_for)
    return ready


def passed(home: Path, judges: int, **other: Any) -> dict[str, Any]:
    made = make_installation(home, more=f"judges = {judges}\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(*(communication(nth) for nth in range(60))), age=600)
    made.lay(f"VBLV.{HERS}.20260316.00002.R", together(*(vblv() for _ in range(40))), age=500)
    made.lay(f"TWCT.{HERS}.20260316.00003.R", communication(1), age=400)
    outcome = run_once(replace(made.desk, **other))
    assert outcome.problems == []
    assert not list((home / "archive" / "scratch").glob("*"))
    return everything(made)


def test_a_pass_with_a_process_beside_leaves_what_one_process_leaves(tmp_path: Path, eager: list[bool]) -> None:
    assert passed(tmp_path / "two", 2) == passed(tmp_path / "one", 1)
    assert eager == [True]


@pytest.mark.parametrize("opener", [dying, failing])
def test_a_process_that_dies_or_fails_in_the_middle_costs_nothing(
    tmp_path: Path, eager: list[bool], opener: Any
) -> None:
    assert passed(tmp_path / "two", 2, opener=opener) == passed(tmp_path / "one", 1)
    assert eager == [True]


def broken(_home: Path) -> Desk:
    raise RuntimeError


def test_when_none_can_be_started_this_one_judges_alone(tmp_path: Path, eager: list[bool]) -> None:
    assert passed(tmp_path / "none", 2, opener=broken) == passed(tmp_path / "one", 1)
    assert eager == [False]


def test_what_fails_in_every_process_fails_as_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eager: list[bool]
) -> None:
    """Kept bytes that are not those that were counted."""
    made = make_installation(tmp_path / "home", more="judges = 2\n")
    content = together(*(communication(nth) for nth in range(60)))
    made.lay(f"TWCT.{HERS}.20260316.00001.R", content)
    real = SqlRegister.acknowledge

    def then_cut(self: SqlRegister, *told: Any) -> Any:
        found = real(self, *told)
        (path,) = (tmp_path / "home" / "archive" / "in").rglob("FI.*")
        path.write_text(content.replace("<Identification>", "<Identification><", 40).replace("<<", "<", 39))
        return found

    monkeypatch.setattr(SqlRegister, "acknowledge", then_cut)
    (problem,) = made.run().problems
    assert isinstance(problem, ValueError)
    assert eager == [True]
    assert not list((tmp_path / "home" / "archive" / "scratch").glob("*.drafts"))


@pytest.mark.usefixtures("eager")
def test_a_set_of_few_forms_asks_for_no_help(tmp_path: Path) -> None:
    made = make_installation(tmp_path, more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", communication(1))
    with ahead.ahead_of(made.desk, []) as found:
        assert found.beside is None
    with ThreadPoolExecutor(1) as pool:
        assert not beside_of(pool, 1).is_ready  # type: ignore[arg-type]


PARENT = textwrap.dedent("""
    import sys, time
    from concurrent.futures import wait
    from pathlib import Path
    from batch.app import open_beside
    from batch.jobs.beside import beside_of
    from batch.jobs.elsewhere import processes

    if __name__ == "__main__":
        pool = processes(open_beside, Path(sys.argv[1]), 1)
        beside = beside_of(pool, 1)
        wait([beside.greeting])
        print(*pool._processes, flush=True)
        time.sleep(60)
""")


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    made = make_installation(tmp_path / "home")
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script), str(made.home)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    for _ in range(100):
        if not _lives(child):
            return
        time.sleep(0.1)
    pytest.fail("it still lives")


def _lives(process: int) -> bool:
    """Neither gone nor waiting to be buried."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
