"""Large sets in the hands of others: what is answered is what one process alone answers, and nobody waits for them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from declarations import together
from installations import make_installation
from two_senders import HERS, HIS, communication, elsewhere, everything, lay_all

from batch.errors import ProcessDied, StaleSituation
from batch.jobs import acknowledge, process, run, shift
from batch.jobs.crew import Crew, crew_of
from batch.jobs.desk import Desk, Outcome
from batch.jobs.intake import take_sets
from batch.jobs.run import attend, pick_up, run_once
from batch.jobs.shift import Shift, Told
from batch.model.receipt import Receipt
from batch.settings import FILE, Settings, read_settings


def passed(home: Path, judges: int, **other: Any) -> dict[str, Any]:
    made = make_installation(home, more=f"judges = {judges}\n")
    lay_all(made)
    outcome = run_once(replace(made.desk, **other))
    assert outcome.problems == []
    assert outcome.counts["forms accepted"] >= 6
    assert not list((home / "archive" / "scratch").glob("*"))
    return everything(made)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every set is large."""
    monkeypatch.setattr(process, "PROCESS", replace(process.PROCESS, small=0, enough=0))


@pytest.fixture
def eager_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every set has large files."""
    monkeypatch.setattr(acknowledge, "ACKNOWLEDGE", replace(acknowledge.ACKNOWLEDGE, small=0, enough=0))


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sets that others work on, in the order in which they get them."""
    seen: list[str] = []
    real = Crew.begin

    def begin(self: Crew, work: Any, receipt: Receipt, *more: Any) -> bool:
        seen.append(receipt.stem)
        return real(self, work, receipt, *more)

    monkeypatch.setattr(Crew, "begin", begin)
    return seen


@pytest.mark.usefixtures("eager")
def test_a_pass_with_several_processes_leaves_what_one_process_leaves(tmp_path: Path, given: list[str]) -> None:
    assert passed(tmp_path / "two", 2) == passed(tmp_path / "one", 1)
    assert len(given) == 7


@pytest.mark.usefixtures("eager_readers")
def test_reading_elsewhere_gives_the_receipts_that_reading_here_gives(tmp_path: Path, given: list[str]) -> None:
    """Receipts are named, and tickets given, in the order in which reading ends."""
    made = make_installation(tmp_path, more="judges = 2\n")
    lay_all(made)
    assert made.run().problems == []
    assert len(given) == 7
    assert all(b"<ResultCode>1</ResultCode>" in one or b"ACRF" in one for one in made.answers(HIS).values() if one)
    assert len(made.texts("ACRF", HERS)) == len(made.texts("NOTI", HERS)) == 3


def broken(_home: Path) -> Desk:
    raise RuntimeError


@pytest.mark.usefixtures("eager")
def test_when_no_process_can_be_opened_this_one_judges(tmp_path: Path) -> None:
    assert passed(tmp_path / "none", 2, opener=broken) == passed(tmp_path / "one", 1)


def test_few_forms_start_no_process(tmp_path: Path, given: list[str]) -> None:
    passed(tmp_path, 2)
    assert given == []


# -- somebody who waits for nobody ---------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Others judge no set of hers before a file lies there."""
    monkeypatch.setattr(
        process, "PROCESS", replace(process.PROCESS, work=judge_late, is_helped=False, small=1, enough=2)
    )
    gate = tmp_path / "gate"
    monkeypatch.setenv("GATE", str(gate))
    yield gate
    gate.touch()


def judge_late(desk: Desk, receipt: Receipt) -> Told | None:
    gate = Path(os.environ["GATE"])
    while receipt.forms > 1 and not gate.exists():
        signal.sigtimedwait((), 0.01)
    return process.process(desk, receipt)


