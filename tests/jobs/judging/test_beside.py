"""Processes beside the one that keeps a set: whatever becomes of them it is judged, and none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import pytest
from declarations import OTHER_COMPANY, OTHER_ONSS, put, together, twct, vblv
from dying import dying, failing
from installations import NOW, Installation, make_installation
from leavings import everything

from batch.jobs import judging
from batch.jobs.acknowledge import acknowledge_sets
from batch.jobs.crew import crew_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.intake import take_sets
from batch.jobs.judging.beside import Beside
from batch.jobs.process import process
from batch.jobs.shift import Shift
from batch.pipeline import judge
from batch.writers.samples import twct as samples

HERS = "123456"


def communication(nth: int) -> str:
    text = twct(FormCreationDate="2026-03-15", TempUnemploymentStartingDate="2026-03-25", ReferenceNbr=f"OWN{nth}")
    return put(put(text, "NOSSRegistrationNbr", OTHER_ONSS), "CompanyID", OTHER_COMPANY) if nth % 2 else text


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Few forms are enough; pieces are small, and none is judged before the other process is ready."""
    monkeypatch.setattr(judging, "WORTH_IT", 30)
    monkeypatch.setattr(judge, "SLICE", 5)
    ready: list[bool] = []
    real = judging.beside_of

    @contextmanager
    def waited_for(desk: Desk, places: int) -> Iterator[Beside | None]:
        with real(desk, places) as found:
            if found is not None:
                wait([found.greeting])
                ready.append(found.is_ready)
            yield found

    monkeypatch.setattr(judging, "beside_of", waited_for)
    return ready


def acknowledged(home: Path, **other: Any) -> tuple[Installation, Desk]:
    made = make_installation(home, more="judges = 1\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(*(communication(nth) for nth in range(60))), age=600)
    made.lay(f"VBLV.{HERS}.20260316.00002.R", together(*(vblv() for _ in range(40))), age=500)
    made.lay(f"TWCT.{HERS}.20260316.00003.R", communication(1), age=400)
    desk, outcome = replace(made.desk, **other), Outcome(made.desk.logger)
    take_sets(desk, outcome)
    with crew_of(desk) as crew:
        acknowledge_sets(desk, outcome, Shift(crew))
    assert outcome.problems == []
    return made, desk


def passed(home: Path, beside: int, **other: Any) -> dict[str, Any]:
    made, desk = acknowledged(home, **other)
    for receipt in desk.register.receipts("acknowledged"):
        process(desk, receipt, beside)
    assert not list((home / "archive" / "scratch").glob("*"))
    assert made.run().problems == []
    return everything(made)


def test_a_set_judged_with_a_process_beside_leaves_what_one_process_leaves(tmp_path: Path, eager: list[bool]) -> None:
    assert passed(tmp_path / "two", 1) == passed(tmp_path / "one", 0)
    assert eager == [True, True]


@pytest.mark.parametrize("opener", [dying, failing])
def test_a_process_that_dies_or_fails_in_the_middle_costs_nothing(
    tmp_path: Path, eager: list[bool], opener: Any
) -> None:
    assert passed(tmp_path / "two", 1, opener=opener) == passed(tmp_path / "one", 0)
    assert eager == [True, True]


def broken(_home: Path) -> Desk:
    raise RuntimeError


def test_when_none_can_be_started_this_one_judges_alone(tmp_path: Path, eager: list[bool]) -> None:
    assert passed(tmp_path / "none", 1, opener=broken) == passed(tmp_path / "one", 0)
    assert eager == [False, False]


def test_what_fails_in_every_process_fails_as_in_one(tmp_path: Path, eager: list[bool]) -> None:
    """Kept bytes that are not those that were counted."""
    _, desk = acknowledged(tmp_path)
    receipt = desk.register.receipts("acknowledged")[0]
    path = tmp_path / "archive" / receipt.inputs()[0].content
    path.write_bytes(path.read_bytes()[:-200])
    told = []
    for beside in (0, 1):
        with pytest.raises(ValueError, match="not any more") as caught:
            process(desk, receipt, beside)
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert eager == [True]
    assert not list((tmp_path / "archive" / "scratch").glob("*.drafts"))


def test_a_large_set_of_a_pass_is_helped(tmp_path: Path) -> None:
    """Processes of their own, with pieces as large as they are."""
    content = b"".join(samples.document(samples.forms(Random(7), datetime.combine(NOW, time(8)), 4_500)))
    found = []
    for judges in (1, 2):
        made = make_installation(tmp_path / str(judges), more=f"judges = {judges}\n")
        made.lay(f"TWCT.{HERS}.20260316.00001.R", content)
        assert made.run().problems == []
        found.append(everything(made))
    assert found[0] == found[1]


def test_a_set_of_few_forms_asks_for_no_help(tmp_path: Path, eager: list[bool]) -> None:
    _, desk = acknowledged(tmp_path)
    process(desk, desk.register.receipts("acknowledged")[2], 1)
    assert eager == []


PARENT = textwrap.dedent("""
    import sys, time
    from concurrent.futures import wait
    from pathlib import Path
    from batch.app import open_beside
    from batch.jobs.judging.beside import beside_of

    if __name__ == "__main__":
        with beside_of(open_beside(Path(sys.argv[1])), 1) as beside:
            wait([beside.greeting])
            print(*beside.pool._processes, flush=True)
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
        sleep(0.1)
    pytest.fail("it still lives")


def _lives(process: int) -> bool:
    """Neither gone nor waiting to be buried."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