def test_a_small_set_that_comes_while_a_large_one_is_judged_is_answered_before_it(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_installation(tmp_path / "home", more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(communication(), communication()))
    told: list[list[str]] = []

    def wait(self: Crew, seconds: float) -> None:
        """Between rounds: first his set comes; when it is answered, hers may go on."""
        told.append(made.texts("NOTI", HIS))
        if len(told) == 1:
            small = elsewhere(communication())
            made.lay(f"TWCT.{HIS}.20260316.00001.R", small, sender=HIS)
        elif told[-1]:
            assert made.texts("NOTI", HERS) == []
            slow.touch()
        real(self, seconds)

    real = Crew.wait
    monkeypatch.setattr(Crew, "wait", wait)
    assert made.run().problems == []
    assert len(made.texts("NOTI", HIS)) == len(made.texts("NOTI", HERS)) == 1


def test_a_small_set_for_an_employer_of_the_large_one_waits_for_it(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who came second would have told first, and the one who came first would be refused for it."""
    made = make_installation(tmp_path / "home", more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(communication(), communication()), age=90)
    made.lay(f"TWCT.{HIS}.20260316.00001.R", communication(), sender=HIS)
    rounds: list[int] = []

    def wait(self: Crew, seconds: float) -> None:
        rounds.append(len(made.texts("NOTI", HIS)))
        if len(rounds) == 3:
            slow.touch()
        real(self, seconds)

    real = Crew.wait
    monkeypatch.setattr(Crew, "wait", wait)
    assert made.run().problems == []
    assert rounds[:3] == [0, 0, 0]
    assert len(made.texts("NOTI", HIS)) == 1


def test_other_jobs_have_their_turn_while_a_large_set_is_in_work(tmp_path: Path, slow: Path) -> None:
    made = make_installation(tmp_path / "home", more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(communication(), communication()))
    desk = made.desk
    with crew_of(desk) as crew:
        at_work = Shift(crew)
        pick_up(desk, Outcome(desk.logger), at_work)
        assert crew.is_busy  # it returned, and the set is still in work
        attend(desk, Outcome(desk.logger), at_work)
        assert crew.is_busy
        slow.touch()
        while crew.is_busy:
            crew.wait(1)
            attend(desk, Outcome(desk.logger), at_work)
    assert len(made.texts("NOTI", HERS)) == 1


def test_a_pass_gives_the_other_jobs_their_turn_every_few_seconds(
    tmp_path: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer of a decision leaves while a large set is in work."""
    made = make_installation(tmp_path / "home", more="judges = 2\npickup_seconds = 1\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(communication(), communication()))
    turns: list[int] = []

    def afterwards(_desk: Desk, _outcome: Outcome) -> None:
        turns.append(len(turns))
        if len(turns) == 3:
            slow.touch()

    monkeypatch.setattr(run, "AFTERWARDS", (afterwards,))
    seconds = iter(range(100_000))
    outcome = run_once(replace(made.desk, clock=lambda: made.now + timedelta(seconds=next(seconds))))
    assert outcome.problems == []
    assert len(turns) >= 4
    assert len(made.texts("NOTI", HERS)) == 1


# -- somebody who dies ---------------------------------------------------------------------------------------


def die_over_her_set(desk: Desk, receipt: Receipt) -> Told | None:
    if receipt.sender == HERS:
        os.kill(os.getpid(), signal.SIGKILL)
    return process.process(desk, receipt)


def test_a_set_that_kills_its_process_is_set_aside_and_the_others_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        process, "PROCESS", replace(process.PROCESS, work=die_over_her_set, is_helped=False, small=0, enough=0)
    )
    made = make_installation(tmp_path, more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", communication())
    made.lay(f"TWCT.{HIS}.20260316.00001.R", elsewhere(communication()), sender=HIS)
    outcome = made.run()
    assert [type(problem) for problem in outcome.problems] == [ProcessDied]
    assert len(made.texts("NOTI", HIS)) == 1
    assert made.texts("NOTI", HERS) == []
    assert [one.is_aside for one in made.register.line("acknowledged")] == [True]

    monkeypatch.undo()
    assert made.run().problems == []
    assert len(made.texts("NOTI", HERS)) == 1


def fail(_desk: Desk, receipt: Receipt) -> Told | None:
    raise StaleSituation(receipt.stem)


@pytest.mark.parametrize("small", [0, 9])
def test_a_set_that_is_overtaken_each_time_is_given_up_for_this_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], small: int
) -> None:
    step = replace(process.PROCESS, work=fail, share=None, is_helped=False, small=small, enough=0)
    monkeypatch.setattr(process, "PROCESS", step)
    made = make_installation(tmp_path, more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", communication())
    outcome = made.run()
    assert [str(problem) for problem in outcome.problems] == [str(StaleSituation(f"TWCT.{HERS}.20260316.00001.R"))]
    assert len(given) == (0 if small else 5)


def test_work_that_is_dropped_is_done_by_the_next_pass(tmp_path: Path, slow: Path) -> None:
    made = make_installation(tmp_path / "home", more="judges = 2\n")
    made.lay(f"TWCT.{HERS}.20260316.00001.R", together(communication(), communication()))
    outcome = Outcome(made.desk.logger)
    with crew_of(made.desk) as crew:
        at_work = Shift(crew)
        run._is_more_to_do(made.desk, outcome, at_work)
        assert crew.is_busy
    slow.touch()
    assert made.run().problems == []
    assert len(made.texts("NOTI", HERS)) == 1


# -- rounds --------------------------------------------------------------------------------------------------


def test_in_a_round_every_sender_has_his_turn_before_anybody_has_a_second_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_installation(tmp_path)
    for nth in range(1, 6):
        made.lay(f"TWCT.{HERS}.20260316.{nth:05d}.R", communication(), age=600 - nth)
    made.lay(f"TWCT.{HIS}.20260316.00001.R", elsewhere(communication()), sender=HIS)
    desk, outcome = made.desk, Outcome(made.desk.logger)
    take_sets(desk, outcome)
    monkeypatch.setattr(shift, "_SETS", 2)
    at_work = Shift(Crew(desk, 0))
    assert acknowledge.acknowledge_sets(desk, outcome, at_work)  # there is more
    assert {one.sender for one in made.register.receipts("acknowledged")} == {HERS, HIS}
    assert acknowledge.acknowledge_sets(desk, outcome, at_work)
    assert not acknowledge.acknowledge_sets(desk, outcome, at_work)
    assert made.register.receipts("kept") == []


def test_who_comes_while_one_has_very_many_sets_has_his_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inbox is looked into every second, and a round takes of every sender."""
    made = make_installation(tmp_path)
    for nth in range(1, 10):
        made.lay(f"TWCT.{HERS}.20260316.{nth:05d}.R", communication(), age=600 - nth)
    monkeypatch.setattr(shift, "_SETS", 3)
    moments = iter(range(10_000))
    desk = replace(made.desk, clock=lambda: made.now + timedelta(seconds=next(moments)))
    at_work, outcome = Shift(Crew(desk, 0)), Outcome(desk.logger)
    assert at_work.take(desk, outcome)
    made.lay(f"TWCT.{HIS}.20260316.00001.R", elsewhere(communication()), sender=HIS)
    assert at_work.take(desk, outcome)
    assert sorted(one.sender for one in made.register.receipts("kept")) == [HERS] * 5 + [HIS]


def test_two_processes_are_the_default_and_the_setting_is_read(tmp_path: Path) -> None:
    assert Settings(tmp_path).judges == 2
    (tmp_path / FILE).write_text("judges = 1\n", encoding="utf-8")
    assert read_settings(tmp_path).judges == 1
